//! Making, replacing and deleting rows.

use accede_membership::{Event, Scope};

use super::lot::{Becomes, Entry, Lot, Way};
use super::plan::Plan;
use super::rows::Cell;
use super::{Column, ROWS, Table};
use crate::postgres::param::{Param, Statement, one_of};
use crate::postgres::text::stored;

/// A row of a table and a scope.
type Keyed<'a> = (&'a Vec<String>, &'a Entry);

/// What comes before the key of a row that holds an email which nobody has. No account id looks like it.
const NOBODY: char = '!';

/// Everything that is written once all is held.
pub(super) fn statements(plan: &Plan<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    let lots = || plan.lots.iter().filter(|((table, _), _)| *table != Table::Whereabouts);
    statements.extend(release_emails(plan));
    for ((table, scope), lot) in lots() {
        statements.extend(make(*table, scope.as_ref(), lot));
    }
    statements.extend(keep_emails(plan));
    for ((table, scope), lot) in lots() {
        statements.extend(replace(*table, scope.as_ref(), lot));
        statements.extend(delete(*table, scope.as_ref(), lot));
    }
    statements.extend(plan.events.chunks(ROWS).map(add_events));
    for ((table, scope), lot) in &plan.lots {
        statements.extend(let_go(*table, scope.as_ref(), lot));
    }
    statements
}

/// Makes what was not there, and what must not be: an absence is held by a row with its key.
pub(super) fn make(table: Table, scope: Option<&Scope>, lot: &Lot) -> Vec<Statement> {
    let rows = Plan::rows(lot, &[Way::Inserted, Way::Kept]);
    rows.chunks(ROWS).map(|rows| insert(table, scope, rows, "")).collect()
}

/// Writes what is held already, and what may be there or not.
pub(super) fn replace(table: Table, scope: Option<&Scope>, lot: &Lot) -> Vec<Statement> {
    let rows = Plan::rows(lot, &[Way::Replaced, Way::Put]);
    let columns = table.columns().iter().map(|column| column.name());
    let set: Vec<String> = std::iter::once("version")
        .chain(columns)
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    let key = key_columns(table).join(", ");
    let or = format!(" ON CONFLICT ({key}) DO UPDATE SET {}", set.join(", "));
    rows.chunks(ROWS).map(|rows| insert(table, scope, rows, &or)).collect()
}

fn delete(table: Table, scope: Option<&Scope>, lot: &Lot) -> Vec<Statement> {
    let rows = Plan::rows(lot, &[Way::Deleted]);
    let version = |entry: &Entry| entry.seen;
    rows.chunks(ROWS).map(|rows| delete_rows(table, scope, rows, version)).collect()
}

/// Deletes the rows that held absences.
fn let_go(table: Table, scope: Option<&Scope>, lot: &Lot) -> Vec<Statement> {
    let rows = Plan::rows(lot, &[Way::Kept]);
    rows.chunks(ROWS).map(|rows| delete_rows(table, scope, rows, |_| Some(0))).collect()
}

