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
//!   [`Read::RowsOf`], [`Read::EverybodyOf`], [`Read::OrganizationOf`]) puts what it finds there too, and
//!   [`Read::ScopesOf`] which scopes it found. Pages and counts are answers, not grounds for a decision, and put
//!   nothing there.
//! * **Commit.** [`Store::commit`] makes all changes or none. It succeeds only if every record in `seen`
//!   still has the version that was seen; a record that was absent must still be absent. Otherwise it
//!   answers [`CommitError::Conflict`] and has changed nothing. That holds for all parts of a commit together.
//! * **Emails.** A commit that would leave two accounts with the same email is a conflict too, whatever it saw.
//! * **Versions** are opaque and never come back: a record that was deleted and made again has a new one.
//! * **Read your writes.** A load that begins after a commit was acknowledged sees it, whoever asks.
//! * **Isolation.** A load never sees a part of a commit. Scopes share nothing but the directory.
//! * **Durability.** In a durable store an acknowledged commit survives `kill -9` and power loss. One in
//!   flight is wholly there afterwards, or not at all.
//! * **Order.** Pages come in the order of ids, and a page read by its last key neither skips nor
//!   repeats a row that was there all along, whatever was inserted or deleted in between. Access keys come by
//!   account and id, roles by account and lower-case name, events by their places: those of one account and Region
//!   the newest first, all of them the oldest first. A page of events is bounded by the bytes of their documents too,
//!   and says itself whether there are more.
//! * **Events** are added and never changed: nothing of them is seen, and none can be taken back but by
//!   [`Store::forget`]. An event is made with the commit that it comes with, or not at all; where its place is
//!   taken, the commit is a conflict. Two events of one commit have different places. A store that is not durable
//!   may forget the oldest to bound what it holds.
//! * **Forgetting.** [`Store::forget`] removes the events before a moment, all that were there when it was called
//!   and nothing else. Commits are made meanwhile.
//! * **Entries.** [`Store::entries`] shows all that is in the store but its secret, in one order that is the same in
//!   every store, page by page: what was there all along comes once, as a whole and in its place. The versions of
//!   records are no part of it.
//! * **Filling.** [`Store::fill`] puts what [`Store::entries`] of another store shows, and the two then show the
//!   same. It takes nothing's place, and each entry is given once. A store that is made to be filled gets the secret of
//!   the other, and until [`Store::finish`] is opened by nobody: what comes of a copy that was interrupted is not
//!   mistaken for a store.
//! * **Answers.** What [`Store::answers`] keeps of an answer goes before a commit that can change it is seen by
//!   anybody: whoever has seen a commit, or was told of it, finds no answer from before it.
//! * **Epochs.** What was read of access keys and accounts, by a load that began after [`Store::epoch`] was read,
//!   holds for as long as the epoch is the same: a commit that changes one of them ends it before it is
//!   acknowledged. No other commit does. Epochs are compared within one process, and never come back there.

use std::fmt;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use accede_membership::access::{KeyId, RoleKey};
use accede_membership::directory::{CreationId, HandshakeId, OrganizationId};
use accede_membership::{AccountId, Change, Pair, Read, Scope, Timestamp, View};

pub mod answers;
mod documents;
mod emails;
mod entries;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
mod hex;
mod memory;
mod part;
mod postgres;
mod seen;
mod sqlite;
mod whereabouts;

pub use answers::Answers;
pub use entries::{ByName, Entry, EntryKey, EntryKind};
pub use memory::MemoryStore;
pub use postgres::{PostgresStore, Random};
pub use seen::Seen;
pub use sqlite::{Report, SqliteStore};

/// A future that a store returns; boxed, because stores are used as `dyn Store`.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A version of a record. `0` is the version of a record that is not there.
pub type Version = u64;

/// The name of a record: of a standing or a relationship within a scope, of anything else in the directory,
/// which all scopes share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The standing of an account.
    Standing(AccountId),
    /// The relationship of two accounts.
    Relationship(Pair),
    /// The directory's entry of an account.
    Account(AccountId),
    /// An organization.
    Organization(OrganizationId),
    /// An invitation into an organization.
    Handshake(HandshakeId),
    /// A request to create an account.
    Creation(CreationId),
    /// The entry of whichever account has this email; its version is that entry's.
    Email(String),
    /// In which scopes an account has a standing. It is no record: its version says which scopes these are, and
    /// may come back when they do.
    ScopesOf(AccountId),
    /// An access key.
    AccessKey(KeyId),
    /// A role.
    Role(RoleKey),
}

impl Key {
    /// What a change is about; `None` for an event, which is no record.
    pub(crate) fn of(change: &Change) -> Option<Key> {
        Some(match change {
            Change::Standing(account, _) => Key::Standing(*account),
            Change::Relationship(pair, _) => Key::Relationship(*pair),
            Change::Account(account, _) => Key::Account(*account),
            Change::Organization(id, _) => Key::Organization(*id),
            Change::Handshake(id, _) => Key::Handshake(*id),
            Change::Creation(id, _) => Key::Creation(*id),
            Change::AccessKey(id, _) => Key::AccessKey(*id),
            Change::Role(key, _) => Key::Role(key.clone()),
            Change::Event(_) => return None,
        })
    }
}

