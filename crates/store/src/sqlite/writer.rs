//! The one thread that writes.
//!
//! It takes every commit that waits, makes them in one transaction with one fsync, and only then answers
//! them. So a disk that can do a hundred of those in a second still makes thousands of commits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use accede_membership::Timestamp;
use rusqlite::{Connection, Params};
use tokio::sync::oneshot;

use super::held::Held;
use super::mark::Mark;
use super::schema::APPLICATION_ID;
use super::{apply, schema};
use crate::{Commit, CommitError, StoreError, Version, is_about_callers};

/// The most commits in one transaction: it bounds how long the first of them waits for the last.
const BATCH: usize = 512;
/// From so many pages on, the log is moved into the file.
const LOG_PAGES: i64 = 1_000;
/// From so many pages on, the log is moved even if that has to wait for the readers of the moment.
const LOG_PAGES_AT_MOST: i64 = 16_000;

/// What the writer does.
pub(super) enum Work {
    /// A commit.
    Commit(Commit),
    /// Forget the oldest events before a moment, as many as one transaction may.
    Forget(Timestamp),
    /// Says that the store is filled.
    Finish,
    /// Nothing, down to the disk: it shows that a commit would succeed.
    Probe,
}

struct Job {
    work: Work,
    done: oneshot::Sender<Outcome>,
}

type Outcome = Result<(), CommitError>;

impl Job {
    /// Whether another caller may be known than before. A commit that failed counts: it may yet be there.
    fn may_change_callers(&self, outcome: &Outcome) -> bool {
        let made = !matches!(outcome, Err(CommitError::Conflict));
        made && matches!(&self.work, Work::Commit(commit) if is_about_callers(commit))
    }
}

/// The writer, seen from outside.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<Connection>>,
    epoch: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(
        connection: Connection,
        (secret, version): ([u8; 32], Version),
        mark: Mark,
        held: Arc<Held>,
    ) -> Result<Writer, StoreError> {
        // Every job has somebody waiting for it, so the channel is as bounded as they are.
        let (jobs, waiting) = channel();
        connection.set_prepared_statement_cache_capacity(apply::STATEMENTS);
        let epoch = Arc::new(AtomicU64::new(0));
        let commit = Thread::execute_commit;
        let shared = Arc::clone(&epoch);
        let thread =
            Thread { connection, secret, version, mark, held, waiting, epoch: shared, commit };
        let make = move || thread.run();
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(make)
            .map_err(|error| StoreError::new(format!("the writer cannot start: {error}")))?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread), epoch })
    }

    /// What every commit about callers changes: see [`Store::epoch`](crate::Store::epoch).
    pub(super) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }

    /// Has it done, and waits until it is on disk. Work that has begun is done even if nobody waits.
    pub(super) async fn work(&self, work: Work) -> Outcome {
        let stopped = || CommitError::Store(StoreError::new("the writer has stopped"));
        let (done, outcome) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(Job { work, done }).map_err(|_| stopped())?;
        outcome.await.map_err(|_| stopped())?
    }

    /// Finishes what waits and gives the connection back.
    pub(super) fn stop(&mut self) -> Option<Connection> {
        self.jobs = None;
        self.thread.take()?.join().ok()
    }
}

struct Thread {
    connection: Connection,
    secret: [u8; 32],
    /// The last version that was given. One that was given in vain is not given again.
    version: Version,
    mark: Mark,
    held: Arc<Held>,
    waiting: Receiver<Job>,
    epoch: Arc<AtomicU64>,
    /// Ends a transaction. Tests have it report what did not happen.
    commit: fn(&Thread) -> Result<(), StoreError>,
}

/// Why there are no outcomes of a transaction.
enum Failed {
    /// Nothing of it is in the store.
    NotMade(StoreError),
    /// All of it may be in the store, or nothing.
    Unknown(StoreError),
}

impl Thread {
    fn run(mut self) -> Connection {
        let mut batch = Vec::new();
        while let Ok(first) = self.waiting.recv() {
            batch.push(first);
            batch.extend(self.waiting.try_iter().take(BATCH - 1));
            let outcomes = self.make(&batch);
            if batch.iter().zip(&outcomes).any(|(job, outcome)| job.may_change_callers(outcome)) {
                self.epoch.fetch_add(1, Ordering::SeqCst);
            }
            for (job, outcome) in batch.drain(..).zip(outcomes) {
                // Whoever asked may have gone away.
                let _ = job.done.send(outcome);
            }
            self.move_log();
        }
        self.connection
    }

    /// Makes a batch; if that fails, each of it alone, so that one cannot fail the others.
    ///
    /// Only what is known not to be there is made again: a commit that is there would be in conflict with itself,
    /// and whoever asked would decide again on what it changed.
    fn make(&mut self, batch: &[Job]) -> Vec<Outcome> {
        if batch.iter().any(|job| matches!(job.work, Work::Finish))
            && let Err(error) = self.settle()
        {
            return batch.iter().map(|_| Err(CommitError::Store(error.clone()))).collect();
        }
        if let Err(error) = self.begin() {
            // None of it is to blame: another program has the file locked, or there is no memory.
            return batch.iter().map(|_| Err(CommitError::Store(error.clone()))).collect();
        }
        match self.transaction(batch) {
            Ok(outcomes) => outcomes,
            Err(Failed::NotMade(_)) if batch.len() > 1 => {
                batch.chunks(1).flat_map(|alone| self.make(alone)).collect()
            }
            Err(Failed::NotMade(error) | Failed::Unknown(error)) => {
                batch.iter().map(|_| Err(CommitError::Store(error.clone()))).collect()
            }
        }
    }

