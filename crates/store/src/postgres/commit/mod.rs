//! Commits: one transaction, sent as a whole.
//!
//! Nothing here depends on the isolation level. What was seen is held: a record that is there by a lock on its row and
//! by its version, an absence by a row with its key that comes and goes with the transaction. A guard that does
//! not hold divides by zero, which ends the transaction; a key that is taken does, too. So the server needs no
//! answer of ours in between, and a commit takes one round trip.
//!
//! Locks are taken in one order by everybody (tables, scopes, keys), and before anything is written: no two commits
//! wait for each other.

mod guard;
mod lot;
mod plan;
mod rows;
mod table;
mod write;

pub(super) use plan::{Planned, plan};
pub(super) use table::{Column, Table};

/// The most rows that one statement writes or holds.
pub(super) const ROWS: usize = 500;
