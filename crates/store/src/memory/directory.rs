//! The directory: accounts and organizations, which all scopes share.

use std::collections::{BTreeMap, BTreeSet};

use accede_membership::directory::{
    Account, AccountsOf, Creation, CreationId, Handshake, HandshakeId, ListPage, Organization,
    OrganizationId, ParentId,
};
use accede_membership::{AccountId, Change, Party, Read};

use super::{Kept, put, see, version_of};
use crate::{Key, Loaded, Version, emails};

/// The directory. What is listed by something else than its id has a set of keys for it: a list is one range.
#[derive(Debug, Default)]
pub(super) struct Directory {
    pub(super) accounts: BTreeMap<AccountId, Kept<Account>>,
    pub(super) organizations: BTreeMap<OrganizationId, Kept<Organization>>,
    pub(super) handshakes: BTreeMap<HandshakeId, Kept<Handshake>>,
    pub(super) creations: BTreeMap<CreationId, Kept<Creation>>,
    emails: BTreeMap<String, AccountId>,
    by_organization: BTreeSet<(OrganizationId, u64)>,
    by_parent: BTreeSet<((OrganizationId, ParentId), u64)>,
    handshakes_of: BTreeSet<(Party, u64)>,
    creations_of: BTreeSet<(OrganizationId, u64)>,
}

impl Directory {
    /// The version of a record of the directory.
    pub(super) fn version(&self, key: &Key) -> Version {
        match key {
            Key::Account(id) => version_of(self.accounts.get(id)),
            Key::Organization(id) => version_of(self.organizations.get(id)),
            Key::Handshake(id) => version_of(self.handshakes.get(id)),
            Key::Creation(id) => version_of(self.creations.get(id)),
            Key::Email(email) => version_of(self.with_email(email)),
            Key::Standing(_)
            | Key::Relationship(_)
            | Key::ScopesOf(_)
            | Key::AccessKey(_)
            | Key::Role(_) => 0,
        }
    }

    /// The account that has an email, by its key.
    pub(super) fn holder(&self, email: &str) -> Option<AccountId> {
        self.emails.get(email).copied()
    }

    fn with_email(&self, email: &str) -> Option<&Kept<Account>> {
        self.accounts.get(&self.holder(email)?)
    }

    /// Changes a record of the directory.
    pub(super) fn apply(&mut self, change: Change, version: Version) {
        match change {
            Change::Account(id, record) => self.put_account(id, record, version),
            Change::Organization(id, record) => {
                put(&mut self.organizations, id, record, version);
            }
            Change::Handshake(id, record) => self.put_handshake(id, record, version),
            Change::Creation(id, record) => self.put_creation(id, record, version),
            Change::Standing(..)
            | Change::Relationship(..)
            | Change::AccessKey(..)
            | Change::Role(..)
            | Change::Event(_) => {}
        }
    }

    fn put_account(&mut self, id: AccountId, record: Option<Account>, version: Version) {
        let email = record.as_ref().and_then(emails::key_of);
        let joined = record.as_ref().and_then(|record| record.joined);
        if let Some(old) = put(&mut self.accounts, id, record, version) {
            let old_email = emails::key_of(&old);
            // Another change of the same commit may have given it to another account already.
            if let Some(key) = old_email.filter(|key| self.emails.get(key) == Some(&id)) {
                self.emails.remove(&key);
            }
            if let Some(joined) = old.joined {
                self.by_organization.remove(&(joined.organization, id.number()));
                self.by_parent.remove(&((joined.organization, joined.parent), id.number()));
            }
        }
        self.emails.extend(email.map(|key| (key, id)));
        if let Some(joined) = joined {
            self.by_organization.insert((joined.organization, id.number()));
            self.by_parent.insert(((joined.organization, joined.parent), id.number()));
        }
    }

    fn put_handshake(&mut self, id: HandshakeId, record: Option<Handshake>, version: Version) {
        let parties = |h: &Handshake| {
            let parties = [Party::Account(h.account), Party::Organization(h.organization)];
            parties.map(|party| (party, id.number()))
        };
        let listed = record.as_ref().map(parties);
        if let Some(old) = put(&mut self.handshakes, id, record, version) {
            for key in parties(&old) {
                self.handshakes_of.remove(&key);
            }
        }
        self.handshakes_of.extend(listed.into_iter().flatten());
    }

