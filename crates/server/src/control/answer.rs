//! What whoever has the store open answers.

mod key;
mod role;

use std::fmt;
use std::path::PathBuf;

use accede_membership::Timestamp;
use accede_membership::directory::{DirectoryRefusal, KnownAccount};
use serde::{Deserialize, Serialize};

use super::Request;
use super::words::{Position, optional_text};
pub(crate) use key::{KeyView, KeysPage, ShownOnce};
pub(crate) use role::{RoleView, RolesPage};

use crate::wire::timestamp::Iso8601;

/// One answer: a line of JSON with one member, which says what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// An account, as it is now.
    Account(AccountView),
    /// A page of accounts.
    Accounts(AccountsPage),
    /// A page of the trail.
    Events(EventsPage),
    /// An access key, as it is now; one that was deleted, as it was.
    Key(KeyView),
    /// A page of access keys.
    Keys(KeysPage),
    /// A role; one that was deleted, as it was.
    Role(RoleView),
    /// A page of roles.
    Roles(RolesPage),
    /// A backup, now that it is made.
    Backup(BackupView),
    /// Nothing was done, and why.
    Error(Problem),
}

/// A backup of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BackupView {
    pub(crate) file: PathBuf,
    pub(crate) bytes: u64,
}

/// A page of accounts, by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountsPage {
    pub(crate) accounts: Vec<AccountView>,
    /// What the next page begins after; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

/// A page of the trail, the oldest event first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EventsPage {
    /// The records, as they are stored: JSON, each in one line.
    pub(crate) records: Vec<String>,
    /// What the next page begins after; absent on the last page.
    #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<Position>,
}

/// An account as operators see it. The names are those of the Organizations API, where it has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountView {
    pub(crate) id: String,
    /// Absent where it is unknown, as for an account that came into an organization without ever being created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    pub(crate) state: String,
    pub(crate) created_timestamp: String,
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub(crate) joined: Option<JoinedView>,
    pub(crate) disabled_regions: Vec<String>,
}

/// An account's place in its organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct JoinedView {
    pub(crate) organization_id: String,
    pub(crate) parent_id: String,
    pub(crate) joined_method: String,
    pub(crate) joined_timestamp: String,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Problem {
    /// For programs.
    pub(crate) code: String,
    /// For people: one line.
    pub(crate) message: String,
}

impl AccountView {
    pub(crate) fn of(known: &KnownAccount) -> AccountView {
        let KnownAccount { id, account } = known;
        AccountView {
            id: id.to_string(),
            name: account.name.clone(),
            email: account.email.clone(),
            state: account.state.name().to_owned(),
            created_timestamp: written(account.created_at),
            joined: account.joined.map(|joined| JoinedView {
                organization_id: joined.organization.to_string(),
                parent_id: joined.parent.to_string(),
                joined_method: joined.method.name().to_owned(),
                joined_timestamp: written(joined.at),
            }),
            disabled_regions: account.disabled_regions.iter().map(ToString::to_string).collect(),
        }
    }
}

fn written(time: Timestamp) -> String {
    Iso8601(time).text().into_iter().map(char::from).collect()
}

impl Answer {
    /// The refusal to do anything.
    pub(crate) fn error(code: &str, message: impl Into<String>) -> Answer {
        Answer::Error(Problem { code: code.to_owned(), message: message.into() })
    }

    /// The store failed.
    pub(crate) fn fault() -> Answer {
        Answer::error("Fault", "the store failed; the log says how")
    }

    /// The account of what is in it.
    pub(crate) fn account(&self) -> Option<&str> {
        match self {
            Answer::Account(account) => Some(&account.id),
            Answer::Key(key) => Some(&key.account),
            Answer::Role(role) => Some(&role.account),
            _ => None,
        }
    }

    /// What the directory refuses. The code is the refusal's own name.
    pub(crate) fn refused(request: &Request, refusal: DirectoryRefusal) -> Answer {
        let account = Named(request);
        let message = match refusal {
            DirectoryRefusal::AccountNotFound => format!("no {account} is known"),
            DirectoryRefusal::AccountExists => format!("{account} is known already"),
            DirectoryRefusal::EmailExists => match request {
                Request::CreateAccount { email, .. }
                | Request::Initialize { email: Some(email), .. } => {
                    format!("an account has the email {email}")
                }
                _ => "an account has that email".to_owned(),
            },
            DirectoryRefusal::AlreadySuspended => format!("{account} is suspended already"),
            DirectoryRefusal::NotSuspended => format!("{account} is not suspended"),
            DirectoryRefusal::AccountAlreadyClosed => format!("{account} is closed"),
            other => format!("{} is refused: {other:?}", request.operation()),
        };
        Answer::error(&format!("{refusal:?}"), message)
    }
}

/// The account of a request, as sentences name it.
struct Named<'a>(&'a Request);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.account() {
            Some(id) => write!(f, "account {id}"),
            None => f.write_str("account"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_membership::directory::{Account, Joined, JoinedMethod, OrganizationId, ParentId};

    fn line(known: &KnownAccount) -> String {
        let view = AccountView::of(known);
        let line = serde_json::to_string(&view).unwrap();
        assert_eq!(serde_json::from_str::<AccountView>(&line).unwrap(), view);
        line
    }

    #[test]
    fn an_account_says_what_is_known_of_it() {
        let id = "111122223333".parse().unwrap();
        let mut account = Account::default();
        assert_eq!(
            line(&KnownAccount { id, account: account.clone() }),
            r#"{"Id":"111122223333","State":"ACTIVE","CreatedTimestamp":"1970-01-01T00:00:00.000Z","DisabledRegions":[]}"#
        );
        account.name = Some("A".to_owned());
        account.email = Some("a@b.cd".to_owned());
        account.disabled_regions = ["eu-south-1".parse().unwrap()].into();
        let organization = OrganizationId::of(7);
        account.joined = Some(Joined {
            organization,
            parent: ParentId::Root(organization.root()),
            method: JoinedMethod::Invited,
            at: Timestamp(1),
        });
        assert_eq!(
            line(&KnownAccount { id, account }),
            r#"{"Id":"111122223333","Name":"A","Email":"a@b.cd","State":"ACTIVE","CreatedTimestamp":"1970-01-01T00:00:00.000Z","OrganizationId":"o-0000000007","ParentId":"r-0000","JoinedMethod":"INVITED","JoinedTimestamp":"1970-01-01T00:00:00.001Z","DisabledRegions":["eu-south-1"]}"#
        );
    }

    #[test]
    fn refusals_name_the_account() {
        let request = Request::ShowAccount { id: "111122223333".parse().unwrap() };
        let Answer::Error(problem) = Answer::refused(&request, DirectoryRefusal::AccountNotFound)
        else {
            panic!("not an error");
        };
        assert_eq!(problem.code, "AccountNotFound");
        assert_eq!(problem.message, "no account 111122223333 is known");
    }
}
