//! Access keys as operators see them.

use std::fmt;

use accede_membership::access::{AccessKey, AccessRefusal};
use serde::{Deserialize, Serialize};

use super::super::Request;
use super::super::access_words::KeyPlace;
use super::{Answer, Named, written};

/// A page of keys, by account and id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct KeysPage {
    pub(crate) keys: Vec<KeyView>,
    /// What the next page begins after; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

/// An access key. The names are those of the IAM API, where it has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct KeyView {
    pub(crate) access_key_id: String,
    /// What requests are signed with: shown when the key is made, and never again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secret_access_key: Option<ShownOnce>,
    pub(crate) account: String,
    /// The user in the account whose key it is; absent for a key of the account itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<String>,
    pub(crate) status: String,
    pub(crate) create_date: String,
    /// Absent where it was never used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_used: Option<LastUsedView>,
}

/// When a key was used last, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LastUsedView {
    pub(crate) date: String,
    pub(crate) service_name: String,
    pub(crate) region: String,
}

/// A secret on its way to whoever asked for it. It is in no log, because nothing but JSON shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ShownOnce(pub(crate) String);

impl fmt::Debug for ShownOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownOnce")
    }
}

impl KeyView {
    pub(crate) fn of(key: &AccessKey) -> KeyView {
        KeyView {
            access_key_id: key.id.to_string(),
            secret_access_key: None,
            account: key.account.to_string(),
            user: key.user.clone(),
            status: key.status.name().to_owned(),
            create_date: written(key.created_at),
            last_used: key.last_used.as_ref().map(|last| LastUsedView {
                date: written(last.at),
                service_name: last.service.clone(),
                region: last.region.clone(),
            }),
        }
    }
}

impl KeysPage {
    /// A page, and whether there are more keys.
    pub(crate) fn of(keys: &[AccessKey], more: bool) -> KeysPage {
        let place = |key: &AccessKey| KeyPlace(key.account, key.id).to_string();
        let next = keys.last().filter(|_| more).map(place);
        KeysPage { keys: keys.iter().map(KeyView::of).collect(), next }
    }
}

impl Answer {
    /// What the rules refuse about keys and roles. The code is the refusal's own name.
    pub(crate) fn denied(request: &Request, refusal: AccessRefusal) -> Answer {
        let account = Named(request);
        let key = match request {
            Request::DisableKey { id } | Request::EnableKey { id } | Request::DeleteKey { id } => {
                format!("key {id}")
            }
            _ => "key".to_owned(),
        };
        let role = match request {
            Request::CreateRole { name, .. } | Request::DeleteRole { name, .. } => name.to_string(),
            _ => String::new(),
        };
        let message = match refusal {
            AccessRefusal::KeyUnknown => format!("no {key} is known"),
            AccessRefusal::KeyAlreadyInStatus => match request {
                Request::EnableKey { .. } => format!("{key} is enabled already"),
                _ => format!("{key} is disabled already"),
            },
            AccessRefusal::AccountNotActive => format!("{account} is suspended or closed"),
            AccessRefusal::RoleExists => {
                format!("{account} has a role {role} already, upper and lower case being the same")
            }
            AccessRefusal::RoleUnknown => format!("{account} has no role {role}"),
            other => format!("{} is refused: {other:?}", request.operation()),
        };
        Answer::error(&format!("{refusal:?}"), message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_membership::Timestamp;
    use accede_membership::access::{KeyStatus, LastUse};

    fn key() -> AccessKey {
        AccessKey {
            id: "AKIAIOSFODNN7EXAMPLE".parse().unwrap(),
            account: "111122223333".parse().unwrap(),
            user: None,
            sealed: b"sealed".to_vec(),
            status: KeyStatus::Active,
            created_at: Timestamp(0),
            last_used: None,
        }
    }

    #[test]
    fn a_key_says_all_but_its_secret() {
        let line = |view: &KeyView| {
            let line = serde_json::to_string(view).unwrap();
            assert_eq!(serde_json::from_str::<KeyView>(&line).unwrap(), *view);
            line
        };
        assert_eq!(
            line(&KeyView::of(&key())),
            r#"{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Account":"111122223333","Status":"Active","CreateDate":"1970-01-01T00:00:00.000Z"}"#
        );
        let (service, region) = ("macie2".to_owned(), "us-east-1".to_owned());
        let last_used = Some(LastUse { at: Timestamp(1), service, region });
        let key = AccessKey { user: Some("ann".to_owned()), last_used, ..key() };
        let secret_access_key = Some(ShownOnce("very secret".to_owned()));
        let view = KeyView { secret_access_key, ..KeyView::of(&key) };
        assert_eq!(
            line(&view),
            r#"{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"very secret","Account":"111122223333","User":"ann","Status":"Active","CreateDate":"1970-01-01T00:00:00.000Z","LastUsed":{"Date":"1970-01-01T00:00:00.001Z","ServiceName":"macie2","Region":"us-east-1"}}"#
        );
        assert!(!format!("{:?}", Answer::Key(view)).contains("very secret"));
    }

    #[test]
    fn refusals_name_key_role_and_account() {
        let id = "AKIAIOSFODNN7EXAMPLE".parse().unwrap();
        let account = "111122223333".parse().unwrap();
        let name = "demo".parse().unwrap();
        for (request, refusal, message) in [
            (
                Request::DeleteKey { id },
                AccessRefusal::KeyUnknown,
                "no key AKIAIOSFODNN7EXAMPLE is known",
            ),
            (
                Request::DisableKey { id },
                AccessRefusal::KeyAlreadyInStatus,
                "key AKIAIOSFODNN7EXAMPLE is disabled already",
            ),
            (
                Request::EnableKey { id },
                AccessRefusal::KeyAlreadyInStatus,
                "key AKIAIOSFODNN7EXAMPLE is enabled already",
            ),
            (
                Request::CreateKey { account, user: None },
                AccessRefusal::AccountNotActive,
                "account 111122223333 is suspended or closed",
            ),
            (
                Request::DeleteRole { account, name },
                AccessRefusal::RoleUnknown,
                "account 111122223333 has no role demo",
            ),
        ] {
            let expected = Answer::error(&format!("{refusal:?}"), message);
            assert_eq!(Answer::denied(&request, refusal), expected);
        }
    }
}
