//! Copies of the whole store: made while commits go on, and put in the place of one that was lost.

use std::fs::File;
use std::io;
use std::path::Path;

use rusqlite::OpenFlags;

use super::SqliteStore;
use super::open::{beside, connect};
use super::{mark, query, verify};
use crate::StoreError;
use crate::part::PartFile;

/// Writes everything that is in the store at this moment into a file that is not there yet.
///
/// What is written is looked at before it gets its name: a store that is damaged has no backup.
pub(super) fn back_up(store: &Path, file: &Path) -> Result<(), StoreError> {
    let part = PartFile::begin(file)?;
    let cannot = |why: StoreError| why.about(&format_args!("{} cannot be written", file.display()));
    let from = connect(store, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(query::fault)?;
    let path = part.path().to_str();
    let path = path.ok_or_else(|| cannot(StoreError::new("its name is not UTF-8")))?;
    from.execute("VACUUM INTO ?1", [path]).map_err(|error| {
        if query::is_damage(&error) {
            return query::fault(error).about(&store.display());
        }
        cannot(StoreError::new(query::one_line(&error)))
    })?;
    drop(from);
    let copy = connect(part.path(), OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(query::fault)?;
    verify::whole(&copy)
        .map_err(|why| why.about(&format_args!("a copy of {}", store.display())))?;
    drop(copy);
    part.finish()
}

impl SqliteStore {
    /// Makes a store of a backup, where there is none, after the whole of it was looked at. The backup stays.
    ///
    /// # Errors
    ///
    /// There is a store already, or some of one; the file is no backup, or is damaged; the store cannot be made.
    pub fn restore(backup: &Path, store: &Path) -> Result<(), StoreError> {
        let cannot = |why: &dyn std::fmt::Display| {
            StoreError::new(format!("{} cannot be restored: {why}", backup.display()))
        };
        let mut from = File::open(backup).map_err(|error| cannot(&error))?;
        let metadata = from.metadata().map_err(|error| cannot(&error))?;
        if !metadata.is_file() {
            return Err(cannot(&"it is not a regular file"));
        }
        if metadata.len() == 0 {
            return Err(cannot(&"it is empty"));
        }
        let log = beside(backup, "-wal");
        if log.metadata().is_ok_and(|log| log.len() > 0) {
            let why = format!("{} says that it is a store that was not closed", log.display());
            return Err(cannot(&why));
        }
        let part = PartFile::begin(store)?;
        let copied = File::create(part.path()).and_then(|mut to| io::copy(&mut from, &mut to));
        copied.map_err(|error| {
            StoreError::new(format!("{} cannot be written: {error}", part.path().display()))
        })?;
        let sound = SqliteStore::open(part.path(), [0; 32]).and_then(|copy| copy.check());
        sound.map_err(|why| {
            let (why, path) = (why.to_string(), part.path().display().to_string());
            cannot(&why.replace(&path, "it"))
        })?;
        // What the store that was lost had come to is no longer expected.
        mark::forget(store);
        part.finish()
    }
}
