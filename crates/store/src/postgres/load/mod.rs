//! Loads: all reads of a request as one statement.
//!
//! One statement sees one moment, at whatever isolation level, and takes one round trip. It is a union of what each
//! kind of record needs; what a read finds by following another is found by a subquery.
//!
//! No rule is restated in SQL: which statuses are wanted is the caller's to say.

mod answer;
mod ask;
mod directory;
mod entries;
mod found;
mod lists;
mod pages;
mod scope;
mod shape;

pub(super) use ask::ask;
pub(super) use entries::entries;
pub(super) use found::Found;
pub(super) use shape::column;

use accede_membership::Read;

use super::fault::fault;
use super::wire::Rows;
use crate::{Loaded, StoreError};

/// What the rows come to.
pub(super) fn answer(reads: &[Read], rows: &Rows) -> Result<Loaded, StoreError> {
    let mut found = Found::default();
    for row in rows.iter() {
        found.add(&row.map_err(|error| fault(&error))?)?;
    }
    Ok(answer::answer(reads, found))
}
