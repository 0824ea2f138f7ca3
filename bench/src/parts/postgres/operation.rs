//! What is measured: the requests, and what stands for them in pgbench.

use super::accounts::{ADMINISTRATORS, CROWD, INVITATIONS, INVITED, LISTED, STEP, invitation};
use crate::draw::scattered;
use crate::http::{Answer, Template};
use crate::load::{Client, Work};

/// An operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    ListInvitations,
    InviteMembers,
}

impl Operation {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Operation::ListInvitations => "ListInvitations",
            Operation::InviteMembers => "InviteMembers",
        }
    }

    pub(crate) fn template(self) -> Template {
        match self {
            Operation::ListInvitations => Template::of("GET", "/invitations"),
            Operation::InviteMembers => Template::of("POST", "/members/invite"),
        }
    }

    /// How pgbench draws accounts as [`Requests`] does.
    pub(crate) fn drawing(self) -> String {
        match self {
            Operation::ListInvitations => {
                format!("\\set member {LISTED} + random(0, {CROWD} - 1)\n")
            }
            Operation::InviteMembers => format!(
                "\\set number :first + :k * :clients + :client_id\n\
                 \\set k :k + 1\n\
                 \\set place :number * {STEP} % {CROWD}\n\
                 \\set administrator {ADMINISTRATORS} + :place\n\
                 \\set member {INVITED} + (:place * 31 + :number / {CROWD} * 17) % {CROWD}\n\
                 \\set id random({}, {})\n\
                 \\set at :now + :k * :clients / {A_MILLISECOND}\n",
                ID_LEAST,
                10 * ID_LEAST - 1
            ),
        }
    }
}

/// The least number of sixteen digits: as a text, it is as many bytes, which is what an id has.
const ID_LEAST: u64 = 1_000_000_000_000_000;
/// About as many invitations are made in a millisecond: pgbench has no clock, and counts the time of events by them.
const A_MILLISECOND: u64 = 5;

/// How long an invitation is in an answer, at least.
const INVITATION: u64 = 100;

impl Work for Operation {
    fn client(&self) -> Box<dyn Client + '_> {
        Box::new(Asking { operation: *self, template: self.template() })
    }
}

/// What one connection asks.
struct Asking {
    operation: Operation,
    template: Template,
}

impl Client for Asking {
    fn ask(&mut self, number: u64, out: &mut Vec<u8>) {
        match self.operation {
            Operation::ListInvitations => {
                self.template.write(LISTED + scattered(number) % CROWD, "", out);
            }
            Operation::InviteMembers => {
                let (administrator, member) = invitation(number);
                let body = format!("{{\"AccountIds\":[\"{member}\"]}}");
                self.template.write(administrator, &body, out);
            }
        }
    }

    fn hears(&mut self, answer: &Answer<'_>) -> bool {
        answer.status == 200
            && match self.operation {
                // Counting them would take longer than the answer.
                Operation::ListInvitations => answer.body.len() as u64 >= INVITATIONS * INVITATION,
                Operation::InviteMembers => answer.body == b"{\"UnprocessedAccounts\":[]}",
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_too_short_is_no_answer() {
        let mut requests = Operation::ListInvitations.client();
        let body = "x".repeat(2_000);
        let answer = |body| Answer { status: 200, body };
        assert!(requests.hears(&answer(body.as_bytes())));
        assert!(!requests.hears(&answer(b"{\"Invitations\":[]}")));
        assert!(!requests.hears(&Answer { status: 503, body: body.as_bytes() }));
    }

    #[test]
    fn requests_name_their_accounts() {
        let mut out = Vec::new();
        Operation::InviteMembers.client().ask(3, &mut out);
        let (text, (administrator, member)) = (String::from_utf8(out).unwrap(), invitation(3));
        assert!(text.contains(&format!("Credential={administrator}/")), "{text}");
        assert!(text.ends_with(&format!("{{\"AccountIds\":[\"{member}\"]}}")), "{text}");
    }
}
