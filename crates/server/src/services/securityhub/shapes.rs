//! The structures that several operations answer with.

use accede_membership::{Pair, Refusal, Relationship, Row, Unprocessed};
use serde::Serialize;

use super::errors;
use crate::services::shown::Shown;
use crate::wire::json::{Json, Shape, member};
use crate::wire::shapes::{Named, Text};

/// `Member`: a row, as its administrator sees it.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pair: Pair,
    row: &'a Row,
}

impl Member<'_> {
    /// The row of a relationship, if its administrator has one.
    pub(super) fn of(relationship: &Relationship) -> Option<Member<'_>> {
        Some(Member { pair: relationship.pair, row: relationship.row.as_ref()? })
    }
}

impl Shape for Member<'_> {
    fn write(&self, json: &mut Json<'_>) {
        let Member { pair, row } = self;
        json.account(member!("AccountId"), pair.member);
        if let Some(email) = &row.email {
            json.text(member!("Email"), email);
        }
        json.account(member!("MasterId"), pair.administrator);
        json.account(member!("AdministratorId"), pair.administrator);
        json.word(member!("MemberStatus"), row.status.name());
        if let Some(invited_at) = row.invited_at {
            json.time(member!("InvitedAt"), invited_at);
        }
        json.time(member!("UpdatedAt"), row.updated_at);
    }
}

/// `Invitation`: what a member sees of the account that invited it.
#[derive(Debug)]
pub(super) struct Invitation(pub(super) Shown);

impl Shape for Invitation {
    fn write(&self, json: &mut Json<'_>) {
        let Shown { administrator, sent, status } = self.0;
        json.account(member!("AccountId"), administrator);
        if let Some((id, invited_at)) = sent {
            json.id(member!("InvitationId"), id);
            json.time(member!("InvitedAt"), invited_at);
        }
        json.word(member!("MemberStatus"), status.name());
    }
}

/// `Result`: an account that was not processed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Result_<'a> {
    account_id: Named<'a>,
    processing_result: String,
}

/// The answer of a batch that says what was not processed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UnprocessedAccounts<'a> {
    unprocessed_accounts: Vec<Result_<'a>>,
}

impl<'a> UnprocessedAccounts<'a> {
    /// The answer, with an operation's own sentence for a refusal that it words by itself.
    pub(super) fn of(
        unprocessed: &'a [Unprocessed],
        own: impl Fn(Refusal) -> Option<&'static str>,
    ) -> UnprocessedAccounts<'a> {
        UnprocessedAccounts { unprocessed_accounts: results(unprocessed, own) }
    }
}

/// The accounts that were not processed (semantics §6.2).
pub(super) fn results<'a>(
    unprocessed: &'a [Unprocessed],
    own: impl Fn(Refusal) -> Option<&'static str>,
) -> Vec<Result_<'a>> {
    let result = |one: &'a Unprocessed| Result_ {
        account_id: Text(&one.subject),
        processing_result: own(one.refusal)
            .map_or_else(|| errors::of_account(one.refusal), str::to_owned),
    };
    unprocessed.iter().map(result).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, Stage};

    #[test]
    fn unprocessed_accounts_come_as_they_were_named_and_in_order() {
        let server = Server::hub_at(Stage::On);
        let body = r#"{"AccountIds":["333333333333","no \"id\"","333333333333"]}"#;
        let no_row = concat!(
            r#"{"AccountId":"333333333333","ProcessingResult":"The request is rejected because "#,
            r#"the given account ID is not an associated member of account the current account."}"#
        );
        let bad = concat!(
            r#"{"AccountId":"no \"id\"","ProcessingResult":"The request is rejected because an "#,
            r#"invalid or out-of-range value is specified as an input parameter."}"#
        );
        let expected = format!(r#"200 {{"UnprocessedAccounts":[{no_row},{bad},{no_row}]}}"#);
        assert_eq!(server.hub(A).says("POST", "/members/delete", body), expected);
    }
}
