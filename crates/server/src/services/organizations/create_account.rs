//! `CreateAccount`, which Accede settles at once, and `CreateAccountStatus`.

use accede_membership::directory::{
    Creation, CreationId, DirectoryReply, NewRole, OrganizationsCommand,
};
use serde::{Deserialize, Serialize};

use super::constraints::{self, ROLE, Tag, is_word, length, one_of, pattern, required};
use super::front::{Call, Encoded, Input, Operation, Unexpected, json};
use super::ids;
use crate::auth::new_role_id;
use crate::entropy;
use crate::wire::account_words::{NAME_LENGTH, is_name};
use crate::wire::json_1_1::{Epoch, Exception};
use crate::wire::shapes::{Account, Object, Text};

pub(super) const OPERATION: Operation = Operation { name: "CreateAccount", decode, encode };

/// What the role in a new account is called, unless somebody says it.
const USUAL_ROLE: &str = "OrganizationAccountAccessRole";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    email: Option<String>,
    account_name: Option<String>,
    role_name: Option<String>,
    iam_user_access_to_billing: Option<String>,
    tags: Option<Vec<Object<Tag>>>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let email = constraints::email("Email", request.email)?;
    let name = required("AccountName", request.account_name)?;
    length("AccountName", &name, NAME_LENGTH)?;
    pattern("AccountName", is_name(&name))?;
    let role = request.role_name.unwrap_or_else(|| USUAL_ROLE.to_owned());
    length("RoleName", &role, 0..=64)?;
    pattern("RoleName", !role.is_empty() && is_word(&role))?;
    if role.starts_with("AWSServiceRoleFor") {
        return Err(ROLE.at("RoleName"));
    }
    // Accede has no bills: this is checked, and has no effect.
    if let Some(access) = request.iam_user_access_to_billing {
        one_of("IamUserAccessToBilling", &access, &[("ALLOW", ()), ("DENY", ())])?;
    }
    let candidate = ids::new_account();
    Ok(OrganizationsCommand::CreateAccount {
        candidate,
        request: ids::new_creation(),
        name,
        email,
        tags: constraints::tags(request.tags)?,
        role: NewRole { name: role, id: new_role_id(candidate, entropy::bytes()) },
    })
}

/// `CreateAccountStatus`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateAccountStatus<'a> {
    id: Text<CreationId>,
    account_name: &'a str,
    state: &'static str,
    requested_timestamp: Epoch,
    completed_timestamp: Epoch,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<Account>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure_reason: Option<&'static str>,
}

impl CreateAccountStatus<'_> {
    pub(super) fn of(creation: &Creation) -> CreateAccountStatus<'_> {
        CreateAccountStatus {
            id: Text(creation.id),
            account_name: &creation.name,
            state: if creation.outcome.is_ok() { "SUCCEEDED" } else { "FAILED" },
            requested_timestamp: Epoch(creation.at),
            completed_timestamp: Epoch(creation.at),
            account_id: creation.outcome.ok().map(Account),
            failure_reason: creation.outcome.err().map(|failure| failure.name()),
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    create_account_status: CreateAccountStatus<'a>,
}

/// `DescribeCreateAccountStatus` answers the same.
pub(super) fn encode(_: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Creation(creation) = reply else { return Err(Unexpected) };
    json(&Response { create_account_status: CreateAccountStatus::of(&creation) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tag_resource::tests::bad_tags;
    use crate::testing::{A, Organizations, Server, string};

    #[test]
    fn creates_one_at_once() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let input = json!({
            "Email": "new@example.com",
            "AccountName": "New ~ account",
            "RoleName": "Role_+=,.@-",
            "IamUserAccessToBilling": "DENY",
            "Tags": [{ "Key": "k", "Value": "" }],
        });
        let status = a.ok("CreateAccount", input)["CreateAccountStatus"].clone();
        assert_eq!(status["State"], "SUCCEEDED");
        assert_eq!(status["AccountName"], "New ~ account");
        assert_eq!(status["RequestedTimestamp"], status["CompletedTimestamp"]);
        let id = string(&status["AccountId"]);
        assert!(id.parse::<u64>().is_ok_and(|number| number >= 100_000_000_000), "{id}");
        let account = a.ok("DescribeAccount", json!({ "AccountId": id }))["Account"].clone();
        assert_eq!(account["Email"], "new@example.com");
        assert_eq!(account["Name"], "New ~ account");
        assert_eq!(account["JoinedMethod"], "CREATED");
        let tags = a.says("ListTagsForResource", json!({ "ResourceId": id }));
        assert_eq!(tags, r#"{"Tags":[{"Key":"k","Value":""}]}"#);
    }

    #[test]
    fn an_email_is_of_one_account() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let create = |email| {
            let input = json!({ "Email": email, "AccountName": "New" });
            a.ok("CreateAccount", input)["CreateAccountStatus"].clone()
        };
        assert_eq!(create("new@example.com")["State"], "SUCCEEDED");
        let second = create("NEW@example.com");
        assert_eq!(second["State"], "FAILED");
        assert_eq!(second["FailureReason"], "EMAIL_ALREADY_EXISTS");
        assert_eq!(second.get("AccountId"), None);
        assert_eq!(a.ok("ListAccounts", json!({}))["Accounts"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded().joined();
        let a = founded.organizations(A);
        let but = |name: &str, value: serde_json::Value| {
            let mut input = json!({ "Email": "new@example.com", "AccountName": "New" });
            input[name] = value;
            input
        };
        let operation = "CreateAccount";
        a.lacks(operation, but("Email", json!(null)), "Email");
        a.too_short(operation, but("Email", json!("a@b.c")), "Email");
        a.too_long(
            operation,
            but("Email", json!(format!("{}@example.com", "a".repeat(53)))),
            "Email",
        );
        a.misfits(operation, but("Email", json!("new.example.com")), "Email");
        a.lacks(operation, but("AccountName", json!(null)), "AccountName");
        a.too_short(operation, but("AccountName", json!("")), "AccountName");
        a.too_long(operation, but("AccountName", json!("a".repeat(51))), "AccountName");
        a.misfits(operation, but("AccountName", json!("é")), "AccountName");
        a.too_long(operation, but("RoleName", json!("r".repeat(65))), "RoleName");
        a.misfits(operation, but("RoleName", json!("a b")), "RoleName");
        a.misfits(operation, but("RoleName", json!("")), "RoleName");
        let reserved = "InvalidInputException INVALID_ROLE_NAME: You provided a role name that begins \
                        with the reserved prefix AWSServiceRoleFor: RoleName";
        a.refuses(operation, but("RoleName", json!("AWSServiceRoleForX")), reserved);
        a.unnamed(
            operation,
            but("IamUserAccessToBilling", json!("Allow")),
            "IamUserAccessToBilling",
        );
        for (tags, how) in bad_tags() {
            a.refuses(operation, but("Tags", tags), &how);
        }
        Organizations::is_for_management(operation, &but("Tags", json!([])));
    }
}
