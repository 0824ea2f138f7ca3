//! One commit, within a transaction of the writer.

mod access;
mod directory;
mod scope;

pub(super) use access::forget;
pub(super) use directory::put_account;

use accede_membership::{Change, Scope};
use rusqlite::{Connection, Params, ToSql, params_from_iter};

use super::query::{Query, Table, is_damage};
use super::sum;
use crate::{Commit, Key, Part, StoreError, Version, emails, scoped};

/// At least as many statements as the writer has: none is ever prepared twice.
pub(super) const STATEMENTS: usize = 48;

/// Whether a commit can be made: every record still has the version that was seen, no two accounts would have
/// the same email, and its events are new.
pub(super) fn can_be_made(connection: &Connection, commit: &Commit) -> Result<bool, StoreError> {
    for Part { scope, seen, .. } in &commit.parts {
        for (key, seen) in seen {
            if i64::try_from(*seen) != Ok(version(connection, scope.as_ref(), key)?) {
                return Ok(false);
            }
        }
    }
    let changes = commit.parts.iter().flat_map(|part| &part.changes);
    let clash = emails::would_clash(changes.clone(), |key| directory::holder(connection, key))?;
    Ok(!clash && access::are_new(connection, changes)?)
}

/// The version of a record, `0` where there is none.
fn version(connection: &Connection, scope: Option<&Scope>, key: &Key) -> Result<i64, StoreError> {
    match key {
        Key::Standing(_) | Key::Relationship(_) => scope::version(connection, scoped(scope)?, key),
        Key::AccessKey(_) | Key::Role(_) => access::version(connection, key),
        Key::Account(_)
        | Key::Organization(_)
        | Key::Handshake(_)
        | Key::Creation(_)
        | Key::Email(_)
        | Key::ScopesOf(_) => directory::version(connection, key),
    }
}

/// Makes the changes of a commit; the records that it leaves have this version.
pub(super) fn commit(
    connection: &Connection,
    commit: &Commit,
    version: Version,
) -> Result<(), StoreError> {
    // An email can go from one account to another: first nobody has it.
    for change in commit.parts.iter().flat_map(|part| &part.changes) {
        if let Change::Account(id, _) = change {
            directory::release_email(connection, *id)?;
        }
    }
    for Part { scope, changes, .. } in &commit.parts {
        for change in changes {
            match change {
                Change::Standing(..) | Change::Relationship(..) => {
                    scope::change(connection, scoped(scope.as_ref())?, change, version)?;
                }
                Change::AccessKey(..) | Change::Role(..) | Change::Event(_) => {
                    access::change(connection, change, version)?;
                }
                Change::Account(..)
                | Change::Organization(..)
                | Change::Handshake(..)
                | Change::Creation(..) => directory::change(connection, change, version)?,
            }
        }
    }
    Ok(())
}

/// The version of the record that is found by a key, `0` where there is none; it is in this column of the row.
fn version_in(
    query: Query<'_>,
    sql: &str,
    key: impl Params,
    column: usize,
) -> Result<i64, StoreError> {
    let version = query.one(sql, key, |row| row.count(column))?.unwrap_or(0);
    integer(version, query.table.name, "version")
}

/// Puts a row, whose checksum is the last that the statement is given.
fn put(
    connection: &Connection,
    sql: &str,
    table: Table,
    cells: &[&dyn ToSql],
) -> Result<(), StoreError> {
    let sum = sum::of_cells(table.name, cells)?;
    let cells = cells.iter().copied().chain([&sum as &dyn ToSql]);
    execute(connection, sql, params_from_iter(cells))
}

fn execute(connection: &Connection, sql: &str, cells: impl Params) -> Result<(), StoreError> {
    let done = connection.prepare_cached(sql).and_then(|mut statement| statement.execute(cells));
    done.map(drop).map_err(fault)
}

/// A count as SQLite keeps it.
pub(super) fn integer(count: u64, table: &str, column: &str) -> Result<i64, StoreError> {
    let too_large =
        |_| StoreError::new(format!("table {table}, column {column}: {count} is too large"));
    i64::try_from(count).map_err(too_large)
}

/// What SQLite says, in one line.
pub(super) fn fault(error: rusqlite::Error) -> StoreError {
    let what = format!("cannot be written: {error}");
    if is_damage(&error) { StoreError::damaged(what) } else { StoreError::new(what) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::schema::require_indexes;

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let statements = [scope::STATEMENTS, directory::STATEMENTS, access::STATEMENTS].concat();
        require_indexes(&statements);
    }

    #[test]
    fn every_statement_is_kept() {
        let statements = [scope::STATEMENTS, directory::STATEMENTS, access::STATEMENTS].concat();
        assert!(statements.len() + 7 <= STATEMENTS);
    }
}
