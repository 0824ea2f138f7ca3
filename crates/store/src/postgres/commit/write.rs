//! Making, replacing and deleting rows.

use accede_membership::{Event, Scope};

use super::lot::{Becomes, Entry, Lot, Way};
use super::plan::Plan;
use super::rows::Cell;
use super::{Column, ROWS, Table};
use crate::postgres::param::Param;
use crate::postgres::sql::{Draft, Statement};
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
    rows.chunks(ROWS).map(|rows| insert(table, scope, rows).finish()).collect()
}

/// Writes what is held already, and what may be there or not.
pub(super) fn replace(table: Table, scope: Option<&Scope>, lot: &Lot) -> Vec<Statement> {
    let mut statements = Vec::new();
    // What is held is there.
    let (mut held, mut others) = (Plan::rows(lot, &[Way::Replaced]), Vec::new());
    if let [one] = held.as_slice() {
        statements.push(update(table, scope, one));
        held.clear();
    }
    others.append(&mut held);
    others.extend(Plan::rows(lot, &[Way::Put]));
    others.sort_unstable_by_key(|(key, _)| *key);
    statements.extend(others.chunks(ROWS).map(|rows| {
        let mut draft = insert(table, scope, rows);
        draft.words(" ON CONFLICT (").list(key_columns(table), ", ").words(") DO UPDATE SET ");
        for (index, name) in set_columns(table).enumerate() {
            draft.words(if index > 0 { ", " } else { "" });
            draft.words(name).words(" = excluded.").words(name);
        }
        draft.finish()
    }));
    statements
}

/// The columns that change with a row.
fn set_columns(table: Table) -> impl Iterator<Item = &'static str> {
    std::iter::once("version").chain(table.columns().iter().map(|column| column.name()))
}

/// Writes one row that is held.
fn update(table: Table, scope: Option<&Scope>, row: &Keyed<'_>) -> Statement {
    let mut draft = Draft::new();
    draft.words("UPDATE ").words(table.name()).words(" SET version = ");
    draft.param(Param::Number(version_of(row.1)));
    for (index, column) in table.columns().iter().enumerate() {
        draft.words(", ").words(column.name()).words(" = ");
        draft.param(value_of(*column, cell(row.1, index)));
    }
    draft.words(" WHERE ");
    condition(&mut draft, table, scope, std::slice::from_ref(row));
    draft.finish()
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
    seen: fn(&Entry) -> Option<i64>,
) -> Statement {
    let mut draft = Draft::new();
    draft.words("DELETE FROM ").words(table.name()).words(" WHERE ");
    condition(&mut draft, table, scope, rows);
    version(&mut draft, rows.iter().map(|(_, entry)| seen(entry)));
    draft.finish()
}

/// And that they have one of these versions.
pub(super) fn version(draft: &mut Draft, versions: impl ExactSizeIterator<Item = Option<i64>>) {
    let mut versions: Vec<_> = versions.collect();
    match versions.as_mut_slice() {
        [Some(one)] => drop(draft.words(" AND version = ").param(Param::Number(*one))),
        _ => {
            draft.words(" AND version = ANY(").param(Param::Numbers(versions)).words(")");
        }
    }
}

/// Which rows these are: the scope, and the values of each column of the key.
pub(super) fn condition(
    draft: &mut Draft,
    table: Table,
    scope: Option<&Scope>,
    rows: &[Keyed<'_>],
) {
    for (name, value) in ["service = ", "region = "].into_iter().zip(scope_texts(scope)) {
        draft.words(name).text(value).words(" AND ");
    }
    for (index, name) in table.keys().iter().enumerate() {
        draft.words(if index > 0 { " AND " } else { "" });
        if let [(key, _)] = rows {
            draft.one_of(name, [key[index].as_str()]);
            continue;
        }
        let mut values: Vec<&str> = rows.iter().map(|(key, _)| key[index].as_str()).collect();
        values.sort_unstable();
        values.dedup();
        draft.one_of(name, values);
    }
}

fn scope_texts(scope: Option<&Scope>) -> impl Iterator<Item = &str> {
    scope.into_iter().flat_map(|scope| [scope.service.name(), scope.region.as_str()])
}

fn key_columns(table: Table) -> Vec<&'static str> {
    let scope: &[&str] = if table.is_scoped() { &["service", "region"] } else { &[] };
    [scope, table.keys()].concat()
}

