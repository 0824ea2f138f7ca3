//! The store in a PostgreSQL database: durable, for any number of servers.
//!
//! Servers keep nothing: what one has acknowledged, all see. See [`PostgresStore`].

mod address;
mod cells;
mod commit;
mod fault;
mod forget;
mod line;
mod lines;
mod load;
mod making;
mod migrate;
mod param;
mod passfile;
mod reaching;
mod schema;
mod settling;
mod shared;
mod shared_line;
mod silence;
mod sql;
mod text;
mod tls;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use accede_membership::{Read, Scope, Timestamp};
use tokio::task::AbortHandle;

use crate::{Commit, CommitError, Entry, EntryKey, Loaded, Pending, Store, StoreError};
use address::Address;
pub use shared::Random;
use shared::Shared;
use wire::Rows;

/// How often requests are forgotten.
const UPKEEP: Duration = Duration::from_secs(600);

/// Keeps records in a database that speaks PostgreSQL's protocol.
///
/// A load is one statement, a commit one transaction that is sent as a whole. Both wait for the database to come
/// back, up to a bound, and find another server if the one they talked to is gone.
#[derive(Debug)]
pub struct PostgresStore {
    shared: Arc<Shared>,
    secret: [u8; 32],
    /// The last step of the schema that was there when it was opened.
    before: i64,
    upkeep: AbortHandle,
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        self.upkeep.abort();
    }
}

impl PostgresStore {
    /// Opens the store in the database at a connection string of libpq's form,
    /// `postgres://user:password@host1,host2/database`. Where there is no store yet, one is made, and `secret` is its
    /// secret; an existing store has its own. The schema is brought up to date.
    ///
    /// Besides libpq's parameters, the string may say `connections=24`, how many there may be;
    /// `prepared_statements=off`, for poolers that give every transaction another connection; `row_locks=update`, for
    /// engines without `FOR SHARE`.
    ///
    /// # Errors
    ///
    /// The string makes no sense, the database does not answer in time or cannot be written to, it holds something
    /// else, or was written by a newer version.
    pub async fn connect(
        url: &str,
        secret: [u8; 32],
        random: Random,
    ) -> Result<PostgresStore, StoreError> {
        PostgresStore::open(url, secret, random, false).await
    }

    /// Makes a store in the database at a connection string, to be filled. Until [`Store::finish`] it is opened by
    /// nobody else.
    ///
    /// # Errors
    ///
    /// As with [`connect`](PostgresStore::connect); or there is a store already.
    pub async fn create(
        url: &str,
        secret: [u8; 32],
        random: Random,
    ) -> Result<PostgresStore, StoreError> {
        PostgresStore::open(url, secret, random, true).await
    }

    async fn open(
        url: &str,
        secret: [u8; 32],
        random: Random,
        is_to_be_filled: bool,
    ) -> Result<PostgresStore, StoreError> {
        let address = Address::parse(url)?;
        let shown = address.shown.clone();
        let named = |error: StoreError| StoreError::new(format!("the {shown}: {error}"));
        // A file that is not there is said at once, not when patience ends.
        address.check().map_err(named)?;
        let shared = Arc::new(Shared::of(address, random));
        if is_to_be_filled {
            migrate::require_nothing(&shared).await.map_err(named)?;
        }
        let before = migrate::migrate(&shared).await.map_err(named)?;
        if is_to_be_filled {
            migrate::begin(&shared).await.map_err(named)?;
        } else {
            migrate::require_finished(&shared).await.map_err(named)?;
        }
        let secret = migrate::secret(&shared, &secret).await.map_err(named)?;
        let upkeep = tokio::spawn(attend(Arc::clone(&shared))).abort_handle();
        Ok(PostgresStore { shared, secret, before, upkeep })
    }

    /// Whether there is a store in the database at a connection string.
    ///
    /// # Errors
    ///
    /// The string makes no sense, or the database does not answer in time.
    pub async fn is_there(url: &str, random: Random) -> Result<bool, StoreError> {
        let address = Address::parse(url)?;
        let shown = address.shown.clone();
        let named = |error: StoreError| StoreError::new(format!("the {shown}: {error}"));
        migrate::is_anything(&Shared::of(address, random)).await.map_err(named)
    }

    /// Which database that is, in words, without the password.
    #[must_use]
    pub fn whereabouts(url: &str) -> Option<String> {
        Address::parse(url).ok().map(|address| address.shown)
    }

    /// The step of the schema that was there when the store was opened, and the one that is there now.
    #[must_use]
    pub fn migrated(&self) -> (i64, i64) {
        (self.before, schema::last())
    }

    async fn read(&self, scope: Option<&Scope>, reads: &[Read]) -> Result<Loaded, StoreError> {
        let rows = match load::ask(scope, reads)? {
            Some(statement) => self.shared.query(statement).await.map_err(|e| self.named(&e))?,
            None => Rows::default(),
        };
        load::answer(reads, &rows).map_err(|error| self.named(&error))
    }

    fn named(&self, error: &StoreError) -> StoreError {
        StoreError::new(format!("the {}: {error}", self.shared.lines.address().shown))
    }

    /// Makes a commit in a task of its own: whoever asked may go away.
    async fn make(&self, commit: Commit) -> Result<(), CommitError> {
        let shared = Arc::clone(&self.shared);
        let making = tokio::spawn(async move { making::make(&shared, &commit).await });
        let made = making.await.unwrap_or_else(|error| {
            Err(CommitError::Store(StoreError::new(format!("a commit broke off: {error}"))))
        });
        made.map_err(|error| match error {
            CommitError::Store(error) => CommitError::Store(self.named(&error)),
            CommitError::Conflict => CommitError::Conflict,
        })
    }
}

/// Forgets requests from time to time. Several servers may do so; what one has deleted, the others do not find.
async fn attend(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        // What is left is forgotten the next time.
        let _ = making::forget_requests(&shared).await;
    }
}

impl Store for PostgresStore {
    fn load<'a>(
        &'a self,
        scope: Option<&'a Scope>,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>> {
        Box::pin(self.read(scope, reads))
    }

    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>> {
        Box::pin(self.make(commit))
    }

    fn ready(&self) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(
            async move { making::probe(&self.shared).await.map_err(|error| self.named(&error)) },
        )
    }

    fn secret(&self) -> [u8; 32] {
        self.secret
    }

    /// Others write it unseen.
    fn epoch(&self) -> Option<u64> {
        None
    }

    fn entries(
        &self,
        after: Option<EntryKey>,
        limit: usize,
    ) -> Pending<'_, Result<Vec<Entry>, StoreError>> {
        Box::pin(async move {
            let page = load::entries(&self.shared, after.as_ref(), limit).await;
            page.map_err(|error| self.named(&error))
        })
    }

    fn finish(&self) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async { migrate::finish(&self.shared).await.map_err(|error| self.named(&error)) })
    }

    fn forget(&self, before: Timestamp) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async move {
            forget::events(&self.shared, before).await.map_err(|error| self.named(&error))
        })
    }
}