/// The answer to a load.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What was read.
    pub view: View,
    /// What a commit that builds on it depends on.
    pub seen: Seen,
}

/// Changes to be made, all or none, if nothing that was seen has changed.
///
/// Most commits have one part. What the directory decides can matter to several scopes.
#[derive(Debug, Clone, Default)]
pub struct Commit {
    /// The parts; no record is changed by two of them.
    pub parts: Vec<Part>,
}

/// The part of a commit that concerns one scope, or the directory alone.
#[derive(Debug, Clone)]
pub struct Part {
    /// Where its standings and relationships are; `None` if it has none. Records of the directory can be in
    /// any part.
    pub scope: Option<Scope>,
    /// What the decision was based on.
    pub seen: Seen,
    /// What it changes. Every record in it is in `seen` too, but for events, which are new.
    pub changes: Vec<Change>,
}

impl Commit {
    /// A commit of one part.
    #[must_use]
    pub fn of(scope: &Scope, seen: impl Into<Seen>, changes: Vec<Change>) -> Commit {
        Commit { parts: vec![Part { scope: Some(scope.clone()), seen: seen.into(), changes }] }
    }
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
pub struct StoreError {
    what: Arc<str>,
    in_use: bool,
    damaged: bool,
}

impl StoreError {
    /// A fault, in one line.
    pub fn new(what: impl Into<String>) -> StoreError {
        StoreError { what: Arc::from(what.into()), in_use: false, damaged: false }
    }

    /// The fault that something in the store is not what was written.
    pub fn damaged(what: impl Into<String>) -> StoreError {
        StoreError { damaged: true, ..StoreError::new(what) }
    }

    /// The fault that another process has the store open.
    pub fn in_use(what: impl Into<String>) -> StoreError {
        StoreError { in_use: true, ..StoreError::new(what) }
    }

    /// Whether another process has the store open, so that it is worth asking again later.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.in_use
    }

    /// Whether something in the store is not what was written, so that nothing else in it can be trusted.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// The same fault, and what it is about.
    fn about(&self, subject: &dyn fmt::Display) -> StoreError {
        StoreError { what: Arc::from(format!("{subject}: {self}")), ..self.clone() }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for StoreError {}

/// Whether a commit changes who a caller may be: what [`Store::epoch`] counts.
fn is_about_callers(commit: &Commit) -> bool {
    let mut changes = commit.parts.iter().flat_map(|part| &part.changes);
    changes.any(|change| matches!(change, Change::AccessKey(..) | Change::Account(..)))
}

/// The scope of a read or a change that needs one.
fn scoped(scope: Option<&Scope>) -> Result<&Scope, StoreError> {
    scope
        .ok_or_else(|| StoreError::new("standings and relationships are in a scope, none is given"))
}

/// A place that keeps records. See the [module documentation](self) for the contract.
pub trait Store: Send + Sync + fmt::Debug {
    /// Answers all reads of one request from one snapshot of the scope and the directory. Without a scope,
    /// reads of standings and relationships are a fault.
    fn load<'a>(
        &'a self,
        scope: Option<&'a Scope>,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>>;

    /// The answers that are kept in memory; `None` for a store that others can write unseen.
    ///
    /// # Errors
    ///
    /// The store is known to be damaged, so that nothing is answered.
    fn answers(&self) -> Result<Option<&Answers>, StoreError> {
        Ok(None)
    }

    /// Makes all changes, or none. Dropping the future once it was polled does not take the commit back.
    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>>;

    /// Whether the store can be read and written now.
    fn ready(&self) -> Pending<'_, Result<(), StoreError>>;

    /// The store's secret: 32 bytes made when the store was, the same for every server that opens it.
    fn secret(&self) -> [u8; 32];

    /// A number that every commit that changes an access key or an account changes, after the change can be seen
    /// and before the commit is acknowledged: what was read of them while it was the same still holds. `None` for
    /// a store that others can write unseen.
    fn epoch(&self) -> Option<u64>;

    /// Forgets the events before a moment.
    fn forget(&self, before: Timestamp) -> Pending<'_, Result<(), StoreError>>;

    /// Looks at what holds the records, as far as it is the store's own: that it is what was written. How long it takes
    /// goes by its size.
    fn verify(&self) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }

    /// Writes all that is in the store at one moment into a file that is not there yet: an embedded store that
    /// [`SqliteStore::restore`] and [`SqliteStore::open`] take. Commits are made meanwhile.
    fn back_up<'a>(&'a self, _file: &'a Path) -> Pending<'a, Result<(), StoreError>> {
        Box::pin(async {
            Err(StoreError::new(
                "this store is backed up with its database's own tools: pg_dump or pg_basebackup for PostgreSQL",
            ))
        })
    }

    /// A page of all that is in the store: at most so many entries beyond one, in the order of their keys. There are
    /// fewer only at the end.
    fn entries(
        &self,
        after: Option<EntryKey>,
        limit: usize,
    ) -> Pending<'_, Result<Vec<Entry>, StoreError>>;

    /// Puts entries, all or none, into a store that nobody else uses. One that is there already is a conflict.
    fn fill(&self, entries: Vec<Entry>) -> Pending<'_, Result<(), CommitError>> {
        self.commit(entries::commit_of(entries))
    }

    /// Makes a store that was made to be filled one like any other. Nothing is done to one that is that already.
    fn finish(&self) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }
}
