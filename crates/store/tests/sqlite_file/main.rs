//! What only a store in a file can get wrong: opening, refusing, being killed, running out of space.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod child;
mod documents;
#[path = "../suite/entries.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod entries;
mod faults;
mod killed;
#[path = "../suite/make.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod make;
mod migrated;
mod migrated_2;
mod refused;
mod reopened;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use accede_membership::access::EventsOf;
use accede_membership::{Extent, Read};
use accede_store::SqliteStore;
use tempfile::TempDir;

/// A directory of its own, and a file in it that is not there yet.
fn file() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("accede.db");
    (directory, path)
}

/// The read of all that was recorded.
fn everything_recorded() -> Read {
    Read::EventPage { of: EventsOf::Everybody, after: None, extent: Extent::ALL }
}

fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, [7; 32]).unwrap()
}

/// Every file beside `path`, byte for byte.
fn bytes_beside(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap());
    let files = files.filter(|entry| entry.file_type().unwrap().is_file());
    files.map(|entry| (entry.path(), std::fs::read(entry.path()).unwrap())).collect()
}
