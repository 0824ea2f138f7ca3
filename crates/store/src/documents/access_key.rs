//! An access key. Its secret is sealed before it comes here.

use accede_membership::access::{AccessKey, KeyId, KeyStatus, LastUse};
use accede_membership::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Bytes, Result, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyDocument {
    account: Text<AccountId>,
    user: Option<String>,
    sealed: Text<Bytes>,
    status: Text<KeyStatus>,
    created_at: i64,
    last_used: Option<UseDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UseDocument {
    at: i64,
    service: String,
    region: String,
}

pub(crate) fn write_access_key(key: &AccessKey) -> Result<String> {
    let key = key.clone();
    serde_json::to_string(&KeyDocument {
        account: Text(key.account),
        user: key.user,
        sealed: Text(Bytes(key.sealed)),
        status: Text(key.status),
        created_at: key.created_at.0,
        last_used: key.last_used.map(UseDocument::from),
    })
}

pub(crate) fn read_access_key(id: KeyId, json: &str) -> Result<AccessKey> {
    let document: KeyDocument = serde_json::from_str(json)?;
    Ok(AccessKey {
        id,
        account: document.account.0,
        user: document.user,
        sealed: document.sealed.0.0,
        status: document.status.0,
        created_at: Timestamp(document.created_at),
        last_used: document.last_used.map(LastUse::from),
    })
}

impl From<LastUse> for UseDocument {
    fn from(LastUse { at, service, region }: LastUse) -> Self {
        UseDocument { at: at.0, service, region }
    }
}

impl From<UseDocument> for LastUse {
    fn from(UseDocument { at, service, region }: UseDocument) -> Self {
        LastUse { at: Timestamp(at), service, region }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = r#"{"account":"111122223333","user":null,"sealed":"","status":"Inactive","created_at":-1,"last_used":null}"#;
    const FULL: &str = r#"{"account":"111122223333","user":"ann","sealed":"00ff10","status":"Active","created_at":1,"last_used":{"at":2,"service":"sts","region":"us-east-1"}}"#;

    #[test]
    fn the_document_is_what_files_have() {
        let id = KeyId::parse("AKIAIOSFODNN7EXAMPLE").unwrap();
        for text in [BARE, FULL] {
            let key = read_access_key(id, text).unwrap();
            assert_eq!(write_access_key(&key).unwrap(), text);
            assert_eq!((key.id, key.user.is_some()), (id, text == FULL));
        }
        assert_eq!(read_access_key(id, FULL).unwrap().sealed, [0, 255, 16]);
    }
}
