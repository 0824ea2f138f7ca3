//! The suite, on the store in memory: as it is, and with so little room for answers that they come and go.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod suite;

use std::sync::Arc;

use accede_store::{Answers, MemoryStore};
use suite::{Opened, suite};

async fn open() -> Option<Opened> {
    Some(Opened { store: Arc::new(MemoryStore::new([7; 32])), directory: None })
}

suite!(open);

mod little_room {
    /// Room for a handful of answers of each sixteenth of the accounts.
    const BYTES: usize = 64 << 10;

    async fn open() -> Option<super::Opened> {
        let store = super::MemoryStore::new([7; 32]).with_answers(super::Answers::new(BYTES));
        Some(super::Opened { store: super::Arc::new(store), directory: None })
    }

    super::suite!(open);
}
