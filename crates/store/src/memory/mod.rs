//! The store in memory: for a laptop and for tests. It keeps nothing beyond its own life.

mod access;
mod backup;
mod directory;
mod entries;
mod events;
mod records;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use accede_membership::{AccountId, Change, Read, Scope, Timestamp};

use crate::{
    Answers, Commit, CommitError, Entry, EntryKey, Key, Loaded, Part, Pending, Store, StoreError,
    Version, emails, is_about_callers, scoped, whereabouts,
};
use access::Access;
use directory::Directory;
use events::Events;
use records::Records;

/// Keeps records in memory. Nothing survives it.
#[derive(Debug)]
pub struct MemoryStore {
    secret: [u8; 32],
    /// One lock: a load sees its scope and the directory as they were at one moment, and a commit can change
    /// several scopes. Nothing is waited for while it is held.
    state: RwLock<State>,
    epoch: AtomicU64,
    answers: Arc<Answers>,
}

impl MemoryStore {
    /// An empty store with this secret.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> MemoryStore {
        let (state, epoch, answers) = Default::default();
        MemoryStore { secret, state, epoch, answers }
    }

    /// The same with other [`answers`](Store::answers).
    #[must_use]
    pub fn with_answers(self, answers: Answers) -> MemoryStore {
        MemoryStore { answers: Arc::new(answers), ..self }
    }

    fn read(&self, scope: Option<&Scope>, reads: &[Read]) -> Result<Loaded, StoreError> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).load(scope, reads)
    }

    fn write(&self, commit: Commit) -> Result<(), CommitError> {
        let known = is_about_callers(&commit);
        let _changing = self.answers.changing(&commit);
        self.state.write().unwrap_or_else(PoisonError::into_inner).commit(commit)?;
        if known {
            self.epoch.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
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

    fn answers(&self) -> Result<Option<&Answers>, StoreError> {
        Ok(Some(&self.answers))
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

    fn epoch(&self) -> Option<u64> {
        Some(self.epoch.load(Ordering::SeqCst))
    }

    fn back_up<'a>(&'a self, file: &'a Path) -> Pending<'a, Result<(), StoreError>> {
        Box::pin(async move {
            // One page is of one moment, whatever its size.
            let all = self.entries(None, usize::MAX).await?;
            backup::back_up(self.secret(), all, file).await
        })
    }

    fn entries(
        &self,
        after: Option<EntryKey>,
        limit: usize,
    ) -> Pending<'_, Result<Vec<Entry>, StoreError>> {
        Box::pin(async move {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            Ok(entries::page(&state, after.as_ref(), limit))
        })
    }

    fn forget(&self, before: Timestamp) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.state.write().unwrap_or_else(PoisonError::into_inner).events.forget(before);
            Ok(())
        })
    }
}

/// A record and its version.
#[derive(Debug)]
struct Kept<T> {
    record: T,
    version: Version,
}

/// Puts a record, or removes it; answers what was there.
fn put<K: Ord, T>(
    records: &mut BTreeMap<K, Kept<T>>,
    key: K,
    record: Option<T>,
    version: Version,
) -> Option<T> {
    let old = match record {
        Some(record) => records.insert(key, Kept { record, version }),
        None => records.remove(&key),
    };
    old.map(|kept| kept.record)
}

/// Shows a record, or that it is not there; its version, if it was not shown before.
fn see<K: Ord + Clone, T: Clone>(
    records: &BTreeMap<K, Kept<T>>,
    key: &K,
    view: &mut BTreeMap<K, Option<T>>,
) -> Option<Version> {
    if view.contains_key(key) {
        return None;
    }
    let kept = records.get(key);
    view.insert(key.clone(), kept.map(|kept| kept.record.clone()));
    Some(version_of(kept))
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
    access: Access,
    events: Events,
}

impl State {
    fn load(&self, scope: Option<&Scope>, reads: &[Read]) -> Result<Loaded, StoreError> {
        let nothing = Records::default();
        let records = scoped(scope).map(|scope| self.scopes.get(scope).unwrap_or(&nothing));
        let mut loaded = Loaded::default();
        for read in reads {
            if let Read::ScopesOf(account) = read {
                self.see_scopes_of(*account, &mut loaded);
            } else if !self.directory.answer(read, &mut loaded)
                && !self.access.answer(read, &mut loaded)
                && !self.events.answer(read, &mut loaded)
            {
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
            let as_seen = self.is_as_seen(part).map_err(CommitError::Store)?;
            if !as_seen || !self.events.are_new(&part.changes) {
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
            if self.version(scope.as_ref(), key)? != *version {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn version(&self, scope: Option<&Scope>, key: &Key) -> Result<Version, StoreError> {
        Ok(match key {
            Key::Standing(_) | Key::Relationship(_) => {
                let records = self.scopes.get(scoped(scope)?);
                records.map_or(0, |records| records.version(key))
            }
            Key::ScopesOf(account) => whereabouts::version_of(&self.scopes_of(*account)),
            Key::AccessKey(_) | Key::Role(_) => self.access.version(key),
            Key::Account(_)
            | Key::Organization(_)
            | Key::Handshake(_)
            | Key::Creation(_)
            | Key::Email(_) => self.directory.version(key),
        })
    }

    fn apply(&mut self, scope: Option<&Scope>, change: Change) {
        let version = self.last;
        match change {
            Change::Standing(..) | Change::Relationship(..) => {
                // That there is a scope is known since the part was found to make sense.
                if let Some(scope) = scope {
                    self.scopes.entry(scope.clone()).or_default().apply(change, version);
                }
            }
            Change::AccessKey(..) | Change::Role(..) => self.access.apply(change, version),
            Change::Event(event) => self.events.add(*event),
            Change::Account(..)
            | Change::Organization(..)
            | Change::Handshake(..)
            | Change::Creation(..) => self.directory.apply(change, version),
        }
    }
}

fn is_scoped(change: &Change) -> bool {
    matches!(change, Change::Standing(..) | Change::Relationship(..))
}
