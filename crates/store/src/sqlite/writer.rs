//! The one thread that writes.
//!
//! It takes every commit that waits, makes them in one transaction with one fsync, and only then answers
//! them. So a disk that can do a hundred of those in a second still makes thousands of commits.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use accede_membership::Timestamp;
use rusqlite::{Connection, Params};
use tokio::sync::oneshot;

use super::changed::Changed;
use super::held::Held;
use super::mark::Mark;
use super::open::bring_to_disk;
use super::schema::APPLICATION_ID;
use super::statements::Statements;
use super::{apply, schema};
use crate::answers::Changing;
use crate::{Commit, CommitError, Part, StoreError, Version, is_about_callers};
pub(super) use moving::Moving;

/// The most commits in one transaction: it bounds how long the first of them waits for the last.
const BATCH: usize = 512;

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
    /// What must not be kept in memory until the outcome is known.
    changing: Changing,
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
    made: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(
        connection: Connection,
        (secret, version): ([u8; 32], Version),
        mark: Mark,
        held: Arc<Held>,
        log: Moving,
    ) -> Result<Writer, StoreError> {
        // Every job has somebody waiting for it, so the channel is as bounded as they are.
        let (jobs, waiting) = channel();
        connection.set_prepared_statement_cache_capacity(apply::STATEMENTS);
        let (epoch, made) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(version)));
        let changed = Changed::since(version);
        let commit = |thread: &Thread<'_>| thread.execute_commit();
        let shared = (Arc::clone(&epoch), Arc::clone(&made));
        let make = move || {
            let statements = Statements::of(&connection);
            let (epoch, made) = shared;
            Thread {
                statements,
                secret,
                version,
                changed,
                made,
                mark,
                held,
                waiting,
                epoch,
                log,
                commit,
            }
            .run();
            connection
        };
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(make)
            .map_err(|error| StoreError::new(format!("the writer cannot start: {error}")))?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread), epoch, made })
    }

    /// What every commit about callers changes: see [`Store::epoch`](crate::Store::epoch).
    pub(super) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }

    /// A version of which everything can be seen, and of all before it.
    pub(super) fn made(&self) -> Version {
        self.made.load(Ordering::Acquire)
    }

    /// Has it done, and waits until it is on disk. Work that has begun is done even if nobody waits.
    pub(super) async fn work(&self, work: Work, changing: Changing) -> Outcome {
        let stopped = || CommitError::Store(StoreError::new("the writer has stopped"));
        let (done, outcome) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(Job { work, changing, done }).map_err(|_| stopped())?;
        outcome.await.map_err(|_| stopped())?
    }

    /// Finishes what waits and gives the connection back.
    pub(super) fn stop(&mut self) -> Option<Connection> {
        self.jobs = None;
        self.thread.take()?.join().ok()
    }
}

struct Thread<'c> {
    statements: Statements<'c>,
    secret: [u8; 32],
    /// The last version that was given. One that was given in vain is not given again.
    version: Version,
    /// What versions were given to.
    changed: Changed,
    /// The last version that can be seen, for those who read.
    made: Arc<AtomicU64>,
    mark: Mark,
    held: Arc<Held>,
    waiting: Receiver<Job>,
    epoch: Arc<AtomicU64>,
    log: Moving,
    /// Ends a transaction. Tests have it report what did not happen.
    commit: fn(&Thread<'_>) -> Result<(), StoreError>,
}

/// Why there are no outcomes of a transaction.
enum Failed {
    /// Nothing of it is in the store.
    NotMade(StoreError),
    /// All of it may be in the store, or nothing.
    Unknown(StoreError),
}

impl Thread<'_> {
    fn run(mut self) {
        let mut batch = Vec::new();
        while let Ok(first) = self.waiting.recv() {
            batch.push(first);
            batch.extend(self.waiting.try_iter().take(BATCH - 1));
            let outcomes = self.make(&batch);
            if batch.iter().zip(&outcomes).any(|(job, outcome)| job.may_change_callers(outcome)) {
                self.epoch.fetch_add(1, Ordering::SeqCst);
            }
            for (job, outcome) in batch.drain(..).zip(outcomes) {
                let Job { changing, done, .. } = job;
                drop(changing);
                // Whoever asked may have gone away.
                let _ = done.send(outcome);
            }
            self.log.go_on(self.statements.connection(), self.held.is_held());
        }
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
        self.statements
            .connection()
            .pragma_update(None, "synchronous", "FULL")
            .map_err(apply::fault)?;
        let moved = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        let busy =
            self.statements.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], moved);
        match busy.map_err(apply::fault)? {
            // What had been moved before was not brought to disk, nor is it by a move of nothing.
            0 => {
                let path = self.statements.connection().path().unwrap_or_default();
                bring_to_disk(Path::new(path))
            }
            _ => Err(StoreError::new("cannot be finished: another program reads it")),
        }
    }

    fn begin(&self) -> Result<(), StoreError> {
        // Only if a rollback failed, for want of memory or disk.
        if !self.statements.connection().is_autocommit() {
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
            self.made.store(self.version, Ordering::Release);
        }
        outcomes
    }

    /// Ends a transaction that failed, unless that ended it. If this fails, the next one begins with it.
    fn roll_back(&self) {
        if !self.statements.connection().is_autocommit() {
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
        if self.version == before || !self.statements.connection().is_autocommit() {
            return Ok(false);
        }
        let version = apply::integer(self.version, "meta", "version")?;
        Ok(schema::read_meta(self.statements.connection())?.1 == version)
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
                if !apply::can_be_made(&self.statements, commit, &self.changed)? {
                    return Ok(Err(CommitError::Conflict));
                }
                self.version += 1;
                if !apply::commit(&self.statements, commit, self.version)? {
                    return Ok(Err(CommitError::Conflict));
                }
                for Part { scope, changes, .. } in &commit.parts {
                    for change in changes {
                        self.changed.note(scope.as_ref(), change, self.version);
                    }
                }
            }
            Work::Forget(before) => apply::forget(&self.statements, *before)?,
            Work::Finish => {
                let done = self.statements.connection().pragma_update(
                    None,
                    "application_id",
                    APPLICATION_ID,
                );
                done.map_err(apply::fault)?;
            }
            // With the version, something is written.
            Work::Probe => self.version += 1,
        }
        Ok(Ok(()))
    }

    fn execute(&self, sql: &'static str, params: impl Params) -> Result<(), StoreError> {
        self.statements.execute(sql, params).map(drop).map_err(apply::fault)
    }
}

mod moving;
#[cfg(test)]
mod tests;
