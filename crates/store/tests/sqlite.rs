//! The suite, on the store in a SQLite file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod suite;

use std::sync::Arc;

use accede_membership::{Account, AccountId};
use accede_store::{Pending, SqliteStore, StoreError};
use suite::{Backend, Opened, suite};

impl Backend for SqliteStore {
    fn put(&self, id: AccountId, account: Account) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(self.put_account(id, account))
    }
}

fn open() -> Opened {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&directory.path().join("accede.db"), [7; 32]).unwrap();
    Opened { store: Arc::new(store), directory: Some(directory) }
}

suite!(open);
