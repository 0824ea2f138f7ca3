//! What the rules say of records at rest holds in a store that was made.

use std::collections::BTreeMap;

use accede_membership::directory::ParentId;
use accede_membership::{
    AccountId, Relationship, Scope, Standing, Tally, Timestamp, View, invariants,
};
use accede_store::{Entry, EntryKind, SqliteStore, Store};

use super::{Pairs, People, Shape, load};

/// As small as it can be with everything in it.
const SMALL: Shape = Shape {
    accounts: 1_500,
    relationships: 6_000,
    regions: 2,
    events: 50,
    hosts: [20, 40],
    crowd: 300,
    wanted: 200,
};

fn entries(shape: &Shape) -> Vec<Entry> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.db");
    let made = load(&file, shape).unwrap();
    let store = SqliteStore::open(&file, [0; 32]).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(store.verify()).unwrap();
    let all = runtime.block_on(store.entries(None, 1_000_000)).unwrap();
    assert_eq!(all.len() as u64, made);
    all
}

type Of<K, V> = BTreeMap<(&'static str, String, K), V>;

/// Standings, and relationships by administrator and member.
#[derive(Default)]
struct Found {
    standings: Of<AccountId, Standing>,
    relationships: Of<(AccountId, AccountId), Relationship>,
}

fn in_scope<K>(scope: &Scope, key: K) -> (&'static str, String, K) {
    (scope.service.name(), scope.region.to_string(), key)
}

fn found(entries: &[Entry]) -> Found {
    let mut found = Found::default();
    for entry in entries {
        match entry {
            Entry::Standing(scope, id, standing) => {
                found.standings.insert(in_scope(scope, *id), standing.clone());
            }
            Entry::Relationship(scope, row) => {
                let key = in_scope(scope, (row.pair.administrator, row.pair.member));
                found.relationships.insert(key, row.clone());
            }
            _ => {}
        }
    }
    found
}

#[test]
fn standings_and_relationships_are_as_the_rules_leave_them() {
    let found = found(&entries(&SMALL));
    assert_eq!(found.relationships.len(), 6_200);
    let mut tallies = Of::<AccountId, Tally>::new();
    for ((service, region, (administrator, member)), row) in &found.relationships {
        let of_member = found.standings.get(&(service, region.clone(), *member)).cloned();
        let broken = invariants::of_relationship(row, &of_member.unwrap_or_default());
        assert!(broken.is_empty(), "{row:?}: {broken:?}");
        let tally = tallies.entry((service, region.clone(), *administrator)).or_default();
        *tally = tally.moved(Tally::default(), Tally::of(Some(row)));
    }
    for ((service, region, id), standing) in &found.standings {
        let in_scope = |key| (*service, region.clone(), key);
        let with =
            standing.administrator.and_then(|of| found.relationships.get(&in_scope((of, *id))));
        let mut broken = invariants::of_standing(standing, with);
        let tally = tallies.remove(&(*service, region.clone(), *id)).unwrap_or_default();
        broken.extend(invariants::of_tally(standing.tally, tally));
        assert!(broken.is_empty(), "{id} in {service} {region}: {broken:?}");
    }
    assert!(tallies.is_empty(), "rows of accounts without a standing: {tallies:?}");
}

#[test]
fn the_directory_is_as_the_rules_leave_it() {
    let entries = entries(&SMALL);
    let mut view = View::default();
    let mut counted = BTreeMap::<ParentId, u64>::new();
    for entry in &entries {
        match entry {
            Entry::Account(id, account) => {
                if let Some(joined) = account.joined {
                    *counted.entry(joined.parent).or_default() += 1;
                }
                view.accounts.insert(*id, Some(account.clone()));
            }
            Entry::Handshake(handshake) => {
                view.handshakes.insert(handshake.id, Some(handshake.clone()));
            }
            _ => {}
        }
    }
    let mut organizations = 0;
    for entry in &entries {
        let Entry::Organization(organization) = entry else { continue };
        let parents = counted.iter().filter(|(parent, _)| organization.has(**parent));
        let counted = parents.map(|(parent, count)| (*parent, *count)).collect();
        let broken = invariants::of_organization(organization, &counted, &view);
        assert!(broken.is_empty(), "{}: {broken:?}", organization.id);
        let open = |h: &&accede_membership::directory::Handshake| h.organization == organization.id;
        for handshake in view.handshakes.values().flatten().filter(open) {
            let broken = invariants::of_handshake(handshake, Some(organization), Timestamp(0));
            assert!(broken.is_empty(), "{}: {broken:?}", handshake.id);
        }
        organizations += 1;
    }
    assert_eq!(organizations, 10);
    let kinds = |kind| entries.iter().filter(|entry| entry.key().kind() == kind).count();
    assert_eq!((kinds(EntryKind::Event), kinds(EntryKind::Account)), (50, 1_500));
}

#[test]
fn the_worst_shapes_are_in_the_first_scope_alone() {
    let found = found(&entries(&SMALL));
    let people = People::of(&SMALL).unwrap();
    let scope = &SMALL.scopes()[0];
    let crowd = &found.standings[&in_scope(scope, people.id(0))];
    assert_eq!((crowd.tally.organization, crowd.tally.associated), (300, 300));
    let wanted = people.id(people.wanted().0);
    let invitations: Vec<_> = found
        .relationships
        .iter()
        .filter(|((_, _, (_, member)), _)| *member == wanted)
        .map(|((service, region, _), row)| (*service, region.clone(), row.invitation.is_some()))
        .collect();
    assert_eq!(invitations, vec![("securityhub", "us-east-1".to_owned(), true); 200]);
}

#[test]
fn whoever_is_asked_has_something_to_list() {
    let found = found(&entries(&SMALL));
    let people = People::of(&SMALL).unwrap();
    for (scope, number) in SMALL.scopes().iter().zip(0..) {
        let pairs = Pairs::of(people, &SMALL, number).unwrap();
        for which in 0..pairs.members() - 1 {
            let member = people.id(pairs.member(which));
            let of = |(_, region, (_, of)): &&(&str, String, (AccountId, AccountId))| {
                *of == member && *region == *scope.region.as_str()
            };
            let rows = found.relationships.keys().filter(|key| key.0 == scope.service.name());
            assert!((20..=40).contains(&rows.filter(of).count()), "{member}");
        }
    }
}
