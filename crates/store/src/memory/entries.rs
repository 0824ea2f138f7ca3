//! All that is there, in the order of every store.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};

use super::records::Records;
use super::{Kept, State};
use crate::{ByName, Entry, EntryKey as Key, EntryKind};

/// The entries beyond one, at most so many.
pub(super) fn page(state: &State, after: Option<&Key>, limit: usize) -> Vec<Entry> {
    let kinds = EntryKind::from(after);
    kinds.flat_map(|kind| of_kind(state, kind, after)).take(limit).collect()
}

/// What a key has, if it is of this kind.
macro_rules! in_kind {
    ($key:expr, $kind:pat => $has:expr) => {
        match $key {
            Some($kind) => Some($has),
            _ => None,
        }
    };
}

type Entries<'a> = Box<dyn Iterator<Item = Entry> + 'a>;

/// Those of one kind. Where `after` is of another kind, that one comes before.
fn of_kind<'a>(state: &'a State, kind: EntryKind, after: Option<&'a Key>) -> Entries<'a> {
    let (directory, access) = (&state.directory, &state.access);
    match kind {
        EntryKind::Account => {
            let after = in_kind!(after, Key::Account(key) => key);
            let all = beyond(&directory.accounts, after);
            Box::new(all.map(|(id, kept)| Entry::Account(*id, kept.record.clone())))
        }
        EntryKind::Organization => {
            let after = in_kind!(after, Key::Organization(key) => key);
            records(&directory.organizations, after, Entry::Organization)
        }
        EntryKind::Handshake => {
            let after = in_kind!(after, Key::Handshake(key) => key);
            records(&directory.handshakes, after, Entry::Handshake)
        }
        EntryKind::Creation => {
            let after = in_kind!(after, Key::Creation(key) => key);
            records(&directory.creations, after, Entry::Creation)
        }
        EntryKind::AccessKey => {
            let after = in_kind!(after, Key::AccessKey(key) => key);
            records(&access.keys, after, Entry::AccessKey)
        }
        EntryKind::Role => {
            let after = in_kind!(after, Key::Role(key) => key);
            records(&access.roles, after, Entry::Role)
        }
        EntryKind::Standing => standings(state, after),
        EntryKind::Relationship => relationships(state, after),
        EntryKind::Event => {
            let after = in_kind!(after, Key::Event(key) => key);
            Box::new(
                beyond(&state.events.events, after).map(|(_, event)| Entry::Event(event.clone())),
            )
        }
    }
}

fn beyond<'a, K: Ord, T>(
    records: &'a BTreeMap<K, T>,
    after: Option<&'a K>,
) -> impl Iterator<Item = (&'a K, &'a T)> {
    records.range((after.map_or(Unbounded, Excluded), Unbounded))
}

fn records<'a, K: Ord, T: Clone>(
    records: &'a BTreeMap<K, Kept<T>>,
    after: Option<&'a K>,
    entry: fn(T) -> Entry,
) -> Entries<'a> {
    Box::new(beyond(records, after).map(move |(_, kept)| entry(kept.record.clone())))
}

fn standings<'a>(state: &'a State, after: Option<&'a Key>) -> Entries<'a> {
    let after = in_kind!(after, Key::Standing(scope, key) => (scope, key));
    Box::new(scopes(state, after).flat_map(|(scope, records, after)| {
        let all = beyond(&records.standings, after);
        all.map(move |(id, kept)| Entry::Standing(scope.0.clone(), *id, kept.record.clone()))
    }))
}

fn relationships<'a>(state: &'a State, after: Option<&'a Key>) -> Entries<'a> {
    let after = in_kind!(after, Key::Relationship(scope, key) => (scope, key));
    Box::new(scopes(state, after).flat_map(|(scope, records, after)| {
        let all = beyond(&records.relationships, after);
        all.map(move |(_, kept)| Entry::Relationship(scope.0.clone(), kept.record.clone()))
    }))
}

/// The scopes from one on, and in that one what its records come after.
fn scopes<'a, K>(
    state: &'a State,
    after: Option<(&'a ByName, &'a K)>,
) -> impl Iterator<Item = (ByName, &'a Records, Option<&'a K>)> {
    let scopes = state.scopes.iter().map(|(scope, records)| (ByName(scope.clone()), records));
    let mut scopes: Vec<_> = scopes.collect();
    scopes.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    scopes.into_iter().filter_map(move |(scope, records)| match after {
        Some((from, _)) if scope < *from => None,
        Some((from, key)) if scope == *from => Some((scope, records, Some(key))),
        _ => Some((scope, records, None)),
    })
}
