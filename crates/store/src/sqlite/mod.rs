//! The store in one SQLite file: durable, for one server.
//!
//! One thread writes, in group commits; loads read through their own connections, on the thread that asks,
//! and never wait for the writer. The file is used by one server at a time.

mod apply;
mod cells;
mod digits;
mod migrate;
mod open;
mod pool;
mod reader;
mod rows;
mod schema;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use accede_membership::{Read, Scope, Timestamp};
use rusqlite::Connection;

use crate::{Commit, CommitError, Loaded, Pending, Store, StoreError};
use open::{Exclusive, Opened};
use pool::Pool;
use writer::{Work, Writer};

/// Keeps records in a SQLite file, and beside it, while it is open, in `-wal` and `-shm`.
///
/// Dropping it finishes the commits that wait and closes the file, which blocks for as long as the disk
/// takes. A file that was never closed, because the process was killed, is simply opened again.
#[derive(Debug)]
pub struct SqliteStore {
    path: Arc<Path>,
    secret: [u8; 32],
    readers: Pool,
    writer: Writer,
    /// Last, because it must outlive the connections.
    _exclusive: Exclusive,
}

impl SqliteStore {
    /// Opens the store in this file. Where there is no file, or an empty one, a store is made, and
    /// `secret` is its secret; an existing store has its own.
    ///
    /// # Errors
    ///
    /// The file cannot be read and written, is in use by another server, is not an Accede store, or is
    /// one of a newer version. It is then as it was before.
    pub fn open(path: &Path, secret: [u8; 32]) -> Result<SqliteStore, StoreError> {
        let Opened { connection, secret, version, exclusive } = open::open(path, &secret)?;
        let readers = std::thread::available_parallelism().map_or(4, usize::from).clamp(2, 8);
        Ok(SqliteStore {
            path: Arc::from(path),
            secret,
            readers: Pool::new(PathBuf::from(path), readers)?,
            writer: Writer::start(connection, version)?,
            _exclusive: exclusive,
        })
    }

    fn read(&self, scope: Option<&Scope>, reads: &[Read]) -> Result<Loaded, StoreError> {
        let loaded = self.readers.read(|connection| reader::load(connection, scope, reads));
        loaded.map_err(|error| self.named(&error))
    }

    async fn work(&self, work: Work) -> Result<(), CommitError> {
        self.writer.work(work).await.map_err(|error| match error {
            CommitError::Store(error) => CommitError::Store(self.named(&error)),
            CommitError::Conflict => CommitError::Conflict,
        })
    }

    /// Has work done that conflicts with nothing.
    async fn done(&self, work: Work) -> Result<(), StoreError> {
        self.work(work).await.map_err(|error| match error {
            CommitError::Store(error) => error,
            CommitError::Conflict => self.named(&StoreError::new("has an impossible conflict")),
        })
    }

    fn has_events_before(&self, before: Timestamp) -> Result<bool, StoreError> {
        let found = self.readers.read(|connection| reader::has_events_before(connection, before));
        found.map_err(|error| self.named(&error))
    }

    fn named(&self, error: &StoreError) -> StoreError {
        StoreError::new(format!("{}: {error}", self.path.display()))
    }
}

impl Store for SqliteStore {
    fn load<'a>(
        &'a self,
        scope: Option<&'a Scope>,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>> {
        Box::pin(async move { self.read(scope, reads) })
    }

    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>> {
        Box::pin(self.work(Work::Commit(commit)))
    }

    fn ready(&self) -> Pending<'_, Result<(), StoreError>> {
        // It writes, because a full disk shows in nothing less.
        Box::pin(async {
            let readable = self.readers.read(reader::probe);
            readable.map_err(|error| self.named(&error))?;
            self.done(Work::Probe).await
        })
    }

    fn secret(&self) -> [u8; 32] {
        self.secret
    }

    fn epoch(&self) -> Option<u64> {
        Some(self.writer.epoch())
    }

    fn forget(&self, before: Timestamp) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async move {
            while self.has_events_before(before)? {
                self.done(Work::Forget(before)).await?;
            }
            Ok(())
        })
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        let connection = self.writer.stop();
        self.readers.close();
        if let Some(connection) = connection {
            close(connection);
        }
    }
}

/// Moves the log into the file and removes it, so that the file alone is the store. If that fails, the log
/// stays, and the next one to open the file reads it.
fn close(connection: Connection) {
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    let _ = connection.close();
}
