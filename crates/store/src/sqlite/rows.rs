//! Records as cells of a table, and back.
//!
//! A cell that makes no sense is an error that says which one it is; it never stops the server.

use std::collections::BTreeMap;
use std::fmt::Display;

use accede_membership::{
    AccountId, Invitation, InvitationId, InvitationState, Kind, Pair, Received, Relationship, Row,
    Scope, Standing, Status, Switch, Tally, Timestamp,
};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::{StoreError, Version};

/// The columns that [`standing`] reads, in its order.
macro_rules! standing_columns {
    () => {
        "account, version, switch, enabled_at, updated_at, settings, tags, administrator, \
         tally_rows, tally_counted, tally_blocking, tally_associated"
    };
}

/// The columns that [`relationship`] reads, in its order.
macro_rules! relationship_columns {
    () => {
        "administrator, member, version, kind, status, email, tags, created_at, updated_at, \
         invited_at, message, invitation_id, invitation_at, invitation_state"
    };
}

/// The columns that [`received`] reads, in its order. The index covers them.
macro_rules! received_columns {
    () => {
        "administrator, member, invitation_id, invitation_at, invitation_state, status"
    };
}

pub(super) use {received_columns, relationship_columns, standing_columns};

/// The standing in a row, and its version.
pub(super) fn standing(row: &Cells<'_>) -> Result<(Standing, Version), StoreError> {
    let tally = Tally {
        rows: row.count(8)?,
        counted: row.count(9)?,
        blocking: row.count(10)?,
        associated: row.count(11)?,
    };
    let standing = Standing {
        switch: row.named(2, Switch::from_name)?,
        enabled_at: row.time(3)?,
        updated_at: row.time(4)?,
        settings: row.texts(5)?,
        tags: row.texts(6)?,
        administrator: row.there(7)?.then(|| row.account(7)).transpose()?,
        tally,
    };
    Ok((standing, row.count(1)?))
}

/// The status of the relationship in a row, without the rest of it.
pub(super) fn status(row: &Cells<'_>) -> Result<Option<Status>, StoreError> {
    row.there(4)?.then(|| row.named(4, Status::from_name)).transpose()
}

/// The relationship in a row, and its version.
pub(super) fn relationship(cells: &Cells<'_>) -> Result<(Relationship, Version), StoreError> {
    let row = || -> Result<Row, StoreError> {
        Ok(Row {
            status: cells.named(4, Status::from_name)?,
            email: cells.optional_text(5)?.map(str::to_owned),
            tags: cells.texts(6)?,
            created_at: cells.time(7)?,
            updated_at: cells.time(8)?,
            invited_at: cells.there(9)?.then(|| cells.time(9)).transpose()?,
            message: cells.optional_text(10)?.map(str::to_owned),
        })
    };
    let invitation = || -> Result<Invitation, StoreError> {
        Ok(Invitation {
            id: cells.invitation_id(11)?,
            invited_at: cells.time(12)?,
            state: cells.named(13, InvitationState::from_name)?,
        })
    };
    let relationship = Relationship {
        pair: Pair { administrator: cells.account(0)?, member: cells.account(1)? },
        kind: cells.named(3, Kind::from_name)?,
        row: cells.there(4)?.then(row).transpose()?,
        invitation: cells.there(11)?.then(invitation).transpose()?,
    };
    Ok((relationship, cells.count(2)?))
}

/// The invitation in a row of the index.
pub(super) fn received(row: &Cells<'_>) -> Result<Received, StoreError> {
    Ok(Received {
        administrator: row.account(0)?,
        id: row.invitation_id(2)?,
        invited_at: row.time(3)?,
        state: row.named(4, InvitationState::from_name)?,
        row: row.there(5)?.then(|| row.named(5, Status::from_name)).transpose()?,
    })
}

/// One row of a table, and what it takes to say which one it is.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) row: &'a rusqlite::Row<'a>,
    pub(super) table: &'static str,
    pub(super) scope: &'a Scope,
    /// How many columns at the front are the row's key within the scope.
    pub(super) keys: usize,
}

impl<'a> Cells<'a> {
    /// An account id.
    pub(super) fn account(&self, column: usize) -> Result<AccountId, StoreError> {
        self.text(column)?.parse().map_err(|error| self.wrong(column, error))
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

    fn there(&self, column: usize) -> Result<bool, StoreError> {
        Ok(self.cell(column)? != ValueRef::Null)
    }

    fn time(&self, column: usize) -> Result<Timestamp, StoreError> {
        self.integer(column).map(Timestamp)
    }

    fn texts(&self, column: usize) -> Result<BTreeMap<String, String>, StoreError> {
        match self.text(column)? {
            "{}" => Ok(BTreeMap::new()),
            json => serde_json::from_str(json).map_err(|error| self.wrong(column, error)),
        }
    }

    fn invitation_id(&self, column: usize) -> Result<InvitationId, StoreError> {
        let id = match self.cell(column)? {
            ValueRef::Blob(bytes) => bytes.try_into().ok(),
            _ => None,
        };
        let id = id.ok_or_else(|| self.wrong(column, "is not a blob of 16 bytes"))?;
        Ok(InvitationId(u128::from_be_bytes(id)))
    }

    fn text(&self, column: usize) -> Result<&'a str, StoreError> {
        self.optional_text(column)?.ok_or_else(|| self.wrong(column, "is null"))
    }

    fn optional_text(&self, column: usize) -> Result<Option<&'a str>, StoreError> {
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
        self.row.get_ref(column).map_err(|error| self.wrong(column, error))
    }

    fn wrong(&self, column: usize, why: impl Display) -> StoreError {
        let Scope { service, region } = self.scope;
        let mut key = format!("{}, {region}", service.name());
        for column in 0..self.keys {
            let cell = self.row.get_ref(column).ok();
            let text = cell.and_then(|cell| cell.as_str().ok()).unwrap_or("?");
            key.push_str(", ");
            key.push_str(text);
        }
        let name = self.row.as_ref().column_name(column).unwrap_or("?");
        StoreError::new(format!("table {}, row ({key}), column {name}: {why}", self.table))
    }
}

/// An account id, as SQLite is given it.
pub(super) struct Digits([u8; AccountId::DIGITS]);

impl Digits {
    pub(super) fn of(account: AccountId) -> Digits {
        Digits(account.digits())
    }
}

impl ToSql for Digits {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(&self.0)))
    }
}
