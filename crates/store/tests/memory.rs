//! The suite, on the store in memory.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod suite;

use std::sync::Arc;

use accede_membership::{Account, AccountId};
use accede_store::{MemoryStore, Pending, StoreError};
use suite::{Backend, Opened, suite};

impl Backend for MemoryStore {
    fn put(&self, id: AccountId, account: Account) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(self.put_account(id, account))
    }
}

fn open() -> Opened {
    Opened { store: Arc::new(MemoryStore::new([7; 32])), directory: None }
}

suite!(open);
