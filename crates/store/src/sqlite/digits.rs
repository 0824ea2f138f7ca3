//! Keys, as SQLite is given them.

use accede_membership::AccountId;
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

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
