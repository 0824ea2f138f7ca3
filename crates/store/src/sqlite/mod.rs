//! The store in one SQLite file: durable, for one server.
//!
//! One thread writes, in group commits; loads read through their own connections, on the thread that asks,
//! and never wait for the writer. The file is used by one server at a time.

mod apply;
mod backup;
mod cells;
mod changed;
mod damage;
mod digits;
mod header;
mod held;
mod log;
mod mark;
mod migrate;
mod open;
mod pool;
mod query;
mod reader;
mod rows;
mod schema;
mod statements;
mod sum;
mod verify;
mod watch;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use accede_membership::{Read, Scope, Timestamp};
use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use crate::{Answers, Commit, CommitError, Entry, EntryKey, Loaded, Pending, Store, StoreError};
use damage::Damage;
pub use damage::Report;
use held::Held;
use mark::Mark;
use open::{Exclusive, Opened, Purpose};
use pool::Pool;
use watch::Watch;
use writer::{Moving, Work, Writer};

/// Keeps records in a SQLite file, and beside it, while it is open, in `-wal` and `-shm`.
///
/// Dropping it finishes the commits that wait and closes the file, which blocks for as long as the disk
/// takes. A file that was never closed, because the process was killed, is simply opened again.
#[derive(Debug)]
pub struct SqliteStore {
    path: Arc<Path>,
    secret: [u8; 32],
    schema: u32,
    readers: Pool,
    writer: Writer,
    damage: Arc<Damage>,
    held: Arc<Held>,
    answers: Arc<Answers>,
    watch: Option<Watch>,
    /// Last, because it must outlive the connections.
    _exclusive: Exclusive,
}

impl SqliteStore {
    /// Opens the store in this file. Where there is no file, or an empty one, a store is made, and
    /// `secret` is its secret; an existing store has its own.
    ///
    /// A small file is looked at before anything else, the whole of it; a large one while it is used. Once
    /// anything in it is found to be damaged, everything is refused.
    ///
    /// # Errors
    ///
    /// The file cannot be read and written, is in use by another server, is not an Accede store, is damaged, or is
    /// one of a newer version. It is then as it was before.
    pub fn open(path: &Path, secret: [u8; 32]) -> Result<SqliteStore, StoreError> {
        SqliteStore::open_and_report(path, secret, |_| ())
    }

    /// The same. Damage that is found later is also reported, once, whether anybody asks for what is damaged or not.
    ///
    /// # Errors
    ///
    /// As [`open`](SqliteStore::open).
    pub fn open_and_report(
        path: &Path,
        secret: [u8; 32],
        report: Report,
    ) -> Result<SqliteStore, StoreError> {
        let log = Moving::of(Some(path));
        SqliteStore::opened(path, open::open(path, &secret, Purpose::Use)?, log, report)
    }

    /// Makes a store in this file, to be filled. Until [`Store::finish`] it is opened by nobody else.
    ///
    /// # Errors
    ///
    /// There is a file already, and it is not empty; or it cannot be made.
    pub fn create(path: &Path, secret: [u8; 32]) -> Result<SqliteStore, StoreError> {
        let opened = open::open(path, &secret, Purpose::Fill)?;
        SqliteStore::opened(path, opened, Moving::of(None), |_| ())
    }

    fn opened(
        path: &Path,
        opened: Opened,
        log: Moving,
        report: Report,
    ) -> Result<SqliteStore, StoreError> {
        let Opened { connection, secret, version, schema, is_verified, exclusive } = opened;
        let readers = std::thread::available_parallelism().map_or(4, usize::from).clamp(2, 8);
        let (damage, held) = (Arc::new(Damage::none(report)), Arc::new(Held::default()));
        let watch = || Watch::start(path, Arc::clone(&damage), Arc::clone(&held));
        let (past, mark) = ((secret, version), Mark::open(path));
        Ok(SqliteStore {
            path: Arc::from(path),
            secret,
            schema,
            readers: Pool::new(PathBuf::from(path), readers)?,
            writer: Writer::start(connection, past, mark, Arc::clone(&held), log)?,
            watch: (!is_verified).then(watch).transpose()?,
            damage,
            held,
            answers: Arc::default(),
            _exclusive: exclusive,
        })
    }

    /// The same with other [`answers`](Store::answers).
    #[must_use]
    pub fn with_answers(mut self, answers: Answers) -> SqliteStore {
        self.answers = Arc::new(answers);
        self
    }

