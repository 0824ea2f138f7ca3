//! Takes on files of older schemas, in place.
//!
//! One transaction: a file is wholly of its old schema or wholly of the new one, whatever comes between.

use accede_membership::AccountId;
use accede_membership::directory::Account;
use rusqlite::{Connection, TransactionBehavior};

use super::apply;
use super::schema::{ACCESS, DIRECTORY, VERSION};
use crate::StoreError;

/// Makes a file of this schema one of the present schema.
pub(super) fn migrate(connection: &mut Connection, from: u32) -> Result<(), StoreError> {
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
    if from < 2 {
        from_1_to_2(&transaction)?;
    }
    // Schema 2 knew neither access keys nor roles, and kept no events.
    transaction.execute_batch(ACCESS).map_err(fault)?;
    transaction.pragma_update(None, "user_version", VERSION).map_err(fault)?;
    transaction.commit().map_err(fault)
}

/// Schema 1 knew an account's id and email, and no organizations: no row was there by way of one.
fn from_1_to_2(transaction: &Connection) -> Result<(), StoreError> {
    transaction.execute_batch(BEFORE).map_err(fault)?;
    transaction.execute_batch(DIRECTORY).map_err(fault)?;
    let version: i64 = transaction.query_row(NEXT_VERSION, [], |row| row.get(0)).map_err(fault)?;
    for (account, email) in accounts(transaction)? {
        let wrong = |why: String| StoreError::new(format!("table account, row ({account}): {why}"));
        let id: AccountId = account.parse().map_err(|error| wrong(format!("{error}")))?;
        let entry = Account { email: Some(email), ..Account::default() };
        apply::put_account(transaction, id, &entry, version.unsigned_abs())
            .map_err(|error| wrong(error.to_string()))?;
    }
    transaction.execute_batch("DROP TABLE account_of_schema_1").map_err(fault)
}

const BEFORE: &str = "
ALTER TABLE standing ADD COLUMN tally_organization INTEGER NOT NULL DEFAULT 0;
ALTER TABLE standing ADD COLUMN configuration TEXT NOT NULL DEFAULT '{}';
ALTER TABLE account RENAME TO account_of_schema_1;
UPDATE meta SET version = version + 1;
";
const NEXT_VERSION: &str = "SELECT version FROM meta";

fn accounts(connection: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let all = "SELECT account, email FROM account_of_schema_1 ORDER BY account";
    let mut statement = connection.prepare(all).map_err(fault)?;
    let accounts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(fault)?;
    accounts.collect::<Result<_, _>>().map_err(fault)
}

/// What SQLite says, in one line: without the statement.
fn fault(error: rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => StoreError::new(msg),
        error => StoreError::new(error.to_string()),
    }
}
