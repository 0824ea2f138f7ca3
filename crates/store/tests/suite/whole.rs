//! All that is in a store: shown page by page, and put into another one.

use std::collections::BTreeMap;
use std::sync::Arc;

use accede_membership::directory::{CreationId, HandshakeId};
use accede_membership::{
    Change, Invitation, InvitationId, InvitationState, Kind, Relationship, Row, Scope, Service,
    Standing, Status, Switch, Tally, World,
};
use accede_store::{CommitError, Entry, EntryKey, EntryKind, Store};

use super::entries::{event, key_id, known, one_of_each, place};
use super::make::{
    account, agree, gone, invited, numbered, pair, put, reads_of, scope_of, seen, try_put,
};
use super::random::Random;

type Placed = (Option<Scope>, Change);

/// The order of their names is not that of the services, and one Region's name begins with another's.
fn scopes() -> Vec<Scope> {
    let of = |service| ["us-east-1", "us-east-10", "us"].map(|region| scope_of(service, region));
    Service::ALL.into_iter().flat_map(of).collect()
}

fn entry((scope, change): &Placed) -> Entry {
    let scope = || scope.clone().unwrap();
    match change.clone() {
        Change::Account(id, Some(record)) => Entry::Account(id, record),
        Change::Organization(_, Some(record)) => Entry::Organization(record),
        Change::Handshake(_, Some(record)) => Entry::Handshake(record),
        Change::Creation(_, Some(record)) => Entry::Creation(record),
        Change::AccessKey(_, Some(record)) => Entry::AccessKey(record),
        Change::Role(_, Some(record)) => Entry::Role(record),
        Change::Standing(id, Some(record)) => Entry::Standing(scope(), id, record),
        Change::Relationship(_, Some(record)) => Entry::Relationship(scope(), record),
        Change::Event(event) => Entry::Event(*event),
        gone => panic!("it is gone: {gone:?}"),
    }
}

impl Random {
    /// Records of every kind with anything in their fields, each once, and no email twice.
    fn everything(&mut self) -> Vec<Placed> {
        let mut all = BTreeMap::new();
        for number in 0..40 {
            for placed in self.some_of_each(number) {
                all.insert(entry(&placed).key(), placed);
            }
        }
        let mut all: Vec<_> = all.into_values().collect();
        // In no order.
        for place in (1..all.len()).rev() {
            all.swap(place, self.below(place as u64 + 1) as usize);
        }
        all
    }

    fn some_of_each(&mut self, number: u64) -> Vec<Placed> {
        let mut entry = self.account();
        entry.email = entry.email.map(|email| format!("{number}{email}"));
        let id = self.organization_id();
        let key = key_id(self.below(1_000));
        let role = self.role(["Auditor", "auditor-2", "Rôle", "z"][number as usize % 4]);
        let event_place = place(self.below(9).cast_signed() - 4, self.next().into());
        let scope = self.below(scopes().len() as u64) as usize;
        let scope = scopes().swap_remove(scope);
        let (one, two) = (self.below(10), self.below(10));
        let (handshake, creation) = (HandshakeId::of(self.next()), CreationId::of(self.next()));
        let directory = [
            Change::Account(account(number * 7_919), Some(entry)),
            Change::Organization(id, Some(self.organization(id))),
            Change::Handshake(handshake, Some(self.handshake(handshake))),
            Change::Creation(creation, Some(self.creation(creation))),
            Change::AccessKey(key, Some(self.access_key(key))),
            Change::Role(role.key(), Some(role)),
            event(one, "us", event_place),
        ];
        let scoped = [
            Change::Standing(account(one), Some(self.standing())),
            Change::Relationship(pair(one, two), Some(self.relationship(one, two))),
        ];
        let scoped = scoped.map(|change| (Some(scope.clone()), change));
        directory.map(|change| (None, change)).into_iter().chain(scoped).collect()
    }

    fn standing(&mut self) -> Standing {
        let mut count = || self.below(1 << 40);
        let tally = Tally {
            rows: count(),
            counted: count(),
            blocking: count(),
            associated: count(),
            organization: count(),
        };
        Standing {
            switch: self.one_of(&[Switch::Off, Switch::Enabled, Switch::Paused]),
            enabled_at: self.time(),
            updated_at: self.time(),
            settings: self.tags(),
            tags: self.tags(),
            configuration: self.tags(),
            administrator: self.maybe(&[account(0), account(999_999_999_999)]),
            tally,
        }
    }

    fn relationship(&mut self, administrator: u64, member: u64) -> Relationship {
        let row = Row {
            status: self.one_of(&Status::ALL),
            email: self.flip().then(|| self.text()),
            tags: self.tags(),
            created_at: self.time(),
            updated_at: self.time(),
            invited_at: self.flip().then(|| self.time()),
            message: self.flip().then(|| self.text()),
        };
        let invitation = Invitation {
            id: InvitationId(u128::from(self.next()) << self.one_of(&[0, 64])),
            invited_at: self.time(),
            state: self.one_of(&InvitationState::ALL),
        };
        Relationship {
            pair: pair(administrator, member),
            kind: self.one_of(&[Kind::Invitation, Kind::Organization]),
            row: self.flip().then_some(row),
            invitation: self.flip().then_some(invitation),
        }
    }
}

