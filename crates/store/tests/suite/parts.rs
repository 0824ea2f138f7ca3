//! Commits of several parts: over scopes and the directory, all or nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accede_membership::directory::Organization;
use accede_membership::{Change, Read, Scope, Service, World};
use accede_store::{Commit, CommitError, Loaded, Part, Store};
use tokio::task::JoinSet;

use super::entries::{joined, known, one_of_each, organization, organization_id, root};
use super::make::{
    account, agree, assert_conflict, invited, number, numbered, pair, part, put, reads_of,
    scope_of, seen,
};

fn scopes() -> [Scope; 3] {
    [
        scope_of(Service::SecurityHub, "us-east-1"),
        scope_of(Service::Macie, "us-east-1"),
        scope_of(Service::SecurityHub, "us-west-2"),
    ]
}

/// What is changed in each scope and in the directory, if `number` says how.
fn changes(number: u64) -> [(Option<Scope>, Vec<Change>); 4] {
    let [one, two, three] = scopes();
    [
        (
            Some(one),
            vec![Change::Standing(account(1), Some(numbered(number))), invited(pair(1, 2))],
        ),
        (None, one_of_each(number).into()),
        (Some(two), vec![Change::Standing(account(1), Some(numbered(number + 1)))]),
        // A part of a scope can change the directory too.
        (Some(three), vec![invited(pair(1, 3)), known(9, "ann@example.com")]),
    ]
}

async fn prepared(store: &dyn Store, number: u64) -> Vec<Part> {
    let mut parts = Vec::new();
    for (scope, changes) in changes(number) {
        let seen = seen(store, scope.as_ref(), &changes).await;
        parts.push(part(scope.as_ref(), seen, &changes));
    }
    parts
}

/// What is there is what these parts left, each where it was made.
async fn there(store: &dyn Store, parts: &[Part]) {
    for scope in scopes() {
        let mut world = World::default();
        let mut reads = Vec::new();
        for part in parts {
            let is_directory =
                |c: &&Change| !matches!(c, Change::Standing(..) | Change::Relationship(..));
            let is_here = part.scope.as_ref() == Some(&scope);
            let mine = part.changes.iter().filter(|c| is_here || is_directory(c));
            world.apply(&mine.cloned().collect::<Vec<_>>());
            reads.extend(reads_of(&part.changes));
        }
        agree(store, &scope, &world, &reads).await;
    }
}

fn nothing(parts: &[Part]) -> Vec<Part> {
    let none = |change: &Change| super::make::gone(std::slice::from_ref(change)).remove(0);
    let without =
        |part: &Part| Part { changes: part.changes.iter().map(none).collect(), ..part.clone() };
    parts.iter().map(without).collect()
}

pub(crate) async fn all_parts_are_made(store: &Arc<dyn Store>) {
    for turn in 1..=3 {
        let parts = prepared(&**store, turn).await;
        store.commit(Commit { parts: parts.clone() }).await.unwrap();
        there(&**store, &parts).await;
    }
}

pub(crate) async fn a_commit_without_parts(store: &Arc<dyn Store>) {
    store.commit(Commit::default()).await.unwrap();
}

pub(crate) async fn one_stale_part_and_none_is_made(store: &Arc<dyn Store>) {
    let fresh = prepared(&**store, 1).await;
    for stale in 0..fresh.len() {
        let of_part = fresh[stale].seen.len();
        for record in 0..of_part {
            // As if the record had been there.
            let mut parts = fresh.clone();
            parts[stale].seen[record].1 = 1_000_000;
            assert_conflict(store.commit(Commit { parts: parts.clone() }).await);
            there(&**store, &nothing(&parts)).await;
        }
    }
    store.commit(Commit { parts: fresh.clone() }).await.unwrap();
    there(&**store, &fresh).await;

    // Now they are there, and each of them changes in turn.
    for (scope, one) in changes(1) {
        for change in one {
            let stale = prepared(&**store, 2).await;
            put(&**store, scope.as_ref(), std::slice::from_ref(&change)).await;
            assert_conflict(store.commit(Commit { parts: stale }).await);
            there(&**store, &fresh).await;
        }
    }
}

