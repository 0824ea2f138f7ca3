//! Standings and relationships, written.

use accede_membership::{AccountId, Change, Pair, Relationship, Scope, Standing, Tags};
use rusqlite::{OptionalExtension, Params, Statement, ToSql, params};

use super::{execute, integer, version_in};
use crate::sqlite::digits::Digits;
use crate::sqlite::query::{self, Query, RELATIONSHIPS, STANDINGS};
use crate::sqlite::reader::{RELATIONSHIP, STANDING};
use crate::sqlite::rows::{relationship_columns, standing_columns};
use crate::sqlite::statements::Statements;
use crate::sqlite::sum;
use crate::{Key, StoreError, Version};

// The versions alone: nothing else of the row is used, and a commit that changes it writes all of it anew.
const STANDING_VERSION: &str =
    "SELECT version FROM standing WHERE service = ?1 AND region = ?2 AND account = ?3";
const RELATIONSHIP_VERSION: &str = "SELECT version FROM relationship \
     WHERE service = ?1 AND region = ?2 AND administrator = ?3 AND member = ?4";
/// Tried first: most of what is put is there, and `REPLACE`, or an upsert, would look for it as if it were not.
const CHANGE_STANDING: &str = "UPDATE standing SET version = ?4, switch = ?5, enabled_at = ?6, \
     updated_at = ?7, settings = ?8, tags = ?9, administrator = ?10, tally_rows = ?11, tally_counted = ?12, \
     tally_blocking = ?13, tally_associated = ?14, tally_organization = ?15, configuration = ?16, sum = ?17 \
     WHERE service = ?1 AND region = ?2 AND account = ?3";
const ADD_STANDING: &str = concat!(
    "INSERT INTO standing (service, region, ",
    standing_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
);
const CHANGE_RELATIONSHIP: &str = "UPDATE relationship SET version = ?5, kind = ?6, status = ?7, \
     email = ?8, tags = ?9, created_at = ?10, updated_at = ?11, invited_at = ?12, message = ?13, \
     invitation_id = ?14, invitation_at = ?15, invitation_state = ?16, sum = ?17, invitation_sum = ?18 \
     WHERE service = ?1 AND region = ?2 AND administrator = ?3 AND member = ?4";
const ADD_RELATIONSHIP: &str = concat!(
    "INSERT INTO relationship (service, region, ",
    relationship_columns!(),
    ", invitation_sum) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
);
const DELETE_STANDING: &str =
    "DELETE FROM standing WHERE service = ?1 AND region = ?2 AND account = ?3";
const DELETE_RELATIONSHIP: &str = "DELETE FROM relationship \
     WHERE service = ?1 AND region = ?2 AND administrator = ?3 AND member = ?4";

/// Every statement, to be checked.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    STANDING,
    RELATIONSHIP,
    STANDING_VERSION,
    RELATIONSHIP_VERSION,
    CHANGE_STANDING,
    ADD_STANDING,
    CHANGE_RELATIONSHIP,
    ADD_RELATIONSHIP,
    DELETE_STANDING,
    DELETE_RELATIONSHIP,
];

/// The version of a standing or a relationship, `0` where there is none. One that is not what was seen is believed
/// only of a row that is what was written.
pub(super) fn version(
    statements: &Statements<'_>,
    scope: &Scope,
    key: &Key,
    seen: Version,
) -> Result<i64, StoreError> {
    let (service, region) = name(scope);
    let of = |table| Query { statements, table, scope: Some(scope) };
    let is_seen = |version: i64| u64::try_from(version) == Ok(seen);
    match key {
        Key::Standing(account) => {
            let key = params![service, region, Digits::of(*account)];
            match alone(statements, STANDING_VERSION, key)? {
                version if is_seen(version) => Ok(version),
                _ => version_in(of(STANDINGS), STANDING, key, 1),
            }
        }
        Key::Relationship(Pair { administrator, member }) => {
            let (administrator, member) = (Digits::of(*administrator), Digits::of(*member));
            let key = params![service, region, administrator, member];
            match alone(statements, RELATIONSHIP_VERSION, key)? {
                version if is_seen(version) => Ok(version),
                _ => version_in(of(RELATIONSHIPS), RELATIONSHIP, key, 2),
            }
        }
        _ => Ok(0),
    }
}