/// Inserts rows, without what is to be done if they are there.
fn insert(table: Table, scope: Option<&Scope>, rows: &[Keyed<'_>]) -> Draft {
    let mut draft = Draft::new();
    let mut names = key_columns(table);
    names.extend(set_columns(table));
    draft.words("INSERT INTO ").words(table.name()).words(" (").list(names, ", ").words(") ");
    let scope = scope_texts(scope).map(|text| Param::Text(text.to_owned()));
    if let [(key, entry)] = rows {
        let keys = key.iter().map(|text| Param::Text(text.clone()));
        let columns = table.columns().iter().enumerate();
        let cells = columns.map(|(index, column)| value_of(*column, cell(entry, index)));
        let version = [Param::Number(version_of(entry))];
        values(&mut draft, scope.chain(keys).chain(version).chain(cells));
        return draft;
    }
    let keys = (0..table.keys().len())
        .map(|index| Param::texts(rows.iter().map(|(key, _)| key[index].as_str())));
    let versions =
        [Param::Numbers(rows.iter().map(|(_, entry)| Some(version_of(entry))).collect())];
    let columns = table.columns().iter().enumerate();
    let cells = columns.map(|(index, column)| {
        values_of(*column, rows.iter().map(|(_, entry)| cell(entry, index)))
    });
    select(&mut draft, scope.collect(), keys.chain(versions).chain(cells).collect());
    draft
}

/// One row.
fn values(draft: &mut Draft, values: impl IntoIterator<Item = Param>) {
    for (index, value) in values.into_iter().enumerate() {
        draft.words(if index == 0 { "VALUES (" } else { ", " }).param(value);
    }
    draft.words(")");
}

/// What the columns of lists are called.
const COLUMNS: [&str; 10] = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"];

/// Rows: `SELECT` constants and what the lists hold.
fn select(draft: &mut Draft, constants: Vec<Param>, lists: Vec<Param>) {
    draft.words("SELECT ");
    for constant in constants {
        draft.param(constant).words(", ");
    }
    let columns = &COLUMNS[..lists.len()];
    for (index, column) in columns.iter().enumerate() {
        draft.words(if index > 0 { ", w." } else { "w." }).words(column);
    }
    for (index, list) in lists.into_iter().enumerate() {
        let kind = match list {
            Param::Numbers(_) => " AS bigint[])",
            Param::Blobs(_) => " AS bytea[])",
            _ => " AS text[])",
        };
        draft
            .words(if index == 0 { " FROM unnest(CAST(" } else { ", CAST(" })
            .param(list)
            .words(kind);
    }
    draft.words(") AS w(").list(columns.iter().copied(), ", ").words(")");
}

/// The version of a row that is written; `0` for one that only holds its place.
fn version_of(entry: &Entry) -> i64 {
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

/// A column of all rows.
fn values_of<'a>(column: Column, cells: impl Iterator<Item = Option<&'a Cell>>) -> Param {
    match column {
        Column::Text(name) => Param::Texts(cells.map(|cell| text_in(name, cell)).collect()),
        Column::Number(_) => Param::Numbers(cells.map(number_in).collect()),
        Column::Bytes(_) => Param::Blobs(cells.map(bytes_in).collect()),
    }
}

/// A column of one row.
fn value_of(column: Column, cell: Option<&Cell>) -> Param {
    match column {
        Column::Text(name) => text_in(name, cell).map_or(Param::NoText, Param::Text),
        Column::Number(_) => number_in(cell).map_or(Param::NoNumber, Param::Number),
        Column::Bytes(_) => bytes_in(cell).map_or(Param::NoBytes, Param::Bytes),
    }
}

/// What only holds a place has empty texts where there must be some.
fn text_in(column: &str, cell: Option<&Cell>) -> Option<String> {
    match cell {
        Some(Cell::Text(text)) => text.clone(),
        _ => is_required(column).then(String::new),
    }
}

fn number_in(cell: Option<&Cell>) -> Option<i64> {
    if let Some(Cell::Number(number)) = cell { *number } else { None }
}

fn bytes_in(cell: Option<&Cell>) -> Option<Vec<u8>> {
    if let Some(Cell::Bytes(bytes)) = cell { bytes.clone() } else { None }
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
    let mut draft = Draft::new();
    draft.words("UPDATE account SET email_key = NULL WHERE ");
    condition(&mut draft, Table::Account, None, &rows);
    Some(draft.finish())
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
    let keys: Vec<String> = free.iter().map(|email| format!("{NOBODY}{email}")).collect();
    let mut hold = Draft::new();
    hold.words("INSERT INTO account (account, email_key, version, document) SELECT w.c0, w.c1, 0, '' FROM unnest(CAST(");
    hold.param(Param::texts(keys.iter().map(String::as_str))).words(" AS text[]), CAST(");
    hold.param(Param::texts(free)).words(" AS text[])) AS w(c0, c1)");
    let mut release = Draft::new();
    release.words("DELETE FROM account WHERE ").one_of("account", keys);
    vec![hold.finish(), release.finish()]
}

fn add_events(events: &[&Event]) -> Statement {
    let mut draft = Draft::new();
    draft.words("INSERT INTO event (account, region, at, id, document) ");
    if let [event] = events {
        let text = |text: String| Param::Text(text);
        let row = [
            text(event.account.to_string()),
            text(event.region.as_str().to_owned()),
            Param::Number(event.place.at.0),
            Param::Bytes(event.place.id.0.to_be_bytes().to_vec()),
            text(stored(&event.document)),
        ];
        values(&mut draft, row);
        return draft.finish();
    }
    let text = |of: fn(&Event) -> String| Param::texts(events.iter().map(|event| of(event)));
    let lists = vec![
        text(|event| event.account.to_string()),
        text(|event| event.region.as_str().to_owned()),
        Param::Numbers(events.iter().map(|event| Some(event.place.at.0)).collect()),
        Param::Blobs(events.iter().map(|e| Some(e.place.id.0.to_be_bytes().to_vec())).collect()),
        text(|event| stored(&event.document)),
    ];
    select(&mut draft, Vec::new(), lists);
    draft.finish()
}
