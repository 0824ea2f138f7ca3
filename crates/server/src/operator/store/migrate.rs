//! `accede store migrate`: a store of an older version, brought up to date.

use serde::Serialize;

use super::block_on;
use crate::cli::StorePlace;
use crate::config;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Migrated {
    from_schema: i64,
    to_schema: i64,
}

/// Brings it up to date, and prints from where to where.
///
/// # Errors
///
/// One line that says why it was not done: there is no store, it is newer, or it is in use.
pub(super) fn run(StorePlace { store }: StorePlace) -> Result<(), String> {
    let place = config::place(store)?;
    let migrated = block_on(async { place.migrate().await.map_err(|error| error.to_string()) });
    let (from_schema, to_schema) = migrated?;
    super::print_line(&Migrated { from_schema, to_schema })
}
