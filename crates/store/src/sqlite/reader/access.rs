//! Reads of access keys, roles and events.

use std::cmp::Ordering;
use std::ops::ControlFlow;

use accede_membership::access::{EventsOf, KeyId, RoleKey};
use accede_membership::{AccountId, EventPlace, Extent, Timestamp};
use rusqlite::{Connection, Params, params};

use super::directory::limit;
use super::{Load, fault};
use crate::sqlite::digits::Digits;
use crate::sqlite::query::{ACCESS_KEYS, EVENTS, ROLES};
use crate::sqlite::rows::{self, access_key_columns, event_columns, role_columns};
use crate::{Key, StoreError};

pub(in crate::sqlite) const KEY: &str =
    concat!("SELECT ", access_key_columns!(), " FROM access_key WHERE access_key = ?1");
const KEY_PAGE: &str = concat!(
    "SELECT ",
    access_key_columns!(),
    " FROM access_key WHERE (account, access_key) > (?1, ?2) ORDER BY account, access_key LIMIT ?3"
);
const KEY_PAGE_OF: &str = concat!(
    "SELECT ",
    access_key_columns!(),
    " FROM access_key WHERE account = ?1 AND access_key > ?2 ORDER BY access_key LIMIT ?3"
);
pub(in crate::sqlite) const ROLE: &str =
    concat!("SELECT ", role_columns!(), " FROM role WHERE account = ?1 AND role = ?2");
const ROLE_PAGE: &str = concat!(
    "SELECT ",
    role_columns!(),
    " FROM role WHERE (account, role) > (?1, ?2) ORDER BY account, role LIMIT ?3"
);
const ROLE_PAGE_OF: &str = concat!(
    "SELECT ",
    role_columns!(),
    " FROM role WHERE account = ?1 AND role > ?2 ORDER BY role LIMIT ?3"
);
const EVENT_PAGE: &str = concat!(
    "SELECT ",
    event_columns!(),
    " FROM event WHERE (at, id) > (?1, ?2) ORDER BY at, id LIMIT ?3"
);
const EVENT_PAGE_OF: &str = concat!(
    "SELECT ",
    event_columns!(),
    " FROM event WHERE account = ?1 AND region = ?2 AND (at, id) < (?3, ?4) \
     ORDER BY at DESC, id DESC LIMIT ?5"
);
const EVENT_BEFORE: &str = "SELECT 1 FROM event WHERE at < ?1";

/// Every statement, to be checked.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    KEY,
    KEY_PAGE,
    KEY_PAGE_OF,
    ROLE,
    ROLE_PAGE,
    ROLE_PAGE_OF,
    EVENT_PAGE,
    EVENT_PAGE_OF,
    EVENT_BEFORE,
];

/// What no id of an event comes after: it is longer than any.
const LAST: [u8; 17] = [0xff; 17];

impl Load<'_, '_> {
    pub(super) fn see_access_key(&mut self, id: KeyId) -> Result<(), StoreError> {
        if self.loaded.view.access_keys.contains_key(&id) {
            return Ok(());
        }
        let (key, version) = self.one(KEY, [id.as_str()], ACCESS_KEYS, rows::access_key)?.unzip();
        self.saw(Key::AccessKey(id), version);
        self.loaded.view.access_keys.insert(id, key);
        Ok(())
    }

    pub(super) fn see_role(&mut self, key: &RoleKey) -> Result<(), StoreError> {
        if self.loaded.view.roles.contains_key(key) {
            return Ok(());
        }
        let cells = params![Digits::of(key.account), key.name];
        let (role, version) = self.one(ROLE, cells, ROLES, rows::role)?.unzip();
        self.saw(Key::Role(key.clone()), version);
        self.loaded.view.roles.insert(key.clone(), role);
        Ok(())
    }

