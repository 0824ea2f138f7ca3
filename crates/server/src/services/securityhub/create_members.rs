//! `CreateMembers` (semantics §3.2, §6.2; S1, S13).

use accede_membership::{Command, Email, NewMember, Refusal, Reply, Subject, Tags};
use serde::Deserialize;

use super::super::sentences as say;
use super::errors;
use super::shapes::UnprocessedAccounts;
use crate::wire::constraints::{self, EMAIL_MAX, required};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Object;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("CreateMembers", "POST", "/members"),
    decode,
    encode,
    refuse: errors::membership,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    account_details: Option<Vec<Object<AccountDetails>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccountDetails {
    account_id: Option<String>,
    email: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let details = required("AccountDetails", request.account_details)?;
    // The model's upper limit is not checked here: accounts beyond it come back unprocessed (U20).
    constraints::length("AccountDetails", details.len(), 1..=usize::MAX)?;
    let members = details.into_iter().map(member).collect::<Result<_, _>>()?;
    Ok(Command::CreateMembers { members })
}

fn member(Object(details): Object<AccountDetails>) -> Result<NewMember, BadInput> {
    let account = required("AccountDetails.member.AccountId", details.account_id)?;
    let email = match details.email {
        None => Email::Absent,
        Some(email) if email.trim().is_empty() => Email::Malformed,
        Some(email) if email.chars().count() > EMAIL_MAX => Email::Malformed,
        Some(email) => Email::Given(email),
    };
    Ok(NewMember { account: Subject::parse(&account), email, tags: Tags::new() })
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Batch { unprocessed } = reply else { return Err(NotEncoded::Unexpected) };
    json(&UnprocessedAccounts::of(&unprocessed, |refusal| match refusal {
        Refusal::Oneself => Some(say::OWN_MEMBER),
        Refusal::CallerIsMember => Some(say::MEMBER_CANNOT_CREATE),
        Refusal::MemberOfAnother => Some(say::CREATE_MEMBER_OF_ANOTHER),
        Refusal::MemberHasMembers => Some(say::MEMBER_HAS_MEMBERS),
        Refusal::ManagementServiceOff => Some(
            "The request is rejected because Security Hub is not enabled in the management account.",
        ),
        _ => None,
    }))
}

#[cfg(test)]
mod tests {
    use accede_membership::Quotas;
    use serde_json::json;

    use crate::testing::{A, B, C, Server, Stage};

    const OF_B: &str = r#"{"AccountDetails":[{"AccountId":"222222222222"}]}"#;

    #[test]
    fn s1_adds_rows_with_and_without_email() {
        let server = Server::hub_at(Stage::On);
        let body = r#"{"AccountDetails":[{"AccountId":"222222222222","Email":"b@example.com"},
            {"AccountId":"333333333333","Email":null,"Other":0}]}"#;
        let answer = r#"200 {"UnprocessedAccounts":[]}"#;
        assert_eq!(server.hub(A).says("POST", "/members", body), answer);
        let rows = server.hub(A).get("/members?OnlyAssociated=false")["Members"].clone();
        assert_eq!((&rows[0]["Email"], &rows[1]["Email"]), (&json!("b@example.com"), &json!(null)));
    }

    #[test]
    fn refuses_bad_members() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let create = hub.at("POST", "/members");
        create.lacks("", "AccountDetails");
        create.lacks(r#"{"AccountDetails":null}"#, "AccountDetails");
        let id = "AccountDetails.member.AccountId";
        create.lacks(r#"{"AccountDetails":[{"Email":"b@example.com"}]}"#, id);
        let least = "Member must have length greater than or equal to 1";
        create.breaks(r#"{"AccountDetails":[]}"#, "AccountDetails", least);
        create.cannot_read(
            r#"{"AccountDetails":{}}"#,
            "invalid type: map, expected a sequence at line 1 column 18",
        );
        create.cannot_read(
            r#"{"AccountDetails":[{"AccountId":222222222222}]}"#,
            "invalid type: integer `222222222222`, expected a string at line 1 column 44",
        );
        create.cannot_read(
            r#"{"AccountDetails":[{"AccountId":"2","Email":[]}]}"#,
            "invalid type: sequence, expected a string at line 1 column 44",
        );
        let server = Server::new();
        let off = "400 BadRequestException: The request is rejected since no such resource found.";
        server.hub(A).at("POST", "/members").refuses("§6.1 hub off, U5", OF_B, off);
    }

    #[test]
    fn leaves_accounts_unprocessed() {
        let server = Server::hub_at(Stage::Invited);
        let (a, b) = (server.hub(A), server.hub(B));
        let create = a.at("POST", "/members");
        let exists = "The request is rejected because the given account ID is already a member or \
            associated member of the current account.";
        create.leaves("S13, §6.2 row exists", OF_B, B, exists);
        let own = "The request is rejected because an account cannot become a member of itself.";
        create.leaves("§6.2 own account", &OF_B.replace(B, A), A, own);
        let bad = "The request is rejected because an invalid or out-of-range value is specified \
            as an input parameter.";
        create.leaves("§6.2 bad id", &OF_B.replace(B, "22"), "22", bad);
        let with_email = |email: &str| {
            format!(r#"{{"AccountDetails":[{{"AccountId":"{C}","Email":"{email}"}}]}}"#)
        };
        create.leaves("§6.2 blank email", &with_email(" "), C, bad);
        create.leaves("§6.2 long email", &with_email(&"e".repeat(321)), C, bad);

        server.hub_step(Stage::Enabled);
        let member = "The request is rejected because the current account cannot create members \
            since it is already an associated member of another master account.";
        let of_c = OF_B.replace(B, C);
        b.at("POST", "/members").leaves("§6.2 caller is a member", &of_c, C, member);
    }

    #[test]
    fn leaves_unprocessed_what_is_beyond_a_limit() {
        let server = Server::with(Quotas { members: 0, ..Quotas::default() });
        server.hub_step(Stage::On);
        let quota = "The request is rejected because the current account cannot create anymore \
            members since it cannot exceed the maximum number of allowed members.";
        server.hub(A).at("POST", "/members").leaves("§6.2 quota", OF_B, B, quota);

        let server = Server::hub_at(Stage::On);
        let many: Vec<_> = (1..=51).map(|i| json!({ "AccountId": format!("{i:012}") })).collect();
        let answer = server.hub(A).ok("POST", "/members", json!({ "AccountDetails": many }));
        let over = "Maximum number of results exceeded";
        let last = json!([{ "AccountId": "000000000051", "ProcessingResult": over }]);
        assert_eq!(answer, json!({ "UnprocessedAccounts": last }), "§6.2 item 51, U20");
        let rows = server.hub(A).get("/members?OnlyAssociated=false")["Members"].clone();
        assert_eq!(rows.as_array().unwrap().len(), 50);
    }
}
