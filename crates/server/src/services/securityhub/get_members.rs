//! `GetMembers` (semantics §3.2).

use accede_membership::{Command, Relationship, Reply, Subject, Unprocessed};
use serde::Deserialize;

use super::errors;
use super::shapes::{Member, results};
use crate::wire::constraints::{non_blank, required};
use crate::wire::error::BadInput;
use crate::wire::json::{Json, Shape, member};
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, written};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetMembers", "POST", "/members/get"),
    decode,
    encode,
    refuse: errors::membership,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    account_ids: Option<Vec<String>>,
}

struct Response<'a> {
    members: &'a [Relationship],
    unprocessed: &'a [Unprocessed],
}

impl Shape for Response<'_> {
    fn write(&self, json: &mut Json<'_>) {
        json.list(member!("Members"), self.members.iter().filter_map(Member::of));
        json.value(member!("UnprocessedAccounts"), &results(self.unprocessed, |_| None));
    }
}

/// The accounts that a request names in `AccountIds`.
pub(super) fn account_ids(input: &Input<'_>) -> Result<Vec<Subject>, BadInput> {
    let request: Request = input.json()?;
    let ids = required("AccountIds", request.account_ids)?;
    let subject = |id| non_blank("AccountIds", id).map(|id| Subject::parse(&id));
    ids.into_iter().map(subject).collect()
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    Ok(Command::GetMembers { accounts: account_ids(input)? })
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Members { members, unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    written(&Response { members: &members, unprocessed: &unprocessed })
}

#[cfg(test)]
pub(super) mod tests {
    use crate::testing::{A, B, C, Server, Stage};

    const OF_B: &str = r#"{"AccountIds":["222222222222"]}"#;

    /// What holds for all six operations that have `AccountIds`.
    pub(in super::super) fn refuses_bad_account_ids(target: &str) {
        let server = Server::hub_at(Stage::Invited);
        let hub = server.hub(A);
        let operation = hub.at("POST", target);
        for body in ["", "{}", r#"{"AccountIds":null}"#, r#"{"accountIds":["222222222222"]}"#] {
            operation.lacks(body, "AccountIds");
        }
        let pattern = "Member must satisfy regular expression pattern: .*\\S.*";
        operation.breaks(r#"{"AccountIds":["222222222222"," "]}"#, "AccountIds", pattern);
        operation.cannot_read(
            r#"{"AccountIds":"222222222222"}"#,
            "invalid type: string \"222222222222\", expected a sequence at line 1 column 28",
        );
        operation.cannot_read(
            r#"{"AccountIds":[null]}"#,
            "invalid type: null, expected a string at line 1 column 19",
        );
        let syntax = "400 SerializationException: The request body is not a JSON object.";
        operation.refuses("no object", r#"[["222222222222"]]"#, syntax);

        let server = Server::new();
        let off = "400 BadRequestException: The request is rejected since no such resource found.";
        server.hub(A).at("POST", target).refuses("§6.1 hub off, U5", OF_B, off);
    }

    #[test]
    fn shows_rows_in_any_status() {
        for (stage, status) in [
            (Stage::Invited, "Invited"),
            (Stage::Enabled, "Enabled"),
            (Stage::Declined, "Resigned"),
            (Stage::Resigned, "Resigned"),
            (Stage::Removed, "Removed"),
        ] {
            let row = concat!(
                r#"200 {"Members":[{"AccountId":"222222222222","Email":"b@example.com","#,
                r#""MasterId":"111111111111","AdministratorId":"111111111111","#,
                r#""MemberStatus":"STATUS","InvitedAt":"TIME","UpdatedAt":"TIME"}],"#,
                r#""UnprocessedAccounts":[]}"#
            );
            let answer = Server::hub_at(stage).hub(A).says("POST", "/members/get", OF_B);
            assert_eq!(answer, row.replace("STATUS", status));
        }
        let server = Server::hub_at(Stage::On);
        let body = r#"{"AccountDetails":[{"AccountId":"222222222222"}]}"#;
        server.hub(A).says("POST", "/members", body);
        assert_eq!(
            server.hub(A).says("POST", "/members/get", OF_B),
            concat!(
                r#"200 {"Members":[{"AccountId":"222222222222","MasterId":"111111111111","#,
                r#""AdministratorId":"111111111111","MemberStatus":"Created","#,
                r#""UpdatedAt":"TIME"}],"UnprocessedAccounts":[]}"#
            ),
            "no email, not invited"
        );
    }

    #[test]
    fn says_which_accounts_it_does_not_show() {
        let server = Server::hub_at(Stage::Invited);
        let get = |who, body: &str| server.hub(who).says("POST", "/members/get", body);
        let without = |account: &str, sentence: &str| {
            format!(
                "200 {{\"Members\":[],\"UnprocessedAccounts\":[{{\"AccountId\":\"{account}\",\
                 \"ProcessingResult\":\"{sentence}\"}}]}}"
            )
        };
        let no_row = "The request is rejected because the given account ID is not an associated \
            member of account the current account.";
        assert_eq!(get(A, &OF_B.replace(B, C)), without(C, no_row));
        assert_eq!(get(B, &OF_B.replace(B, A)), without(A, no_row), "a member has no row");
        let bad = "The request is rejected because an invalid or out-of-range value is specified \
            as an input parameter.";
        assert_eq!(get(A, &OF_B.replace(B, "2222")), without("2222", bad));
        refuses_bad_account_ids("/members/get");
    }
}
