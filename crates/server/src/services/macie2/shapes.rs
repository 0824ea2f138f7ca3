//! The structures that several operations answer with.

use accede_membership::{Pair, Relationship, Row, Standing, Subject, Unprocessed};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::errors;
use crate::services::shown::Shown;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::json::{Json, Shape, member};
use crate::wire::rest_json::{Call, Input, NotEncoded};
use crate::wire::shapes::{Named, Text};

/// `Member`: a row, as its administrator sees it.
pub(super) struct Member<'a> {
    call: &'a Call<'a>,
    pair: Pair,
    row: &'a Row,
}

impl<'a> Member<'a> {
    /// The row of a relationship, if its administrator has one.
    pub(super) fn of(call: &'a Call<'_>, relationship: &'a Relationship) -> Option<Member<'a>> {
        Some(Member { call, pair: relationship.pair, row: relationship.row.as_ref()? })
    }
}

impl Shape for Member<'_> {
    fn write(&self, json: &mut Json<'_>) {
        let Member { call, pair, row } = self;
        json.account(member!("accountId"), pair.member);
        json.account(member!("administratorAccountId"), pair.administrator);
        json.text(member!("arn"), &member_arn(call, *pair));
        if let Some(email) = &row.email {
            json.text(member!("email"), email);
        }
        if let Some(invited_at) = row.invited_at {
            json.time(member!("invitedAt"), invited_at);
        }
        json.account(member!("masterAccountId"), pair.administrator);
        json.word(member!("relationshipStatus"), row.status.name());
        json.value(member!("tags"), &row.tags);
        json.time(member!("updatedAt"), row.updated_at);
    }
}

fn member_arn(call: &Call<'_>, pair: Pair) -> String {
    call.arn(pair.administrator, &format!("member/{}", pair.member))
}

/// `Invitation`: what a member sees of the account that invited it.
#[derive(Debug)]
pub(super) struct Invitation(pub(super) Shown);

impl Shape for Invitation {
    fn write(&self, json: &mut Json<'_>) {
        let Shown { administrator, sent, status } = self.0;
        json.account(member!("accountId"), administrator);
        if let Some((id, invited_at)) = sent {
            json.id(member!("invitationId"), id);
            json.time(member!("invitedAt"), invited_at);
        }
        json.word(member!("relationshipStatus"), status.name());
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
