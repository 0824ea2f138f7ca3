//! One commit, within a transaction of the writer.

use accede_membership::{Account, AccountId, Change, Pair, Relationship, Scope, Standing, Tags};
use rusqlite::{Connection, OptionalExtension, Params, params};

use super::rows::{Digits, relationship_columns, standing_columns};
use crate::{Commit, Key, StoreError, Version};

const STANDING_VERSION: &str =
    "SELECT version FROM standing WHERE service = ?1 AND region = ?2 AND account = ?3";
const RELATIONSHIP_VERSION: &str = "SELECT version FROM relationship \
     WHERE service = ?1 AND region = ?2 AND administrator = ?3 AND member = ?4";
const PUT_STANDING: &str = concat!(
    "REPLACE INTO standing (service, region, ",
    standing_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
);
const PUT_RELATIONSHIP: &str = concat!(
    "REPLACE INTO relationship (service, region, ",
    relationship_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
);
const DELETE_STANDING: &str =
    "DELETE FROM standing WHERE service = ?1 AND region = ?2 AND account = ?3";
const DELETE_RELATIONSHIP: &str = "DELETE FROM relationship \
     WHERE service = ?1 AND region = ?2 AND administrator = ?3 AND member = ?4";
const PUT_ACCOUNT: &str = "REPLACE INTO account (account, email) VALUES (?1, ?2)";

/// Whether every record still has the version that was seen.
pub(super) fn still_as_seen(connection: &Connection, commit: &Commit) -> Result<bool, StoreError> {
    let (service, region) = name(&commit.scope);
    for (key, seen) in &commit.seen {
        let version = match key {
            Key::Standing(account) => {
                let key = params![service, region, Digits::of(*account)];
                version(connection, STANDING_VERSION, key)?
            }
            Key::Relationship(Pair { administrator, member }) => {
                let (administrator, member) = (Digits::of(*administrator), Digits::of(*member));
                let key = params![service, region, administrator, member];
                version(connection, RELATIONSHIP_VERSION, key)?
            }
        };
        if i64::try_from(*seen) != Ok(version) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes the changes of a commit; the records that it leaves have this version.
pub(super) fn commit(
    connection: &Connection,
    commit: &Commit,
    version: Version,
) -> Result<(), StoreError> {
    let (service, region) = name(&commit.scope);
    for change in &commit.changes {
        match change {
            Change::Standing(account, Some(standing)) => {
                put_standing(connection, &commit.scope, *account, standing, version)?;
            }
            Change::Standing(account, None) => {
                let key = params![service, region, Digits::of(*account)];
                execute(connection, DELETE_STANDING, key)?;
            }
            Change::Relationship(pair, Some(relationship)) => {
                put_relationship(connection, &commit.scope, *pair, relationship, version)?;
            }
            Change::Relationship(Pair { administrator, member }, None) => {
                let (administrator, member) = (Digits::of(*administrator), Digits::of(*member));
                let key = params![service, region, administrator, member];
                execute(connection, DELETE_RELATIONSHIP, key)?;
            }
        }
    }
    Ok(())
}

/// Puts an account into the directory.
pub(super) fn account(
    connection: &Connection,
    id: AccountId,
    account: &Account,
) -> Result<(), StoreError> {
    execute(connection, PUT_ACCOUNT, params![Digits::of(id), account.email])
}

fn put_standing(
    connection: &Connection,
    scope: &Scope,
    account: AccountId,
    standing: &Standing,
    version: Version,
) -> Result<(), StoreError> {
    let (service, region) = name(scope);
    let count = |count, column| integer(count, "standing", column);
    let cells = params![
        service,
        region,
        Digits::of(account),
        count(version, "version")?,
        standing.switch.name(),
        standing.enabled_at.0,
        standing.updated_at.0,
        json(&standing.settings)?,
        json(&standing.tags)?,
        standing.administrator.map(Digits::of),
        count(standing.tally.rows, "tally_rows")?,
        count(standing.tally.counted, "tally_counted")?,
        count(standing.tally.blocking, "tally_blocking")?,
        count(standing.tally.associated, "tally_associated")?,
    ];
    execute(connection, PUT_STANDING, cells)
}

fn put_relationship(
    connection: &Connection,
    scope: &Scope,
    Pair { administrator, member }: Pair,
    relationship: &Relationship,
    version: Version,
) -> Result<(), StoreError> {
    let (service, region) = name(scope);
    let row = relationship.row.as_ref();
    let invitation = relationship.invitation.as_ref();
    let id = invitation.map(|invitation| invitation.id.0.to_be_bytes());
    let cells = params![
        service,
        region,
        Digits::of(administrator),
        Digits::of(member),
        integer(version, "relationship", "version")?,
        relationship.kind.name(),
        row.map(|row| row.status.name()),
        row.and_then(|row| row.email.as_deref()),
        row.map(|row| json(&row.tags)).transpose()?,
        row.map(|row| row.created_at.0),
        row.map(|row| row.updated_at.0),
        row.and_then(|row| row.invited_at).map(|at| at.0),
        row.and_then(|row| row.message.as_deref()),
        id.as_ref().map(|id| id.as_slice()),
        invitation.map(|invitation| invitation.invited_at.0),
        invitation.map(|invitation| invitation.state.name()),
    ];
    execute(connection, PUT_RELATIONSHIP, cells)
}

/// The version of a record, `0` where there is none.
fn version(connection: &Connection, sql: &str, key: impl Params) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(fault)?;
    let version = statement.query_row(key, |row| row.get(0)).optional().map_err(fault)?;
    Ok(version.unwrap_or(0))
}

fn execute(connection: &Connection, sql: &str, cells: impl Params) -> Result<(), StoreError> {
    let done = connection.prepare_cached(sql).and_then(|mut statement| statement.execute(cells));
    done.map(drop).map_err(fault)
}

/// A count as SQLite keeps it.
pub(super) fn integer(count: u64, table: &str, column: &str) -> Result<i64, StoreError> {
    let too_large =
        |_| StoreError::new(format!("table {table}, column {column}: {count} is too large"));
    i64::try_from(count).map_err(too_large)
}

/// What SQLite says, in one line.
pub(super) fn fault(error: rusqlite::Error) -> StoreError {
    StoreError::new(format!("cannot be written: {error}"))
}

fn json(texts: &Tags) -> Result<String, StoreError> {
    if texts.is_empty() {
        return Ok("{}".to_owned());
    }
    serde_json::to_string(texts).map_err(|error| StoreError::new(error.to_string()))
}

fn name(scope: &Scope) -> (&'static str, &str) {
    (scope.service.name(), scope.region.as_str())
}
