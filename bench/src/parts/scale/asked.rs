//! Requests of which one is drawn each time.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::Problem;
use crate::draw::scattered;
use crate::http::{Answer, Line, Template};
use crate::load::{Client, Work};

/// How many are asked to find out what an answer is usually like.
const SAMPLE: u64 = 101;

/// A request, of an account.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) template: Arc<Template>,
    pub(super) account: u64,
    pub(super) body: String,
}

/// Requests of which one is drawn each time: where there are many, most are drawn once.
#[derive(Debug, Clone)]
pub(super) struct Asked(Arc<[Request]>);

impl Asked {
    pub(super) fn of(requests: Vec<Request>) -> Asked {
        Asked(requests.into())
    }

    /// How many different ones there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// So many of them, spread over all.
    pub(super) fn some(&self, count: usize) -> Asked {
        let every = self.0.len().div_ceil(count).max(1);
        Asked(self.0.iter().step_by(every).cloned().collect())
    }

    fn drawn(&self, number: u64) -> &Request {
        &self.0[(scattered(number) % self.0.len() as u64) as usize]
    }

    /// What a server answers: of several answers the one of medium length.
    ///
    /// # Errors
    /// When one of them is not 200.
    pub(super) fn usual_answer(&self, server: SocketAddr) -> Result<Vec<u8>, Problem> {
        let mut line = Line::to(server)?;
        let mut ask = |number| {
            let Request { template, account, body } = self.drawn(number);
            line.ask(template, *account, body)
        };
        let answers: Result<Vec<Vec<u8>>, Problem> = (0..SAMPLE).map(&mut ask).collect();
        let mut answers = answers?;
        answers.sort_by_key(Vec::len);
        Ok(answers.swap_remove(answers.len() / 2))
    }
}

impl Work for Asked {
    fn client(&self) -> Box<dyn Client> {
        Box::new(self.clone())
    }
}

impl Client for Asked {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        let Request { template, account, body } = self.drawn(number);
        template.write(*account, body, out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn asked(count: u64) -> Asked {
        let template = Arc::new(Template::of("GET", "/"));
        let request =
            |account| Request { template: Arc::clone(&template), account, body: String::new() };
        Asked::of((0..count).map(request).collect())
    }

    #[test]
    fn most_are_drawn_once() {
        let all = asked(200_000);
        let drawn: BTreeSet<u64> = (0..20_000).map(|number| all.drawn(number).account).collect();
        assert!(drawn.len() > 18_500, "{}", drawn.len());
    }

    #[test]
    fn some_are_spread_over_all() {
        let accounts = |asked: &Asked| asked.0.iter().map(|one| one.account).collect::<Vec<_>>();
        assert_eq!(accounts(&asked(10).some(3)), [0, 4, 8]);
        assert_eq!(accounts(&asked(2).some(3)), [0, 1]);
    }

    #[test]
    fn what_is_asked_is_of_the_account() {
        let mut out = Vec::new();
        asked(1).client().ask(7, &mut out);
        assert!(String::from_utf8(out).unwrap().contains("Credential=000000000000/"));
        assert!(!asked(1).hears(&Answer { status: 404, body: b"" }));
    }
}
