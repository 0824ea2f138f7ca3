//! The store in memory: for a laptop and for tests. It keeps nothing beyond its own life.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use accede_membership::{
    Account, AccountId, Change, Page, Pair, Read, Received, Relationship, Scope, Standing,
    StatusSet,
};

use crate::{Commit, CommitError, Key, Loaded, Pending, Store, StoreError, Version};

/// Keeps records in memory. Nothing survives it.
#[derive(Debug)]
pub struct MemoryStore {
    secret: [u8; 32],
    /// The last version that was given. One counter for all scopes, so that none comes back.
    last: AtomicU64,
    /// Each scope has its own lock: scopes share nothing, not even a wait.
    scopes: RwLock<BTreeMap<Scope, Arc<RwLock<Records>>>>,
    accounts: RwLock<BTreeMap<AccountId, Account>>,
}

impl MemoryStore {
    /// An empty store with this secret.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> MemoryStore {
        let (last, scopes, accounts) = Default::default();
        MemoryStore { secret, last, scopes, accounts }
    }

    /// Puts an account into the directory that [`Read::Account`] reads.
    ///
    /// # Errors
    ///
    /// None; other stores have some.
    pub async fn put_account(&self, id: AccountId, account: Account) -> Result<(), StoreError> {
        self.accounts.write().unwrap_or_else(PoisonError::into_inner).insert(id, account);
        Ok(())
    }

    fn scope(&self, scope: &Scope) -> Option<Arc<RwLock<Records>>> {
        self.scopes.read().unwrap_or_else(PoisonError::into_inner).get(scope).cloned()
    }

    fn scope_to_write(&self, scope: &Scope) -> Arc<RwLock<Records>> {
        self.scope(scope).unwrap_or_else(|| {
            let mut scopes = self.scopes.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(scopes.entry(scope.clone()).or_default())
        })
    }

    fn read(&self, scope: &Scope, reads: &[Read]) -> Loaded {
        let records = self.scope(scope).unwrap_or_default();
        let records = records.read().unwrap_or_else(PoisonError::into_inner);
        let mut loaded = Loaded::default();
        for read in reads {
            match read {
                Read::Account(id) => {
                    let accounts = self.accounts.read().unwrap_or_else(PoisonError::into_inner);
                    loaded.view.accounts.insert(*id, accounts.get(id).cloned());
                }
                read => records.answer(read, &mut loaded),
            }
        }
        loaded
    }

    fn write(&self, commit: Commit) -> Result<(), CommitError> {
        let records = self.scope_to_write(&commit.scope);
        let mut records = records.write().unwrap_or_else(PoisonError::into_inner);
        if commit.seen.iter().any(|(key, version)| records.version(*key) != *version) {
            return Err(CommitError::Conflict);
        }
        let version = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        for change in commit.changes {
            records.apply(change, version);
        }
        Ok(())
    }
}

impl Store for MemoryStore {
    fn load<'a>(
        &'a self,
        scope: &'a Scope,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>> {
        Box::pin(async move { Ok(self.read(scope, reads)) })
    }

    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>> {
        Box::pin(async move { self.write(commit) })
    }

    fn ready(&self) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }

    fn secret(&self) -> [u8; 32] {
        self.secret
    }
}

/// A record and its version.
#[derive(Debug)]
struct Kept<T> {
    record: T,
    version: Version,
}

/// The records of one scope.
#[derive(Debug, Default)]
struct Records {
    standings: BTreeMap<AccountId, Kept<Standing>>,
    /// In the order of administrators and then members: an administrator's rows are one range.
    relationships: BTreeMap<Pair, Kept<Relationship>>,
    /// By member and administrator: a member's invitations are one range.
    invitations: BTreeMap<(AccountId, AccountId), Received>,
}

impl Records {
    fn version(&self, key: Key) -> Version {
        let version = match key {
            Key::Standing(account) => self.standings.get(&account).map(|kept| kept.version),
            Key::Relationship(pair) => self.relationships.get(&pair).map(|kept| kept.version),
        };
        version.unwrap_or_default()
    }

