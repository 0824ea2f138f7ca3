//! Reads that see a scope and the directory, or several scopes.

use std::collections::BTreeMap;
use std::sync::Arc;

use accede_membership::{
    AccountId, Change, InvitationState, Read, Scope, Service, Standing, Status, StatusSet, World,
};
use accede_store::{CommitError, Key, Seen, Store};

use super::entries::{joined, known, organization, root};
use super::make::{
    DIRECTORY, account, agree, answer, assert_conflict, gone, invitation_count, members_of,
    numbered, page, pair, part, put, relationship, scope, scope_of, seen, try_put,
};

fn row(administrator: u64, member: u64, status: impl Into<Option<Status>>) -> Change {
    let key = pair(administrator, member);
    Change::Relationship(key, Some(relationship(key, status, InvitationState::Declined)))
}

pub(crate) async fn everybody_follows_their_administrator(store: &Arc<dyn Store>) {
    let mut changes = vec![
        Change::Standing(account(1), Some(numbered(1))),
        Change::Standing(account(100), Some(numbered(100))),
        joined(100, 7, root(7)),
        // One without a standing, and one with neither.
        known(101, "ann@example.com"),
        // Members without a row, of others, and of nobody.
        row(1, 99, None),
        known(99, "bob@example.com"),
        row(2, 200, Status::Enabled),
        Change::Standing(account(200), Some(numbered(200))),
        known(300, None),
    ];
    changes.extend((100..).zip(Status::ALL).map(|(member, status)| row(1, member, status)));
    put(&**store, &scope(), &changes).await;
    let mut world = World::default();
    world.apply(&changes);
    for administrator in [1, 2, 3, 100] {
        let reads = [Read::EverybodyOf(account(administrator))];
        agree(&**store, &scope(), &world, &reads).await;
    }
    let overlapping = [
        Read::Account(account(100)),
        Read::RowsOf(account(1)),
        Read::EverybodyOf(account(1)),
        Read::EverybodyOf(account(1)),
        Read::Standing(account(102)),
        Read::OrganizationOf(account(102)),
        Read::EverybodyOf(account(2)),
    ];
    agree(&**store, &scope(), &world, &overlapping).await;
    let backwards: Vec<_> = overlapping.into_iter().rev().collect();
    agree(&**store, &scope(), &world, &backwards).await;
}

pub(crate) async fn everybody_is_guarded(store: &Arc<dyn Store>) {
    let changes = [row(1, 2, Status::Created), known(2, None), row(1, 3, Status::Enabled)];
    put(&**store, &scope(), &changes).await;
    let writes = [
        known(2, "ann@example.com"),
        known(3, None),
        Change::Standing(account(2), Some(numbered(2))),
        Change::Standing(account(1), Some(numbered(1))),
        row(1, 3, Status::Removed),
    ];
    for write in writes {
        let load = async || store.load(Some(&scope()), &[Read::EverybodyOf(account(1))]).await;
        let stale = load().await.unwrap().seen;
        try_put(&**store, &scope(), stale.clone(), &[]).await.unwrap();
        put(&**store, &scope(), std::slice::from_ref(&write)).await;
        let outcome = try_put(&**store, &scope(), stale, &[]).await;
        assert!(matches!(outcome, Err(CommitError::Conflict)), "{write:?}");
    }
}

async fn scopes_of(store: &dyn Store, number: u64, expected: &BTreeMap<AccountId, Vec<Scope>>) {
    let world = World { scopes: expected.clone(), ..World::default() };
    agree(store, DIRECTORY, &world, &[Read::ScopesOf(account(number))]).await;
    agree(store, &scope(), &world, &[Read::ScopesOf(account(number))]).await;
}

pub(crate) async fn the_scopes_of_an_account(store: &Arc<dyn Store>) {
    let mut expected = BTreeMap::<AccountId, Vec<Scope>>::new();
    let regions = ["us-west-2", "us-east-1", "eu", "a"];
    let scopes = Service::ALL.into_iter().flat_map(|s| regions.map(|region| scope_of(s, region)));
    for (turn, scope) in (0_u64..).zip(scopes) {
        for number in [1, 2] {
            scopes_of(&**store, number, &expected).await;
        }
        let number = 1 + turn % 2;
        put(&**store, &scope, &[Change::Standing(account(number), Some(numbered(turn)))]).await;
        // Written again, it is still there once; a relationship is no standing.
        put(&**store, &scope, &[Change::Standing(account(number), Some(numbered(9)))]).await;
        put(&**store, &scope, &[row(3 - number, number, Status::Created)]).await;
        let listed = expected.entry(account(number)).or_default();
        listed.push(scope);
        listed.sort_unstable();
    }
    let left = expected.get_mut(&account(1)).unwrap().pop().unwrap();
    put(&**store, &left, &[Change::Standing(account(1), None)]).await;
    for number in [1, 2, 3] {
        scopes_of(&**store, number, &expected).await;
    }
}

