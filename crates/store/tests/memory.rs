//! The suite, on the store in memory.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod suite;

use std::sync::Arc;

use accede_store::MemoryStore;
use suite::{Opened, suite};

async fn open() -> Option<Opened> {
    Some(Opened { store: Arc::new(MemoryStore::new([7; 32])), directory: None })
}

suite!(open);
