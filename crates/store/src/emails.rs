//! No two accounts have the same email, whatever the case.

use std::collections::BTreeMap;

use accede_membership::directory::Account;
use accede_membership::{AccountId, Change};

/// The key of an account's email, if it is known.
pub(crate) fn key_of(account: &Account) -> Option<String> {
    account.email.as_deref().map(Account::email_key)
}

/// Whether two accounts would have the same email once these changes are made, where `holder` says which one
/// has it before.
pub(crate) fn would_clash<'a, E>(
    changes: impl Iterator<Item = &'a Change>,
    mut holder: impl FnMut(&str) -> Result<Option<AccountId>, E>,
) -> Result<bool, E> {
    let mut after = BTreeMap::new();
    for change in changes {
        if let Change::Account(id, account) = change {
            after.insert(*id, account.as_ref().and_then(key_of));
        }
    }
    let mut claimed = BTreeMap::new();
    for (id, key) in &after {
        let Some(key) = key else { continue };
        let by_another = claimed.insert(key, id).is_some();
        let kept = holder(key)?.is_some_and(|held| held != *id && !after.contains_key(&held));
        if by_another || kept {
            return Ok(true);
        }
    }
    Ok(false)
}
