//! Access keys, roles and events, written.

use accede_membership::access::{AccessKey, KeyId, Role, RoleKey};
use accede_membership::{Change, Event, EventPlace, Timestamp};
use rusqlite::{Connection, ToSql, params};

use super::directory::written;
use super::{execute, fault, integer, put, version_in};
use crate::sqlite::digits::Digits;
use crate::sqlite::query::{ACCESS_KEYS, EVENTS, Query, ROLES};
use crate::sqlite::reader::{KEY, ROLE};
use crate::sqlite::rows::{access_key_columns, event_columns, role_columns};
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
const ADD_EVENT: &str =
    concat!("INSERT INTO event (", event_columns!(), ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
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
pub(super) fn version(connection: &Connection, key: &Key) -> Result<i64, StoreError> {
    let of = |table| Query { connection, table, scope: None };
    match key {
        Key::AccessKey(id) => version_in(of(ACCESS_KEYS), KEY, [id.as_str()], 1),
        Key::Role(RoleKey { account, name }) => {
            version_in(of(ROLES), ROLE, params![Digits::of(*account), name], 2)
        }
        _ => Ok(0),
    }
}

/// Whether no event among these changes has the place of one that is there.
pub(super) fn are_new<'a>(
    connection: &Connection,
    changes: impl Iterator<Item = &'a Change>,
) -> Result<bool, StoreError> {
    for change in changes {
        if let Change::Event(event) = change {
            let mut statement = connection.prepare_cached(EVENT_AT).map_err(fault)?;
            let EventPlace { at, id } = event.place;
            if statement.exists(params![at.0, id.0.to_be_bytes()]).map_err(fault)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Changes a key or a role, or adds an event.
pub(super) fn change(
    connection: &Connection,
    change: &Change,
    version: Version,
) -> Result<(), StoreError> {
    match change {
        Change::AccessKey(id, Some(key)) => put_key(connection, *id, key, version),
        Change::AccessKey(id, None) => execute(connection, DELETE_KEY, [id.as_str()]),
        Change::Role(key, Some(role)) => put_role(connection, key, role, version),
        Change::Role(RoleKey { account, name }, None) => {
            execute(connection, DELETE_ROLE, params![Digits::of(*account), name])
        }
        Change::Event(event) => add(connection, event),
        _ => Ok(()),
    }
}

/// Forgets the oldest events before a moment: all, or as many as one transaction may.
pub(in crate::sqlite) fn forget(
    connection: &Connection,
    before: Timestamp,
) -> Result<(), StoreError> {
    execute(connection, FORGET, [before.0, FORGOTTEN])
}

fn put_key(
    connection: &Connection,
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
    put(connection, PUT_KEY, ACCESS_KEYS, cells)
}

fn put_role(
    connection: &Connection,
    RoleKey { account, name }: &RoleKey,
    role: &Role,
    version: Version,
) -> Result<(), StoreError> {
    let document = written("role", documents::write_role(role))?;
    let version = integer(version, "role", "version")?;
    put(connection, PUT_ROLE, ROLES, params![Digits::of(*account), name, version, document])
}

fn add(connection: &Connection, event: &Event) -> Result<(), StoreError> {
    let EventPlace { at, id } = event.place;
    let cells: &[&dyn ToSql] = params![
        Digits::of(event.account),
        event.region.as_str(),
        at.0,
        id.0.to_be_bytes(),
        event.document,
    ];
    put(connection, ADD_EVENT, EVENTS, cells)
}
