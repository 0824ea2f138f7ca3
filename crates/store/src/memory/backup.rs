//! A backup of what is in memory, in a file that an embedded store can be opened from.

use std::path::Path;

use crate::part::PartFile;
use crate::{CommitError, Entry, SqliteStore, Store, StoreError};

/// How many entries are written at once.
const SLICE: usize = 500;

/// Writes these entries, which are all, into a file that is not there yet.
pub(super) async fn back_up(
    secret: [u8; 32],
    entries: Vec<Entry>,
    file: &Path,
) -> Result<(), StoreError> {
    let part = PartFile::begin(file)?;
    let copy = SqliteStore::create(part.path(), secret)?;
    let mut entries = entries.into_iter().peekable();
    while entries.peek().is_some() {
        let slice = entries.by_ref().take(SLICE).collect();
        copy.fill(slice).await.map_err(|error| match error {
            CommitError::Store(error) => error,
            CommitError::Conflict => StoreError::new("the backup is written by others"),
        })?;
    }
    copy.finish().await?;
    copy.check()?;
    drop(copy);
    part.finish()
}
