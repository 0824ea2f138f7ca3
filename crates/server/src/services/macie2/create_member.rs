//! `CreateMember` (semantics §4.2, §11 U16; M1).

use std::collections::BTreeMap;

use accede_membership::{AccountId, Command, Email, NewMember, Reply, Tags};
use serde::{Deserialize, Serialize};

use super::errors;
use super::tag_resource::any_key;
use crate::wire::constraints::{self, EMAIL_MAX, account_id, required};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Object;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("CreateMember", "POST", "/members"),
    decode,
    encode,
    refuse: errors::refuse,
};

#[derive(Debug, Deserialize)]
struct Request {
    account: Option<Object<AccountDetail>>,
    tags: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccountDetail {
    account_id: Option<String>,
    email: Option<String>,
}

#[derive(Debug, Serialize)]
struct Response {
    arn: String,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let Object(detail) = required("account", request.account)?;
    let id = required("account.accountId", detail.account_id)?;
    let account: AccountId = account_id("account.accountId", &id)?;
    let email = required("account.email", detail.email)?;
    constraints::length("account.email", email.trim().chars().count(), 1..=EMAIL_MAX)?;
    let tags = match request.tags {
        Some(tags) if !tags.is_empty() => constraints::tags("tags", tags, any_key)?,
        _ => Tags::new(),
    };
    let member = NewMember { account: account.into(), email: Email::Given(email), tags };
    Ok(Command::CreateMembers { members: vec![member] })
}

fn encode(call: &Call<'_>, command: &Command, reply: Reply) -> Encoded {
    let (Reply::Batch { unprocessed }, Command::CreateMembers { members }) = (reply, command)
    else {
        return Err(NotEncoded::Unexpected);
    };
    errors::of_one(call, &unprocessed)?;
    let member = members.first().ok_or(NotEncoded::Unexpected)?;
    json(&Response { arn: call.arn(call.account, &format!("member/{}", member.account)) })
}

#[cfg(test)]
mod tests {
    use accede_membership::Quotas;

    use crate::testing::{A, B, C, Server, Stage};

    const OF_B: &str = r#"{"account":{"accountId":"222222222222","email":"b@example.com"}}"#;

    #[test]
    fn m1_adds_a_row() {
        let server = Server::macie_at(Stage::On);
        let arn = r#"200 {"arn":"arn:aws:macie2:us-east-1:111111111111:member/222222222222"}"#;
        assert_eq!(server.macie(A).says("POST", "/members", OF_B), arn);
        let tagged = OF_B.replace(B, C).replace("}}", r#"},"tags":{"k":"v"}}"#);
        assert_eq!(server.macie(A).says("POST", "/members", &tagged), arn.replace(B, C));
        assert_eq!(server.macie(A).get("/members/333333333333")["tags"]["k"], "v");
        let declined = Server::macie_at(Stage::Declined);
        assert_eq!(declined.macie(A).says("POST", "/members", OF_B), arn, "M7 the row is gone");
    }

    #[test]
    fn refuses_bad_members() {
        let server = Server::macie_at(Stage::On);
        let macie = server.macie(A);
        let create = macie.at("POST", "/members");
        create.lacks("", "account");
        create.lacks(r#"{"account":null}"#, "account");
        create.lacks(r#"{"account":{"email":"b@example.com"}}"#, "account.accountId");
        create.lacks(r#"{"account":{"accountId":"222222222222"}}"#, "account.email");
        let digits = "Member must be an account id of 12 digits";
        for id in ["", "22222222222", "2222222222222", "22222222222x", " 222222222222"] {
            create.breaks(&OF_B.replace(B, id), "account.accountId", digits);
        }
        let with_email = |email: &str| OF_B.replace("b@example.com", email);
        let least = "Member must have length greater than or equal to 1";
        create.breaks(&with_email(" "), "account.email", least);
        let most = "Member must have length less than or equal to 320";
        create.breaks(&with_email(&"e".repeat(321)), "account.email", most);
        let with_tags = |tags: &str| OF_B.replace("}}", &format!("}},\"tags\":{{{tags}}}}}"));
        create.breaks(&with_tags(r#""":"v""#), "tags", least);
        create.breaks(&with_tags(r#""aws:k":"v""#), "tags", "Tag keys must not begin with aws:");
        let long = format!(r#""k":"{}""#, "v".repeat(257));
        create.breaks(
            &with_tags(&long),
            "tags",
            "Member must have length less than or equal to 256",
        );
        create.cannot_read(
            r#"{"account":{"accountId":222222222222}}"#,
            "invalid type: integer `222222222222`, expected a string at line 1 column 36",
        );
        let server = Server::new();
        let off = "403 AccessDeniedException: Macie is not enabled";
        server.macie(A).at("POST", "/members").refuses("§6.3 off", OF_B, off);
    }

    #[test]
    fn refuses_the_account() {
        let server = Server::macie_at(Stage::Enabled);
        let (a, b) = (server.macie(A), server.macie(B));
        let create = a.at("POST", "/members");
        let exists = "The request is rejected because the given account ID is already a member or \
            associated member of the current account.";
        create.invalid(OF_B, exists);
        let own = "The request is rejected because an account cannot become a member of itself.";
        create.invalid(&OF_B.replace(B, A), own);
        let member = "The request is rejected because the current account cannot create members \
            since it is already an associated member of another master account.";
        b.at("POST", "/members").invalid(&OF_B.replace(B, C), member);

        let server = Server::with(Quotas { members: 0, ..Quotas::default() });
        server.macie_step(Stage::On);
        let quota = "402 ServiceQuotaExceededException: The request is rejected because the current \
            account cannot create anymore members since it cannot exceed the maximum number of \
            allowed members.";
        server.macie(A).at("POST", "/members").refuses("§6.3 quota", OF_B, quota);
    }
}
