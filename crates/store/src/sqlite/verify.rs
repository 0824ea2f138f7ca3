//! Looks at the whole of a file: is it what was written?
//!
//! SQLite checks its own structure, and that tables and indexes agree; every row is read, its checksum compared, and
//! what is in it made sense of. What a row's checksum cannot tell is that a row is missing: the structure does.

use std::ops::ControlFlow;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::cells::Cells;
use super::query::{
    ACCESS_KEYS, ACCOUNTS, ALL_RELATIONSHIPS, ALL_STANDINGS, CREATIONS, EVENTS, HANDSHAKES,
    ORGANIZATIONS, Query, ROLES, Table, fault,
};
use super::rows::{
    self, SCOPE, access_key_columns, account_columns, creation_columns, event_columns,
    handshake_columns, organization_columns, received_columns, relationship_columns, role_columns,
    standing_columns,
};
use super::schema;
use super::statements::Statements;
use crate::StoreError;

/// How many rows are read at once: a moment is enough.
const SLICE: usize = 500;

/// How all rows of a table, or entries of an index, are read.
struct Walk {
    table: Table,
    columns: &'static str,
    /// From where, and in which order: columns.
    source: &'static str,
    order: &'static str,
    /// Where the columns of the order are in what is selected.
    places: &'static [usize],
    decode: fn(&Cells<'_>) -> Result<(), StoreError>,
}

const WALKS: [Walk; 10] = [
    Walk {
        table: ALL_STANDINGS,
        columns: concat!("service, region, ", standing_columns!()),
        source: "standing",
        order: "service, region, account",
        places: &[0, 1, 2],
        decode: |row| rows::scope(row).and_then(|_| rows::standing(&row.from(SCOPE))).map(drop),
    },
    Walk {
        table: ALL_RELATIONSHIPS,
        columns: concat!("service, region, ", relationship_columns!()),
        source: "relationship",
        order: "service, region, administrator, member",
        places: &[0, 1, 2, 3],
        decode: |row| rows::scope(row).and_then(|_| rows::relationship(&row.from(SCOPE))).map(drop),
    },
    Walk {
        table: ALL_RELATIONSHIPS,
        columns: concat!("service, region, ", received_columns!()),
        source: "relationship INDEXED BY invitation",
        order: "service, region, member, administrator",
        places: &[0, 1, 3, 2],
        decode: |row| rows::scope(row).and_then(|_| rows::received(&row.from(SCOPE))).map(drop),
    },
    Walk {
        table: ACCOUNTS,
        columns: account_columns!(),
        source: "account",
        order: "account",
        places: &[0],
        decode: |row| rows::account(row).map(drop),
    },
    Walk {
        table: ORGANIZATIONS,
        columns: organization_columns!(),
        source: "organization",
        order: "organization",
        places: &[0],
        decode: |row| rows::organization(row).map(drop),
    },
    Walk {
        table: HANDSHAKES,
        columns: handshake_columns!(),
        source: "handshake",
        order: "handshake",
        places: &[0],
        decode: |row| rows::handshake(row).map(drop),
    },
    Walk {
        table: CREATIONS,
        columns: creation_columns!(),
        source: "creation",
        order: "creation",
        places: &[0],
        decode: |row| rows::creation(row).map(drop),
    },
    Walk {
        table: ACCESS_KEYS,
        columns: access_key_columns!(),
        source: "access_key",
        order: "access_key",
        places: &[0],
        decode: |row| rows::access_key(row).map(drop),
    },
    Walk {
        table: ROLES,
        columns: role_columns!(),
        source: "role",
        order: "account, role",
        places: &[0, 1],
        decode: |row| rows::role(row).map(drop),
    },
    Walk {
        table: EVENTS,
        columns: event_columns!(),
        source: "event",
        order: "at, id",
        places: &[2, 3],
        decode: |row| rows::event(row).map(drop),
    },
];

/// The structure of the file: pages, the order of keys, what is free, and that indexes and tables agree.
pub(super) fn structure(connection: &Connection) -> Result<(), StoreError> {
    let check = "PRAGMA integrity_check(1)";
    let found: String = connection.query_row(check, [], |row| row.get(0)).map_err(fault)?;
    if found == "ok" {
        return Ok(());
    }
    let found: Vec<_> = found.split_whitespace().collect();
    Err(StoreError::damaged(format!("is damaged: {}", found.join(" "))))
}

/// The structure, and every row.
pub(super) fn whole(connection: &Connection) -> Result<(), StoreError> {
    structure(connection)?;
    rows(connection, &mut || true)
}

/// Every row, in slices; `go_on` is asked after each whether to read the next.
pub(super) fn rows(
    connection: &Connection,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(), StoreError> {
    schema::check_tables(connection)?;
    schema::read_meta(connection)?;
    for walk in &WALKS {
        let mut last = None;
        loop {
            last = slice(connection, walk, last)?;
            if !go_on() {
                return Ok(());
            }
            if last.is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// Reads the rows after a key; the last key, if there may be more.
fn slice(
    connection: &Connection,
    walk: &Walk,
    after: Option<Vec<Value>>,
) -> Result<Option<Vec<Value>>, StoreError> {
    let Walk { table, columns, source, order, places, decode } = walk;
    let bounds: Vec<_> = (1..=places.len()).map(|place| format!("?{place}")).collect();
    let mut conditions = Vec::new();
    if after.is_some() {
        conditions.push(format!("({order}) > ({})", bounds.join(", ")));
    }
    if source.ends_with("invitation") {
        conditions.push("invitation_id IS NOT NULL".to_owned());
    }
    let condition = if conditions.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", conditions.join(" AND "))
    };
    let sql = format!("SELECT {columns} FROM {source} {condition} ORDER BY {order} LIMIT {SLICE}");
    let statements = Statements::of(connection);
    let query = Query { statements: &statements, table: *table, scope: None };
    let (mut count, mut last) = (0, None);
    query.each(&sql, params_from_iter(after.unwrap_or_default()), |row| {
        // What makes no sense although it was written so is no better.
        decode(row).map_err(|why| StoreError::damaged(why.to_string()))?;
        count += 1;
        if count == SLICE {
            last = Some(places.iter().map(|place| row.value(*place)).collect::<Result<_, _>>()?);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(last)
}