fn delete_rows(
    table: Table,
    scope: Option<&Scope>,
    rows: &[Keyed<'_>],
    version: fn(&Entry) -> Option<i64>,
) -> Statement {
    let (mut condition, mut params) = condition(table, scope, rows);
    params.push(Param::Numbers(rows.iter().map(|(_, entry)| version(entry)).collect()));
    condition.push_str(&format!(" AND version = ANY(${})", params.len()));
    Statement { sql: format!("DELETE FROM {} WHERE {condition}", table.name()), params }
}

/// Which rows these are: the scope, and a list for each column of the key.
pub(super) fn condition(
    table: Table,
    scope: Option<&Scope>,
    rows: &[Keyed<'_>],
) -> (String, Vec<Param>) {
    let (mut terms, mut params) = (Vec::new(), Vec::new());
    for (name, value) in ["service", "region"].into_iter().zip(scope_texts(scope)) {
        params.push(Param::Text(value.to_owned()));
        terms.push(format!("{name} = ${}", params.len()));
    }
    for (index, name) in table.keys().iter().enumerate() {
        let mut values: Vec<&String> = rows.iter().map(|(key, _)| &key[index]).collect();
        values.sort_unstable();
        values.dedup();
        terms.push(one_of(name, values.into_iter().cloned().collect(), &mut params));
    }
    (terms.join(" AND "), params)
}

fn scope_texts(scope: Option<&Scope>) -> impl Iterator<Item = &str> {
    scope.into_iter().flat_map(|scope| [scope.service.name(), scope.region.as_str()])
}

fn key_columns(table: Table) -> Vec<&'static str> {
    let scope: &[&str] = if table.is_scoped() { &["service", "region"] } else { &[] };
    [scope, table.keys()].concat()
}

fn insert(table: Table, scope: Option<&Scope>, rows: &[Keyed<'_>], or: &str) -> Statement {
    let mut params: Vec<Param> =
        scope_texts(scope).map(|text| Param::Text(text.to_owned())).collect();
    let constants: Vec<String> = (1..=params.len()).map(|place| format!("${place}")).collect();
    let mut kinds = Vec::new();
    for index in 0..table.keys().len() {
        params.push(Param::texts(rows.iter().map(|(key, _)| key[index].as_str())));
        kinds.push("text[]");
    }
    params.push(Param::Numbers(rows.iter().map(|(_, entry)| Some(version(entry))).collect()));
    kinds.push("bigint[]");
    for (index, column) in table.columns().iter().enumerate() {
        params.push(column_of(*column, rows.iter().map(|(_, entry)| cell(entry, index))));
        kinds.push(column.array());
    }
    let names = key_columns(table).into_iter().chain(["version"]);
    let names: Vec<&str> =
        names.chain(table.columns().iter().map(|column| column.name())).collect();
    let sql = insert_sql(table.name(), &names, &constants, &kinds);
    Statement { sql: format!("{sql}{or}"), params }
}

/// `INSERT INTO … SELECT` constants and what the lists hold.
fn insert_sql(table: &str, names: &[&str], constants: &[String], kinds: &[&str]) -> String {
    let lists: Vec<String> = kinds
        .iter()
        .enumerate()
        .map(|(index, kind)| format!("CAST(${} AS {kind})", constants.len() + index + 1))
        .collect();
    let mut selected = constants.to_vec();
    let columns: Vec<String> = (0..kinds.len()).map(|index| format!("c{index}")).collect();
    selected.extend(columns.iter().map(|column| format!("w.{column}")));
    format!(
        "INSERT INTO {table} ({}) SELECT {} FROM unnest({}) AS w({})",
        names.join(", "),
        selected.join(", "),
        lists.join(", "),
        columns.join(", ")
    )
}

/// The version of a row that is written; `0` for one that only holds its place.
fn version(entry: &Entry) -> i64 {
    match entry.becomes {
        Becomes::Row(version, _) => version,
        Becomes::Same | Becomes::Gone => 0,
    }
}

fn cell(entry: &Entry, index: usize) -> Option<&Cell> {
    match &entry.becomes {
        Becomes::Row(_, cells) => cells.get(index),
        Becomes::Same | Becomes::Gone => None,
    }
}

/// A column of all rows. What only holds a place has empty texts where there must be some.
fn column_of<'a>(column: Column, cells: impl Iterator<Item = Option<&'a Cell>>) -> Param {
    match column {
        Column::Text(name) => Param::Texts(
            cells
                .map(|cell| match cell {
                    Some(Cell::Text(text)) => text.clone(),
                    _ => is_required(name).then(String::new),
                })
                .collect(),
        ),
        Column::Number(_) => Param::Numbers(
            cells
                .map(|cell| match cell {
                    Some(Cell::Number(number)) => *number,
                    _ => None,
                })
                .collect(),
        ),
        Column::Bytes(_) => Param::Blobs(
            cells
                .map(|cell| match cell {
                    Some(Cell::Bytes(bytes)) => bytes.clone(),
                    _ => None,
                })
                .collect(),
        ),
    }
}

/// Whether every row has something in this column.
fn is_required(column: &str) -> bool {
    matches!(column, "document" | "account" | "organization")
}

/// Where several accounts are written, an email can go from one to another: first nobody has it.
fn release_emails(plan: &Plan<'_>) -> Option<Statement> {
    let lot = plan.lots.get(&(Table::Account, None))?;
    let rows = Plan::rows(lot, &[Way::Replaced, Way::Deleted]);
    let changed = rows.len() + Plan::rows(lot, &[Way::Inserted]).len();
    if rows.is_empty() || changed < 2 {
        return None;
    }
    let (condition, params) = condition(Table::Account, None, &rows);
    Some(Statement {
        sql: format!("UPDATE account SET email_key = NULL WHERE {condition}"),
        params,
    })
}

/// Holds that nobody has an email, unless the commit itself gives it to somebody.
fn keep_emails(plan: &Plan<'_>) -> Vec<Statement> {
    let lot = plan.lots.get(&(Table::Account, None));
    let given: Vec<&Cell> =
        lot.into_iter().flat_map(|lot| lot.values()).filter_map(|entry| cell(entry, 1)).collect();
    let is_given = |email: &str| given.contains(&&Cell::Text(Some(email.to_owned())));
    let free: Vec<&str> = plan
        .emails
        .iter()
        .filter(|(email, version)| **version == 0 && !is_given(email))
        .map(|(email, _)| email.as_str())
        .collect();
    if free.is_empty() {
        return Vec::new();
    }
    let keys = Param::texts(free.iter().map(|email| format!("{NOBODY}{email}")));
    let emails = Param::texts(free);
    vec![
        Statement {
            sql: "INSERT INTO account (account, version, document, email_key) \
                  SELECT w.c0, 0, '', w.c1 FROM unnest(CAST($1 AS text[]), CAST($2 AS text[])) AS w(c0, c1)"
                .to_owned(),
            params: vec![keys.clone(), emails],
        },
        Statement {
            sql: "DELETE FROM account WHERE account = ANY($1)".to_owned(),
            params: vec![keys],
        },
    ]
}

fn add_events(events: &[&Event]) -> Statement {
    let text = |of: fn(&Event) -> String| Param::texts(events.iter().map(|event| of(event)));
    let params = vec![
        text(|event| event.account.to_string()),
        text(|event| event.region.as_str().to_owned()),
        Param::Numbers(events.iter().map(|event| Some(event.place.at.0)).collect()),
        Param::Blobs(events.iter().map(|e| Some(e.place.id.0.to_be_bytes().to_vec())).collect()),
        text(|event| stored(&event.document)),
    ];
    let names = ["account", "region", "at", "id", "document"];
    let kinds = ["text[]", "text[]", "bigint[]", "bytea[]", "text[]"];
    Statement { sql: insert_sql("event", &names, &[], &kinds), params }
}
