//! How far it is, for whoever waits.

use std::io::{self, Write};
use std::time::Instant;

use crate::clock;

/// How often it says so, in microseconds.
const EVERY: u64 = 1_000_000;

/// Says on standard error how many records were dealt with, at most once a second.
pub(super) struct Progress {
    what: &'static str,
    done: u64,
    last: Instant,
}

impl Progress {
    /// Nothing is done yet.
    pub(super) fn of(what: &'static str) -> Progress {
        Progress { what, done: 0, last: clock::instant() }
    }

    /// So many more are done.
    pub(super) fn add(&mut self, more: usize) {
        self.done += more as u64;
        if clock::micros_since(self.last) >= EVERY {
            self.last = clock::instant();
            // Nobody has to read it.
            let _ = writeln!(io::stderr().lock(), "accede: {} records {}", self.done, self.what);
        }
    }
}
