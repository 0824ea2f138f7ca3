//! The store in memory: for a laptop and for tests. It keeps nothing beyond its own life.

mod directory;
mod records;

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use accede_membership::{AccountId, Change, Read, Scope};

use crate::{
    Commit, CommitError, Key, Loaded, Part, Pending, Store, StoreError, Version, emails, scoped,
    whereabouts,
};
use directory::Directory;
use records::Records;

/// Keeps records in memory. Nothing survives it.
#[derive(Debug)]
pub struct MemoryStore {
    secret: [u8; 32],
    /// One lock: a load sees its scope and the directory as they were at one moment, and a commit can change
    /// several scopes. Nothing is waited for while it is held.
    state: RwLock<State>,
}

impl MemoryStore {
    /// An empty store with this secret.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> MemoryStore {
        MemoryStore { secret, state: RwLock::default() }
    }

    fn read(&self, scope: Option<&Scope>, reads: &[Read]) -> Result<Loaded, StoreError> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).load(scope, reads)
    }

    fn write(&self, commit: Commit) -> Result<(), CommitError> {
        self.state.write().unwrap_or_else(PoisonError::into_inner).commit(commit)
    }
}

impl Store for MemoryStore {
    fn load<'a>(
        &'a self,
        scope: Option<&'a Scope>,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>> {
        Box::pin(async move { self.read(scope, reads) })
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

/// The version of a record, `0` where there is none.
fn version_of<T>(kept: Option<&Kept<T>>) -> Version {
    kept.map_or(0, |kept| kept.version)
}

/// Everything.
#[derive(Debug, Default)]
struct State {
    /// The last version that was given. One counter for all, so that none comes back.
    last: Version,
    scopes: BTreeMap<Scope, Records>,
    directory: Directory,
}

impl State {
    fn load(&self, scope: Option<&Scope>, reads: &[Read]) -> Result<Loaded, StoreError> {
        let nothing = Records::default();
        let records = scoped(scope).map(|scope| self.scopes.get(scope).unwrap_or(&nothing));
        let mut loaded = Loaded::default();
        for read in reads {
            if let Read::ScopesOf(account) = read {
                self.see_scopes_of(*account, &mut loaded);
            } else if !self.directory.answer(read, &mut loaded) {
                let records = records.as_ref().map_err(StoreError::clone)?;
                records.answer(read, &self.directory, &mut loaded);
            }
        }
        Ok(loaded)
    }

    fn see_scopes_of(&self, account: AccountId, loaded: &mut Loaded) {
        let key = Key::ScopesOf(account);
        loaded.view.scopes = self.scopes_of(account);
        let version = whereabouts::version_of(&loaded.view.scopes);
        if !loaded.seen.iter().any(|(seen, _)| *seen == key) {
            loaded.seen.push((key, version));
        }
    }

    fn scopes_of(&self, account: AccountId) -> Vec<Scope> {
        let there = self.scopes.iter().filter(|(_, records)| records.has_standing(account));
        there.map(|(scope, _)| scope.clone()).collect()
    }

    fn commit(&mut self, commit: Commit) -> Result<(), CommitError> {
        for part in &commit.parts {
            if !self.is_as_seen(part).map_err(CommitError::Store)? {
                return Err(CommitError::Conflict);
            }
        }
        let changes = commit.parts.iter().flat_map(|part| &part.changes);
        let holder = |key: &str| Ok::<_, CommitError>(self.directory.holder(key));
        if emails::would_clash(changes, holder)? {
            return Err(CommitError::Conflict);
        }
        self.last += 1;
        for Part { scope, changes, .. } in commit.parts {
            for change in changes {
                self.apply(scope.as_ref(), change);
            }
        }
        Ok(())
    }

    /// Whether every record still has the version that was seen. Also whether the part makes sense: nothing
    /// is changed before that is known of all parts.
    fn is_as_seen(&self, Part { scope, seen, changes }: &Part) -> Result<bool, StoreError> {
        if changes.iter().any(is_scoped) {
            scoped(scope.as_ref())?;
        }
        for (key, version) in seen {
            let now = match key {
                Key::Standing(_) | Key::Relationship(_) => {
                    let records = self.scopes.get(scoped(scope.as_ref())?);
                    records.map_or(0, |records| records.version(key))
                }
                Key::ScopesOf(account) => whereabouts::version_of(&self.scopes_of(*account)),
                key => self.directory.version(key),
            };
            if now != *version {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn apply(&mut self, scope: Option<&Scope>, change: Change) {
        match scope {
            Some(scope) if is_scoped(&change) => {
                if !self.scopes.contains_key(scope) {
                    self.scopes.insert(scope.clone(), Records::default());
                }
                if let Some(records) = self.scopes.get_mut(scope) {
                    records.apply(change, self.last);
                }
            }
            _ => self.directory.apply(change, self.last),
        }
    }
}

fn is_scoped(change: &Change) -> bool {
    matches!(change, Change::Standing(..) | Change::Relationship(..))
}
