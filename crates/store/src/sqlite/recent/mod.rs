//! Answers that were read a moment ago, kept in memory for as long as they hold.
//!
//! What is kept is the answer to a load that concerns one account of one scope alone: its standing and pages of what
//! it has. So a commit need only say which accounts it is about, and their answers go. They go before the commit can
//! be seen by anybody, and nothing is kept for these accounts again until it is made: whoever has seen a commit, however
//! it came to be seen, finds nothing here from before it.
//!
//! What is kept is bounded in bytes; what has not been asked for the longest goes first. What is asked for once is not
//! kept: where there are many more accounts than there is room, most are not asked for again before they would have gone.

mod account;
mod asked;
mod bounded;
mod weight;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use accede_membership::{AccountId, Read, Scope};

use self::asked::Asked;
use self::bounded::Bounded;
use crate::{Commit, Loaded, StoreError};

/// Into how many parts it is divided, so that few wait for each other.
const SHARDS: usize = 16;

/// An account in a scope.
type Key = (Scope, AccountId);

/// The answers.
pub(super) struct Recent {
    shards: [Mutex<Shard>; SHARDS],
}

struct Shard {
    answers: Bounded<Key>,
    asked: Asked,
    /// The accounts that commits which are under way are about, and how many commits.
    changing: HashMap<Key, usize>,
    /// How many commits have ended.
    changes: u64,
}

/// The accounts that a commit is about, until its outcome is known.
#[derive(Debug, Default)]
pub(super) struct Changing {
    recent: Option<Arc<Recent>>,
    keys: Vec<Key>,
}

impl Recent {
    /// Keeps nothing yet, and never more than so many bytes.
    pub(super) fn new(bytes: usize) -> Recent {
        let shard = |_| {
            let (answers, asked) = (Bounded::new(bytes / SHARDS), Asked::default());
            Mutex::new(Shard { answers, asked, changing: HashMap::new(), changes: 0 })
        };
        Recent { shards: std::array::from_fn(shard) }
    }

    /// The answer to these reads: what is kept, or else what is read now, which is then kept if it can be.
    pub(super) fn answer(
        &self,
        scope: Option<&Scope>,
        reads: &[Read],
        read: impl FnOnce() -> Result<Loaded, StoreError>,
    ) -> Result<Arc<Loaded>, StoreError> {
        let account = scope.zip(account::concerned(reads));
        let Some(key) = account.map(|(scope, account)| (scope.clone(), account)) else {
            return read().map(Arc::new);
        };
        let changes = {
            let mut shard = self.shard(&key);
            if let Some(answer) = shard.answers.get(&key, reads) {
                return Ok(answer);
            }
            if !shard.asked.again(&key) {
                drop(shard);
                return read().map(Arc::new);
            }
            shard.changes
        };
        let mut loaded = read()?;
        weight::shrink(&mut loaded);
        let answer = Arc::new(loaded);
        let mut shard = self.shard(&key);
        // A commit that ended meanwhile may be one that this does not show.
        if shard.changes == changes && !shard.changing.contains_key(&key) {
            shard.answers.keep(key, reads, Arc::clone(&answer));
        }
        Ok(answer)
    }

    /// Forgets what a commit may change, and keeps nothing of it until what is returned is dropped.
    pub(super) fn changing(self: &Arc<Recent>, commit: &Commit) -> Changing {
        let mut keys = Vec::new();
        for part in &commit.parts {
            let Some(scope) = &part.scope else { continue };
            for change in &part.changes {
                keys.extend(
                    account::changed(change)
                        .into_iter()
                        .flatten()
                        .map(|account| (scope.clone(), account)),
                );
            }
        }
        for key in &keys {
            let mut shard = self.shard(key);
            shard.answers.forget(key);
            *shard.changing.entry(key.clone()).or_default() += 1;
        }
        Changing { recent: Some(Arc::clone(self)), keys }
    }

    fn shard(&self, (_, account): &Key) -> MutexGuard<'_, Shard> {
        let shard = &self.shards[(account.number() % SHARDS as u64) as usize];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Changing {
    fn drop(&mut self) {
        let Some(recent) = &self.recent else { return };
        for key in &self.keys {
            let mut shard = recent.shard(key);
            shard.changes += 1;
            if let Some(count) = shard.changing.get_mut(key) {
                *count -= 1;
                if *count == 0 {
                    shard.changing.remove(key);
                }
            }
        }
    }
}

impl fmt::Debug for Recent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recent").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