/// The only cell of the only row, `0` where there is none.
fn alone(
    statements: &Statements<'_>,
    sql: &'static str,
    key: impl Params,
) -> Result<i64, StoreError> {
    let version = |statement: &mut Statement<'_>| {
        statement.query_row(key, |row| row.get(0)).optional().map(Option::unwrap_or_default)
    };
    statements.with(sql, version).map_err(query::fault)
}

/// Changes a standing or a relationship.
pub(super) fn change(
    statements: &Statements<'_>,
    scope: &Scope,
    change: &Change,
    version: Version,
) -> Result<(), StoreError> {
    let (service, region) = name(scope);
    match change {
        Change::Standing(account, Some(standing)) => {
            put_standing(statements, scope, *account, standing, version)
        }
        Change::Standing(account, None) => {
            let key = params![service, region, Digits::of(*account)];
            execute(statements, DELETE_STANDING, key).map(drop)
        }
        Change::Relationship(pair, Some(relationship)) => {
            put_relationship(statements, scope, *pair, relationship, version)
        }
        Change::Relationship(Pair { administrator, member }, None) => {
            let (administrator, member) = (Digits::of(*administrator), Digits::of(*member));
            let key = params![service, region, administrator, member];
            execute(statements, DELETE_RELATIONSHIP, key).map(drop)
        }
        _ => Ok(()),
    }
}

fn put_standing(
    statements: &Statements<'_>,
    scope: &Scope,
    account: AccountId,
    standing: &Standing,
    version: Version,
) -> Result<(), StoreError> {
    let (service, region) = name(scope);
    let count = |count, column| integer(count, "standing", column);
    let cells: &[&dyn ToSql] = params![
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
        count(standing.tally.organization, "tally_organization")?,
        json(&standing.configuration)?,
    ];
    let sum = sum::of_cells(STANDINGS.name, cells)?;
    put(statements, [CHANGE_STANDING, ADD_STANDING], &[cells, &[&sum]].concat())
}

fn put_relationship(
    statements: &Statements<'_>,
    scope: &Scope,
    Pair { administrator, member }: Pair,
    relationship: &Relationship,
    version: Version,
) -> Result<(), StoreError> {
    let (service, region) = name(scope);
    let row = relationship.row.as_ref();
    let invitation = relationship.invitation.as_ref();
    let id = invitation.map(|invitation| invitation.id.0.to_be_bytes());
    let (administrator, member) = (Digits::of(administrator), Digits::of(member));
    let status = row.map(|row| row.status.name());
    let at = invitation.map(|invitation| invitation.invited_at.0);
    let state = invitation.map(|invitation| invitation.state.name());
    let id = id.as_ref().map(|id| id.as_slice());
    let cells: &[&dyn ToSql] = params![
        service,
        region,
        administrator,
        member,
        integer(version, "relationship", "version")?,
        relationship.kind.name(),
        status,
        row.and_then(|row| row.email.as_deref()),
        row.map(|row| json(&row.tags)).transpose()?,
        row.map(|row| row.created_at.0),
        row.map(|row| row.updated_at.0),
        row.and_then(|row| row.invited_at).map(|at| at.0),
        row.and_then(|row| row.message.as_deref()),
        id,
        at,
        state,
    ];
    // What the index covers has a checksum of its own: a page of invitations reads nothing else.
    let covered: &[&dyn ToSql] =
        params![service, region, administrator, member, id, at, state, status];
    let name = RELATIONSHIPS.name;
    let received = invitation.map(|_| sum::of_cells(name, covered)).transpose()?;
    let sum = sum::of_cells(name, cells)?;
    let sums: &[&dyn ToSql] = &[&sum, &received];
    put(statements, [CHANGE_RELATIONSHIP, ADD_RELATIONSHIP], &[cells, sums].concat())
}

/// Changes a row, or adds it.
fn put(
    statements: &Statements<'_>,
    [change, add]: [&'static str; 2],
    cells: &[&dyn ToSql],
) -> Result<(), StoreError> {
    match execute(statements, change, cells)? {
        0 => execute(statements, add, cells).map(drop),
        _ => Ok(()),
    }
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
