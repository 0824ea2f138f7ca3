//! The one thread that writes.
//!
//! It takes every commit that waits, makes them in one transaction with one fsync, and only then answers
//! them. So a disk that can do a hundred of those in a second still makes thousands of commits.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, Params};
use tokio::sync::oneshot;

use super::apply;
use crate::{Commit, CommitError, StoreError, Version};

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
    /// Nothing, down to the disk: it shows that a commit would succeed.
    Probe,
}

struct Job {
    work: Work,
    done: oneshot::Sender<Outcome>,
}

type Outcome = Result<(), CommitError>;

/// The writer, seen from outside.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<Connection>>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Connection, version: Version) -> Result<Writer, StoreError> {
        // Every job has somebody waiting for it, so the channel is as bounded as they are.
        let (jobs, waiting) = channel();
        connection.set_prepared_statement_cache_capacity(apply::STATEMENTS);
        let make = move || Thread { connection, version, waiting }.run();
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(make)
            .map_err(|error| StoreError::new(format!("the writer cannot start: {error}")))?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread) })
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
    /// The last version that was given. One that was given in vain is not given again.
    version: Version,
    waiting: Receiver<Job>,
}

impl Thread {
    fn run(mut self) -> Connection {
        let mut batch = Vec::new();
        while let Ok(first) = self.waiting.recv() {
            batch.push(first);
            batch.extend(self.waiting.try_iter().take(BATCH - 1));
            let outcomes = self.make(&batch);
            for (job, outcome) in batch.drain(..).zip(outcomes) {
                // Whoever asked may have gone away.
                let _ = job.done.send(outcome);
            }
            self.move_log();
        }
        self.connection
    }

    /// Makes a batch; if that fails, each of it alone, so that one cannot fail the others.
    fn make(&mut self, batch: &[Job]) -> Vec<Outcome> {
        if let Err(error) = self.begin() {
            // None of it is to blame: another program has the file locked, or there is no memory.
            return batch.iter().map(|_| Err(CommitError::Store(error.clone()))).collect();
        }
        match self.transaction(batch) {
            Ok(outcomes) => outcomes,
            Err(error) if batch.len() == 1 => vec![Err(CommitError::Store(error))],
            Err(_) => batch.chunks(1).flat_map(|alone| self.make(alone)).collect(),
        }
    }

    fn begin(&self) -> Result<(), StoreError> {
        // Only if a rollback failed, for want of memory or disk.
        if !self.connection.is_autocommit() {
            self.execute("ROLLBACK", [])?;
        }
        self.execute("BEGIN IMMEDIATE", [])
    }

    fn transaction(&mut self, batch: &[Job]) -> Result<Vec<Outcome>, StoreError> {
        let outcomes = self.all(batch).and_then(|outcomes| {
            self.execute("COMMIT", [])?;
            Ok(outcomes)
        });
        if outcomes.is_err() && !self.connection.is_autocommit() {
            // If this fails, the next transaction begins with it.
            let _ = self.execute("ROLLBACK", []);
        }
        outcomes
    }

    fn all(&mut self, batch: &[Job]) -> Result<Vec<Outcome>, StoreError> {
        let before = self.version;
        let outcomes = batch.iter().map(|job| self.one(&job.work)).collect::<Result<_, _>>()?;
        if self.version != before {
            // With the records, so that no version comes back, not even that of a deleted record.
            let version = apply::integer(self.version, "meta", "version")?;
            self.execute("UPDATE meta SET version = ?1", [version])?;
        }
        Ok(outcomes)
    }

    fn one(&mut self, work: &Work) -> Result<Outcome, StoreError> {
        if let Work::Commit(commit) = work
            && !apply::can_be_made(&self.connection, commit)?
        {
            return Ok(Err(CommitError::Conflict));
        }
        self.version += 1;
        if let Work::Commit(commit) = work {
            apply::commit(&self.connection, commit, self.version)?;
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
        if pages >= LOG_PAGES_AT_MOST {
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
