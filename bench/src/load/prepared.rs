//! Requests that are ready to be sent: asking costs the generator a copy, whoever signs them.

use super::{Client, Work};
use crate::draw::scattered;
use crate::http::Answer;

/// Requests of which one is drawn each time.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) requests: Vec<Vec<u8>>,
    /// How long each answer's body is, at least: counting what is in it would take longer than the answer.
    pub(crate) least: usize,
}

impl Work for Prepared {
    fn client(&self) -> Box<dyn Client + '_> {
        Box::new(self)
    }
}

impl Client for &Prepared {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        out.clear();
        let which = scattered(number) % self.requests.len() as u64;
        out.extend_from_slice(&self.requests[which as usize]);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200 && answer.body.len() >= self.least
    }
}

/// The same work, whatever is answered: for what answers everything alike.
pub(crate) struct Anyhow<'a>(pub(crate) &'a dyn Work);

impl Work for Anyhow<'_> {
    fn client(&self) -> Box<dyn Client + '_> {
        Box::new(Heedless(self.0.client()))
    }
}

struct Heedless<'a>(Box<dyn Client + 'a>);

impl Client for Heedless<'_> {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        self.0.ask(number, out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_sent_and_an_answer_that_is_too_short_is_none() {
        let requests = vec![b"a".to_vec(), b"b".to_vec()];
        let work = Prepared { requests, least: 3 };
        let mut sent = std::collections::BTreeSet::new();
        for number in 0..20 {
            let mut out = b"before".to_vec();
            work.client().ask(number, &mut out);
            sent.insert(out);
        }
        assert_eq!(sent.len(), 2);
        let answer = |status, body| Answer { status, body };
        assert!(work.client().hears(&answer(200, b"abc")));
        assert!(!work.client().hears(&answer(200, b"ab")));
        assert!(!work.client().hears(&answer(503, b"abc")));
        assert!(Anyhow(&work).client().hears(&answer(200, b"")));
        assert!(!Anyhow(&work).client().hears(&answer(503, b"abc")));
    }
}
