//! From a commit to the statements that make it.

use std::collections::{BTreeMap, BTreeSet};

use accede_membership::{Change, Event, Scope};

use super::lot::{Becomes, Entry, Lot, Way};
use super::rows::{Place, row_of};
use super::{Table, guard, write};
use crate::postgres::address::Hold;
use crate::postgres::sql::Statement;
use crate::postgres::text::stored;
use crate::{Commit, Key, Part, StoreError, scoped};

/// What becomes of a commit before the database hears of it.
pub(in super::super) enum Planned {
    /// These statements make it, between the beginning and the end of a transaction.
    Statements(Vec<Statement>),
    /// It cannot be made: what it saw was never there at the same time, or its own changes clash.
    Conflict,
}

/// Everything a commit does, by table and scope.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    pub(super) lots: BTreeMap<(Table, Option<Scope>), Lot>,
    /// Emails that were seen, with the version of who has them.
    pub(super) emails: BTreeMap<String, i64>,
    pub(super) events: Vec<&'a Event>,
    /// The next version to be given.
    version: i64,
}

/// Plans a commit whose records get the versions that follow `version`.
pub(in super::super) fn plan(
    commit: &Commit,
    hold: Hold,
    version: i64,
) -> Result<Planned, StoreError> {
    let mut plan = Plan { version, ..Plan::default() };
    if !plan.see_all(commit)? {
        return Ok(Planned::Conflict);
    }
    plan.change_all(commit)?;
    if plan.would_clash(commit) {
        return Ok(Planned::Conflict);
    }
    let mut statements = guard::statements(&plan, hold);
    statements.extend(write::statements(&plan));
    Ok(Planned::Statements(statements))
}

impl<'a> Plan<'a> {
    /// Whether all parts saw the same.
    fn see_all(&mut self, commit: &Commit) -> Result<bool, StoreError> {
        let mut agree = true;
        for Part { scope, seen, .. } in &commit.parts {
            for (key, version) in seen {
                let Ok(version) = i64::try_from(*version) else { return Ok(false) };
                agree &= self.see(scope.as_ref(), key, version)?;
            }
        }
        Ok(agree)
    }

    fn see(&mut self, scope: Option<&Scope>, key: &Key, version: i64) -> Result<bool, StoreError> {
        if let Key::Email(email) = key {
            let before = self.emails.insert(stored(email), version);
            return Ok(before.is_none_or(|before| before == version));
        }
        let Some(place) = Place::of(key) else { return Ok(true) };
        let entry = self.entry(scope, place)?;
        let before = entry.seen.replace(version);
        Ok(before.is_none_or(|before| before == version))
    }

    fn entry(&mut self, scope: Option<&Scope>, place: Place) -> Result<&mut Entry, StoreError> {
        let Place { table, key } = place;
        let scope = if table.is_scoped() { Some(scoped(scope)?.clone()) } else { None };
        Ok(self.lots.entry((table, scope)).or_default().entry(key).or_default())
    }

    fn change_all(&mut self, commit: &'a Commit) -> Result<(), StoreError> {
        for Part { scope, changes, .. } in &commit.parts {
            for change in changes {
                if let Change::Event(event) = change {
                    self.events.push(event);
                } else {
                    self.change(scope.as_ref(), change)?;
                }
            }
        }
        self.note_whereabouts()
    }

    fn change(&mut self, scope: Option<&Scope>, change: &Change) -> Result<(), StoreError> {
        let Some((place, cells)) = row_of(change)? else { return Ok(()) };
        let version = self.next_version();
        let Some(cells) = cells else { return self.delete(scope, place) };
        // An account can have been seen by its email.
        self.entry(scope, place)?.becomes = Becomes::Row(version, cells);
        Ok(())
    }

    fn delete(&mut self, scope: Option<&Scope>, place: Place) -> Result<(), StoreError> {
        let named = format!("table {}, row ({})", place.table.name(), place.key.join(", "));
        let entry = self.entry(scope, place)?;
        if entry.seen.is_none() {
            return Err(StoreError::new(format!("{named}: is deleted, but was not seen")));
        }
        entry.becomes = Becomes::Gone;
        Ok(())
    }

    /// Each record that is written has a version of its own, so that a version says which record it is of.
    fn next_version(&mut self) -> i64 {
        self.version += 1;
        self.version
    }

    /// A standing that comes or goes changes the version of its account's scopes.
    fn note_whereabouts(&mut self) -> Result<(), StoreError> {
        let mut moved = BTreeSet::new();
        for ((table, _), lot) in &self.lots {
            if *table == Table::Standing {
                let moves = |entry: &Entry| matches!(entry.way(), Way::Inserted | Way::Deleted);
                moved.extend(
                    lot.iter().filter(|(_, entry)| moves(entry)).map(|(key, _)| key.clone()),
                );
            }
        }
        for key in moved {
            let version = self.next_version();
            let entry = self.entry(None, Place { table: Table::Whereabouts, key })?;
            entry.becomes = Becomes::Row(version, Vec::new());
        }
        Ok(())
    }

    /// Whether the commit itself gives one email to two accounts, or adds two events at one place.
    fn would_clash(&self, commit: &Commit) -> bool {
        let changes = commit.parts.iter().flat_map(|part| &part.changes);
        let nobody = |_: &str| Ok::<_, std::convert::Infallible>(None);
        let clash = crate::emails::would_clash(changes, nobody).unwrap_or(true);
        let places: BTreeSet<_> = self.events.iter().map(|event| event.place).collect();
        clash || places.len() < self.events.len()
    }

    /// The rows of a table and a scope that are dealt with in one of these ways, in the order of their keys.
    pub(super) fn rows<'l>(lot: &'l Lot, ways: &[Way]) -> Vec<(&'l Vec<String>, &'l Entry)> {
        lot.iter().filter(|(_, entry)| ways.contains(&entry.way())).collect()
    }
}