    fn put_creation(&mut self, id: CreationId, record: Option<Creation>, version: Version) {
        let listed = record.as_ref().map(|record| (record.organization, id.number()));
        if let Some(old) = put(&mut self.creations, id, record, version) {
            self.creations_of.remove(&(old.organization, id.number()));
        }
        self.creations_of.extend(listed);
    }

    /// Answers a read of the directory; says whether it was one.
    pub(super) fn answer(&self, read: &Read, loaded: &mut Loaded) -> bool {
        match read {
            Read::Account(id) => self.see_account(*id, loaded),
            Read::OrganizationOf(account) => {
                self.see_account(*account, loaded);
                let account = self.accounts.get(account).map(|kept| &kept.record);
                if let Some(id) = account.and_then(Account::organization) {
                    self.see_organization(id, loaded);
                }
            }
            Read::Organization(id) => self.see_organization(*id, loaded),
            Read::AccountByEmail(email) => self.see_email(email, loaded),
            Read::Handshake(id) => {
                let seen = see(&self.handshakes, id, &mut loaded.view.handshakes);
                loaded.seen.extend(seen.map(|version| (Key::Handshake(*id), version)));
            }
            Read::Creation(id) => {
                let seen = see(&self.creations, id, &mut loaded.view.creations);
                loaded.seen.extend(seen.map(|version| (Key::Creation(*id), version)));
            }
            Read::AccountPage { of, page } => {
                loaded.view.account_page = self.account_page(*of, *page);
            }
            Read::HandshakePage { of, page } => {
                let ids = numbers_in(&self.handshakes_of, *of, *page).map(HandshakeId::of);
                loaded.view.handshake_page = records(&self.handshakes, ids);
            }
            Read::CreationPage { organization, page } => {
                let ids = numbers_in(&self.creations_of, *organization, *page).map(CreationId::of);
                loaded.view.creation_page = records(&self.creations, ids);
            }
            _ => return false,
        }
        true
    }

    pub(super) fn see_account(&self, id: AccountId, loaded: &mut Loaded) {
        let seen = see(&self.accounts, &id, &mut loaded.view.accounts);
        loaded.seen.extend(seen.map(|version| (Key::Account(id), version)));
    }

    fn see_organization(&self, id: OrganizationId, loaded: &mut Loaded) {
        let seen = see(&self.organizations, &id, &mut loaded.view.organizations);
        loaded.seen.extend(seen.map(|version| (Key::Organization(id), version)));
    }

    fn see_email(&self, email: &str, loaded: &mut Loaded) {
        if loaded.view.emails.contains_key(email) {
            return;
        }
        let version = version_of(self.with_email(email));
        loaded.seen.push((Key::Email(email.to_owned()), version));
        loaded.view.emails.insert(email.to_owned(), self.holder(email));
    }

    fn account_page(&self, of: AccountsOf, page: ListPage) -> Vec<(AccountId, Account)> {
        let account = |number| {
            let id = AccountId::new(number)?;
            Some((id, self.accounts.get(&id)?.record.clone()))
        };
        match of {
            AccountsOf::Everybody => {
                let first = page.after.map_or(Some(0), |after| after.checked_add(1));
                let range =
                    first.and_then(AccountId::new).map(|first| self.accounts.range(first..));
                let all = range.into_iter().flatten().take(page.limit);
                all.map(|(id, kept)| (*id, kept.record.clone())).collect()
            }
            AccountsOf::Organization(id) => {
                numbers_in(&self.by_organization, id, page).filter_map(account).collect()
            }
            AccountsOf::Parent(id, parent) => {
                numbers_in(&self.by_parent, (id, parent), page).filter_map(account).collect()
            }
        }
    }
}

/// The numbers on a page of one list.
fn numbers_in<K: Ord + Copy>(
    lists: &BTreeSet<(K, u64)>,
    list: K,
    page: ListPage,
) -> impl Iterator<Item = u64> {
    let first = page.after.map_or(Some(0), |after| after.checked_add(1));
    let range = first.map(|first| lists.range((list, first)..=(list, u64::MAX)));
    range.into_iter().flatten().map(|(_, number)| *number).take(page.limit)
}

fn records<K: Ord, T: Clone>(
    records: &BTreeMap<K, Kept<T>>,
    ids: impl Iterator<Item = K>,
) -> Vec<T> {
    ids.filter_map(|id| Some(records.get(&id)?.record.clone())).collect()
}
