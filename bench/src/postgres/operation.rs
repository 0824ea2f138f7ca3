//! What is measured: the requests, and what stands for them in pgbench.

use super::accounts::{ADMINISTRATORS, CROWD, INVITATIONS, INVITED, LISTED, STEP, invitation};
use crate::http::{Answer, Template};
use crate::load::Work;

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
                 \\set id random(1, 9000000000000000000)\n\
                 \\set at :at + 1\n"
            ),
        }
    }
}

/// How long an invitation is in an answer, at least.
const INVITATION: u64 = 100;

/// The requests of a measurement.
pub(crate) struct Requests {
    pub(crate) operation: Operation,
    pub(crate) template: Template,
    /// The number of the first invitation.
    pub(crate) first: u64,
}

impl Work for Requests {
    fn ask(&self, number: u64, out: &mut Vec<u8>) {
        match self.operation {
            Operation::ListInvitations => {
                self.template.write(LISTED + scattered(number) % CROWD, "", out);
            }
            Operation::InviteMembers => {
                let (administrator, member) = invitation(self.first + number);
                let body = format!("{{\"AccountIds\":[\"{member}\"]}}");
                self.template.write(administrator, &body, out);
            }
        }
    }

    fn holds(&self, answer: &Answer<'_>) -> bool {
        answer.status == 200
            && match self.operation {
                // Counting them would take longer than the answer.
                Operation::ListInvitations => answer.body.len() as u64 >= INVITATIONS * INVITATION,
                Operation::InviteMembers => answer.body == b"{\"UnprocessedAccounts\":[]}",
            }
    }
}

/// A number that looks as if it was drawn (SplitMix64).
fn scattered(number: u64) -> u64 {
    let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_too_short_is_no_answer() {
        let operation = Operation::ListInvitations;
        let requests = Requests { operation, template: operation.template(), first: 0 };
        let body = "x".repeat(2_000);
        let answer = |body| Answer { status: 200, body };
        assert!(requests.holds(&answer(body.as_bytes())));
        assert!(!requests.holds(&answer(b"{\"Invitations\":[]}")));
        assert!(!requests.holds(&Answer { status: 503, body: body.as_bytes() }));
    }

    #[test]
    fn requests_name_their_accounts() {
        let operation = Operation::InviteMembers;
        let requests = Requests { operation, template: operation.template(), first: 1 };
        let mut out = Vec::new();
        requests.ask(2, &mut out);
        let (text, (administrator, member)) = (String::from_utf8(out).unwrap(), invitation(3));
        assert!(text.contains(&format!("Credential={administrator}/")), "{text}");
        assert!(text.ends_with(&format!("{{\"AccountIds\":[\"{member}\"]}}")), "{text}");
    }
}