/// What is seen of the scopes of the first account, asked for twice.
async fn whereabouts(store: &dyn Store) -> Seen {
    let reads = [Read::ScopesOf(account(1)), Read::ScopesOf(account(1))];
    let seen = store.load(DIRECTORY, &reads).await.unwrap().seen;
    assert_eq!(seen.len(), 1);
    seen
}

pub(crate) async fn the_scopes_of_an_account_are_guarded(store: &Arc<dyn Store>) {
    let [here, there] = ["us-east-1", "us-west-2"].map(|r| scope_of(Service::Macie, r));
    let is = [Change::Standing(account(1), Some(numbered(1)))];
    let none = [Change::Standing(account(1), None)];
    // One scope, one more, one less.
    for (scope, change) in [(&here, &is), (&there, &is), (&here, &none)] {
        let stale = whereabouts(&**store).await;
        put(&**store, scope, change).await;
        for in_scope in [DIRECTORY, Some(&here)] {
            assert_conflict(try_put(&**store, in_scope, stale.clone(), &[]).await);
        }
    }
    // What the account is there, and where others are, does not matter; another scope instead does.
    let seen = whereabouts(&**store).await;
    put(&**store, &there, &[Change::Standing(account(1), Some(numbered(2)))]).await;
    put(&**store, &here, &[Change::Standing(account(2), Some(numbered(1)))]).await;
    try_put(&**store, DIRECTORY, seen.clone(), &[]).await.unwrap();
    put(&**store, &there, &none).await;
    put(&**store, &here, &is).await;
    assert_conflict(try_put(&**store, DIRECTORY, seen, &[]).await);
}

pub(crate) async fn what_is_in_a_scope_needs_one(store: &Arc<dyn Store>) {
    let (administrator, statuses) = (account(1), StatusSet::ALL);
    for read in [
        Read::Standing(account(1)),
        Read::Relationship(pair(1, 2)),
        Read::AdministratorOf(account(1)),
        members_of(account(1)),
        Read::RowsOf(account(1)),
        Read::EverybodyOf(account(1)),
        Read::RowPage { administrator, statuses, page: page(None, 10) },
        Read::InvitationPage { member: account(1), page: page(None, 10) },
        invitation_count(account(1)),
    ] {
        let reads = [Read::Account(account(1)), read.clone()];
        let loaded = store.load(None, &reads).await.map(Arc::new);
        let answered = answer(&**store, None, &reads[1..]).await;
        for loaded in [loaded, answered] {
            let Err(error) = loaded else { panic!("{read:?}") };
            assert!(error.to_string().contains("in a scope"), "{error}");
        }
    }
    // Nor is any other part made of a commit with such a part.
    let sound = [organization(1, 1), Change::Standing(account(1), Some(Standing::default()))];
    let changes = [row(1, 2, Status::Created), Change::Standing(account(2), None)];
    for (key, change) in [(Key::Relationship(pair(1, 2)), 0), (Key::Standing(account(2)), 1)]
        .map(|(key, change)| (key, changes[change].clone()))
    {
        for (keys, changes) in [(vec![(key, 0)], vec![]), (vec![], vec![change])] {
            let first = part(&scope(), seen(&**store, &scope(), &sound).await, &sound);
            let parts = vec![first, part(DIRECTORY, keys, &changes)];
            let outcome = store.commit(accede_store::Commit { parts }).await;
            let Err(CommitError::Store(error)) = outcome else { panic!("{outcome:?}") };
            assert!(error.to_string().contains("in a scope"), "{error}");
        }
    }
    let reads = super::make::reads_of(&sound);
    agree(&**store, &scope(), &World::default(), &reads).await;
    put(&**store, &scope(), &gone(&sound)).await;
}