pub(crate) async fn parts_without_changes_guard(store: &Arc<dyn Store>) {
    let parts = prepared(&**store, 1).await;
    store.commit(Commit { parts: parts.clone() }).await.unwrap();
    for guard in 0..parts.len() {
        let mut stale = prepared(&**store, 2).await;
        stale[guard].changes.clear();
        let touched = &parts[guard];
        put(&**store, touched.scope.as_ref(), &touched.changes[..1]).await;
        assert_conflict(store.commit(Commit { parts: stale }).await);
        there(&**store, &parts).await;
    }
}

/// The number of accounts of an organization that was loaded.
fn accounts(loaded: &Loaded) -> u64 {
    let organization = loaded.view.organizations[&organization_id(1)].as_ref();
    organization.map_or(0, |Organization { accounts, .. }| *accounts)
}

pub(crate) async fn a_load_never_sees_some_parts(store: &Arc<dyn Store>) {
    let stop = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for reader in 0..4 {
        let (store, stop) = (Arc::clone(store), Arc::clone(&stop));
        readers.spawn(async move {
            let scope = &scopes()[reader % 2];
            let reads = [
                Read::Organization(organization_id(1)),
                Read::Standing(account(1)),
                Read::Account(account(1)),
            ];
            let mut last = 0;
            while !stop.load(Ordering::Relaxed) {
                let loaded = store.load(Some(scope), &reads).await.unwrap();
                let (in_directory, in_scope) = (accounts(&loaded), number(&loaded, account(1)));
                assert_eq!(in_directory, in_scope);
                let is_joined = loaded.view.organization_of(account(1)).is_some();
                assert_eq!(is_joined, in_directory % 2 == 1);
                assert!(in_directory >= last, "{in_directory} after {last}");
                last = in_directory;
                tokio::task::yield_now().await;
            }
            last
        });
    }
    for turn in 1..=150 {
        let [one, two, _] = scopes();
        let standing = [Change::Standing(account(1), Some(numbered(turn)))];
        let entry = if turn % 2 == 1 { joined(1, 1, root(1)) } else { known(1, None) };
        let directory = [organization(1, turn), entry];
        let mut parts = Vec::new();
        for (scope, changes) in
            [(Some(&one), &standing[..]), (None, &directory[..]), (Some(&two), &standing[..])]
        {
            parts.push(part(scope, seen(&**store, scope, changes).await, changes));
        }
        store.commit(Commit { parts }).await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    while let Some(reader) = readers.join_next().await {
        reader.unwrap();
    }
}

/// Adds one to the organization, and one to a standing of each of two scopes, in one step.
async fn increment(store: &dyn Store, scopes: [&Scope; 2]) {
    loop {
        let mut parts = Vec::new();
        let mut accounts_before = None;
        for scope in scopes {
            let reads = [Read::Standing(account(1)), Read::Organization(organization_id(1))];
            let loaded = store.load(Some(scope), &reads).await.unwrap();
            let more = numbered(number(&loaded, account(1)) + 1);
            let mut changes = vec![Change::Standing(account(1), Some(more))];
            if accounts_before.is_none() {
                accounts_before = Some(accounts(&loaded));
                changes.push(organization(1, accounts(&loaded) + 1));
            }
            parts.push(part(scope, loaded.seen, &changes));
        }
        match store.commit(Commit { parts }).await {
            Ok(()) => return,
            Err(CommitError::Conflict) => tokio::task::yield_now().await,
            Err(CommitError::Store(error)) => panic!("{error}"),
        }
    }
}

pub(crate) async fn no_increment_over_scopes_is_lost(store: &Arc<dyn Store>) {
    const TASKS: usize = 6;
    const TURNS: u64 = 20;
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            let all = scopes();
            // Every pair of scopes, in both orders.
            let (one, other) = (task % 3, (task + 1 + task / 3) % 3);
            for _ in 0..TURNS {
                increment(&*store, [&all[one], &all[other]]).await;
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let mut sum = 0;
    for scope in scopes() {
        let reads = [Read::Standing(account(1)), Read::Organization(organization_id(1))];
        let loaded = store.load(Some(&scope), &reads).await.unwrap();
        assert_eq!(accounts(&loaded), TASKS as u64 * TURNS);
        sum += number(&loaded, account(1));
    }
    assert_eq!(sum, 2 * TASKS as u64 * TURNS);
}
