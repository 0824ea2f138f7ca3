//! The suite, on the store in a SQLite file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod suite;

use std::sync::Arc;

use accede_store::SqliteStore;
use suite::{Opened, suite};

async fn open() -> Option<Opened> {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&directory.path().join("accede.db"), [7; 32]).unwrap();
    Some(Opened { store: Arc::new(store), directory: Some(directory) })
}

suite!(open);
