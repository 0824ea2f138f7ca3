//! What can be asked of whoever has the store open.

use std::path::PathBuf;

use accede_membership::access::KeyId;
use accede_membership::{AccountId, Region};
use serde::{Deserialize, Serialize};

use super::access_words::{ExternalId, IamName, KeyPlace, MaxSession, RolePath, RolePlace};
use super::words::{AccountName, Email, Moment, Position, optional_text, text, texts};

/// One request: a line of JSON such as `{"Operation":"ShowAccount","Id":"111122223333"}`. Members that are not
/// known are refused, because whoever sends them counts on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Operation", rename_all_fields = "PascalCase", deny_unknown_fields)]
pub(crate) enum Request {
    /// `accede account create`.
    CreateAccount {
        /// Absent to have a free one drawn.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        id: Option<AccountId>,
        #[serde(with = "text")]
        email: Email,
        #[serde(with = "text")]
        name: AccountName,
    },
    /// `accede account show`.
    ShowAccount {
        #[serde(with = "text")]
        id: AccountId,
    },
    /// `accede account list`: one page of it.
    ListAccounts {
        /// The last account of the page before; absent for the first page.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        after: Option<AccountId>,
    },
    /// `accede account suspend`.
    SuspendAccount {
        #[serde(with = "text")]
        id: AccountId,
    },
    /// `accede account reinstate`.
    ReinstateAccount {
        #[serde(with = "text")]
        id: AccountId,
    },
    /// `accede account close`.
    CloseAccount {
        #[serde(with = "text")]
        id: AccountId,
    },
    /// `accede account disable-region`.
    DisableRegion {
        #[serde(with = "text")]
        id: AccountId,
        #[serde(with = "text")]
        region: Region,
    },
    /// `accede audit`: one page of the trail.
    ListEvents(Wanted),
    /// `accede account enable-region`.
    EnableRegion {
        #[serde(with = "text")]
        id: AccountId,
        #[serde(with = "text")]
        region: Region,
    },
    /// `accede init`: an account and the first key of a store.
    Initialize {
        /// Absent to have a free one drawn.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
        /// Absent for one that nobody has.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        email: Option<Email>,
        /// Absent for the account's id.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        name: Option<AccountName>,
    },
    /// `accede key create`.
    CreateKey {
        #[serde(with = "text")]
        account: AccountId,
        /// Absent for a key of the account itself.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        user: Option<IamName>,
    },
    /// `accede key list`: one page of it.
    ListKeys {
        /// Absent for those of all accounts.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
        /// The last key of the page before; absent for the first page.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        after: Option<KeyPlace>,
    },
    /// `accede key disable`.
    DisableKey {
        #[serde(with = "text")]
        id: KeyId,
    },
    /// `accede key enable`.
    EnableKey {
        #[serde(with = "text")]
        id: KeyId,
    },
    /// `accede key delete`.
    DeleteKey {
        #[serde(with = "text")]
        id: KeyId,
    },
    /// `accede role create`.
    CreateRole {
        #[serde(with = "text")]
        account: AccountId,
        #[serde(with = "text")]
        name: IamName,
        #[serde(with = "text")]
        path: RolePath,
        #[serde(with = "texts")]
        trusts: Vec<AccountId>,
        /// Absent where none is asked for.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        external_id: Option<ExternalId>,
        max_session_duration: MaxSession,
    },
    /// `accede role list`: one page of it.
    ListRoles {
        /// Absent for those of all accounts.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
        /// The last role of the page before; absent for the first page.
        #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
        after: Option<RolePlace>,
    },
    /// `accede store backup`: everything, in a file of the server's that is not there yet.
    BackUpStore { to: PathBuf },
    /// `accede role delete`.
    DeleteRole {
        #[serde(with = "text")]
        account: AccountId,
        #[serde(with = "text")]
        name: IamName,
    },
}

/// Which events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct Wanted {
    /// Only those in the trail of this account.
    #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<AccountId>,
    /// Only from this moment on.
    #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<Moment>,
    /// Only before this moment.
    #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Moment>,
    /// The position of the last event of the page before; absent for the first page.
    #[serde(with = "optional_text", default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<Position>,
}

