//! One cell of a row, and what is wrong with it.
//!
//! A cell that makes no sense is an error that says which one it is; it never stops the server.

use std::collections::BTreeMap;
use std::fmt::Display;

use accede_membership::{AccountId, NotAnAccountId, Scope, Timestamp};
use rusqlite::types::{Value, ValueRef};

use super::sum::Sum;
use crate::{StoreError, documents, hex};

/// One row of a table, and what it takes to say which one it is.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) row: &'a rusqlite::Row<'a>,
    /// What is in its cells: each is asked for once, since that costs more than what is done with it.
    pub(super) values: &'a [ValueRef<'a>],
    pub(super) table: &'static str,
    /// The scope of the table's rows; `None` in the directory.
    pub(super) scope: Option<&'a Scope>,
    /// How many columns at the front are the row's key within the scope.
    pub(super) keys: usize,
    /// Where the columns begin that are counted from 0.
    pub(super) first: usize,
}

impl<'a> Cells<'a> {
    /// The same row, its columns counted from this one on.
    pub(super) fn from(&self, first: usize) -> Cells<'a> {
        Cells { first, ..*self }
    }

    /// Whatever is in a cell.
    pub(super) fn value(&self, column: usize) -> Result<Value, StoreError> {
        Value::try_from(self.cell(column)?).map_err(|error| self.wrong(column, error))
    }

    /// Whether the columns before the last have the checksum that is in it; `sum` is what all rows begin with.
    pub(super) fn have(&self, sum: Sum) -> bool {
        let Some((last, cells)) = self.values.split_last() else { return false };
        let sum = cells.iter().fold(sum, |sum, cell| sum.cell(*cell));
        *last == ValueRef::Integer(sum.value())
    }

    /// The fault that the row is not what was written.
    pub(super) fn damaged(&self) -> StoreError {
        let why = "is damaged: its checksum is that of something else";
        StoreError::damaged(format!("table {}, row ({}): {why}", self.table, self.key()))
    }

    /// An account id.
    pub(super) fn account(&self, column: usize) -> Result<AccountId, StoreError> {
        let account = match self.cell(column)? {
            ValueRef::Text(bytes) => AccountId::from_digits(bytes),
            _ => None,
        };
        account.ok_or_else(|| self.wrong(column, NotAnAccountId))
    }

    /// What is written so.
    pub(super) fn parsed<T>(
        &self,
        column: usize,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        let text = self.text(column)?;
        parse(text).ok_or_else(|| self.wrong(column, format_args!("{text:?} makes no sense")))
    }

    /// A document.
    pub(super) fn document<T>(
        &self,
        column: usize,
        read: impl FnOnce(&str) -> documents::Result<T>,
    ) -> Result<T, StoreError> {
        read(self.text(column)?).map_err(|error| self.wrong(column, error))
    }

    /// A number that is not negative.
    pub(super) fn count(&self, column: usize) -> Result<u64, StoreError> {
        u64::try_from(self.integer(column)?).map_err(|_| self.wrong(column, "is negative"))
    }

    /// One of the names of `T`.
    pub(super) fn named<T>(
        &self,
        column: usize,
        from_name: fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        let name = self.text(column)?;
        from_name(name).ok_or_else(|| self.wrong(column, format_args!("unknown name {name:?}")))
    }

    pub(super) fn there(&self, column: usize) -> Result<bool, StoreError> {
        Ok(self.cell(column)? != ValueRef::Null)
    }

    pub(super) fn time(&self, column: usize) -> Result<Timestamp, StoreError> {
        self.integer(column).map(Timestamp)
    }

    pub(super) fn texts(&self, column: usize) -> Result<BTreeMap<String, String>, StoreError> {
        match self.text(column)? {
            "{}" => Ok(BTreeMap::new()),
            json => serde_json::from_str(json).map_err(|error| self.wrong(column, error)),
        }
    }

    /// A number of 128 bits.
    pub(super) fn wide(&self, column: usize) -> Result<u128, StoreError> {
        let id = match self.cell(column)? {
            ValueRef::Blob(bytes) => bytes.try_into().ok(),
            _ => None,
        };
        let id = id.ok_or_else(|| self.wrong(column, "is not a blob of 16 bytes"))?;
        Ok(u128::from_be_bytes(id))
    }

    pub(super) fn text(&self, column: usize) -> Result<&'a str, StoreError> {
        self.optional_text(column)?.ok_or_else(|| self.wrong(column, "is null"))
    }

    pub(super) fn optional_text(&self, column: usize) -> Result<Option<&'a str>, StoreError> {
        match self.cell(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => {
                std::str::from_utf8(bytes).map(Some).map_err(|error| self.wrong(column, error))
            }
            _ => Err(self.wrong(column, "is not a text")),
        }
    }

    fn integer(&self, column: usize) -> Result<i64, StoreError> {
        match self.cell(column)? {
            ValueRef::Integer(integer) => Ok(integer),
            _ => Err(self.wrong(column, "is not an integer")),
        }
    }

    fn cell(&self, column: usize) -> Result<ValueRef<'a>, StoreError> {
        match self.values.get(self.first + column) {
            Some(value) => Ok(*value),
            None => Err(self.wrong(column, "is not selected")),
        }
    }

    /// A cell of the key, whatever is in it.
    fn shown(&self, column: usize) -> String {
        match self.row.get_ref(column) {
            Ok(ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
            Ok(ValueRef::Integer(integer)) => integer.to_string(),
            Ok(ValueRef::Blob(bytes)) => hex::of(bytes),
            _ => "?".to_owned(),
        }
    }

    /// The row's key, for people.
    fn key(&self) -> String {
        let mut key = Vec::new();
        if let Some(Scope { service, region }) = self.scope {
            key.extend([service.name().to_owned(), region.to_string()]);
        }
        key.extend((0..self.keys).map(|column| self.shown(column)));
        key.join(", ")
    }

    pub(super) fn wrong(&self, column: usize, why: impl Display) -> StoreError {
        let name = self.row.as_ref().column_name(self.first + column).unwrap_or("?");
        let key = self.key();
        StoreError::new(format!("table {}, row ({key}), column {name}: {why}", self.table))
    }
}