    /// Has all that was filled on disk, so that what is said next, that it is finished, is true.
    fn settle(&self) -> Result<(), StoreError> {
        self.connection.pragma_update(None, "synchronous", "FULL").map_err(apply::fault)?;
        let moved = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        let busy = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], moved);
        match busy.map_err(apply::fault)? {
            0 => Ok(()),
            _ => Err(StoreError::new("cannot be finished: another program reads it")),
        }
    }

    fn begin(&self) -> Result<(), StoreError> {
        // Only if a rollback failed, for want of memory or disk.
        if !self.connection.is_autocommit() {
            self.execute("ROLLBACK", [])?;
        }
        self.execute("BEGIN IMMEDIATE", [])
    }

    fn transaction(&mut self, batch: &[Job]) -> Result<Vec<Outcome>, Failed> {
        let before = self.version;
        let outcomes = match self.all(batch) {
            Ok(outcomes) => outcomes,
            Err(error) => {
                self.roll_back();
                return Err(Failed::NotMade(error));
            }
        };
        let Err(error) = (self.commit)(self) else { return Ok(self.marked(before, outcomes)) };
        self.roll_back();
        match self.is_made(before) {
            Ok(true) => Ok(self.marked(before, outcomes)),
            Ok(false) => Err(Failed::NotMade(error)),
            Err(_) => Err(Failed::Unknown(error)),
        }
    }

    /// Notes how far the store has come, now that a transaction is on disk and before it is acknowledged.
    fn marked<T>(&mut self, before: Version, outcomes: T) -> T {
        if self.version != before {
            self.mark.set(self.version);
        }
        outcomes
    }

    /// Ends a transaction that failed, unless that ended it. If this fails, the next one begins with it.
    fn roll_back(&self) {
        if !self.connection.is_autocommit() {
            let _ = self.execute("ROLLBACK", []);
        }
    }

    fn execute_commit(&self) -> Result<(), StoreError> {
        self.execute("COMMIT", [])
    }

    /// Whether the transaction that began after this version was made although its end was reported to have
    /// failed: no two transactions write the same version.
    fn is_made(&self, before: Version) -> Result<bool, StoreError> {
        // Where it gave no version, it can be made again: it changed nothing, or forgot what may be forgotten twice.
        // And what still waits to be rolled back is not made, though this connection reads it.
        if self.version == before || !self.connection.is_autocommit() {
            return Ok(false);
        }
        let version = apply::integer(self.version, "meta", "version")?;
        Ok(schema::read_meta(&self.connection)?.1 == version)
    }

    fn all(&mut self, batch: &[Job]) -> Result<Vec<Outcome>, StoreError> {
        let before = self.version;
        let outcomes = batch.iter().map(|job| self.one(&job.work)).collect::<Result<_, _>>()?;
        if self.version != before {
            // With the records, so that no version comes back, not even that of a deleted record.
            let version = apply::integer(self.version, "meta", "version")?;
            let sum = schema::meta_sum(&self.secret, version);
            self.execute("UPDATE meta SET version = ?1, sum = ?2", [version, sum])?;
        }
        Ok(outcomes)
    }

    fn one(&mut self, work: &Work) -> Result<Outcome, StoreError> {
        match work {
            Work::Commit(commit) => {
                if !apply::can_be_made(&self.connection, commit)? {
                    return Ok(Err(CommitError::Conflict));
                }
                self.version += 1;
                apply::commit(&self.connection, commit, self.version)?;
            }
            Work::Forget(before) => apply::forget(&self.connection, *before)?,
            Work::Finish => {
                let done = self.connection.pragma_update(None, "application_id", APPLICATION_ID);
                done.map_err(apply::fault)?;
            }
            // With the version, something is written.
            Work::Probe => self.version += 1,
        }
        Ok(Ok(()))
    }

    /// Moves the log into the file when it has grown, while nobody waits for an answer.
    ///
    /// A fault here is none yet: everything is in the log, and the next commit shows whether it can grow.
    fn move_log(&self) {
        let checkpoint = |sql| -> rusqlite::Result<i64> {
            self.connection.prepare_cached(sql)?.query_row([], |row| row.get(1))
        };
        let Ok(pages) = checkpoint("PRAGMA wal_checkpoint(NOOP)") else { return };
        if pages >= LOG_PAGES_AT_MOST && !self.held.is_held() {
            let _ = checkpoint("PRAGMA wal_checkpoint(TRUNCATE)");
        } else if pages >= LOG_PAGES {
            let _ = checkpoint("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    fn execute(&self, sql: &str, params: impl Params) -> Result<(), StoreError> {
        let done = self.connection.prepare_cached(sql).and_then(|mut s| s.execute(params));
        done.map(drop).map_err(apply::fault)
    }
}

#[cfg(test)]
mod tests;
