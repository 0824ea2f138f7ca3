//! Invitations that are taken back and made again, so that there are as many afterwards as there were.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Problem;
use crate::http::{Answer, Line, Template};
use crate::load::{Client, Work};

/// An answer that has nothing to say is no longer: with an account in it that was not processed, it is.
const NOTHING: usize = 40;

/// Who invites whom. All invitations are there at the beginning.
#[derive(Clone)]
pub(super) struct Invites(Arc<Shared>);

struct Shared {
    pairs: Vec<(u64, u64)>,
    invite: Template,
    disassociate: Template,
    /// What the member asks after each change, if it does.
    count: Option<Template>,
    /// The number of the next request, which goes on from one measurement to the next.
    next: AtomicU64,
}

fn templates() -> (Template, Template) {
    let of = |target| Template::of("POST", target);
    (of("/members/invite"), of("/members/disassociate"))
}

fn body(member: u64) -> String {
    format!("{{\"AccountIds\":[\"{member:012}\"]}}")
}

impl Invites {
    /// These hosts and members, of whom there are many more than connections: what is asked of one pair is answered
    /// before the next is asked.
    pub(super) fn of(pairs: Vec<(u64, u64)>) -> Invites {
        Invites::asking(pairs, None)
    }

    /// The same; after each change, the member counts its invitations.
    pub(super) fn counted(pairs: Vec<(u64, u64)>) -> Invites {
        Invites::asking(pairs, Some(Template::of("GET", "/invitations/count")))
    }

    fn asking(pairs: Vec<(u64, u64)>, count: Option<Template>) -> Invites {
        let (invite, disassociate) = templates();
        Invites(Arc::new(Shared { pairs, invite, disassociate, count, next: AtomicU64::new(0) }))
    }

    /// Takes an invitation back and makes it again; whether both can be done.
    ///
    /// # Errors
    /// When there is no answer, or one that refuses everything.
    pub(super) fn can_be_invited_again(
        line: &mut Line,
        host: u64,
        member: u64,
    ) -> Result<bool, Problem> {
        let (invite, disassociate) = templates();
        line.ask(&disassociate, host, &body(member))?;
        Ok(line.ask(&invite, host, &body(member))?.len() < NOTHING)
    }
}

impl Work for Invites {
    fn client(&self) -> Box<dyn Client> {
        Box::new(self.clone())
    }
}

impl Client for Invites {
    fn ask(&mut self, _: u64, out: &mut Vec<u8>) {
        let Shared { pairs, invite, disassociate, count, next } = &*self.0;
        let number = next.fetch_add(1, Ordering::Relaxed);
        let change = if count.is_some() { number / 2 } else { number };
        let (host, member) = pairs[(change % pairs.len() as u64) as usize];
        if let Some(count) = count
            && !number.is_multiple_of(2)
        {
            return count.write(member, "", out);
        }
        let is_there = (change / pairs.len() as u64).is_multiple_of(2);
        let template = if is_there { disassociate } else { invite };
        template.write(host, &body(member), out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200 && answer.body.len() < NOTHING
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_asked_next_goes_on_where_the_last_one_ended() {
        let invites = Invites::of(vec![(1, 11), (2, 12)]);
        let mut asked = Vec::new();
        for _ in 0..6 {
            let mut out = Vec::new();
            invites.client().ask(0, &mut out);
            let text = String::from_utf8(out).unwrap();
            let host = text.split_once("Credential=").unwrap().1[11..12].to_owned();
            assert!(text.ends_with(&format!("\"00000000001{host}\"]}}")), "{text}");
            asked.push((text.contains("/disassociate"), host));
        }
        let host = |number: u8| number.to_string();
        let both = |taken_back| [(taken_back, host(1)), (taken_back, host(2))];
        assert_eq!(asked, [both(true), both(false), both(true)].concat());
    }

    #[test]
    fn whoever_was_invited_counts_after_each_change() {
        let mut invites = Invites::counted(vec![(1, 11)]);
        let mut out = Vec::new();
        for (path, account) in [
            ("POST /members/disassociate ", "=000000000001/"),
            ("GET /invitations/count ", "=000000000011/"),
            ("POST /members/invite ", "=000000000001/"),
            ("GET /invitations/count ", "=000000000011/"),
        ] {
            invites.ask(0, &mut out);
            let text = String::from_utf8(out.clone()).unwrap();
            assert!(text.starts_with(path) && text.contains(account), "{text}");
        }
    }

    #[test]
    fn somebody_who_was_not_invited_ends_the_measurement() {
        let mut client = Invites::of(Vec::new());
        let mut hears = |body: &[u8]| client.hears(&Answer { status: 200, body });
        assert!(hears(b"{\"UnprocessedAccounts\":[]}"));
        let refused =
            br#"{"UnprocessedAccounts":[{"AccountId":"000000000011","ProcessingResult":"x"}]}"#;
        assert!(!hears(refused));
    }
}
