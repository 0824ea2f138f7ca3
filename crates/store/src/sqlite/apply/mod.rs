//! One commit, within a transaction of the writer.

mod access;
mod directory;
mod scope;

pub(super) use access::forget;
pub(super) use directory::put_account;

use accede_membership::{Change, Scope};
use rusqlite::{Params, ToSql, params_from_iter};

use super::changed::Changed;
use super::query::{Query, Table, is_damage};
use super::statements::Statements;
use super::sum;
use crate::{Commit, Key, Part, StoreError, Version, emails, scoped};

/// At least as many statements as the writer has: none is ever prepared twice.
pub(super) const STATEMENTS: usize = 48;

/// Whether a commit can be made: every record still has the version that was seen, no two accounts would have
/// the same email. Whether its events are new, [`commit`] finds out.
pub(super) fn can_be_made(
    statements: &Statements<'_>,
    commit: &Commit,
    changed: &Changed,
) -> Result<bool, StoreError> {
    for Part { scope, seen, .. } in &commit.parts {
        let as_of = seen.as_of();
        for (key, seen) in seen {
            if changed.is_unchanged(scope.as_ref(), key, as_of) {
                continue;
            }
            if i64::try_from(*seen) != Ok(version(statements, scope.as_ref(), key, *seen)?) {
                return Ok(false);
            }
        }
    }
    let changes = commit.parts.iter().flat_map(|part| &part.changes);
    Ok(!emails::would_clash(changes, |key| directory::holder(statements, key))?)
}

/// The version of a record, of which this one was seen; `0` where there is none.
fn version(
    statements: &Statements<'_>,
    scope: Option<&Scope>,
    key: &Key,
    seen: Version,
) -> Result<i64, StoreError> {
    match key {
        Key::Standing(_) | Key::Relationship(_) => {
            scope::version(statements, scoped(scope)?, key, seen)
        }
        Key::AccessKey(_) | Key::Role(_) => access::version(statements, key),
        Key::Account(_)
        | Key::Organization(_)
        | Key::Handshake(_)
        | Key::Creation(_)
        | Key::Email(_)
        | Key::ScopesOf(_) => directory::version(statements, key),
    }
}

/// Makes the changes of a commit; the records that it leaves have this version. Where an event's place is taken, it
/// makes none of them and says so.
pub(super) fn commit(
    statements: &Statements<'_>,
    commit: &Commit,
    version: Version,
) -> Result<bool, StoreError> {
    if !access::add_events(statements, commit.parts.iter().flat_map(|part| &part.changes))? {
        return Ok(false);
    }
    // An email can go from one account to another: first nobody has it.
    for change in commit.parts.iter().flat_map(|part| &part.changes) {
        if let Change::Account(id, _) = change {
            directory::release_email(statements, *id)?;
        }
    }
    for Part { scope, changes, .. } in &commit.parts {
        for change in changes {
            match change {
                Change::Standing(..) | Change::Relationship(..) => {
                    scope::change(statements, scoped(scope.as_ref())?, change, version)?;
                }
                Change::AccessKey(..) | Change::Role(..) => {
                    access::change(statements, change, version)?;
                }
                Change::Account(..)
                | Change::Organization(..)
                | Change::Handshake(..)
                | Change::Creation(..) => directory::change(statements, change, version)?,
                Change::Event(_) => {}
            }
        }
    }
    Ok(true)
}

/// The version of the record that is found by a key, `0` where there is none; it is in this column of the row.
fn version_in(
    query: Query<'_, '_>,
    sql: &'static str,
    key: impl Params,
    column: usize,
) -> Result<i64, StoreError> {
    let version = query.one(sql, key, |row| row.count(column))?.unwrap_or(0);
    integer(version, query.table.name, "version")
}

/// Puts a row, whose checksum is the last that the statement is given.
fn put(
    statements: &Statements<'_>,
    sql: &'static str,
    table: Table,
    cells: &[&dyn ToSql],
) -> Result<usize, StoreError> {
    let sum = sum::of_cells(table.name, cells)?;
    let cells = cells.iter().copied().chain([&sum as &dyn ToSql]);
    execute(statements, sql, params_from_iter(cells))
}

/// How many rows it changed.
fn execute(
    statements: &Statements<'_>,
    sql: &'static str,
    cells: impl Params,
) -> Result<usize, StoreError> {
    statements.execute(sql, cells).map_err(fault)
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