impl Request {
    /// Its name on the wire.
    pub(crate) fn operation(&self) -> &'static str {
        match self {
            Request::CreateAccount { .. } => "CreateAccount",
            Request::ShowAccount { .. } => "ShowAccount",
            Request::ListAccounts { .. } => "ListAccounts",
            Request::SuspendAccount { .. } => "SuspendAccount",
            Request::ReinstateAccount { .. } => "ReinstateAccount",
            Request::CloseAccount { .. } => "CloseAccount",
            Request::DisableRegion { .. } => "DisableRegion",
            Request::EnableRegion { .. } => "EnableRegion",
            Request::ListEvents(_) => "ListEvents",
            Request::Initialize { .. } => "Initialize",
            Request::CreateKey { .. } => "CreateKey",
            Request::ListKeys { .. } => "ListKeys",
            Request::DisableKey { .. } => "DisableKey",
            Request::EnableKey { .. } => "EnableKey",
            Request::DeleteKey { .. } => "DeleteKey",
            Request::CreateRole { .. } => "CreateRole",
            Request::ListRoles { .. } => "ListRoles",
            Request::DeleteRole { .. } => "DeleteRole",
            Request::BackUpStore { .. } => "BackUpStore",
        }
    }

    /// The account that it names.
    pub(crate) fn account(&self) -> Option<AccountId> {
        match self {
            Request::CreateAccount { id, .. } => *id,
            Request::ListEvents(wanted) => wanted.account,
            Request::Initialize { account, .. }
            | Request::ListKeys { account, .. }
            | Request::ListRoles { account, .. } => *account,
            Request::ListAccounts { .. }
            | Request::BackUpStore { .. }
            | Request::DisableKey { .. }
            | Request::EnableKey { .. }
            | Request::DeleteKey { .. } => None,
            Request::CreateKey { account, .. }
            | Request::CreateRole { account, .. }
            | Request::DeleteRole { account, .. } => Some(*account),
            Request::ShowAccount { id }
            | Request::SuspendAccount { id }
            | Request::ReinstateAccount { id }
            | Request::CloseAccount { id }
            | Request::DisableRegion { id, .. }
            | Request::EnableRegion { id, .. } => Some(*id),
        }
    }

    /// Whether it makes the store that it is asked of, if there is none.
    pub(crate) fn makes_the_store(&self) -> bool {
        matches!(
            self,
            Request::CreateAccount { .. }
                | Request::Initialize { .. }
                | Request::CreateKey { .. }
                | Request::CreateRole { .. }
        )
    }

    /// The request for the page that begins after `place`; `None` where there is no such page.
    pub(crate) fn page_after(&self, place: &str) -> Option<Request> {
        match self {
            Request::ListAccounts { .. } => {
                Some(Request::ListAccounts { after: Some(place.parse().ok()?) })
            }
            Request::ListKeys { account, .. } => {
                Some(Request::ListKeys { account: *account, after: Some(place.parse().ok()?) })
            }
            Request::ListRoles { account, .. } => {
                Some(Request::ListRoles { account: *account, after: Some(place.parse().ok()?) })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Request, String> {
        serde_json::from_str(line).map_err(|error| error.to_string())
    }

    fn assert_reads(line: &str, request: &Request) {
        assert_eq!(read(line).as_ref(), Ok(request), "{line}");
        assert_eq!(serde_json::to_string(request).unwrap(), line);
        assert!(line.contains(&format!(r#""Operation":"{}""#, request.operation())), "{line}");
    }

    #[test]
    fn requests_are_what_their_lines_say() {
        let id = || "111122223333".parse().unwrap();
        let region = "eu-south-1".parse().unwrap();
        for (line, request) in [
            (
                r#"{"Operation":"CreateAccount","Id":"111122223333","Email":"a@b.cd","Name":"A"}"#,
                Request::CreateAccount {
                    id: Some(id()),
                    email: "a@b.cd".parse().unwrap(),
                    name: "A".parse().unwrap(),
                },
            ),
            (r#"{"Operation":"ListAccounts"}"#, Request::ListAccounts { after: None }),
            (
                r#"{"Operation":"BackUpStore","To":"/b.db"}"#,
                Request::BackUpStore { to: "/b.db".into() },
            ),
            (
                r#"{"Operation":"ListAccounts","After":"111122223333"}"#,
                Request::ListAccounts { after: Some(id()) },
            ),
            (
                r#"{"Operation":"CloseAccount","Id":"111122223333"}"#,
                Request::CloseAccount { id: id() },
            ),
            (
                r#"{"Operation":"DisableRegion","Id":"111122223333","Region":"eu-south-1"}"#,
                Request::DisableRegion { id: id(), region },
            ),
        ] {
            assert_reads(line, &request);
        }
    }

    #[test]
    fn requests_about_the_trail_are_what_their_lines_say() {
        let all = Request::ListEvents(Wanted::default());
        assert_reads(r#"{"Operation":"ListEvents"}"#, &all);
        let line = r#"{"Operation":"ListEvents","Account":"111122223333","Since":"2026-11-21T09:00:00.000Z","Until":"2026-11-22T00:00:00.000Z","After":"7/01234567-89ab-4def-8123-456789abcdef"}"#;
        let wanted = Wanted {
            account: "111122223333".parse().ok(),
            since: "2026-11-21T09:00:00Z".parse().ok(),
            until: "2026-11-22".parse().ok(),
            after: "7/01234567-89ab-4def-8123-456789abcdef".parse().ok(),
        };
        assert_reads(line, &Request::ListEvents(wanted));
    }

    #[test]
    fn requests_about_keys_and_roles_are_what_their_lines_say() {
        let id = || "111122223333".parse().unwrap();
        let key = "AKIAIOSFODNN7EXAMPLE".parse().unwrap();
        for (line, request) in [
            (
                r#"{"Operation":"CreateKey","Account":"111122223333","User":"ann"}"#,
                Request::CreateKey { account: id(), user: Some("ann".parse().unwrap()) },
            ),
            (
                r#"{"Operation":"ListKeys","After":"111122223333/AKIAIOSFODNN7EXAMPLE"}"#,
                Request::ListKeys {
                    account: None,
                    after: Some("111122223333/AKIAIOSFODNN7EXAMPLE".parse().unwrap()),
                },
            ),
            (
                r#"{"Operation":"DisableKey","Id":"AKIAIOSFODNN7EXAMPLE"}"#,
                Request::DisableKey { id: key },
            ),
            (
                r#"{"Operation":"CreateRole","Account":"111122223333","Name":"demo","Path":"/","Trusts":["111122223333"],"ExternalId":"an/id","MaxSessionDuration":3600}"#,
                Request::CreateRole {
                    account: id(),
                    name: "demo".parse().unwrap(),
                    path: "/".parse().unwrap(),
                    trusts: vec![id()],
                    external_id: Some("an/id".parse().unwrap()),
                    max_session_duration: "3600".parse().unwrap(),
                },
            ),
            (
                r#"{"Operation":"Initialize"}"#,
                Request::Initialize { account: None, email: None, name: None },
            ),
        ] {
            assert_reads(line, &request);
        }
    }

    #[test]
    fn a_list_goes_on_after_a_place() {
        for (line, place) in [
            (r#"{"Operation":"ListAccounts"}"#, "111122223333"),
            (
                r#"{"Operation":"ListKeys","Account":"111122223333"}"#,
                "111122223333/AKIAIOSFODNN7EXAMPLE",
            ),
            (r#"{"Operation":"ListRoles","Account":"111122223333"}"#, "111122223333/demo"),
        ] {
            let next = read(line).unwrap().page_after(place).unwrap();
            let after = format!(r#"{},"After":"{place}"}}"#, line.trim_end_matches('}'));
            assert_eq!(serde_json::to_string(&next).unwrap(), after);
            assert_eq!(next.page_after("nowhere"), None, "{line}");
        }
        assert_eq!(read(r#"{"Operation":"Initialize"}"#).unwrap().page_after("111122223333"), None);
    }

    #[test]
    fn what_is_no_request_is_refused_with_the_reason() {
        for (line, reason) in [
            ("", "EOF"),
            ("7", "invalid type"),
            ("{}", "missing field `Operation`"),
            (r#"{"Operation":"Destroy"}"#, "unknown variant `Destroy`"),
            (r#"{"Operation":"ShowAccount"}"#, "missing field `Id`"),
            (r#"{"Operation":"ShowAccount","Id":111122223333}"#, "invalid type"),
            (r#"{"Operation":"ShowAccount","Id":"1"}"#, "12 decimal digits"),
            (r#"{"Operation":"ShowAccount","Id":"111122223333","Why":1}"#, "unknown field `Why`"),
            (r#"{"Operation":"CreateAccount","Email":"a","Name":"A"}"#, "an email is"),
            (r#"{"Operation":"ListEvents","Since":"yesterday"}"#, "a time is"),
            (r#"{"Operation":"ListEvents","Why":1}"#, "unknown field `Why`"),
            (r#"{"Operation":"CreateAccount","Email":"a@b.cd","Name":""}"#, "name is"),
            (r#"{"Operation":"EnableRegion","Id":"111122223333","Region":"X"}"#, "Region's name"),
            (r#"{"Operation":"DeleteKey","Id":"AKIA"}"#, "20 upper-case letters"),
            (r#"{"Operation":"CreateKey","Account":"111122223333","User":""}"#, "1 to 64"),
            (r#"{"Operation":"ListKeys","After":"111122223333"}"#, "no page begins there"),
            (r#"{"Operation":"DeleteRole","Account":"111122223333"}"#, "missing field `Name`"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains(reason), "{line}: {error}");
        }
    }
}
