//! A file of schema 2 is taken on, with everything that is in it.

use std::path::Path;

use accede_membership::{Change, InvitationState, Read, Status, World};
use accede_store::{SqliteStore, Store};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::entries::{
    access_key, creation, event, handshake, joined, known, organization, place, role, root,
};
use super::make::{
    DIRECTORY, account, agree, invited, numbered, pair, put, reads_of, relationship, scope, seen,
    try_put,
};
use super::migrated::shape;
use super::{bytes_beside, file, open};

/// Makes the file, with its log moved into it or not.
pub(super) fn make(path: &Path, more: &str, has_log: bool) {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log).unwrap();
    connection.execute_batch(include_str!("schema_2.sql")).unwrap();
    connection.pragma_update(None, "wal_checkpoint", "TRUNCATE").unwrap();
    connection.execute_batch("UPDATE meta SET version = version + 1").unwrap();
    connection.execute_batch(more).unwrap();
    connection.close().unwrap();
    assert_eq!(path.with_extension("db-wal").exists(), has_log);
}

/// The records that are in the file, each with its version.
pub(super) fn records() -> Vec<(Change, u64)> {
    let enabled = relationship(pair(1, 2), Status::Enabled, InvitationState::Accepted);
    vec![
        (Change::Standing(account(1), Some(numbered(1))), 1),
        (Change::Relationship(pair(1, 2), Some(enabled)), 1),
        (invited(pair(1, 3)), 1),
        (joined(1, 1, root(1)), 2),
        (organization(1, 1), 2),
        (handshake(1, 1, 2), 2),
        (creation(1, 1), 2),
        (known(2, "Ann@example.com"), 3),
    ]
}

/// Everything is there, and these.
pub(super) async fn is_all_there(store: &SqliteStore, more: &[Change]) {
    let changes: Vec<_> = records().into_iter().map(|(change, _)| change).collect();
    let mut world = World::default();
    world.apply(&changes);
    world.apply(more);
    let mut reads = reads_of(&changes);
    reads.extend(reads_of(more));
    reads.extend([
        Read::RowsOf(account(1)),
        Read::AccountByEmail("ann@example.com".to_owned()),
        super::everything_recorded(),
    ]);
    agree(store, &scope(), &world, &reads).await;
}

#[tokio::test]
async fn everything_of_schema_2_is_there() {
    for has_log in [false, true] {
        let (_directory, path) = file();
        make(&path, "", has_log);
        let store = open(&path);
        assert_eq!(store.secret(), [7; 32]);
        is_all_there(&store, &[]).await;
        let (changes, versions): (Vec<_>, Vec<_>) = records().into_iter().unzip();
        let seen = seen(&store, &scope(), &changes).await;
        assert_eq!(seen.iter().map(|(_, version)| *version).collect::<Vec<_>>(), versions);
        // What the file had no place for has one.
        let more = [access_key(1, 1), role("Auditor", 1), event(1, "us-east-1", place(1, 1))];
        put(&store, DIRECTORY, &more).await;
        drop(store);

        let store = open(&path);
        is_all_there(&store, &more).await;
        let now = super::make::seen(&store, DIRECTORY, &more).await;
        assert!(now.iter().all(|(_, version)| *version > 4), "{now:?}");
        try_put(&store, &scope(), seen, &changes).await.unwrap();
        is_all_there(&store, &more).await;
    }
}

#[test]
fn a_file_of_schema_2_becomes_what_a_new_one_is() {
    let (_old, old) = file();
    make(&old, "", false);
    drop(open(&old));
    let (_new, new) = file();
    drop(open(&new));
    assert_eq!(bytes_beside(&old).len(), 1, "a closed store is one file");
    assert_eq!(shape(&old), shape(&new));
}

#[test]
fn a_file_of_schema_2_that_cannot_be_taken_on_stays_as_it_is() {
    for table in ["access_key", "role", "event"] {
        let (_directory, path) = file();
        make(&path, &format!("CREATE TABLE {table} (x)"), false);
        let before = bytes_beside(&path);
        let error = SqliteStore::open(&path, [7; 32]).unwrap_err().to_string();
        let why = format!("cannot be taken on from schema 2: table {table} already exists");
        assert!(error.contains(&why) && !error.contains('\n'), "{error}");
        assert!(bytes_beside(&path) == before, "refused, but changed: {error}");
    }
}
