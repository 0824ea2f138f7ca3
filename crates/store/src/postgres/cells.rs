//! One cell of a row of a load, and what is wrong with it.
//!
//! A cell that makes no sense is an error that says which one it is; it never stops the server.

use std::fmt::Display;

use accede_membership::AccountId;

use super::load::column;
use super::wire::Row;
use crate::{StoreError, Version, documents};

/// A row, and what it is called in an error.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) row: &'a Row<'a>,
    pub(super) table: &'static str,
}

impl<'a> Cells<'a> {
    pub(super) fn text(&self, column: usize) -> Result<&'a str, StoreError> {
        self.there(column, self.row.text(column))
    }

    pub(super) fn number(&self, column: usize) -> Result<i64, StoreError> {
        self.there(column, self.row.number(column))
    }

    /// What must be there.
    fn there<T>(
        &self,
        column: usize,
        value: Result<Option<T>, &'static str>,
    ) -> Result<T, StoreError> {
        value.and_then(|value| value.ok_or("is missing")).map_err(|why| self.wrong(column, why))
    }

    /// An account id.
    pub(super) fn account(&self, column: usize) -> Result<AccountId, StoreError> {
        self.text(column)?.parse().map_err(|error| self.wrong(column, error))
    }

    /// What is written so.
    pub(super) fn parsed<T>(
        &self,
        column: usize,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        let text = self.text(column)?;
        parse(text).ok_or_else(|| self.wrong(column, format_args!("{text:?} makes no sense")))
    }

    /// What is written so, if anything is.
    pub(super) fn parsed_if_any<T>(
        &self,
        column: usize,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        match self.row.bytes(column) {
            Some(_) => self.parsed(column, parse).map(Some),
            None => Ok(None),
        }
    }

    /// The document.
    pub(super) fn document<T>(
        &self,
        read: impl FnOnce(&str) -> documents::Result<T>,
    ) -> Result<T, StoreError> {
        let column = column::DOCUMENT;
        read(self.text(column)?).map_err(|error| self.wrong(column, error))
    }

    /// The version.
    pub(super) fn version(&self) -> Result<Version, StoreError> {
        self.count(column::VERSION)
    }

    /// A number that is not negative.
    pub(super) fn count(&self, column: usize) -> Result<u64, StoreError> {
        u64::try_from(self.number(column)?).map_err(|_| self.wrong(column, "is negative"))
    }

    /// A number of 128 bits.
    pub(super) fn wide(&self, column: usize) -> Result<u128, StoreError> {
        let bytes = self.there(column, Ok(self.row.bytes(column)))?;
        let bytes = bytes.try_into().map_err(|_| self.wrong(column, "is not 16 bytes"))?;
        Ok(u128::from_be_bytes(bytes))
    }

    fn wrong(&self, column: usize, why: impl Display) -> StoreError {
        let key = |column| self.row.text(column).ok().flatten();
        let key: Vec<&str> = [column::A, column::B].into_iter().filter_map(key).collect();
        let column = match column {
            column::A | column::B => "of the key",
            column::VERSION => "version",
            column::S | column::T => "of a name",
            column::AT => "of a time",
            column::ID => "of an id",
            _ => "document",
        };
        StoreError::new(format!(
            "table {}, row ({}), column {column}: {why}",
            self.table,
            key.join(", ")
        ))
    }
}
