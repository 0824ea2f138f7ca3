//! The whole flow of one relationship: create, invite, list, accept, disassociate, delete; one after the other on each
//! connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::crowd;
use crate::http::{Answer, Template};
use crate::load::{Client, Work};

/// How many requests it has.
pub(super) const STEPS: usize = 6;

/// All clients of a server, in all rounds, take from the same numbers.
#[derive(Debug, Clone)]
pub(super) struct Flow(pub(super) Arc<AtomicU64>);

/// A request of the flow: who asks, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Create,
    Invite,
    List,
    Accept,
    Disassociate,
    Delete,
}

const ALL: [Step; STEPS] =
    [Step::Create, Step::Invite, Step::List, Step::Accept, Step::Disassociate, Step::Delete];

impl Step {
    fn template(self) -> Template {
        match self {
            Step::Create => Template::of("POST", "/members"),
            Step::Invite => Template::of("POST", "/members/invite"),
            Step::List => Template::of("GET", "/invitations"),
            Step::Accept => Template::of("POST", "/administrator"),
            Step::Disassociate => Template::of("POST", "/administrator/disassociate"),
            Step::Delete => Template::of("POST", "/members/delete"),
        }
    }

    fn is_of_member(self) -> bool {
        matches!(self, Step::List | Step::Accept | Step::Disassociate)
    }

    /// Only the list shows what is not known before.
    fn holds(self, body: &[u8]) -> bool {
        match self {
            Step::List => invitation(body).is_some(),
            Step::Accept | Step::Disassociate => body == b"{}",
            Step::Create | Step::Invite | Step::Delete => body == crowd::DONE,
        }
    }
}

/// The one invitation of a list.
fn invitation(body: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"\"InvitationId\":\"";
    let at = body.windows(NAME.len()).position(|part| part == NAME)? + NAME.len();
    let length = body[at..].iter().position(|byte| *byte == b'"')?;
    Some(&body[at..at + length])
}

impl Work for Flow {
    fn client(&self) -> Box<dyn Client + '_> {
        Box::new(Going {
            next: Arc::clone(&self.0),
            templates: ALL.map(Step::template),
            step: STEPS - 1,
            pair: (0, 0),
            invitation: String::new(),
            body: String::new(),
        })
    }
}

struct Going {
    next: Arc<AtomicU64>,
    templates: [Template; STEPS],
    step: usize,
    pair: (u64, u64),
    invitation: String,
    body: String,
}

impl Client for Going {
    fn ask(&mut self, _: u64, out: &mut Vec<u8>) {
        self.step = (self.step + 1) % STEPS;
        if self.step == 0 {
            self.pair = crowd::pair(self.next.fetch_add(1, Ordering::Relaxed));
        }
        let (step, (administrator, member)) = (ALL[self.step], self.pair);
        match step {
            Step::Create => self.body = crowd::details(&[member]),
            Step::Invite | Step::Delete => crowd::ids(&[member], &mut self.body),
            Step::List | Step::Disassociate => self.body.clear(),
            Step::Accept => {
                let id = &self.invitation;
                self.body = format!(
                    "{{\"AdministratorId\":\"{administrator}\",\"InvitationId\":\"{id}\"}}"
                );
            }
        }
        let account = if step.is_of_member() { member } else { administrator };
        self.templates[self.step].write(account, &self.body, out);
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        let step = ALL[self.step];
        if step == Step::List
            && let Some(id) = invitation(answer.body)
        {
            self.invitation = String::from_utf8_lossy(id).into_owned();
        }
        answer.status == 200 && step.holds(answer.body)
    }

    /// A member who is left behind could be invited by nobody else.
    fn can_stop(&self) -> bool {
        self.step == STEPS - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_goes_through_all_steps_with_what_was_listed() {
        let flow = Flow(Arc::default());
        let (mut client, mut out, mut asked) = (flow.client(), Vec::new(), Vec::new());
        for answer in [
            crowd::DONE,
            crowd::DONE,
            b"{\"Invitations\":[{\"AccountId\":\"1\",\"InvitationId\":\"abc\"}]}",
            b"{}",
            b"{}",
            crowd::DONE,
        ] {
            client.ask(0, &mut out);
            asked.push(String::from_utf8(out.clone()).unwrap());
            assert!(client.hears(&Answer { status: 200, body: answer }), "{asked:?}");
            assert!(!client.hears(&Answer { status: 200, body: b"[]" }), "{asked:?}");
            assert_eq!(client.can_stop(), asked.len() == STEPS);
        }
        let (administrator, member) = crowd::pair(0);
        let by = |account: u64| format!("Credential={account}/");
        assert!(asked[0].contains(&by(administrator)) && asked[2].contains(&by(member)));
        assert!(asked[3].contains(&by(member)) && asked[5].contains(&by(administrator)));
        let accepted =
            format!("{{\"AdministratorId\":\"{administrator}\",\"InvitationId\":\"abc\"}}");
        assert!(asked[3].ends_with(&accepted), "{}", asked[3]);
    }
}
