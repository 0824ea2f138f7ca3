//! Answers that were given a moment ago, in words, kept in memory for as long as they hold.
//!
//! What is kept is the answer to a question of one account in one scope, where all that was read for it is about that
//! account alone ([`about`]). So a commit need only say which accounts it is about, and their answers go. They go
//! before the commit can be seen by anybody, and nothing is kept for these accounts again until it is made: whoever has
//! seen a commit, however it came to be seen, finds nothing here from before it.
//!
//! What is kept is bounded in bytes; what has not been asked for the longest goes first. Nothing is kept of an account that
//! has not asked before: where there are many more accounts than there is room, most do not ask again before it would
//! have gone.

mod about;
mod asked;
mod bounded;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use accede_membership::{AccountId, Region, Scope, Service};
use bytes::Bytes;

use self::asked::Asked;
use self::bounded::Bounded;
use crate::Commit;
pub use about::about;

/// Into how many parts it is divided, so that few wait for each other.
const SHARDS: usize = 16;

/// An account in a scope. All of it is in one place: comparing it does not go through memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    account: AccountId,
    service: Service,
    /// Its name, and zeros.
    region: [u8; Region::LONGEST],
}

impl Key {
    fn of(account: AccountId, scope: &Scope) -> Key {
        let mut region = [0; Region::LONGEST];
        let name = scope.region.as_str().as_bytes();
        region.iter_mut().zip(name).for_each(|(place, byte)| *place = *byte);
        Key { account, service: scope.service, region }
    }
}

/// What an account asks. The same question has the same answer, until something changes.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Where it asks.
    pub scope: &'a Scope,
    /// Who asks.
    pub account: AccountId,
    /// The operation.
    pub operation: &'static str,
    /// All that the answer depends on besides: path, query and body of the request.
    pub words: [&'a [u8]; 3],
}

/// What is known of a question.
#[derive(Debug)]
pub enum Known {
    /// Its answer.
    Answer(Bytes),
    /// Nothing. What is read from now on can be kept.
    Not(Since),
}

/// The moment before an answer was looked for.
#[derive(Debug, Clone, Copy)]
pub struct Since {
    /// How many commits had ended. None where the answer is not to be kept.
    changes: Option<u64>,
}

impl Since {
    /// Of what is not to be kept.
    pub const NEVER: Since = Since { changes: None };
}

/// The answers.
pub struct Answers {
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
pub(crate) struct Changing {
    answers: Option<Arc<Answers>>,
    keys: Vec<Key>,
}

impl Answers {
    /// How many bytes are kept if nothing else is said.
    pub const BYTES: usize = 64 << 20;

    /// Keeps nothing yet, and never more than so many bytes, or 32 GiB.
    #[must_use]
    pub fn new(bytes: usize) -> Answers {
        let shard = |_| {
            let (answers, asked) = (Bounded::new(bytes / SHARDS), Asked::default());
            Mutex::new(Shard { answers, asked, changing: HashMap::new(), changes: 0 })
        };
        Answers { shards: std::array::from_fn(shard) }
    }

    /// The answer to a question, if it is kept. Otherwise what is read after this moment may be kept.
    #[must_use]
    pub fn recall(&self, question: &Question<'_>) -> Known {
        let key = question.key();
        let mut shard = self.shard(key.account);
        if let Some(answer) = shard.answers.get(&key, question) {
            return Known::Answer(answer);
        }
        let changes = shard.asked.again(&key).then_some(shard.changes);
        Known::Not(Since { changes })
    }

    /// Keeps an answer, all of which was read since then and is [`about`] the account that asks.
    pub fn keep(&self, question: &Question<'_>, since: Since, answer: &[u8]) {
        let Some(changes) = since.changes else { return };
        let key = question.key();
        let mut shard = self.shard(key.account);
        // A commit that ended meanwhile may be one that this does not show.
        if shard.changes == changes && !shard.changing.contains_key(&key) {
            shard.answers.keep(key, question, answer);
        }
    }

    /// Forgets what a commit may change, and keeps nothing of it until what is returned is dropped.
    pub(crate) fn changing(self: &Arc<Answers>, commit: &Commit) -> Changing {
        let mut keys = Vec::new();
        for part in &commit.parts {
            let Some(scope) = &part.scope else { continue };
            let accounts = part.changes.iter().flat_map(about::changed).flatten();
            keys.extend(accounts.map(|account| Key::of(account, scope)));
        }
        for key in &keys {
            let mut shard = self.shard(key.account);
            shard.answers.forget(key);
            *shard.changing.entry(key.clone()).or_default() += 1;
        }
        Changing { answers: Some(Arc::clone(self)), keys }
    }

    fn shard(&self, account: AccountId) -> MutexGuard<'_, Shard> {
        let shard = &self.shards[(account.number() % SHARDS as u64) as usize];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Question<'_> {
    fn key(&self) -> Key {
        Key::of(self.account, self.scope)
    }
}

impl Drop for Changing {
    fn drop(&mut self) {
        let Some(answers) = &self.answers else { return };
        for key in &self.keys {
            let mut shard = answers.shard(key.account);
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

impl Default for Answers {
    fn default() -> Answers {
        Answers::new(Answers::BYTES)
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