    /// The schema that the file had before it was opened, and the one that it has.
    #[must_use]
    pub fn schemas(&self) -> (u32, u32) {
        (self.schema, schema::VERSION)
    }

    /// Looks at the whole of the file: that its structure is sound, that its tables and indexes agree, that every
    /// row is what was written. Commits are made meanwhile; how long it takes goes by the size of the file.
    ///
    /// # Errors
    ///
    /// Something is damaged, or cannot be read.
    pub fn check(&self) -> Result<(), StoreError> {
        self.damage.check()?;
        let _hold = self.held.hold();
        let connection = open::connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let looked = connection.map_err(query::fault).and_then(|c| verify::whole(&c));
        self.damage.note(looked.map_err(|error| self.named(&error)))
    }

    fn read(&self, scope: Option<&Scope>, reads: &[Read]) -> Result<Loaded, StoreError> {
        self.damage.check()?;
        // Before the snapshot is taken, which shows at least that.
        let as_of = self.writer.made();
        let loaded = self.readers.read(|connection| reader::load(connection, scope, reads));
        let mut loaded = self.damage.note(loaded.map_err(|error| self.named(&error)))?;
        loaded.seen.note(as_of);
        Ok(loaded)
    }

    async fn work(&self, work: Work) -> Result<(), CommitError> {
        self.damage.check().map_err(CommitError::Store)?;
        let changing = match &work {
            Work::Commit(commit) => self.answers.changing(commit),
            Work::Forget(_) | Work::Finish | Work::Probe => Default::default(),
        };
        self.writer.work(work, changing).await.map_err(|error| match error {
            CommitError::Store(error) => {
                let error = self.named(&error);
                let _ = self.damage.note::<()>(Err(error.clone()));
                CommitError::Store(error)
            }
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
        error.about(&self.path.display())
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

    fn answers(&self) -> Result<Option<&Answers>, StoreError> {
        self.damage.check()?;
        Ok(Some(&self.answers))
    }

    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>> {
        Box::pin(self.work(Work::Commit(commit)))
    }

    fn ready(&self) -> Pending<'_, Result<(), StoreError>> {
        // It writes, because a full disk shows in nothing less.
        Box::pin(async {
            let readable = self.readers.read(reader::probe);
            self.damage.note(readable.map_err(|error| self.named(&error)))?;
            self.done(Work::Probe).await
        })
    }

    fn secret(&self) -> [u8; 32] {
        self.secret
    }

    fn epoch(&self) -> Option<u64> {
        Some(self.writer.epoch())
    }

    fn verify(&self) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async { self.check() })
    }

    fn back_up<'a>(&'a self, file: &'a Path) -> Pending<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.damage.check()?;
            let (store, file, hold) = (Arc::clone(&self.path), file.to_owned(), self.held.hold());
            let made = on_a_thread(move || {
                let made = backup::back_up(&store, &file);
                drop(hold);
                made
            });
            self.damage.note(made.await)
        })
    }

    fn entries(
        &self,
        after: Option<EntryKey>,
        limit: usize,
    ) -> Pending<'_, Result<Vec<Entry>, StoreError>> {
        Box::pin(async move {
            let page = |connection: &Connection| reader::entries(connection, after.as_ref(), limit);
            self.damage.check()?;
            self.damage.note(self.readers.read(page).map_err(|error| self.named(&error)))
        })
    }

    fn finish(&self) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(self.done(Work::Finish))
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

/// Does what takes long on a thread of its own, so that nobody else waits for it.
pub(crate) async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (done, outcome) = oneshot::channel();
    let work = move || drop(done.send(work()));
    std::thread::Builder::new()
        .name("store-backup".to_owned())
        .spawn(work)
        .map_err(|error| StoreError::new(format!("no thread can be started: {error}")))?;
    outcome.await.map_err(|_| StoreError::new("the thread ended before its work"))?
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.watch = None;
        let connection = self.writer.stop();
        self.readers.close();
        if let Some(connection) = connection {
            close(connection);
            mark::remove(&self.path);
        }
    }
}

/// Moves the log into the file and removes it, so that the file alone is the store. If that fails, the log
/// stays, and the next one to open the file reads it.
fn close(connection: Connection) {
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    let _ = connection.close();
}
