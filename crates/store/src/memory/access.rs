//! Access keys and roles.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included, Unbounded};

use accede_membership::access::{AccessKey, KeyId, Role, RoleKey};
use accede_membership::{AccountId, Change, Read};

use super::{Kept, put, see, version_of};
use crate::{Key, Loaded, Version};

/// Access keys and roles. Keys are listed by their accounts, so that a page is one range.
#[derive(Debug, Default)]
pub(super) struct Access {
    pub(super) keys: BTreeMap<KeyId, Kept<AccessKey>>,
    keys_of: BTreeMap<AccountId, BTreeSet<KeyId>>,
    pub(super) roles: BTreeMap<RoleKey, Kept<Role>>,
}

impl Access {
    /// The version of a key or a role.
    pub(super) fn version(&self, key: &Key) -> Version {
        match key {
            Key::AccessKey(id) => version_of(self.keys.get(id)),
            Key::Role(key) => version_of(self.roles.get(key)),
            _ => 0,
        }
    }

    /// Changes a key or a role.
    pub(super) fn apply(&mut self, change: Change, version: Version) {
        match change {
            Change::AccessKey(id, record) => self.put_key(id, record, version),
            Change::Role(key, record) => drop(put(&mut self.roles, key, record, version)),
            _ => {}
        }
    }

    fn put_key(&mut self, id: KeyId, record: Option<AccessKey>, version: Version) {
        let account = record.as_ref().map(|key| key.account);
        let old = put(&mut self.keys, id, record, version).map(|key| key.account);
        if old == account {
            return;
        }
        if let Some((of, ids)) = old.and_then(|of| Some((of, self.keys_of.get_mut(&of)?))) {
            ids.remove(&id);
            if ids.is_empty() {
                self.keys_of.remove(&of);
            }
        }
        if let Some(account) = account {
            self.keys_of.entry(account).or_default().insert(id);
        }
    }

    /// Answers a read of keys or roles; says whether it was one.
    pub(super) fn answer(&self, read: &Read, loaded: &mut Loaded) -> bool {
        match read {
            Read::AccessKey(id) => {
                let seen = see(&self.keys, id, &mut loaded.view.access_keys);
                loaded.seen.extend(seen.map(|version| (Key::AccessKey(*id), version)));
            }
            Read::Role(key) => {
                let seen = see(&self.roles, key, &mut loaded.view.roles);
                loaded.seen.extend(seen.map(|version| (Key::Role(key.clone()), version)));
            }
            Read::AccessKeyPage { account, after, limit } => {
                loaded.view.access_key_page = self.key_page(*account, *after, *limit);
            }
            Read::RolePage { account, after, limit } => {
                loaded.view.role_page = self.role_page(*account, after.as_ref(), *limit);
            }
            _ => return false,
        }
        true
    }

    fn key_page(
        &self,
        account: Option<AccountId>,
        after: Option<(AccountId, KeyId)>,
        limit: usize,
    ) -> Vec<AccessKey> {
        let accounts = match (account, after) {
            (Some(account), Some((of, _))) if account < of => return Vec::new(),
            (Some(account), _) => (Included(account), Included(account)),
            (None, Some((of, _))) => (Included(of), Unbounded),
            (None, None) => (Unbounded, Unbounded),
        };
        let ids = self.keys_of.range(accounts).flat_map(|(account, ids)| {
            let after = after.filter(|(of, _)| of == account);
            ids.range((after.map_or(Unbounded, |(_, id)| Excluded(id)), Unbounded))
        });
        ids.take(limit).filter_map(|id| Some(self.keys.get(id)?.record.clone())).collect()
    }

    fn role_page(
        &self,
        account: Option<AccountId>,
        after: Option<&RoleKey>,
        limit: usize,
    ) -> Vec<Role> {
        let first = account.map(|account| RoleKey { account, name: String::new() });
        let start = match (after, &first) {
            (Some(after), first) if first.as_ref().is_none_or(|first| after >= first) => {
                Excluded(after)
            }
            (_, Some(first)) => Included(first),
            (_, None) => Unbounded,
        };
        let mine = |role: &(&RoleKey, _)| account.is_none_or(|account| role.0.account == account);
        let roles = self.roles.range((start, Unbounded)).take_while(mine).take(limit);
        roles.map(|(_, kept)| kept.record.clone()).collect()
    }
}
