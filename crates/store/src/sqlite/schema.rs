//! What the file holds, and how it says that it is Accede's.
//!
//! Keys lead with the scope. Account ids are their 12 digits, whose byte order is the order of the
//! accounts. No constraint here restates a rule of membership.

use rusqlite::{Connection, OptionalExtension, params};

/// `application_id` of an Accede store: `ACCD` in ASCII.
pub(super) const APPLICATION_ID: u32 = 0x4143_4344;
/// `user_version`: the schema that this code reads and writes.
pub(super) const VERSION: u32 = 1;

/// Everything that a new file gets, in one transaction.
///
/// A row of a relationship is there if its `status` is, an invitation if its `invitation_id` is. The index
/// covers a member's list of invitations: a page of it touches nothing else.
const TABLES: &str = "
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
    let meta = "INSERT INTO meta (one, secret, version) VALUES (1, ?1, 0)";
    transaction.execute(meta, params![secret.as_slice()])?;
    transaction.commit()
}
