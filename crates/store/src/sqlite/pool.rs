//! The connections that loads read through. They never wait for the writer.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags};

use super::open::connect;
use super::reader::STATEMENTS;
use crate::StoreError;

/// What a connection keeps of the file, at the most: 4 MiB, given as SQLite wants it. That is enough for what leads to
/// the rows, of tables of millions; the rows themselves are the system's to keep.
const CACHE: i32 = -4_096;

/// Read-only connections: one from the start, others as they are needed, up to a few.
///
/// A load is synchronous: whoever has a connection gives it back without waiting for anything but the
/// disk. So a thread that waits here for a connection gets one, even if it is the runtime's only one.
#[derive(Debug)]
pub(super) struct Pool {
    path: PathBuf,
    most: usize,
    state: Mutex<State>,
    given_back: Condvar,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Connection>,
    /// All that are open, idle or not.
    open: usize,
    /// How many wait for one. Only they need to be told, which is a call into the system.
    waiting: usize,
}

impl Pool {
    /// A pool of at most `most` connections to the file. The first is opened now, so that a process that
    /// runs out of descriptors later can still read.
    pub(super) fn new(path: PathBuf, most: usize) -> Result<Pool, StoreError> {
        let (state, given_back) = Default::default();
        let pool = Pool { path, most, state, given_back };
        let first = pool.open()?;
        *pool.state() = State { idle: vec![first], open: 1, waiting: 0 };
        Ok(pool)
    }

    /// Reads through one of the connections.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let lent = self.lend()?;
        match &lent.connection {
            Some(connection) => read(connection),
            None => Err(StoreError::new("lends no connection")),
        }
    }

    fn lend(&self) -> Result<Lent<'_>, StoreError> {
        let connection = match self.take() {
            Some(idle) => idle,
            None => self.open().or_else(|fault| self.wait_instead(fault))?,
        };
        Ok(Lent { pool: self, connection: Some(connection) })
    }

    fn open(&self) -> Result<Connection, StoreError> {
        let opened = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let opened = opened.and_then(|connection| {
            connection.set_prepared_statement_cache_capacity(STATEMENTS);
            connection.pragma_update(None, "cache_size", CACHE)?;
            Ok(connection)
        });
        opened.map_err(|error| StoreError::new(format!("cannot be opened to read: {error}")))
    }

    /// Closes the connections. Nobody may be reading any more.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.open -= state.idle.len();
        state.idle.clear();
    }

    /// An idle connection, or the leave to open one.
    fn take(&self) -> Option<Connection> {
        let full = |state: &mut State| state.idle.is_empty() && state.open >= self.most;
        let mut state = self.wait_while(self.state(), full);
        let idle = state.idle.pop();
        state.open += usize::from(idle.is_none());
        idle
    }

    /// A connection of somebody else's, after none could be opened; the fault, if there is nobody else.
    fn wait_instead(&self, fault: StoreError) -> Result<Connection, StoreError> {
        let mut state = self.state();
        state.open -= 1;
        let mut state = self.wait_while(state, |state| state.idle.is_empty() && state.open > 0);
        state.idle.pop().ok_or(fault)
    }

    fn wait_while<'a>(
        &self,
        mut state: MutexGuard<'a, State>,
        condition: impl FnMut(&mut State) -> bool,
    ) -> MutexGuard<'a, State> {
        state.waiting += 1;
        let state = self.given_back.wait_while(state, condition);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        state
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the pool, which comes back however the reading ends.
struct Lent<'a> {
    pool: &'a Pool,
    connection: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        // One that is still in a transaction would go on showing the past.
        let usable = self.connection.take().filter(Connection::is_autocommit);
        let mut state = self.pool.state();
        match usable {
            Some(connection) => state.idle.push(connection),
            None => state.open -= 1,
        }
        let is_waited_for = state.waiting > 0;
        drop(state);
        if is_waited_for {
            self.pool.given_back.notify_one();
        }
    }
}
