//! A commit is made as a whole, and only if nothing that was seen has changed.

use std::sync::Arc;

use accede_membership::{Change, Read, Standing, World};
use accede_store::{Key, Seen, Store};

use super::make::{
    account, agree, assert_conflict, gone, invited, numbered, pair, put, scope, seen, try_put,
};

fn standing(number: u64, rows: u64) -> Change {
    Change::Standing(account(number), Some(numbered(rows)))
}

/// Tries to change what has changed since: refused, and nothing has changed.
async fn refused(store: &Arc<dyn Store>, stale: Seen, change: Change, now: &[Change]) {
    assert_conflict(try_put(&**store, &scope(), stale, &[change]).await);
    let mut world = World::default();
    world.apply(now);
    agree(&**store, &scope(), &world, &super::make::reads_of(now)).await;
}

pub(crate) async fn all_changes_or_none(store: &Arc<dyn Store>) {
    let (a, b, c) = (standing(1, 1), standing(2, 1), invited(pair(1, 2)));
    let all = [a.clone(), c.clone(), b.clone()];
    let stale = seen(&**store, &scope(), &all).await;
    put(&**store, &scope(), std::slice::from_ref(&b)).await;
    assert_conflict(try_put(&**store, &scope(), stale, &all).await);
    let mut world = World::default();
    world.apply(std::slice::from_ref(&b));
    let reads = super::make::reads_of(&all);
    agree(&**store, &scope(), &world, &reads).await;

    let fresh = seen(&**store, &scope(), &all).await;
    try_put(&**store, &scope(), fresh, &all).await.unwrap();
    world.apply(&all);
    agree(&**store, &scope(), &world, &reads).await;
}

pub(crate) async fn a_stale_standing_is_refused(store: &Arc<dyn Store>) {
    put(&**store, &scope(), &[standing(1, 1)]).await;
    let stale = seen(&**store, &scope(), &[standing(1, 2)]).await;
    put(&**store, &scope(), &[standing(1, 2)]).await;
    refused(store, stale.clone(), standing(1, 3), &[standing(1, 2)]).await;
    refused(store, stale, Change::Standing(account(1), None), &[standing(1, 2)]).await;
}

pub(crate) async fn a_stale_relationship_is_refused(store: &Arc<dyn Store>) {
    let change = invited(pair(1, 2));
    put(&**store, &scope(), std::slice::from_ref(&change)).await;
    let stale = seen(&**store, &scope(), std::slice::from_ref(&change)).await;
    // Even to what it was: it was written since.
    put(&**store, &scope(), std::slice::from_ref(&change)).await;
    let delete = Change::Relationship(pair(1, 2), None);
    refused(store, stale, delete, std::slice::from_ref(&change)).await;
}

pub(crate) async fn a_stale_absence_is_refused(store: &Arc<dyn Store>) {
    for change in [standing(1, 1), invited(pair(1, 2))] {
        let stale = seen(&**store, &scope(), std::slice::from_ref(&change)).await;
        assert_eq!(stale[0].1, 0);
        put(&**store, &scope(), std::slice::from_ref(&change)).await;
        refused(store, stale, change.clone(), std::slice::from_ref(&change)).await;
    }
}

pub(crate) async fn a_deleted_record_is_refused(store: &Arc<dyn Store>) {
    let gone = [Change::Standing(account(1), None), Change::Relationship(pair(1, 2), None)];
    for (change, gone) in [standing(1, 1), invited(pair(1, 2))].into_iter().zip(gone) {
        put(&**store, &scope(), std::slice::from_ref(&change)).await;
        let stale = seen(&**store, &scope(), std::slice::from_ref(&change)).await;
        put(&**store, &scope(), std::slice::from_ref(&gone)).await;
        refused(store, stale, change, &[gone]).await;
    }
}

pub(crate) async fn a_record_made_again_has_a_new_version(store: &Arc<dyn Store>) {
    let gone = [Change::Standing(account(1), None), Change::Relationship(pair(1, 2), None)];
    for (change, gone) in [standing(1, 1), invited(pair(1, 2))].into_iter().zip(gone) {
        let mut versions = Vec::new();
        for _ in 0..5 {
            put(&**store, &scope(), std::slice::from_ref(&change)).await;
            let now = seen(&**store, &scope(), std::slice::from_ref(&change)).await;
            assert!(!versions.contains(&now[0].1), "{now:?} was in {versions:?}");
            for stale in &versions {
                let stale = vec![(now[0].0.clone(), *stale)];
                let same = std::slice::from_ref(&change);
                refused(store, stale.into(), change.clone(), same).await;
            }
            versions.push(now[0].1);
            put(&**store, &scope(), std::slice::from_ref(&gone)).await;
        }
    }
}

pub(crate) async fn what_was_only_seen_is_guarded_too(store: &Arc<dyn Store>) {
    let all = [standing(1, 1), standing(2, 1)];
    let stale = seen(&**store, &scope(), &all).await;
    put(&**store, &scope(), &all[1..]).await;
    assert_conflict(try_put(&**store, &scope(), stale, &all[..1]).await);
    let stale = seen(&**store, &scope(), &all).await;
    put(&**store, &scope(), &[Change::Standing(account(2), None)]).await;
    assert_conflict(try_put(&**store, &scope(), stale, &[]).await);
}

pub(crate) async fn what_was_not_seen_is_not_guarded(store: &Arc<dyn Store>) {
    let mine = seen(&**store, &scope(), &[standing(1, 1)]).await;
    put(&**store, &scope(), &[standing(2, 1), invited(pair(1, 2))]).await;
    try_put(&**store, &scope(), mine, &[standing(1, 1)]).await.unwrap();
}

pub(crate) async fn a_commit_without_changes(store: &Arc<dyn Store>) {
    try_put(&**store, &scope(), Vec::new(), &[]).await.unwrap();
    let all = [standing(1, 1)];
    put(&**store, &scope(), &all).await;
    let before = seen(&**store, &scope(), &all).await;
    try_put(&**store, &scope(), before.clone(), &[]).await.unwrap();
    assert_eq!(seen(&**store, &scope(), &all).await, before);
    // To delete what is not there is to leave it so.
    let absent = vec![(Key::Standing(account(9)), 0), (Key::Relationship(pair(9, 9)), 0)];
    let absent = Seen::from(absent);
    let gone = [Change::Standing(account(9), None), Change::Relationship(pair(9, 9), None)];
    try_put(&**store, &scope(), absent.clone(), &gone).await.unwrap();
    assert_eq!(seen(&**store, &scope(), &gone).await, absent);
}

pub(crate) async fn a_commit_of_many_records(store: &Arc<dyn Store>) {
    let mut changes = vec![Change::Standing(account(1), Some(Standing::default()))];
    changes.extend((1_000..1_500).map(|member| invited(pair(1, member))));
    put(&**store, &scope(), &changes).await;
    let mut world = World::default();
    world.apply(&changes);
    agree(&**store, &scope(), &world, &[Read::RowsOf(account(1))]).await;
    put(&**store, &scope(), &gone(&changes)).await;
    agree(&**store, &scope(), &World::default(), &[Read::RowsOf(account(1))]).await;
}
