//! What only a store in a file can get wrong: opening, refusing, being killed, running out of space.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod backup;
mod child;
mod documents;
#[path = "../suite/entries.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod entries;
mod faults;
mod flips;
mod killed;
#[path = "../suite/make.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod make;
mod migrated;
mod migrated_2;
mod migrated_3;
#[path = "../suite/random.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod random;
mod refused;
mod reopened;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use accede_membership::access::EventsOf;
use accede_membership::{Extent, Read};
use accede_store::{SqliteStore, Store};
use rusqlite::Connection;
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

/// Opens the store, and changes something behind its back.
fn open_and_change(path: &Path, sound: &[u8], sql: &str) -> SqliteStore {
    std::fs::write(path, sound).unwrap();
    let store = open(path);
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
    store
}

/// Nothing is answered any more, now that this was found; and nothing after a restart.
async fn is_given_up(store: SqliteStore, path: &Path, found: &str) {
    let error = store.load(None, &[Read::Account(make::account(9))]).await.unwrap_err();
    assert!(error.is_damaged() && error.to_string().contains(found), "{error}");
    let error = store.ready().await.unwrap_err();
    assert!(error.is_damaged() && error.to_string().contains(found), "{error}");
    drop(store);
    let error = SqliteStore::open(path, [7; 32]).unwrap_err();
    assert!(error.is_damaged() && error.to_string().contains(found), "{error}");
}

/// Every file beside `path`, byte for byte.
fn bytes_beside(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap());
    let files = files.filter(|entry| entry.file_type().unwrap().is_file());
    files.map(|entry| (entry.path(), std::fs::read(entry.path()).unwrap())).collect()
}
