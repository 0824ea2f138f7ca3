//! A role.

use std::collections::BTreeSet;

use accede_membership::access::Role;
use accede_membership::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Result, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleDocument {
    name: String,
    path: String,
    id: String,
    trusts: BTreeSet<Text<AccountId>>,
    external_id: Option<String>,
    max_session: u32,
    created_at: i64,
}

pub(crate) fn write_role(role: &Role) -> Result<String> {
    let role = role.clone();
    serde_json::to_string(&RoleDocument {
        name: role.name,
        path: role.path,
        id: role.id,
        trusts: role.trusts.into_iter().map(Text).collect(),
        external_id: role.external_id,
        max_session: role.max_session,
        created_at: role.created_at.0,
    })
}

pub(crate) fn read_role(account: AccountId, json: &str) -> Result<Role> {
    let document: RoleDocument = serde_json::from_str(json)?;
    Ok(Role {
        account,
        name: document.name,
        path: document.path,
        id: document.id,
        trusts: document.trusts.into_iter().map(|account| account.0).collect(),
        external_id: document.external_id,
        max_session: document.max_session,
        created_at: Timestamp(document.created_at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = r#"{"name":"","path":"/","id":"","trusts":[],"external_id":null,"max_session":0,"created_at":-1}"#;
    const FULL: &str = r#"{"name":"Auditor","path":"/a/","id":"AROAIOSFODNN7EXAMPLE","trusts":["111122223333","444455556666"],"external_id":"x","max_session":43200,"created_at":1}"#;

    #[test]
    fn the_document_is_what_files_have() {
        let account = AccountId::new(7).unwrap();
        for text in [BARE, FULL] {
            let role = read_role(account, text).unwrap();
            assert_eq!(write_role(&role).unwrap(), text);
            assert_eq!((role.account, role.trusts.is_empty()), (account, text == BARE));
        }
    }
}
