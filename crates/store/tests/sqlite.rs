//! The suite, on the store in a SQLite file: as it is, and with so little room for answers in memory that they come and go.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod suite;

use std::sync::Arc;

use accede_store::SqliteStore;
use suite::{Opened, suite};

fn opened(change: impl FnOnce(SqliteStore) -> SqliteStore) -> Option<Opened> {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&directory.path().join("accede.db"), [7; 32]).unwrap();
    Some(Opened { store: Arc::new(change(store)), directory: Some(directory) })
}

async fn open() -> Option<Opened> {
    opened(|store| store)
}

suite!(open);

/// The themes that are about what is kept.
mod little_room {
    use accede_store::Answers;

    /// Room for a handful of answers of each sixteenth of the accounts.
    const BYTES: usize = 64 << 10;

    async fn open() -> Option<super::Opened> {
        super::opened(|store| store.with_answers(Answers::new(BYTES)))
    }

    crate::suite::tests! {
        (open)
        answers: [
            no_answer_is_older_than_what_is_known,
            answers_follow_every_change,
            answers_stay_after_a_commit_that_failed,
        ],
        races: [
            a_crowd_of_commands_keeps_the_invariants,
        ],
        history: [
            a_random_history_agrees_with_the_model,
        ],
    }
}
