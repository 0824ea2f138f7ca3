//! The structures that several operations answer with.

use accede_membership::{Received, Relationship, Rules, Standing, Subject, Tags, Unprocessed};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Input, NotEncoded};
use crate::wire::shapes::{Account, Id, Named, Text};
use crate::wire::timestamp::Iso8601;

/// `Member`: a row, as its administrator sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Member<'a> {
    account_id: Account,
    administrator_account_id: Account,
    arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invited_at: Option<Iso8601>,
    master_account_id: Account,
    relationship_status: &'static str,
    tags: &'a Tags,
    updated_at: Iso8601,
}

impl<'a> Member<'a> {
    /// The row of a relationship, if its administrator has one.
    pub(super) fn of(call: &Call<'_>, relationship: &'a Relationship) -> Option<Member<'a>> {
        let row = relationship.row.as_ref()?;
        let administrator = Account(relationship.pair.administrator);
        Some(Member {
            account_id: Account(relationship.pair.member),
            administrator_account_id: administrator,
            arn: member_arn(call, relationship),
            email: row.email.as_deref(),
            invited_at: row.invited_at.map(Iso8601),
            master_account_id: administrator,
            relationship_status: row.status.name(),
            tags: &row.tags,
            updated_at: Iso8601(row.updated_at),
        })
    }
}

fn member_arn(call: &Call<'_>, relationship: &Relationship) -> String {
    let pair = relationship.pair;
    call.arn(pair.administrator, &format!("member/{}", pair.member))
}

/// `Invitation`: what a member sees of the account that invited it. A member through an organization has
/// no invitation, and sees the administrator alone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invitation {
    account_id: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invited_at: Option<Iso8601>,
    relationship_status: &'static str,
}

impl Invitation {
    /// An invitation as it is listed.
    pub(super) fn of(received: &Received, rules: &Rules) -> Invitation {
        Invitation {
            account_id: Account(received.administrator),
            invitation_id: Some(Id(received.id)),
            invited_at: Some(Iso8601(received.invited_at)),
            relationship_status: received.status(rules).name(),
        }
    }

    /// The current administrator.
    pub(super) fn administrator(relationship: &Relationship, rules: &Rules) -> Option<Invitation> {
        if let Some(received) = relationship.received() {
            return Some(Invitation::of(&received, rules));
        }
        Some(Invitation {
            account_id: Account(relationship.pair.administrator),
            invitation_id: None,
            invited_at: None,
            relationship_status: relationship.status()?.name(),
        })
    }
}

/// A document of a session's configuration; one that is not there is the default.
pub(super) fn document<T: DeserializeOwned + Default>(
    standing: &Standing,
    name: &str,
) -> Result<T, NotEncoded> {
    let text = standing.configuration.get(name);
    let read = |text: &String| serde_json::from_str(text).map_err(|_| NotEncoded::Unexpected);
    text.map_or_else(|| Ok(T::default()), read)
}

/// `UnprocessedAccount`: an account that was not processed (semantics §6.4).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct UnprocessedAccount<'a> {
    account_id: Named<'a>,
    error_code: &'static str,
    error_message: String,
}

/// The answer of a batch.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UnprocessedAccounts<'a> {
    unprocessed_accounts: Vec<UnprocessedAccount<'a>>,
}

impl<'a> UnprocessedAccounts<'a> {
    /// The answer for these accounts.
    pub(super) fn of(unprocessed: &'a [Unprocessed]) -> UnprocessedAccounts<'a> {
        let shape = |one: &'a Unprocessed| UnprocessedAccount {
            account_id: Text(&one.subject),
            // The other code, InternalError, is for trouble of the server's own; a batch is all or nothing
            // here, so that trouble is an error of the whole request.
            error_code: "ClientError",
            error_message: errors::of_account(one.refusal),
        };
        UnprocessedAccounts { unprocessed_accounts: unprocessed.iter().map(shape).collect() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccountIds {
    account_ids: Option<Vec<String>>,
}

/// The accounts that a request names in `accountIds`.
pub(super) fn account_ids(input: &Input<'_>) -> Result<Vec<Subject>, BadInput> {
    let request: AccountIds = input.json()?;
    constraints::accounts("accountIds", request.account_ids)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, Server, Stage};

    /// What holds for all three operations that have `accountIds`.
    pub(in super::super) fn refuses_bad_account_ids(target: &str) {
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        let operation = macie.at("POST", target);
        for body in ["", "{}", r#"{"accountIds":null}"#, r#"{"AccountIds":["222222222222"]}"#] {
            operation.lacks(body, "accountIds");
        }
        operation.cannot_read(
            r#"{"accountIds":"222222222222"}"#,
            "invalid type: string \"222222222222\", expected a sequence at line 1 column 28",
        );
        operation.cannot_read(
            r#"{"accountIds":[222222222222]}"#,
            "invalid type: integer `222222222222`, expected a string at line 1 column 27",
        );
        let none = r#"200 {"unprocessedAccounts":[]}"#;
        operation.refuses("no account", r#"{"accountIds":[]}"#, none);
        let many: Vec<_> = (1..=51).map(|i| format!("{i:012}")).collect();
        let over = "The request is rejected because the parameter accountIds is out-of-bounds.";
        operation.invalid(&json!({ "accountIds": many }).to_string(), over);

        let server = Server::new();
        let off = "403 AccessDeniedException: Macie is not enabled";
        let body = r#"{"accountIds":["222222222222"]}"#;
        server.macie(A).at("POST", target).refuses("§6.3 off", body, off);
    }

    #[test]
    fn unprocessed_accounts_come_as_they_were_named_and_in_order() {
        let server = Server::macie_at(Stage::On);
        let body = r#"{"accountIds":["333333333333","no \"id\""]}"#;
        let expected = concat!(
            r#"200 {"unprocessedAccounts":[{"accountId":"333333333333","errorCode":"ClientError","#,
            r#""errorMessage":"The request is rejected because the given account ID is not an "#,
            r#"associated member of account the current account."},{"accountId":"no \"id\"","#,
            r#""errorCode":"ClientError","errorMessage":"The request is rejected because an "#,
            r#"invalid or out-of-range value is specified as an input parameter."}]}"#
        );
        assert_eq!(server.macie(A).says("POST", "/invitations", body), expected);
    }
}