    fn apply(&mut self, change: Change, version: Version) {
        match change {
            Change::Standing(account, Some(record)) => {
                self.standings.insert(account, Kept { record, version });
            }
            Change::Standing(account, None) => {
                self.standings.remove(&account);
            }
            Change::Relationship(pair, record) => {
                let list_key = (pair.member, pair.administrator);
                match record.as_ref().and_then(Relationship::received) {
                    Some(received) => self.invitations.insert(list_key, received),
                    None => self.invitations.remove(&list_key),
                };
                match record {
                    Some(record) => self.relationships.insert(pair, Kept { record, version }),
                    None => self.relationships.remove(&pair),
                };
            }
        }
    }

    fn answer(&self, read: &Read, loaded: &mut Loaded) {
        match *read {
            Read::Standing(account) => self.see_standing(account, loaded),
            Read::Relationship(pair) => self.see_relationship(pair, loaded),
            Read::AdministratorOf(member) => {
                self.see_standing(member, loaded);
                let standing = self.standings.get(&member);
                if let Some(administrator) = standing.and_then(|kept| kept.record.administrator) {
                    self.see_standing(administrator, loaded);
                    self.see_relationship(Pair { administrator, member }, loaded);
                }
            }
            Read::MembersOf { administrator, statuses } => {
                self.see_standing(administrator, loaded);
                for row in self.rows(administrator, None, statuses) {
                    self.see_standing(row.pair.member, loaded);
                }
            }
            Read::RowsOf(administrator) => {
                self.see_standing(administrator, loaded);
                for row in self.rows(administrator, None, StatusSet::ALL) {
                    self.see_relationship(row.pair, loaded);
                }
            }
            Read::RowPage { administrator, statuses, page } => {
                let rows = self.rows(administrator, page.after, statuses);
                loaded.view.rows = rows.take(page.limit).cloned().collect();
            }
            Read::InvitationPage { member, page: Page { after, limit } } => {
                let invitations = self.invitations(member, after);
                loaded.view.invitations = invitations.take(limit).cloned().collect();
            }
            Read::InvitationCount { member, besides } => {
                let counts = |i: &&Received| i.state != besides;
                let count = self.invitations(member, None).filter(counts).count();
                loaded.view.invitation_count = count as u64;
            }
            // The directory is not of a scope: the store has answered it.
            Read::Account(_) => {}
        }
    }

    fn see_standing(&self, account: AccountId, loaded: &mut Loaded) {
        if loaded.view.standings.contains_key(&account) {
            return;
        }
        let key = Key::Standing(account);
        loaded.seen.push((key, self.version(key)));
        let record = self.standings.get(&account).map(|kept| kept.record.clone());
        loaded.view.standings.insert(account, record);
    }

    fn see_relationship(&self, pair: Pair, loaded: &mut Loaded) {
        if loaded.view.relationships.contains_key(&pair) {
            return;
        }
        let key = Key::Relationship(pair);
        loaded.seen.push((key, self.version(key)));
        let record = self.relationships.get(&pair).map(|kept| kept.record.clone());
        loaded.view.relationships.insert(pair, record);
    }

    fn rows(
        &self,
        administrator: AccountId,
        after: Option<AccountId>,
        statuses: StatusSet,
    ) -> impl Iterator<Item = &Relationship> {
        let range = list(after, |member| Pair { administrator, member });
        let wanted = move |r: &&Relationship| r.status().is_some_and(|s| statuses.contains(s));
        self.relationships.range(range).map(|(_, kept)| &kept.record).filter(wanted)
    }

    fn invitations(
        &self,
        member: AccountId,
        after: Option<AccountId>,
    ) -> impl Iterator<Item = &Received> {
        let range = list(after, |administrator| (member, administrator));
        self.invitations.range(range).map(|(_, received)| received)
    }
}

/// The keys of one account's list beyond `after`, where `key` is the key of an account in it.
fn list<K>(after: Option<AccountId>, key: impl Fn(AccountId) -> K) -> (Bound<K>, Bound<K>) {
    let from = match (after, AccountId::new(0)) {
        (Some(after), _) => Bound::Excluded(key(after)),
        (None, Some(first)) => Bound::Included(key(first)),
        (None, None) => Bound::Unbounded,
    };
    (from, Bound::Included(key(AccountId::MAX)))
}
