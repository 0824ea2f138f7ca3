//! All that is there, in the order of every store: page by page, each of one moment.

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::directory::limit;
use super::{Load, Snapshot};
use crate::sqlite::cells::Cells;
use crate::sqlite::query::{
    ACCESS_KEYS, ACCOUNTS, ALL_RELATIONSHIPS, ALL_STANDINGS, CREATIONS, EVENTS, HANDSHAKES,
    ORGANIZATIONS, ROLES, Table,
};
use crate::sqlite::rows::{
    self, SCOPE, access_key_columns, account_columns, creation_columns, event_columns,
    handshake_columns, organization_columns, relationship_columns, role_columns, standing_columns,
};
use crate::sqlite::statements::Statements;
use crate::{Entry, EntryKey as Key, EntryKind, Loaded, StoreError, entries};

const ACCOUNT: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account WHERE account > ?1 ORDER BY account LIMIT ?2"
);
const ORGANIZATION: &str = concat!(
    "SELECT ",
    organization_columns!(),
    " FROM organization WHERE organization > ?1 ORDER BY organization LIMIT ?2"
);
const HANDSHAKE: &str = concat!(
    "SELECT ",
    handshake_columns!(),
    " FROM handshake WHERE handshake > ?1 ORDER BY handshake LIMIT ?2"
);
const CREATION: &str = concat!(
    "SELECT ",
    creation_columns!(),
    " FROM creation WHERE creation > ?1 ORDER BY creation LIMIT ?2"
);
const KEY: &str = concat!(
    "SELECT ",
    access_key_columns!(),
    " FROM access_key WHERE access_key > ?1 ORDER BY access_key LIMIT ?2"
);
const ROLE: &str = concat!(
    "SELECT ",
    role_columns!(),
    " FROM role WHERE (account, role) > (?1, ?2) ORDER BY account, role LIMIT ?3"
);
const STANDING: &str = concat!(
    "SELECT service, region, ",
    standing_columns!(),
    " FROM standing WHERE (service, region, account) > (?1, ?2, ?3) \
     ORDER BY service, region, account LIMIT ?4"
);
const RELATIONSHIP: &str = concat!(
    "SELECT service, region, ",
    relationship_columns!(),
    " FROM relationship WHERE (service, region, administrator, member) > (?1, ?2, ?3, ?4) \
     ORDER BY service, region, administrator, member LIMIT ?5"
);
const EVENT: &str = concat!(
    "SELECT ",
    event_columns!(),
    " FROM event WHERE (at, id) > (?1, ?2) ORDER BY at, id LIMIT ?3"
);

/// Every statement, to be checked.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[ACCOUNT, ORGANIZATION, HANDSHAKE, CREATION, KEY, ROLE, STANDING, RELATIONSHIP, EVENT];

type Page = Result<Vec<Entry>, StoreError>;

/// The entries beyond one, at most so many.
pub(in crate::sqlite) fn entries(
    connection: &Connection,
    after: Option<&Key>,
    limit: usize,
) -> Result<Vec<Entry>, StoreError> {
    let snapshot = Snapshot::begin(connection)?;
    let statements = Statements::of(connection);
    let load = Load { statements: &statements, scope: None, loaded: Loaded::default() };
    let mut page = Vec::new();
    for kind in EntryKind::from(after) {
        if page.len() < limit {
            page.extend(load.entries(kind, after, limit - page.len())?);
        }
    }
    drop(snapshot);
    entries::in_order(after, page)
}

impl Load<'_, '_> {
    fn entries(&self, kind: EntryKind, after: Option<&Key>, items: usize) -> Page {
        let after = after.filter(|after| after.kind() == kind);
        match kind {
            EntryKind::Account => self.texts(ACCOUNT, 1, after, items, ACCOUNTS, |row| {
                rows::account(row).map(|(id, record, _)| Entry::Account(id, record))
            }),
            EntryKind::Organization => {
                self.texts(ORGANIZATION, 1, after, items, ORGANIZATIONS, |row| {
                    rows::organization(row).map(|(record, _)| Entry::Organization(record))
                })
            }
            EntryKind::Handshake => self.texts(HANDSHAKE, 1, after, items, HANDSHAKES, |row| {
                rows::handshake(row).map(|(record, _)| Entry::Handshake(record))
            }),
            EntryKind::Creation => self.texts(CREATION, 1, after, items, CREATIONS, |row| {
                rows::creation(row).map(|(record, _)| Entry::Creation(record))
            }),
            EntryKind::AccessKey => self.texts(KEY, 1, after, items, ACCESS_KEYS, |row| {
                rows::access_key(row).map(|(record, _)| Entry::AccessKey(record))
            }),
            EntryKind::Role => self.texts(ROLE, 2, after, items, ROLES, role),
            EntryKind::Standing => self.texts(STANDING, 3, after, items, ALL_STANDINGS, standing),
            EntryKind::Relationship => {
                self.texts(RELATIONSHIP, 4, after, items, ALL_RELATIONSHIPS, relationship)
            }
            EntryKind::Event => self.events(after, items),
        }
    }

    /// Rows whose key is so many texts.
    fn texts(
        &self,
        sql: &'static str,
        texts: usize,
        after: Option<&Key>,
        items: usize,
        table: Table,
        decode: fn(&Cells<'_>) -> Result<Entry, StoreError>,
    ) -> Page {
        let after = after.map_or_else(|| vec![String::new(); texts], Key::words);
        let params = after.into_iter().map(Value::from).chain([Value::from(limit(items))]);
        self.all(sql, params_from_iter(params), table, decode)
    }

    fn events(&self, after: Option<&Key>, items: usize) -> Page {
        let (at, id) = match after {
            Some(Key::Event(place)) => (place.at.0, place.id.0.to_be_bytes().to_vec()),
            _ => (i64::MIN, Vec::new()),
        };
        self.all(EVENT, params![at, id, limit(items)], EVENTS, |row| {
            rows::event(row).map(Entry::Event)
        })
    }
}

fn role(row: &Cells<'_>) -> Result<Entry, StoreError> {
    let (role, _) = rows::role(row)?;
    if role.key().name != row.text(1)? {
        return Err(row.wrong(1, "is not the name in the document, in lower case"));
    }
    Ok(Entry::Role(role))
}

fn standing(row: &Cells<'_>) -> Result<Entry, StoreError> {
    let (scope, row) = (rows::scope(row)?, row.from(SCOPE));
    let (account, (standing, _)) = (row.account(0)?, rows::standing(&row)?);
    Ok(Entry::Standing(scope, account, standing))
}

fn relationship(row: &Cells<'_>) -> Result<Entry, StoreError> {
    let (relationship, _) = rows::relationship(&row.from(SCOPE))?;
    Ok(Entry::Relationship(rows::scope(row)?, relationship))
}
