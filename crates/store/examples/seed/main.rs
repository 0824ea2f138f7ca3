//! Makes a large store, the same each time: accounts, organizations, members in several Regions and both services, events.
//! What the rules say of records at rest holds in it.
//!
//! `cargo run --release -p accede-store --example seed FILE [ACCOUNTS [RELATIONSHIPS [EVENTS]]]`

#![allow(clippy::print_stdout, reason = "it says what it made")]

mod directory;
mod events;
mod members;
mod people;

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use accede_store::{CommitError, Entry, SqliteStore, Store};
use people::People;
use tokio::task::JoinSet;

/// How many entries are put at once.
const BATCH: usize = 1_000;
/// How many batches wait for the disk together.
const WAITING: usize = 4;
/// The secret of the store, which is no secret.
const SECRET: [u8; 32] = [0x5e; 32];

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (file, numbers) = words.split_first().ok_or("which file?")?;
    let number = |at: usize, default: u64| {
        numbers.get(at).map_or(Ok(default), |word| word.parse().map_err(|_| format!("{word}?")))
    };
    let (accounts, relationships) = (number(0, 100_000)?, number(1, 1_000_000)?);
    let events = number(2, 100_000)?;
    let people = People::of(accounts)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().build()?;
    let made = runtime.block_on(async {
        let mut filling = Filling::of(SqliteStore::create(Path::new(file), SECRET)?);
        filling.put(directory::entries(&people)).await?;
        filling.put(members::entries(&people, relationships)?).await?;
        filling.put(events::entries(&people, events)).await?;
        filling.finish().await
    })?;
    println!("{made} records in {file}");
    Ok(())
}

/// A store that is being filled.
struct Filling {
    store: Arc<dyn Store>,
    waiting: JoinSet<Result<(), CommitError>>,
    made: usize,
}

impl Filling {
    fn of(store: SqliteStore) -> Filling {
        Filling { store: Arc::new(store), waiting: JoinSet::new(), made: 0 }
    }

    async fn put(&mut self, entries: impl Iterator<Item = Entry>) -> Result<(), Box<dyn Error>> {
        let mut entries = entries.peekable();
        while entries.peek().is_some() {
            let batch: Vec<Entry> = entries.by_ref().take(BATCH).collect();
            self.made += batch.len();
            let store = Arc::clone(&self.store);
            self.waiting.spawn(async move { store.fill(batch).await });
            self.wait_until(WAITING).await?;
        }
        Ok(())
    }

    /// Waits until no more batches than these are waiting.
    async fn wait_until(&mut self, left: usize) -> Result<(), Box<dyn Error>> {
        while self.waiting.len() > left
            && let Some(put) = self.waiting.join_next().await
        {
            put?.map_err(|error| match error {
                CommitError::Conflict => "a record is there twice".to_owned(),
                CommitError::Store(error) => error.to_string(),
            })?;
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<usize, Box<dyn Error>> {
        self.wait_until(0).await?;
        self.store.finish().await?;
        Ok(self.made)
    }
}
