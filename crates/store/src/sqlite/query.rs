//! Rows of a query, none of which is looked into before its checksum has been found to be right.

use std::ops::ControlFlow;

use accede_membership::Scope;
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, Params};

use super::cells::Cells;
use super::statements::Statements;
use super::sum::Sum;
use crate::StoreError;

/// A table, for those who must be told where something is wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Whether its rows are in the scope of the load; otherwise all of the key is selected.
    pub(super) scoped: bool,
    /// How many columns at the front of what is selected are a row's key, besides its scope.
    pub(super) keys: usize,
}

pub(super) const STANDINGS: Table = Table { name: "standing", scoped: true, keys: 1 };
/// Standings of all scopes.
pub(super) const ALL_STANDINGS: Table = Table { name: "standing", scoped: false, keys: 3 };
pub(super) const RELATIONSHIPS: Table = Table { name: "relationship", scoped: true, keys: 2 };
/// Relationships of all scopes.
pub(super) const ALL_RELATIONSHIPS: Table = Table { name: "relationship", scoped: false, keys: 4 };
pub(super) const ACCOUNTS: Table = Table { name: "account", scoped: false, keys: 1 };
pub(super) const ORGANIZATIONS: Table = Table { name: "organization", scoped: false, keys: 1 };
pub(super) const HANDSHAKES: Table = Table { name: "handshake", scoped: false, keys: 1 };
pub(super) const CREATIONS: Table = Table { name: "creation", scoped: false, keys: 1 };
pub(super) const ACCESS_KEYS: Table = Table { name: "access_key", scoped: false, keys: 1 };
pub(super) const ROLES: Table = Table { name: "role", scoped: false, keys: 2 };
pub(super) const EVENTS: Table = Table { name: "event", scoped: false, keys: 4 };

/// Where a query is asked, and of what. The last column that it selects is the checksum of the others.
#[derive(Clone, Copy)]
pub(super) struct Query<'a, 'c> {
    pub(super) statements: &'a Statements<'c>,
    pub(super) table: Table,
    pub(super) scope: Option<&'a Scope>,
}

/// As many columns as any query selects.
const COLUMNS: usize = 18;

impl<'c> Query<'_, 'c> {
    /// The first row, if there is one.
    pub(super) fn one<T>(
        self,
        sql: &'c str,
        params: impl Params,
        decode: impl FnOnce(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let (mut decode, mut found) = (Some(decode), None);
        self.each(sql, params, |cells| {
            found = decode.take().map(|decode| decode(cells)).transpose()?;
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// The rows, until `visit` breaks off.
    pub(super) fn each(
        self,
        sql: &'c str,
        params: impl Params,
        mut visit: impl FnMut(&Cells<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let Query { statements, table, scope } = self;
        let scope = scope.filter(|_| table.scoped);
        let sum = sum_of(table, scope);
        let mut statement = statements.take(sql).map_err(fault)?;
        let width = statement.column_count();
        let mut rows = statement.query(params).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let mut values = [ValueRef::Null; COLUMNS];
            let values = values.get_mut(..width).unwrap_or_default();
            for (column, value) in values.iter_mut().enumerate() {
                *value = row.get_ref(column).map_err(fault)?;
            }
            let keys = table.keys;
            let cells = Cells { row, values, table: table.name, scope, keys, first: 0 };
            if !cells.have(sum) {
                // What is wrong with a cell says more, if it makes no sense at all.
                let why = visit(&cells).err();
                return Err(
                    why.map_or_else(|| cells.damaged(), |why| StoreError::damaged(why.to_string()))
                );
            }
            if visit(&cells)?.is_break() {
                break;
            }
        }
        drop(rows);
        statements.keep(sql, statement);
        Ok(())
    }
}

/// The checksum of a row, as far as all rows of the scope have it in common.
fn sum_of(table: Table, scope: Option<&Scope>) -> Sum {
    let sum = Sum::of(table.name);
    scope.map_or(sum, |Scope { service, region }| sum.text(service.name()).text(region.as_str()))
}

/// What SQLite says of a read that failed.
pub(super) fn fault(error: rusqlite::Error) -> StoreError {
    let what = format!("cannot be read: {}", one_line(&error));
    if is_damage(&error) { StoreError::damaged(what) } else { StoreError::new(what) }
}

/// Whether SQLite has found that the file is not what it wrote.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    let damage = [ErrorCode::DatabaseCorrupt, ErrorCode::NotADatabase];
    error.sqlite_error_code().is_some_and(|code| damage.contains(&code))
}

/// What SQLite says, in one line, and no more of it than one reads: of a damaged schema, it repeats what it found.
pub(super) fn one_line(error: &rusqlite::Error) -> String {
    let text = error.to_string();
    let words: Vec<_> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    words.join(" ").chars().take(200).collect()
}