    pub(super) fn see_access_key_page(
        &mut self,
        account: Option<AccountId>,
        after: Option<(AccountId, KeyId)>,
        items: usize,
    ) -> Result<(), StoreError> {
        let after = after.as_ref().map(|(of, id)| (*of, id.as_str()));
        let page = match list(account, after) {
            List::Nothing => Vec::new(),
            List::Of(account, after) => {
                let cells = params![Digits::of(account), after, limit(items)];
                self.all(KEY_PAGE_OF, cells, ACCESS_KEYS, rows::access_key)?
            }
            List::All(account, after) => {
                let cells = params![account, after, limit(items)];
                self.all(KEY_PAGE, cells, ACCESS_KEYS, rows::access_key)?
            }
        };
        self.loaded.view.access_key_page = page.into_iter().map(|(key, _)| key).collect();
        Ok(())
    }

    pub(super) fn see_role_page(
        &mut self,
        account: Option<AccountId>,
        after: Option<&RoleKey>,
        items: usize,
    ) -> Result<(), StoreError> {
        let after = after.map(|key| (key.account, key.name.as_str()));
        let page = match list(account, after) {
            List::Nothing => Vec::new(),
            List::Of(account, after) => {
                let cells = params![Digits::of(account), after, limit(items)];
                self.all(ROLE_PAGE_OF, cells, ROLES, rows::role)?
            }
            List::All(account, after) => {
                let cells = params![account, after, limit(items)];
                self.all(ROLE_PAGE, cells, ROLES, rows::role)?
            }
        };
        self.loaded.view.role_page = page.into_iter().map(|(role, _)| role).collect();
        Ok(())
    }

    pub(super) fn see_event_page(
        &mut self,
        of: &EventsOf,
        after: Option<EventPlace>,
        extent: Extent,
    ) -> Result<(), StoreError> {
        // The one more tells whether there are more; it is not looked into.
        let rows = limit(extent.events.saturating_add(1));
        let place = after.map(|EventPlace { at, id }| (at.0, id.0.to_be_bytes()));
        let place = place.as_ref().map(|(at, id)| (*at, id.as_slice()));
        match of {
            EventsOf::Account(account, region) => {
                let (at, id) = place.unwrap_or((i64::MAX, &LAST));
                let list = params![Digits::of(*account), region.as_str(), at, id, rows];
                self.see_events(EVENT_PAGE_OF, list, extent)
            }
            EventsOf::Everybody => {
                let (at, id) = place.unwrap_or((i64::MIN, &[]));
                self.see_events(EVENT_PAGE, params![at, id, rows], extent)
            }
        }
    }

    fn see_events(
        &mut self,
        sql: &'static str,
        params: impl Params,
        extent: Extent,
    ) -> Result<(), StoreError> {
        let (mut page, mut bytes, mut more) = (Vec::new(), 0, false);
        self.each(sql, params, EVENTS, |row| {
            if extent.is_reached(page.len(), bytes) {
                more = true;
                return Ok(ControlFlow::Break(()));
            }
            let event = rows::event(row)?;
            bytes += event.document.len();
            page.push(event);
            Ok(ControlFlow::Continue(()))
        })?;
        self.loaded.view.event_page = page;
        self.loaded.view.more_events = more;
        Ok(())
    }
}

/// Where a list of what accounts have goes on: everybody's, by account and name, or that of one account.
enum List<'a> {
    Nothing,
    Of(AccountId, &'a str),
    All(String, &'a str),
}

fn list(account: Option<AccountId>, after: Option<(AccountId, &str)>) -> List<'_> {
    let Some(account) = account else {
        let after = after.map(|(account, name)| (account.to_string(), name));
        let (account, name) = after.unwrap_or_default();
        return List::All(account, name);
    };
    let Some((of, name)) = after else { return List::Of(account, "") };
    match account.cmp(&of) {
        Ordering::Less => List::Nothing,
        Ordering::Equal => List::Of(account, name),
        Ordering::Greater => List::Of(account, ""),
    }
}

/// Whether there is an event before a moment.
pub(in crate::sqlite) fn has_events_before(
    connection: &Connection,
    before: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(EVENT_BEFORE).map_err(fault)?;
    statement.exists([before.0]).map_err(fault)
}
