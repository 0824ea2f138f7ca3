//! What the file holds, and how it says that it is Accede's.
//!
//! Keys lead with the scope. Account ids are their 12 digits, whose byte order is the order of the
//! accounts. No constraint here restates a rule of membership.

use rusqlite::{Connection, OptionalExtension, params};

/// `application_id` of an Accede store: `ACCD` in ASCII.
pub(super) const APPLICATION_ID: u32 = 0x4143_4344;
/// `user_version`: the schema that this code reads and writes.
pub(super) const VERSION: u32 = 3;

/// What a new file gets in one transaction, besides the directory and what schema 3 brought.
///
/// A row of a relationship is there if its `status` is, an invitation if its `invitation_id` is. The index
/// covers a member's list of invitations: a page of it touches nothing else.
const TABLES: &str = "
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  secret BLOB NOT NULL,
  version INTEGER NOT NULL
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

/// The directory: a record is a document, and beside it is what records are selected by. Ids are their texts,
/// whose byte order is their own.
pub(super) const DIRECTORY: &str = "
CREATE INDEX standing_by_account ON standing (account);
CREATE TABLE account (
  account TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  email_key TEXT,
  organization TEXT,
  parent TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_by_email ON account (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX account_by_organization ON account (organization, account)
  WHERE organization IS NOT NULL;
CREATE INDEX account_by_parent ON account (organization, parent, account)
  WHERE parent IS NOT NULL;
CREATE TABLE organization (
  organization TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE handshake (
  handshake TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  account TEXT NOT NULL,
  organization TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX handshake_by_account ON handshake (account, handshake);
CREATE INDEX handshake_by_organization ON handshake (organization, handshake);
CREATE TABLE creation (
  creation TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  organization TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX creation_by_organization ON creation (organization, creation);
";

/// Access keys, roles and events. Events are in the order in which they were added, so that a row is written
/// where the last one was, whatever the size of its document; what they are found by is in small indexes.
pub(super) const ACCESS: &str = "
CREATE TABLE access_key (
  access_key TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  account TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_key_by_account ON access_key (account, access_key);
CREATE TABLE role (
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (account, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
  number INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  at INTEGER NOT NULL,
  id BLOB NOT NULL,
  document TEXT NOT NULL
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

/// Makes a blank database a store, wholly or not at all.
pub(super) fn create(connection: &mut Connection, secret: &[u8; 32]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.execute_batch(TABLES)?;
    transaction.execute_batch(DIRECTORY)?;
    transaction.execute_batch(ACCESS)?;
    let meta = "INSERT INTO meta (one, secret, version) VALUES (1, ?1, 0)";
    transaction.execute(meta, params![secret.as_slice()])?;
    transaction.commit()
}

/// Requires that each of these statements finds its rows by a key or an index alone, in their order.
#[cfg(test)]
pub(super) fn require_indexes(statements: &[&str]) {
    let mut connection = Connection::open_in_memory().unwrap();
    let stable = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
    connection.set_db_config(stable, true).unwrap();
    create(&mut connection, &[0; 32]).unwrap();
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
        assert_eq!(bounds_of(&steps.concat(), ""), bounds_of(sql, " "), "{sql}: {steps:?}");
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
