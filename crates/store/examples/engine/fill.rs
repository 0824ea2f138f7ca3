//! Makes a store of a given size.

use std::path::Path;

use accede_membership::Standing;
use accede_store::{Entry, SqliteStore, Store};

use crate::Done;
use crate::shape::{account, created, invited, pair, scope};

/// How many entries are put at once.
const BATCH: u64 = 5_000;

/// A store of standings, and of members that were invited or not.
pub(crate) async fn made(
    file: &Path,
    accounts: u64,
    relationships: u64,
    are_invited: bool,
) -> Done<()> {
    let store = SqliteStore::create(file, [7; 32])?;
    let mut batch = Vec::new();
    for number in 0..accounts {
        batch.push(Entry::Standing(scope(), account(number)?, Standing::default()));
    }
    put(&store, &mut batch).await?;
    for number in 0..relationships {
        let pair = pair(number, accounts)?;
        let record = if are_invited { invited(pair, number) } else { created(pair) };
        batch.push(Entry::Relationship(scope(), record));
        if number % BATCH == 0 {
            put(&store, &mut batch).await?;
        }
    }
    put(&store, &mut batch).await?;
    Ok(store.finish().await?)
}

async fn put(store: &SqliteStore, batch: &mut Vec<Entry>) -> Done<()> {
    store.fill(std::mem::take(batch)).await.map_err(|error| format!("{error:?}").into())
}