/// All that is shown, in pages of so many.
async fn shown(store: &dyn Store, limit: usize) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    loop {
        let after = all.last().map(Entry::key);
        let page = store.entries(after, limit).await.unwrap();
        let is_last = page.len() < limit;
        all.extend(page);
        if is_last {
            return all;
        }
    }
}

fn in_order(all: &[Placed]) -> Vec<Entry> {
    let mut entries: Vec<_> = all.iter().map(entry).collect();
    entries.sort_by_key(Entry::key);
    entries
}

fn lines(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.canonical().unwrap()).collect()
}

pub(crate) async fn entries_come_in_one_order(store: &Arc<dyn Store>) {
    assert_eq!(shown(&**store, 5).await, []);
    let mut all = Random(Random::seed()).everything();
    for (scope, change) in &all {
        put(&**store, scope, std::slice::from_ref(change)).await;
    }
    let expected = in_order(&all);
    let kinds: Vec<_> = expected.iter().map(|entry| entry.key().kind()).collect();
    assert!(EntryKind::ALL.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    for limit in [1, 3, 40, 10_000] {
        assert_eq!(shown(&**store, limit).await, expected, "{limit}");
    }
    assert_eq!(store.entries(None, 0).await.unwrap(), []);
    let (deleted, left) = all.split_at_mut(100);
    for (scope, change) in deleted.iter() {
        put(&**store, scope, &gone(std::slice::from_ref(change))).await;
    }
    let events = deleted.iter().filter(|(_, change)| matches!(change, Change::Event(_)));
    let left: Vec<_> = left.iter().chain(events).cloned().collect();
    assert_eq!(shown(&**store, 40).await, in_order(&left));
}

/// A page that was begun before goes on after the same key, whatever became of it.
pub(crate) async fn no_page_of_entries_skips_or_repeats(store: &Arc<dyn Store>) {
    let scope = &scopes()[0];
    let standing = |number| Change::Standing(account(number), Some(numbered(number)));
    let changes: Vec<_> = (0..6).map(|number| standing(2 * number)).collect();
    put(&**store, scope, &changes).await;
    let numbers = async |after: Option<EntryKey>| {
        let page = store.entries(after, 3).await.unwrap();
        let number = |entry: &Entry| match entry {
            Entry::Standing(_, id, _) => id.number(),
            other => panic!("{other:?}"),
        };
        (page.iter().map(number).collect::<Vec<_>>(), page.last().map(Entry::key))
    };
    let (page, last) = numbers(None).await;
    assert_eq!(page, [0, 2, 4]);
    put(&**store, scope, &[gone(&changes)[2].clone(), standing(3), standing(5)]).await;
    let (page, last) = numbers(last).await;
    assert_eq!(page, [5, 6, 8]);
    assert_eq!(numbers(last).await.0, [10]);
}

pub(crate) async fn what_is_filled_shows_the_same(store: &Arc<dyn Store>) {
    let all = Random(Random::seed()).everything();
    let entries = in_order(&all);
    for batch in entries.chunks(37) {
        store.fill(batch.to_vec()).await.unwrap();
    }
    store.finish().await.unwrap();
    let shown = shown(&**store, 50).await;
    assert_eq!(shown, entries);
    assert_eq!(lines(&shown), lines(&entries));
    // Loads find it too, and what they see is what a commit needs to have seen.
    for scope in scopes().iter().map(Some).chain([None]) {
        let mine = all.iter().filter(|placed| placed.0.as_ref() == scope);
        let changes: Vec<_> = mine.map(|(_, change)| change.clone()).collect();
        let mut world = World::default();
        world.apply(&changes);
        agree(&**store, scope, &world, &reads_of(&changes)).await;
        let there = seen(&**store, scope, &changes).await;
        assert!(there.iter().all(|(_, version)| *version != 0));
        let changes = gone(&changes);
        try_put(&**store, scope, there, &changes).await.unwrap();
        agree(&**store, scope, &World::default(), &reads_of(&changes)).await;
    }
}

pub(crate) async fn nothing_is_filled_twice(store: &Arc<dyn Store>) {
    let scope = Some(scopes().remove(4));
    let of_scope = [Change::Standing(account(1), Some(numbered(1))), invited(pair(1, 2))];
    let of_none = one_of_each(1).into_iter().chain([event(1, "us", place(1, 1))]);
    let all: Vec<Placed> = of_scope
        .into_iter()
        .map(|change| (scope.clone(), change))
        .chain(of_none.map(|change| (None, change)))
        .collect();
    store.fill(all.iter().map(entry).collect()).await.unwrap();
    store.fill(vec![entry(&(None, known(7, "ann@example.com")))]).await.unwrap();
    let before = shown(&**store, 100).await;
    let other = entry(&(None, known(8, "bob@example.com")));
    let email = entry(&(None, known(9, "Ann@Example.com")));
    for again in all.iter().map(entry).chain([email]) {
        let outcome = store.fill(vec![other.clone(), again.clone()]).await;
        assert!(matches!(outcome, Err(CommitError::Conflict)), "{again:?}: {outcome:?}");
        assert_eq!(shown(&**store, 100).await, before, "{again:?}");
    }
}
