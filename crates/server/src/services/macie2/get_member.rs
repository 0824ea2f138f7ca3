//! `GetMember` (semantics §4.2).

use accede_membership::{Command, Reply, Subject};

use super::errors;
use super::shapes::Member;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, written};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetMember", "GET", "/members/{id}"),
    decode: |input| Ok(Command::GetMembers { accounts: vec![member_id(input)?] }),
    encode,
    refuse: errors::refuse,
};

/// The account that a path names.
pub(super) fn member_id(input: &Input<'_>) -> Result<Subject, BadInput> {
    input.parameter("id").map(|id| Subject::parse(&id))
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Members { members, unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    errors::of_one(call, &unprocessed)?;
    let member = members.first().and_then(|relationship| Member::of(call, relationship));
    written(&member.ok_or(NotEncoded::Unexpected)?)
}

#[cfg(test)]
pub(super) mod tests {
    use crate::testing::{A, B, Server, Stage};

    /// The refusal of an id that is no account's.
    const BAD_ID: &str = "The request is rejected because an invalid or \
        out-of-range value is specified as an input parameter.";

    /// What holds for the id in all operations on one member: unknown accounts, and what is no account.
    /// `path` is what comes before the id.
    pub(in super::super) fn refuses_bad_ids(
        (method, path, body): (&str, &str, &str),
        no_row: &str,
    ) {
        let server = Server::macie_at(Stage::Enabled);
        let (a, b) = (server.macie(A), server.macie(B));
        for id in ["333333333333", "111111111111"] {
            a.at(method, &format!("{path}{id}")).invalid(body, no_row);
        }
        b.at(method, &format!("{path}{A}")).invalid(body, no_row);
        for id in ["2", "me", "%32%32", "222222222222%20"] {
            a.at(method, &format!("{path}{id}")).invalid(body, BAD_ID);
        }
        let encoding = "Member must be percent-encoded UTF-8";
        a.at(method, &format!("{path}%ff")).breaks(body, "id", encoding);
        let server = Server::new();
        let off = "403 AccessDeniedException: Macie is not enabled";
        server.macie(A).at(method, &format!("{path}{B}")).refuses("§6.3 off", body, off);
    }

    #[test]
    fn shows_a_row_in_any_status() {
        for (stage, status) in [
            (Stage::Invited, "Invited"),
            (Stage::Enabled, "Enabled"),
            (Stage::Resigned, "Resigned"),
            (Stage::Removed, "Removed"),
        ] {
            let row = concat!(
                r#"200 {"accountId":"222222222222","administratorAccountId":"111111111111","#,
                r#""arn":"arn:aws:macie2:us-east-1:111111111111:member/222222222222","#,
                r#""email":"b@example.com","invitedAt":"TIME","masterAccountId":"111111111111","#,
                r#""relationshipStatus":"STATUS","tags":{},"updatedAt":"TIME"}"#
            );
            let answer = Server::macie_at(stage).macie(A).says("GET", "/members/222222222222", "");
            assert_eq!(answer, row.replace("STATUS", status));
        }
        let created = concat!(
            r#"200 {"accountId":"222222222222","administratorAccountId":"111111111111","#,
            r#""arn":"arn:aws:macie2:us-east-1:111111111111:member/222222222222","#,
            r#""email":"b@example.com","masterAccountId":"111111111111","#,
            r#""relationshipStatus":"Created","tags":{},"updatedAt":"TIME"}"#
        );
        let server = Server::macie_at(Stage::Created);
        assert_eq!(server.macie(A).says("GET", "/members/222222222222", ""), created);
    }

    #[test]
    fn refuses() {
        let no_row = "The request is rejected because the given account ID is not an associated \
            member of account the current account.";
        refuses_bad_ids(("GET", "/members/", ""), no_row);
        let declined = Server::macie_at(Stage::Declined);
        declined.macie(A).at("GET", "/members/222222222222").invalid("", no_row);
    }
}
