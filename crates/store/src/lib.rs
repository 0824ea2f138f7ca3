//! Where Accede keeps its records: one contract, several engines.
//!
//! A store selects and stores; it never decides. It knows records, keys and versions, and no rule.
//!
//! # The contract
//!
//! Every backend passes one suite (`tests/suite`), without opt-outs. It holds them to this:
//!
//! * **Load.** [`Store::load`] answers all reads of one request from one consistent snapshot, and returns
//!   with the [`View`] a [`Seen`]: the version of every record that was read *to be decided upon*,
//!   absences included. A follow-up read ([`Read::AdministratorOf`], [`Read::MembersOf`],
//!   [`Read::RowsOf`]) puts what it finds there too. Pages and counts are answers, not grounds for a
//!   decision, and put nothing there.
//! * **Commit.** [`Store::commit`] makes all changes or none. It succeeds only if every record in `seen`
//!   still has the version that was seen; a record that was absent must still be absent. Otherwise it
//!   answers [`CommitError::Conflict`] and has changed nothing.
//! * **Versions** are opaque and never come back: a record that was deleted and made again has a new one.
//! * **Read your writes.** A load that begins after a commit was acknowledged sees it, whoever asks.
//! * **Isolation.** A load never sees a part of a commit. Scopes share nothing.
//! * **Durability.** In a durable store an acknowledged commit survives `kill -9` and power loss. One in
//!   flight is wholly there afterwards, or not at all.
//! * **Order.** Pages come in the order of account ids, and a page read by its last key neither skips nor
//!   repeats a row that was there all along, whatever was inserted or deleted in between.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use accede_membership::{AccountId, Change, Pair, Read, Scope, View};

mod memory;
mod sqlite;

pub use memory::MemoryStore;
pub use sqlite::SqliteStore;

/// A future that a store returns; boxed, because stores are used as `dyn Store`.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A version of a record. `0` is the version of a record that is not there.
pub type Version = u64;

/// The name of a record within a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The standing of an account.
    Standing(AccountId),
    /// The relationship of two accounts.
    Relationship(Pair),
}

/// What a load saw: each record once, with its version, `0` where there was none.
pub type Seen = Vec<(Key, Version)>;

/// The answer to a load.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What was read.
    pub view: View,
    /// What a commit that builds on it depends on.
    pub seen: Seen,
}

/// Changes to be made if nothing that was seen has changed.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Where.
    pub scope: Scope,
    /// What the decision was based on.
    pub seen: Seen,
    /// What it changes. Every record in it is in `seen` too.
    pub changes: Vec<Change>,
}

/// Why a commit was not made. Nothing was changed.
#[derive(Debug, Clone)]
pub enum CommitError {
    /// Something that was seen has changed: load and decide again.
    Conflict,
    /// The store cannot be written.
    Store(StoreError),
}

/// A fault of the store itself: it cannot be opened, read or written. Never something a client caused.
///
/// Says where: the file or the table, the row and the column.
#[derive(Debug, Clone)]
pub struct StoreError(Arc<str>);

impl StoreError {
    /// A fault, in one line.
    pub fn new(what: impl Into<String>) -> StoreError {
        StoreError(Arc::from(what.into()))
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StoreError {}

/// A place that keeps records. See the [module documentation](self) for the contract.
pub trait Store: Send + Sync + fmt::Debug {
    /// Answers all reads of one request from one snapshot of the scope.
    fn load<'a>(
        &'a self,
        scope: &'a Scope,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>>;

    /// Makes all changes, or none. Dropping the future once it was polled does not take the commit back.
    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>>;

    /// Whether the store can be read and written now.
    fn ready(&self) -> Pending<'_, Result<(), StoreError>>;

    /// The store's secret: 32 bytes made when the store was, the same for every server that opens it.
    fn secret(&self) -> [u8; 32];
}
