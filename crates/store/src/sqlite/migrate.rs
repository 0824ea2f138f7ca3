//! Takes on files of older schemas, in place.
//!
//! One transaction: a file is wholly of its old schema or wholly of the new one, whatever comes between. Every table is
//! made anew, so that a file that was taken on is in nothing different from one that was made now.

use accede_membership::AccountId;
use accede_membership::directory::Account;
use rusqlite::types::Value;
use rusqlite::{Connection, ToSql, TransactionBehavior, params, params_from_iter};

use super::schema::{VERSION, make_tables, meta_sum};
use super::statements::Statements;
use super::{apply, sum, verify};
use crate::StoreError;

/// Makes a file of this schema one of the present schema.
pub(super) fn migrate(connection: &mut Connection, from: u32) -> Result<(), StoreError> {
    // What is damaged now must not get a checksum that says it is not.
    verify::structure(connection)?;
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
    set_aside(&transaction, from)?;
    make_tables(&transaction).map_err(fault)?;
    take_on(&transaction, from)?;
    transaction.pragma_update(None, "user_version", VERSION).map_err(fault)?;
    verify::rows(&transaction, &mut || true)?;
    transaction.commit().map_err(fault)
}

/// A table of an older schema.
struct Old {
    name: &'static str,
    /// The first schema that had it.
    since: u32,
    /// Its columns, in the order in which the checksum covers them.
    columns: &'static str,
}

const SCOPED: [Old; 2] = [
    Old {
        name: "standing",
        since: 1,
        columns: "service, region, account, version, switch, enabled_at, updated_at, settings, tags, \
                  administrator, tally_rows, tally_counted, tally_blocking, tally_associated, \
                  tally_organization, configuration",
    },
    Old {
        name: "relationship",
        since: 1,
        columns: "service, region, administrator, member, version, kind, status, email, tags, \
                  created_at, updated_at, invited_at, message, invitation_id, invitation_at, \
                  invitation_state",
    },
];
const SHARED: [Old; 7] = [
    Old {
        name: "account",
        since: 2,
        columns: "account, version, document, email_key, organization, parent",
    },
    Old { name: "organization", since: 2, columns: "organization, version, document" },
    Old {
        name: "handshake",
        since: 2,
        columns: "handshake, version, document, account, organization",
    },
    Old { name: "creation", since: 2, columns: "creation, version, document, organization" },
    Old { name: "access_key", since: 3, columns: "access_key, version, document, account" },
    Old { name: "role", since: 3, columns: "account, role, version, document" },
    Old { name: "event", since: 3, columns: "account, region, at, id, document" },
];

/// Gives the tables other names, and drops the indexes: their names are needed.
fn set_aside(transaction: &Connection, from: u32) -> Result<(), StoreError> {
    if from < 2 {
        transaction.execute_batch(COLUMNS_OF_SCHEMA_2).map_err(fault)?;
    }
    let names = SCOPED.iter().chain(&SHARED).filter(|old| old.since <= from);
    let first = ["meta"].into_iter().chain((from < 2).then_some("account"));
    for name in first.chain(names.map(|old| old.name)) {
        let indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 \
             AND sql IS NOT NULL";
        for index in texts(transaction, indexes, &[&name])? {
            transaction.execute_batch(&format!("DROP INDEX {index}")).map_err(fault)?;
        }
        let rename = format!("ALTER TABLE {name} RENAME TO old_{name}");
        transaction.execute_batch(&rename).map_err(fault)?;
    }
    Ok(())
}

const COLUMNS_OF_SCHEMA_2: &str = "
ALTER TABLE standing ADD COLUMN tally_organization INTEGER NOT NULL DEFAULT 0;
ALTER TABLE standing ADD COLUMN configuration TEXT NOT NULL DEFAULT '{}';
UPDATE meta SET version = version + 1;
";

