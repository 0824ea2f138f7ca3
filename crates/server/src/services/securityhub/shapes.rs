//! The structures that several operations answer with.

use accede_membership::{Received, Refusal, Relationship, Rules, Unprocessed};
use serde::Serialize;

use super::errors;
use crate::wire::shapes::{Account, Id, Named, Text};
use crate::wire::timestamp::Iso8601;

/// `Member`: a row, as its administrator sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Member<'a> {
    account_id: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    master_id: Account,
    administrator_id: Account,
    member_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invited_at: Option<Iso8601>,
    updated_at: Iso8601,
}

impl Member<'_> {
    /// The row of a relationship, if its administrator has one.
    pub(super) fn of(relationship: &Relationship) -> Option<Member<'_>> {
        let row = relationship.row.as_ref()?;
        let administrator = Account(relationship.pair.administrator);
        Some(Member {
            account_id: Account(relationship.pair.member),
            email: row.email.as_deref(),
            master_id: administrator,
            administrator_id: administrator,
            member_status: row.status.name(),
            invited_at: row.invited_at.map(Iso8601),
            updated_at: Iso8601(row.updated_at),
        })
    }
}

/// `Invitation`: what a member sees of the account that invited it. A member through an organization has
/// no invitation, and sees the administrator alone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Invitation {
    account_id: Account,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invited_at: Option<Iso8601>,
    member_status: &'static str,
}

impl Invitation {
    /// An invitation as it is listed.
    pub(super) fn of(received: &Received, rules: &Rules) -> Invitation {
        Invitation {
            account_id: Account(received.administrator),
            invitation_id: Some(Id(received.id)),
            invited_at: Some(Iso8601(received.invited_at)),
            member_status: received.status(rules).name(),
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
            member_status: relationship.status()?.name(),
        })
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
