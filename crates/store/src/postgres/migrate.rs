//! Brings the database up to the present schema: one definition, one transaction.
//!
//! Several servers may start at the same time. Each definition does nothing where it was made, so it does not matter
//! who makes it, nor that it is made and then not noted because a server was killed in between.

use super::fault::fault;
use super::line::Broken;
use super::param::Param;
use super::schema::{STEPS, TABLES, last};
use super::shared::{Failed, Shared};
use super::sql::Statement;
use super::wire::Row;
use crate::{StoreError, hex};

/// How often a definition is tried while others make the same one.
const TRIES: u32 = 20;

/// Makes what is missing, and answers which step was the last before.
pub(super) async fn migrate(shared: &Shared) -> Result<i64, StoreError> {
    let before = match made(shared).await? {
        Some(step) => step,
        None => {
            require_no_others(shared).await?;
            0
        }
    };
    if before > last() {
        return Err(StoreError::new(format!(
            "was written by a newer version of Accede (schema {before}; this one knows {})",
            last()
        )));
    }
    for (number, step) in (1..).zip(STEPS) {
        if number > before {
            make(shared, number, step).await?;
        }
    }
    Ok(before)
}

/// The last step that was made; `None` where nothing ever was.
async fn made(shared: &Shared) -> Result<Option<i64>, StoreError> {
    let columns = "SELECT CAST(column_name AS text) FROM information_schema.columns \
                   WHERE table_schema = current_schema() AND table_name = $1";
    let columns = names(shared, columns, Param::Text("migration".to_owned())).await?;
    if columns.is_empty() {
        return Ok(None);
    }
    if !columns.iter().any(|column| column == "step") {
        return Err(StoreError::new("has a table migration that is not Accede's"));
    }
    let sql = "SELECT max(step) FROM migration";
    let rows = shared.query(Statement::once(sql, Vec::new())).await?;
    let row = rows.first().map_err(|error| fault(&error))?;
    let step = row.map(|row| row.number(0)).transpose();
    let wrong = |why| StoreError::new(format!("table migration, column step: {why}"));
    Ok(Some(step.map_err(wrong)?.flatten().unwrap_or(0)))
}

/// The texts that a statement selects.
async fn names(shared: &Shared, sql: &str, param: Param) -> Result<Vec<String>, StoreError> {
    let rows = shared.query(Statement::once(sql, vec![param])).await?;
    let name = |row: Row<'_>| row.text(0).map(|text| text.unwrap_or_default().to_owned());
    let named = rows.iter().map(|row| {
        name(row.map_err(|error| fault(&error))?)
            .map_err(|why| StoreError::new(format!("the name of a table or a column {why}")))
    });
    named.collect()
}

/// Tables of another program with our names would be taken for ours.
async fn require_no_others(shared: &Shared) -> Result<(), StoreError> {
    let tables = "SELECT CAST(table_name AS text) FROM information_schema.tables \
                  WHERE table_schema = current_schema() AND table_name = ANY($1)";
    let tables = names(shared, tables, Param::texts(TABLES.iter().copied())).await?;
    let Some(name) = tables.first() else { return Ok(()) };
    // Another server may be making them.
    if made(shared).await?.is_some() {
        return Ok(());
    }
    Err(StoreError::new(format!("has a table {name} of another program")))
}

async fn make(shared: &Shared, number: i64, step: &str) -> Result<(), StoreError> {
    let mut tries = 1;
    loop {
        let mut line = shared.line().await?;
        let done = match line.define(step).await {
            Ok(()) => line.execute(&note(number)).await.map(drop),
            Err(error) => Err(error),
        };
        drop(line);
        match done {
            Ok(()) => return Ok(()),
            Err(broken) if tries < TRIES && is_passing(&broken) => shared.pause(tries).await,
            Err(broken) => {
                let (Failed::ForNow(why) | Failed::ForGood(why)) = Failed::from(broken);
                return Err(StoreError::new(format!("schema step {number}: {why}")));
            }
        }
        tries += 1;
    }
}

fn note(number: i64) -> Statement {
    let sql = "INSERT INTO migration (step) VALUES ($1) ON CONFLICT (step) DO NOTHING";
    Statement::once(sql, vec![Param::Number(number)])
}

/// Whether it comes from another server that makes the same, or from the connection.
fn is_passing(broken: &Broken) -> bool {
    let (Broken::At(error) | Broken::AtTheEnd(error)) = broken else { return true };
    let Some(said) = error.said() else { return true };
    matches!(said.code.as_str(), "23505" | "42P07" | "42710" | "40001" | "40P01" | "55P03")
        || said.message.contains("concurrently")
        || super::fault::remedy(error) == super::fault::Remedy::Reconnect
}

/// The name of what says that the store is being filled.
const UNFINISHED: &str = "unfinished";

/// Whether there is a store, or anything of one.
pub(super) async fn is_anything(shared: &Shared) -> Result<bool, StoreError> {
    Ok(made(shared).await?.is_some())
}

/// Requires that there is no store, nor anything of one.
pub(super) async fn require_nothing(shared: &Shared) -> Result<(), StoreError> {
    if !is_anything(shared).await? {
        return Ok(());
    }
    require_finished(shared).await?;
    Err(StoreError::new("holds a store already: drop its tables, or name another database"))
}

/// Requires that what is there is no copy that was interrupted.
pub(super) async fn require_finished(shared: &Shared) -> Result<(), StoreError> {
    match shared.meta(UNFINISHED).await? {
        None => Ok(()),
        Some(_) => Err(StoreError::new(
            "holds a copy that was never finished: drop its tables, and copy again",
        )),
    }
}

/// Says that the store is being filled.
pub(super) async fn begin(shared: &Shared) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (name, value) VALUES ($1, '') ON CONFLICT (name) DO NOTHING";
    let params = vec![Param::Text(UNFINISHED.to_owned())];
    shared.execute(&Statement::once(sql, params)).await.map(drop)
}

/// Says that it is filled, once the database knows what there is: until it looks by itself, it would take tables
/// for small and walk through them. An engine that does not look when it is told to is left alone.
pub(super) async fn finish(shared: &Shared) -> Result<(), StoreError> {
    for table in TABLES {
        let mut line = shared.line().await?;
        let _ = line.define(&format!("ANALYZE {table}")).await;
    }
    let sql = "DELETE FROM meta WHERE name = $1";
    let params = vec![Param::Text(UNFINISHED.to_owned())];
    shared.execute(&Statement::once(sql, params)).await.map(drop)
}

/// The store's secret: this one, unless there is one.
pub(super) async fn secret(shared: &Shared, secret: &[u8; 32]) -> Result<[u8; 32], StoreError> {
    let sql = "INSERT INTO meta (name, value) VALUES ('secret', $1) ON CONFLICT (name) DO NOTHING";
    let params = vec![Param::Text(hex::of(secret))];
    let known = shared.meta("secret").await?;
    let known = match known {
        Some(known) => known,
        None => {
            shared.execute(&Statement::once(sql, params)).await?;
            shared.meta("secret").await?.unwrap_or_default()
        }
    };
    let bytes = hex::parse(&known).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| StoreError::new("table meta, row (secret): is not 64 hex digits"))
}
