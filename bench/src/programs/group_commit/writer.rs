//! The one thread that writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::{Connection, params_from_iter};
use tokio::sync::oneshot;

use super::log::Log;
use crate::Problem;
use crate::engine::{Plan, Turn};

/// The most commits in one transaction, and how many kilobytes of pages are kept: as the server has them.
const BATCH: usize = 512;
const CACHE: &str = "-2048";

/// A commit, and who waits for it.
pub(super) struct Job {
    /// Which commit of the plan.
    pub(super) step: usize,
    pub(super) accounts: Arc<[String]>,
    pub(super) number: u64,
    pub(super) done: oneshot::Sender<Result<(), String>>,
}

/// The thread, seen from outside.
pub(super) struct Writer {
    jobs: Sender<Job>,
    transactions: Arc<AtomicU64>,
}

impl Writer {
    pub(super) fn start(file: &str, plan: &Plan) -> Result<Writer, Problem> {
        let connection = Connection::open(file)?;
        let mode: String =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        if mode != "wal" {
            return Err("the engine has no log here".into());
        }
        for (name, value) in
            [("synchronous", "FULL"), ("cache_size", CACHE), ("wal_autocheckpoint", "0")]
        {
            connection.pragma_update(None, name, value)?;
        }
        connection.set_prepared_statement_cache_capacity(64);
        let version = connection.query_row("SELECT version FROM meta", [], |row| row.get(0))?;
        let (jobs, waiting) = channel();
        let transactions = Arc::new(AtomicU64::new(0));
        let thread = Thread {
            connection,
            version,
            plan: plan.clone(),
            transactions: Arc::clone(&transactions),
            log: Log::of(file)?,
        };
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || thread.run(&waiting))?;
        Ok(Writer { jobs, transactions })
    }

    pub(super) fn send(&self, job: Job) -> Result<(), Problem> {
        self.jobs.send(job).map_err(|_| "the writer has ended".into())
    }

    pub(super) fn transactions(&self) -> u64 {
        self.transactions.load(Ordering::Relaxed)
    }
}

struct Thread {
    connection: Connection,
    version: i64,
    plan: Plan,
    transactions: Arc<AtomicU64>,
    log: Log,
}

impl Thread {
    fn run(mut self, waiting: &Receiver<Job>) {
        let mut batch = Vec::new();
        while let Ok(first) = waiting.recv() {
            batch.push(first);
            batch.extend(waiting.try_iter().take(BATCH - 1));
            let outcome = self.transaction(&batch).map_err(|error| error.to_string());
            self.transactions.fetch_add(1, Ordering::Relaxed);
            for job in batch.drain(..) {
                let _ = job.done.send(outcome.clone());
            }
            self.log.go_on(&self.connection);
        }
    }

    fn transaction(&mut self, batch: &[Job]) -> Result<(), Problem> {
        let connection = &self.connection;
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for job in batch {
            self.version += 1;
            let turn = |number| Turn { accounts: &job.accounts, number };
            for (place, write) in self.plan.commits[job.step].iter().enumerate() {
                // No two rows have the same ids.
                let turn = turn(self.version.unsigned_abs() << 16 | place as u64);
                let cells = write.cells.iter().map(|cell| cell.value(&turn, self.version));
                let done =
                    connection.prepare_cached(&write.sql)?.execute(params_from_iter(cells))?;
                if done != 1 {
                    return Err(
                        format!("{done} rows, not one: {} of {:?}", write.sql, job.number).into()
                    );
                }
            }
        }
        let meta = "UPDATE meta SET version = ?1, sum = ?2";
        connection.prepare_cached(meta)?.execute([self.version, self.version | 1 << 62])?;
        connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }
}
