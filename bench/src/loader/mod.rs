//! Makes a large store, the same each time: accounts, organizations, members in several Regions and both services, events.
//! What the rules say of records at rest holds in it.
//!
//! `accede-bench load FILE [ACCOUNTS [RELATIONSHIPS [EVENTS [REGIONS [CROWD [WANTED]]]]]]`

mod directory;
mod events;
mod members;
mod pairs;
mod people;
mod shape;

use std::path::Path;
use std::sync::Arc;

use accede_store::{CommitError, Entry, SqliteStore, Store};
use tokio::task::JoinSet;

use crate::Problem;
pub(crate) use pairs::Pairs;
pub(crate) use people::People;
pub(crate) use shape::Shape;

/// How many entries are put at once.
const BATCH: usize = 1_000;
/// How many batches wait for the disk together.
const WAITING: usize = 4;
/// The secret of the store, which is no secret.
const SECRET: [u8; 32] = [0x5e; 32];

/// Makes a store of this shape in a file that is not there yet, and answers how many records and events there are.
///
/// # Errors
/// When there cannot be such a store, or it cannot be written.
pub(crate) fn load(file: &Path, shape: &Shape) -> Result<u64, Problem> {
    let people = People::of(shape)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().build()?;
    runtime.block_on(async {
        let mut filling = Filling::of(SqliteStore::create(file, SECRET)?);
        filling.put(directory::entries(&people, shape)).await?;
        filling.put(members::entries(people, shape)?).await?;
        filling.put(events::entries(&people, shape)).await?;
        filling.finish().await
    })
}

/// Makes a store as the words say, and says what it made.
///
/// # Errors
/// As for [`load`], and when the words make no sense.
pub(crate) fn command(words: &[String]) -> Result<(), Problem> {
    let (file, numbers) = words.split_first().ok_or("which file?")?;
    let made = load(Path::new(file), &Shape::read(numbers)?)?;
    println!("{made} records in {file}");
    Ok(())
}

/// A store that is being filled.
struct Filling {
    store: Arc<dyn Store>,
    waiting: JoinSet<Result<(), CommitError>>,
    made: u64,
}

impl Filling {
    fn of(store: SqliteStore) -> Filling {
        Filling { store: Arc::new(store), waiting: JoinSet::new(), made: 0 }
    }

    async fn put(&mut self, entries: impl Iterator<Item = Entry>) -> Result<(), Problem> {
        let mut entries = entries.peekable();
        while entries.peek().is_some() {
            let batch: Vec<Entry> = entries.by_ref().take(BATCH).collect();
            self.made += batch.len() as u64;
            let store = Arc::clone(&self.store);
            self.waiting.spawn(async move { store.fill(batch).await });
            self.wait_until(WAITING).await?;
        }
        Ok(())
    }

    /// Waits until no more batches than these are waiting.
    async fn wait_until(&mut self, left: usize) -> Result<(), Problem> {
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

    async fn finish(mut self) -> Result<u64, Problem> {
        self.wait_until(0).await?;
        self.store.finish().await?;
        Ok(self.made)
    }
}

#[cfg(test)]
mod tests;
