//! What can be asked of whoever has the store open.

use accede_membership::{AccountId, Region};
use serde::{Deserialize, Serialize};

use super::words::{AccountName, Email, optional_text, text};

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
    /// `accede account enable-region`.
    EnableRegion {
        #[serde(with = "text")]
        id: AccountId,
        #[serde(with = "text")]
        region: Region,
    },
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
        }
    }

    /// The account that it names.
    pub(crate) fn account(&self) -> Option<AccountId> {
        match self {
            Request::CreateAccount { id, .. } => *id,
            Request::ListAccounts { .. } => None,
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
        matches!(self, Request::CreateAccount { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Request, String> {
        serde_json::from_str(line).map_err(|error| error.to_string())
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
            assert_eq!(read(line).as_ref(), Ok(&request), "{line}");
            assert_eq!(serde_json::to_string(&request).unwrap(), line);
            assert!(line.contains(&format!(r#""Operation":"{}""#, request.operation())), "{line}");
        }
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
            (r#"{"Operation":"CreateAccount","Email":"a@b.cd","Name":""}"#, "name is"),
            (r#"{"Operation":"EnableRegion","Id":"111122223333","Region":"X"}"#, "Region's name"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains(reason), "{line}: {error}");
        }
    }
}
