//! Roles.

use std::collections::BTreeSet;

use crate::{AccountId, Timestamp};

/// Which role: its account, and its name in lower case, because no two names differ in case alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleKey {
    /// The account that the role acts for.
    pub account: AccountId,
    /// Its name, in lower case.
    pub name: String,
}

impl RoleKey {
    /// The key of the role with this name, however it is spelt.
    #[must_use]
    pub fn of(account: AccountId, name: &str) -> RoleKey {
        RoleKey { account, name: name.to_ascii_lowercase() }
    }
}

/// A role of an account. Its credentials act for that account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The account that it acts for.
    pub account: AccountId,
    /// Its name as it was given.
    pub name: String,
    /// Its path: `/`, or `/…/`.
    pub path: String,
    /// Its stable id, `AROA…`; a role that is deleted and made again has another.
    pub id: String,
    /// The accounts whose callers may assume it.
    pub trusts: BTreeSet<AccountId>,
    /// What they must give with it, if anything.
    pub external_id: Option<String>,
    /// The longest session, in seconds: 3,600 to 43,200.
    pub max_session: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Role {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> RoleKey {
        RoleKey::of(self.account, &self.name)
    }
}
