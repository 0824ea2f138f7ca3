//! Access keys, roles and events, written.

use accede_membership::access::{AccessKey, KeyId, Role, RoleKey};
use accede_membership::{Change, Event, EventPlace, Timestamp};
use rusqlite::{ToSql, params};

use super::directory::written;
use super::{execute, fault, integer, put, version_in};
use crate::sqlite::digits::Digits;
use crate::sqlite::query::{ACCESS_KEYS, EVENTS, Query, ROLES};
use crate::sqlite::reader::{KEY, ROLE};
use crate::sqlite::rows::{access_key_columns, event_columns, role_columns};
use crate::sqlite::statements::Statements;
use crate::{Key, StoreError, Version, documents};

const EVENT_AT: &str = "SELECT 1 FROM event WHERE at = ?1 AND id = ?2";
/// Not `REPLACE`, which would write the index by account each time.
const PUT_KEY: &str = concat!(
    "INSERT INTO access_key (",
    access_key_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5) \
     ON CONFLICT DO UPDATE SET version = ?2, document = ?3, account = ?4, sum = ?5"
);
const PUT_ROLE: &str =
    concat!("REPLACE INTO role (", role_columns!(), ") VALUES (?1, ?2, ?3, ?4, ?5)");
/// Adds nothing where the place is taken.
const ADD_EVENT: &str =
    concat!("INSERT OR IGNORE INTO event (", event_columns!(), ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
const DELETE_KEY: &str = "DELETE FROM access_key WHERE access_key = ?1";
const DELETE_ROLE: &str = "DELETE FROM role WHERE account = ?1 AND role = ?2";
const FORGET: &str = "DELETE FROM event WHERE number IN \
     (SELECT number FROM event WHERE at < ?1 ORDER BY at, id LIMIT ?2)";

/// The most events that are forgotten in one transaction: commits that wait are made between two of them.
const FORGOTTEN: i64 = 1_000;

/// Every statement, to be checked.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[KEY, ROLE, EVENT_AT, PUT_KEY, PUT_ROLE, ADD_EVENT, DELETE_KEY, DELETE_ROLE, FORGET];

/// The version of a key or a role, `0` where there is none.
pub(super) fn version(statements: &Statements<'_>, key: &Key) -> Result<i64, StoreError> {
    let of = |table| Query { statements, table, scope: None };
    match key {
        Key::AccessKey(id) => version_in(of(ACCESS_KEYS), KEY, [id.as_str()], 1),
        Key::Role(RoleKey { account, name }) => {
            version_in(of(ROLES), ROLE, params![Digits::of(*account), name], 2)
        }
        _ => Ok(0),
    }
}

/// Adds the events among these changes, all or none: none if one of them has the place of one that is there.
pub(super) fn add_events<'a>(
    statements: &Statements<'_>,
    changes: impl Iterator<Item = &'a Change>,
) -> Result<bool, StoreError> {
    let event = |change: &'a Change| match change {
        Change::Event(event) => Some(&**event),
        _ => None,
    };
    let mut events = changes.filter_map(event);
    let Some(first) = events.next() else { return Ok(true) };
    let others: Vec<&Event> = events.collect();
    // A single one, as nearly all have, finds out as it is added.
    if !others.is_empty() {
        for event in [first].iter().chain(&others) {
            if is_taken(statements, event)? {
                return Ok(false);
            }
        }
    }
    let is_added = add(statements, first)?;
    for event in others {
        if !add(statements, event)? {
            return Err(StoreError::new(
                "cannot be written: two events of a commit have one place",
            ));
        }
    }
    Ok(is_added)
}

fn is_taken(statements: &Statements<'_>, event: &Event) -> Result<bool, StoreError> {
    let EventPlace { at, id } = event.place;
    let place = params![at.0, id.0.to_be_bytes()];
    statements.with(EVENT_AT, |statement| statement.exists(place)).map_err(fault)
}

/// Changes a key or a role.
pub(super) fn change(
    statements: &Statements<'_>,
    change: &Change,
    version: Version,
) -> Result<(), StoreError> {
    match change {
        Change::AccessKey(id, Some(key)) => put_key(statements, *id, key, version),
        Change::AccessKey(id, None) => execute(statements, DELETE_KEY, [id.as_str()]).map(drop),
        Change::Role(key, Some(role)) => put_role(statements, key, role, version),
        Change::Role(RoleKey { account, name }, None) => {
            execute(statements, DELETE_ROLE, params![Digits::of(*account), name]).map(drop)
        }
        _ => Ok(()),
    }
}

/// Forgets the oldest events before a moment: all, or as many as one transaction may.
pub(in crate::sqlite) fn forget(
    statements: &Statements<'_>,
    before: Timestamp,
) -> Result<(), StoreError> {
    execute(statements, FORGET, [before.0, FORGOTTEN]).map(drop)
}

fn put_key(
    statements: &Statements<'_>,
    id: KeyId,
    key: &AccessKey,
    version: Version,
) -> Result<(), StoreError> {
    let cells: &[&dyn ToSql] = params![
        id.as_str(),
        integer(version, "access_key", "version")?,
        written("access_key", documents::write_access_key(key))?,
        Digits::of(key.account),
    ];
    put(statements, PUT_KEY, ACCESS_KEYS, cells).map(drop)
}

fn put_role(
    statements: &Statements<'_>,
    RoleKey { account, name }: &RoleKey,
    role: &Role,
    version: Version,
) -> Result<(), StoreError> {
    let document = written("role", documents::write_role(role))?;
    let version = integer(version, "role", "version")?;
    put(statements, PUT_ROLE, ROLES, params![Digits::of(*account), name, version, document])
        .map(drop)
}

/// Whether it is there now, and was not.
fn add(statements: &Statements<'_>, event: &Event) -> Result<bool, StoreError> {
    let EventPlace { at, id } = event.place;
    let cells: &[&dyn ToSql] = params![
        Digits::of(event.account),
        event.region.as_str(),
        at.0,
        id.0.to_be_bytes(),
        event.document,
    ];
    put(statements, ADD_EVENT, EVENTS, cells).map(|added| added > 0)
}
