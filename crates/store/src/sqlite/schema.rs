//! What the file holds, and how it says that it is Accede's.
//!
//! Keys lead with the scope. Account ids are their 12 digits, whose byte order is the order of the
//! accounts. No constraint here restates a rule of membership.

use std::collections::BTreeSet;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};

use super::query::fault;
use super::sum::Sum;
use crate::StoreError;

/// `application_id` of an Accede store: `ACCD` in ASCII.
pub(super) const APPLICATION_ID: u32 = 0x4143_4344;
/// The same of a store that is being filled: `ACCU`. What comes of it when that is interrupted is none.
pub(super) const UNFINISHED_ID: u32 = 0x4143_4355;
/// `user_version`: the schema that this code reads and writes.
pub(super) const VERSION: u32 = 4;

/// What a new file gets in one transaction, besides the directory and access. Each row ends with the checksum of its
/// cells, in the order of `rows.rs`.
///
/// A row of a relationship is there if its `status` is, an invitation if its `invitation_id` is. The index
/// covers a member's list of invitations: a page of it touches nothing else, and has its own checksum.
const TABLES: &str = "
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  secret BLOB NOT NULL,
  version INTEGER NOT NULL,
  sum INTEGER NOT NULL
) STRICT;
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
  tally_organization INTEGER NOT NULL DEFAULT 0,
  configuration TEXT NOT NULL DEFAULT '{}',
  sum INTEGER NOT NULL,
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
  invitation_sum INTEGER,
  sum INTEGER NOT NULL,
  PRIMARY KEY (service, region, administrator, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation ON relationship (
  service, region, member, administrator,
  invitation_id, invitation_at, invitation_state, status, invitation_sum
) WHERE invitation_id IS NOT NULL;
";

/// The directory: a record is a document, and beside it is what records are selected by. Ids are their texts,
/// whose byte order is their own.
const DIRECTORY: &str = "
CREATE INDEX standing_by_account ON standing (account);
CREATE TABLE account (
  account TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  email_key TEXT,
  organization TEXT,
  parent TEXT,
  sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_by_email ON account (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX account_by_organization ON account (organization, account)
  WHERE organization IS NOT NULL;
CREATE INDEX account_by_parent ON account (organization, parent, account)
  WHERE parent IS NOT NULL;
CREATE TABLE organization (
  organization TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE handshake (
  handshake TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  account TEXT NOT NULL,
  organization TEXT NOT NULL,
  sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX handshake_by_account ON handshake (account, handshake);
CREATE INDEX handshake_by_organization ON handshake (organization, handshake);
CREATE TABLE creation (
  creation TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  organization TEXT NOT NULL,
  sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX creation_by_organization ON creation (organization, creation);
";

/// Access keys, roles and events. Events are in the order in which they were added, so that a row is written
/// where the last one was, whatever the size of its document; what they are found by is in small indexes.
const ACCESS: &str = "
CREATE TABLE access_key (
  access_key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  account TEXT NOT NULL,
  sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_key_by_account ON access_key (account, access_key);
CREATE TABLE role (
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (account, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
  number INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  at INTEGER NOT NULL,
  id BLOB NOT NULL,
  document TEXT NOT NULL,
  sum INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_by_place ON event (at, id);
CREATE INDEX event_by_account ON event (account, region, at, id);
";

/// What a database says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) application_id: u32,
    pub(super) version: u32,
}

impl Identity {
    /// Reads it from the file's first bytes, without SQLite; `None` if they are not a database's.
    pub(super) fn of_header(header: &[u8]) -> Option<Identity> {
        let word = |at: usize| -> Option<u32> {
            Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?))
        };
        if !header.starts_with(b"SQLite format 3\0") {
            return None;
        }
        Some(Identity { version: word(60)?, application_id: word(68)? })
    }

    /// Reads it from the database, which may know newer from its log than its first page does.
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Identity> {
        let word = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let application_id = word("application_id")?.cast_unsigned();
        Ok(Identity { application_id, version: word("user_version")?.cast_unsigned() })
    }
}

/// Whether nothing was ever made in the database.
pub(super) fn is_blank(connection: &Connection) -> rusqlite::Result<bool> {
    let any = "SELECT 1 FROM sqlite_schema LIMIT 1";
    let any = connection.query_row(any, [], |_| Ok(())).optional()?;
    let identity = Identity { application_id: 0, version: 0 };
    Ok(any.is_none() && Identity::of(connection)? == identity)
}

/// Makes a blank database a store with this `application_id`, wholly or not at all.
pub(super) fn create(
    connection: &mut Connection,
    secret: &[u8; 32],
    application_id: u32,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.pragma_update(None, "application_id", application_id)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    make_tables(&transaction)?;
    let meta = "INSERT INTO meta (one, secret, version, sum) VALUES (1, ?1, 0, ?2)";
    transaction.execute(meta, params![secret.as_slice(), meta_sum(secret, 0)])?;
    transaction.commit()
}

/// Makes the tables and indexes.
pub(super) fn make_tables(connection: &Connection) -> rusqlite::Result<()> {
    [TABLES, DIRECTORY, ACCESS].iter().try_for_each(|tables| connection.execute_batch(tables))
}

/// The checksum of the one row of `meta`.
pub(super) fn meta_sum(secret: &[u8], version: i64) -> i64 {
    let (secret, version) = (ValueRef::Blob(secret), ValueRef::Integer(version));
    Sum::of("meta").cell(secret).cell(version).value()
}

/// The secret and the last version that was given.
pub(super) fn read_meta(connection: &Connection) -> Result<([u8; 32], i64), StoreError> {
    let meta = "SELECT secret, version, sum FROM meta";
    let mut statement = connection.prepare_cached(meta).map_err(fault)?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let (secret, version, sum): (Vec<u8>, i64, i64) =
        statement.query_row([], row).map_err(fault_in_meta)?;
    match <[u8; 32]>::try_from(secret) {
        Ok(secret) if version >= 0 && sum == meta_sum(&secret, version) => Ok((secret, version)),
        _ => Err(StoreError::damaged(
            "table meta is damaged: its checksum is that of something else",
        )),
    }
}

/// A row of `meta` that is not there, or has other cells, is no fault of the disk's at this moment.
fn fault_in_meta(error: rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqliteFailure(..) => fault(error),
        error => StoreError::damaged(format!("table meta cannot be read: {error}")),
    }
}

/// Requires that the tables and indexes are those that [`make_tables`] makes, word for word.
pub(super) fn check_tables(connection: &Connection) -> Result<(), StoreError> {
    let all = [TABLES, DIRECTORY, ACCESS].into_iter().flat_map(|tables| tables.split(";\n"));
    let expected: BTreeSet<&str> = all.map(str::trim).filter(|made| !made.is_empty()).collect();
    let made = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL";
    let mut statement = connection.prepare(made).map_err(fault)?;
    let found = statement.query_map([], |row| row.get(0)).map_err(fault)?;
    let found: BTreeSet<String> = found.collect::<Result<_, _>>().map_err(fault)?;
    if found.iter().map(String::as_str).eq(expected) {
        return Ok(());
    }
    Err(StoreError::damaged("is damaged: its tables are not those of a store"))
}

/// Requires that each of these statements finds its rows by a key or an index alone, in their order.
#[cfg(test)]
pub(super) fn require_indexes(statements: &[&str]) {
    let mut connection = Connection::open_in_memory().unwrap();
    let stable = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
    connection.set_db_config(stable, true).unwrap();
    create(&mut connection, &[0; 32], APPLICATION_ID).unwrap();
    let is_put = |sql: &&&str| sql.starts_with("INSERT") || sql.starts_with("REPLACE");
    for sql in statements.iter().filter(|sql| !is_put(sql)) {
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let nothing = vec![rusqlite::types::Null; plan.parameter_count()];
        let steps = plan.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3)).unwrap();
        let mut steps: Vec<String> = steps.map(Result::unwrap).collect();
        let nested = sql.matches("(SELECT ").count();
        steps.retain(|step| !step.starts_with("LIST SUBQUERY "));
        let searched = steps.iter().all(|step| step.starts_with("SEARCH "));
        assert!(searched && steps.len() == 1 + nested, "{sql}: {steps:?}");
        // What an UPDATE sets bounds nothing.
        let of = if sql.starts_with("UPDATE") { sql.split_once(" WHERE ").unwrap().1 } else { sql };
        assert_eq!(
            bounds_of(&steps.concat(), ""),
            bounds_of(&format!(" {of}"), " "),
            "{sql}: {steps:?}"
        );
    }
}

/// How many bounds of each kind a statement has, or uses: single columns, rows of them, a list.
#[cfg(test)]
fn bounds_of(text: &str, space: &str) -> [usize; 5] {
    let count = |left: &str, sign: &str, right: &str| {
        text.matches(&format!("{left}{space}{sign}{space}{right}")).count()
    };
    let lists = text.matches(" IN (SELECT ").count();
    let equal = count("", "=", "?") + lists;
    [equal, count("", ">", "?"), count("", "<", "?"), count(")", ">", "(?"), count(")", "<", "(?")]
}
