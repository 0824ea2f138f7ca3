//! A file of schema 1 is taken on, with everything that is in it.

use std::collections::BTreeMap;
use std::path::Path;

use accede_membership::directory::Account;
use accede_membership::{
    AccountId, Change, InvitationState, Kind, Pair, Read, Relationship, Row, Service, Standing,
    Status, Switch, Tally, Timestamp, World,
};
use accede_store::{SqliteStore, Store};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::make::{
    DIRECTORY, account, agree, invitation, pair, put, reads_of, row, scope, scope_of, seen, try_put,
};
use super::{bytes_beside, file, open};

/// The tables of schema 1, as they were made.
const SCHEMA_1: &str = "
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  secret BLOB NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE account (
  account TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE standing (
  service TEXT NOT NULL,
  region TEXT NOT NULL,
  account TEXT NOT NULL,
  version INTEGER NOT NULL,
  switch TEXT NOT NULL,
  enabled_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  settings TEXT NOT NULL,
  tags TEXT NOT NULL,
  administrator TEXT,
  tally_rows INTEGER NOT NULL,
  tally_counted INTEGER NOT NULL,
  tally_blocking INTEGER NOT NULL,
  tally_associated INTEGER NOT NULL,
  PRIMARY KEY (service, region, account)
) STRICT, WITHOUT ROWID;
CREATE TABLE relationship (
  service TEXT NOT NULL,
  region TEXT NOT NULL,
  administrator TEXT NOT NULL,
  member TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  status TEXT,
  email TEXT,
  tags TEXT,
  created_at INTEGER,
  updated_at INTEGER,
  invited_at INTEGER,
  message TEXT,
  invitation_id BLOB,
  invitation_at INTEGER,
  invitation_state TEXT,
  PRIMARY KEY (service, region, administrator, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation ON relationship (
  service, region, member, administrator,
  invitation_id, invitation_at, invitation_state, status
) WHERE invitation_id IS NOT NULL;
";

/// Records of schema 1; 17 is the last version that was given.
const RECORDS: &str = "
INSERT INTO meta VALUES (1, zeroblob(32), 17);
INSERT INTO account VALUES ('000000000002', 'Ann@Example.com'), ('000000000009', 'bob@example.com');
INSERT INTO standing VALUES
  ('securityhub', 'eu-central-1', '000000000001', 11, 'enabled', 5, 6, '{\"a\":\"b\"}',
   '{\"k\":\"v\"}', NULL, 1, 1, 1, 1),
  ('securityhub', 'eu-central-1', '000000000002', 16, 'off', 0, 0, '{}', '{}',
   '000000000001', 0, 0, 0, 0),
  ('macie2', 'us-east-1', '000000000001', 12, 'paused', 7, 8, '{}', '{}', NULL, 0, 0, 0, 0);
INSERT INTO relationship VALUES
  ('securityhub', 'eu-central-1', '000000000001', '000000000002', 15, 'invitation', 'Enabled',
   'ann@example.com', '{\"k\":\"v\"}', 1, 2, 3, 'hello', x'0000000000000000000000000000002a', 3,
   'accepted'),
  ('securityhub', 'eu-central-1', '000000000003', '000000000002', 14, 'invitation', NULL, NULL,
   NULL, NULL, NULL, NULL, NULL, x'0000000000000000000000000000002b', 3, 'declined');
";

/// Makes a file of schema 1, with its log moved into it or not.
fn make(path: &Path, more: &str, has_log: bool) {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "application_id", 0x4143_4344).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.execute_batch(SCHEMA_1).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log).unwrap();
    connection.execute_batch(RECORDS).unwrap();
    connection.execute_batch(more).unwrap();
    connection.close().unwrap();
    assert_eq!(path.with_extension("db-wal").exists(), has_log);
}

fn text(key: &str, value: &str) -> BTreeMap<String, String> {
    [(key.to_owned(), value.to_owned())].into()
}

/// The records, as they are now: in the first scope, in the second, and in the directory.
fn records() -> [Vec<Change>; 3] {
    let administrator = Standing {
        switch: Switch::Enabled,
        enabled_at: Timestamp(5),
        updated_at: Timestamp(6),
        settings: text("a", "b"),
        tags: text("k", "v"),
        tally: Tally { rows: 1, counted: 1, blocking: 1, associated: 1, organization: 0 },
        ..Standing::default()
    };
    let member = Standing { administrator: Some(account(1)), ..Standing::default() };
    let (enabled_at, updated_at) = (Timestamp(7), Timestamp(8));
    let paused = Standing { switch: Switch::Paused, enabled_at, updated_at, ..Standing::default() };
    let accepted = Row {
        email: Some("ann@example.com".to_owned()),
        tags: text("k", "v"),
        invited_at: Some(Timestamp(3)),
        message: Some("hello".to_owned()),
        ..row(Status::Enabled)
    };
    let related = |pair: Pair, row, id, state| {
        let invitation = Some(invitation(id, state));
        Change::Relationship(
            pair,
            Some(Relationship { pair, kind: Kind::Invitation, row, invitation }),
        )
    };
    let known = |id: AccountId, email: &str| {
        let email = Some(email.to_owned());
        Change::Account(id, Some(Account { email, ..Account::default() }))
    };
    let first = vec![
        Change::Standing(account(1), Some(administrator)),
        Change::Standing(account(2), Some(member)),
        related(pair(1, 2), Some(accepted), 42, InvitationState::Accepted),
        related(pair(3, 2), None, 43, InvitationState::Declined),
    ];
    let second = vec![Change::Standing(account(1), Some(paused))];
    let directory =
        vec![known(account(2), "Ann@Example.com"), known(account(9), "bob@example.com")];
    [first, second, directory]
}

/// Everything is there, and it has the version that it had.
async fn is_all_there(store: &SqliteStore) {
    let [first, second, directory] = records();
    let macie = scope_of(Service::Macie, "us-east-1");
    for (scope, changes) in [(Some(&scope()), &first), (Some(&macie), &second), (None, &directory)]
    {
        let mut world = World::default();
        world.apply(changes);
        agree(store, scope, &world, &reads_of(changes)).await;
    }
    let emails = ["ann@example.com", "bob@example.com"].map(|email| {
        let read = Read::AccountByEmail(email.to_owned());
        (email, read)
    });
    let loaded = store.load(None, &emails.map(|(_, read)| read)).await.unwrap();
    assert_eq!(loaded.view.emails["ann@example.com"], Some(account(2)));
    assert_eq!(loaded.view.emails["bob@example.com"], Some(account(9)));
    let scopes = store.load(None, &[Read::ScopesOf(account(1))]).await.unwrap().view.scopes;
    assert_eq!(scopes, [scope(), macie]);
}

#[tokio::test]
async fn everything_of_schema_1_is_there() {
    for has_log in [false, true] {
        let (_directory, path) = file();
        make(&path, "", has_log);
        let store = open(&path);
        assert_eq!(store.secret(), [0; 32]);
        is_all_there(&store).await;
        let [first, _, directory] = records();
        let versions = seen(&store, &scope(), &first).await;
        let numbers: Vec<_> = versions.iter().map(|(_, version)| *version).collect();
        assert_eq!(numbers, [11, 16, 15, 14]);
        // What schema 1 had no version for has a new one.
        let of_directory = seen(&store, DIRECTORY, &directory).await;
        assert!(of_directory.iter().all(|(_, version)| *version > 17), "{of_directory:?}");
        drop(store);

        let store = open(&path);
        is_all_there(&store).await;
        try_put(&store, &scope(), versions, &first).await.unwrap();
        let versions = seen(&store, &scope(), &first).await;
        assert!(versions.iter().all(|(_, version)| *version > of_directory[0].1), "{versions:?}");
        put(&store, DIRECTORY, &directory).await;
        is_all_there(&store).await;
    }
}

/// What every table and index has, whatever the order of its columns.
pub(super) fn shape(path: &Path) -> BTreeMap<String, Vec<String>> {
    let connection = Connection::open(path).unwrap();
    let rows = |sql: &str, name: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let cell = |row: &rusqlite::Row<'_>, n| format!("{:?}", row.get_ref(n).unwrap());
        let row = |row: &rusqlite::Row<'_>| {
            Ok((0..columns).map(|n| cell(row, n)).collect::<Vec<_>>().join(" "))
        };
        let params: &[&str] = if name.is_empty() { &[] } else { &[name] };
        let rows = statement.query_map(rusqlite::params_from_iter(params), row).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let names = connection
        .prepare("SELECT name FROM sqlite_schema ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .map(Result::unwrap)
        .collect::<Vec<_>>();
    let columns =
        "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1) ORDER BY 1";
    let of_index = "SELECT seqno, name FROM pragma_index_info(?1) ORDER BY seqno";
    let indexes = "SELECT name, \"unique\", partial FROM pragma_index_list(?1) ORDER BY name";
    let mut shape: BTreeMap<_, _> = names
        .into_iter()
        .map(|name| {
            let parts = [columns, of_index, indexes].map(|sql| rows(sql, &name));
            (name, parts.concat())
        })
        .collect();
    shape.insert("user_version".to_owned(), rows("PRAGMA user_version", ""));
    shape
}

#[test]
fn a_file_of_schema_1_becomes_what_a_new_one_is() {
    let (_old, old) = file();
    make(&old, "", false);
    drop(open(&old));
    let (_new, new) = file();
    drop(open(&new));
    assert_eq!(bytes_beside(&old).len(), 1, "a closed store is one file");
    assert_eq!(shape(&old), shape(&new));
}

#[test]
fn what_cannot_be_taken_on_stays_as_it_is() {
    for (more, why) in [
        (
            "INSERT INTO account VALUES ('000000000003', 'ANN@example.com')",
            "table account, row (000000000003): cannot be written: UNIQUE",
        ),
        (
            "INSERT INTO account VALUES ('12', 'x')",
            "table account, row (12): an account id is 12 decimal digits",
        ),
        ("CREATE TABLE organization (x)", "table organization already exists"),
    ] {
        let (_directory, path) = file();
        make(&path, more, false);
        let before = bytes_beside(&path);
        let error = SqliteStore::open(&path, [7; 32]).unwrap_err().to_string();
        assert!(error.contains("cannot be taken on from schema 1: "), "{error}");
        assert!(error.contains(why) && !error.contains('\n'), "{error}");
        assert!(bytes_beside(&path) == before, "refused, but changed: {error}");
    }
}