/// Moves all rows into the new tables.
fn take_on(transaction: &Connection, from: u32) -> Result<(), StoreError> {
    let meta = "SELECT secret, version FROM old_meta";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let (secret, version): (Vec<u8>, i64) = transaction.query_row(meta, [], row).map_err(fault)?;
    let meta = "INSERT INTO meta (one, secret, version, sum) VALUES (1, ?1, ?2, ?3)";
    let sum = meta_sum(&secret, version);
    transaction.execute(meta, params![secret, version, sum]).map_err(fault)?;
    for old in SCOPED.iter().chain(&SHARED).filter(|old| old.since <= from) {
        move_rows(transaction, old)?;
    }
    if from < 2 {
        accounts_of_schema_1(transaction, version)?;
    }
    let left =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'old\\_%' ESCAPE '\\'";
    for name in texts(transaction, left, &[])? {
        transaction.execute_batch(&format!("DROP TABLE {name}")).map_err(fault)?;
    }
    Ok(())
}

/// Moves the rows of one table, each with its checksum.
fn move_rows(transaction: &Connection, Old { name, columns, .. }: &Old) -> Result<(), StoreError> {
    let more = if *name == "relationship" { ", invitation_sum" } else { "" };
    let count = columns.split(", ").count() + 1 + usize::from(!more.is_empty());
    let places: Vec<_> = (1..=count).map(|place| format!("?{place}")).collect();
    let places = places.join(", ");
    let put = format!("INSERT INTO {name} ({columns}, sum{more}) VALUES ({places})");
    let order = if *name == "event" { "number" } else { "1, 2, 3, 4" };
    let order = if columns.split(", ").count() < 4 { "1" } else { order };
    let all = format!("SELECT {columns} FROM old_{name} ORDER BY {order}");
    let mut put = transaction.prepare(&put).map_err(fault)?;
    let mut all = transaction.prepare(&all).map_err(fault)?;
    let width = all.column_count();
    let mut rows = all.query([]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        let cells = (0..width).map(|column| row.get::<_, Value>(column));
        let mut cells: Vec<Value> = cells
            .collect::<Result<_, _>>()
            .map_err(|error| StoreError::new(format!("table {name}: {}", fault(error))))?;
        let sum = sum_of(name, &cells)?;
        cells.push(Value::Integer(sum));
        if *name == "relationship" {
            cells.push(invitation_sum(&cells)?);
        }
        put.execute(params_from_iter(cells)).map_err(fault)?;
    }
    Ok(())
}

fn sum_of(table: &str, cells: &[Value]) -> Result<i64, StoreError> {
    let cells: Vec<&dyn ToSql> = cells.iter().map(|cell| cell as &dyn ToSql).collect();
    sum::of_cells(table, &cells)
}

/// The checksum of what the index of invitations covers.
fn invitation_sum(cells: &[Value]) -> Result<Value, StoreError> {
    let of = |column: usize| cells.get(column).unwrap_or(&Value::Null);
    if *of(13) == Value::Null {
        return Ok(Value::Null);
    }
    let covered = [0, 1, 2, 3, 13, 14, 15, 6].map(|column| of(column).clone());
    sum_of("relationship", &covered).map(Value::Integer)
}

/// Schema 1 knew an account's id and email, and no organizations: no row was there by way of one.
fn accounts_of_schema_1(transaction: &Connection, version: i64) -> Result<(), StoreError> {
    let all = "SELECT account, email FROM old_account ORDER BY account";
    let mut statement = transaction.prepare(all).map_err(fault)?;
    let accounts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(fault)?;
    let statements = Statements::of(transaction);
    for account in accounts {
        let (account, email): (String, String) = account.map_err(fault)?;
        let wrong = |why: String| StoreError::new(format!("table account, row ({account}): {why}"));
        let id: AccountId = account.parse().map_err(|error| wrong(format!("{error}")))?;
        let entry = Account { email: Some(email), ..Account::default() };
        apply::put_account(&statements, id, &entry, version.unsigned_abs())
            .map_err(|error| wrong(error.to_string()))?;
    }
    Ok(())
}

fn texts(
    connection: &Connection,
    sql: &str,
    params: &[&dyn ToSql],
) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(sql).map_err(fault)?;
    let texts = statement.query_map(params, |row| row.get(0)).map_err(fault)?;
    texts.collect::<Result<_, _>>().map_err(fault)
}

/// What SQLite says, in one line: without the statement.
fn fault(error: rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => StoreError::new(msg),
        error => StoreError::new(error.to_string()),
    }
}
