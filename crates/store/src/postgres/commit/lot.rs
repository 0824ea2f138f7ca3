//! What a commit does in one table and one scope.

use std::collections::BTreeMap;

use super::rows::Cell;

/// A row as it was seen, and as it is to be.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The version that was seen, `0` for none; absent where nothing was seen.
    pub(super) seen: Option<i64>,
    pub(super) becomes: Becomes,
}

#[derive(Debug, Default, PartialEq)]
pub(super) enum Becomes {
    /// It stays as it is.
    #[default]
    Same,
    Gone,
    /// It has this version and these cells.
    Row(i64, Vec<Cell>),
}

/// All rows of a table and a scope that a commit depends on or changes, by their keys.
pub(super) type Lot = BTreeMap<Vec<String>, Entry>;

/// How a row is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It was there, and is held.
    Held,
    /// It was there, is held and written anew.
    Replaced,
    /// It was there, is held and deleted.
    Deleted,
    /// It was not there, and is made.
    Inserted,
    /// It was not there, and must not come.
    Kept,
    /// It is written, whether it is there or not.
    Put,
}

impl Entry {
    pub(super) fn way(&self) -> Way {
        match (self.seen, &self.becomes) {
            (Some(0), Becomes::Same | Becomes::Gone) => Way::Kept,
            (Some(0), Becomes::Row(..)) => Way::Inserted,
            (Some(_), Becomes::Same) => Way::Held,
            (Some(_), Becomes::Row(..)) => Way::Replaced,
            (Some(_), Becomes::Gone) => Way::Deleted,
            (None, _) => Way::Put,
        }
    }
}
