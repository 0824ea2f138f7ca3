//! What was seen of the directory is guarded.

use std::sync::Arc;

use accede_membership::{Change, World};
use accede_store::{Seen, Store};

use super::entries::one_of_each;
use super::make::{DIRECTORY, agree, assert_conflict, gone, put, reads_of, scope, seen, try_put};

/// Tries to change what has changed since: refused, and nothing has changed.
async fn refused(store: &Arc<dyn Store>, stale: Seen, change: &Change, now: &Change) {
    let change = std::slice::from_ref(change);
    for scope in [None, Some(&scope())] {
        assert_conflict(try_put(&**store, scope, stale.clone(), change).await);
    }
    let mut world = World::default();
    world.apply(std::slice::from_ref(now));
    agree(&**store, DIRECTORY, &world, &reads_of(change)).await;
}

async fn seen_of(store: &Arc<dyn Store>, change: &Change) -> Seen {
    let seen = seen(&**store, DIRECTORY, std::slice::from_ref(change)).await;
    assert_eq!(seen.len(), 1);
    seen
}

async fn put_one(store: &Arc<dyn Store>, change: &Change) {
    put(&**store, DIRECTORY, std::slice::from_ref(change)).await;
}

/// The same records in two states, and gone.
fn cases() -> impl Iterator<Item = (Change, Change, Change)> {
    let (one, other) = (one_of_each(1), one_of_each(2));
    let gone = gone(&one);
    one.into_iter().zip(other).zip(gone).map(|((one, other), gone)| (one, other, gone))
}

pub(crate) async fn a_stale_entry_is_refused(store: &Arc<dyn Store>) {
    for (one, other, gone) in cases() {
        put_one(store, &one).await;
        let stale = seen_of(store, &one).await;
        put_one(store, &other).await;
        refused(store, stale.clone(), &one, &other).await;
        refused(store, stale.clone(), &gone, &other).await;
        // Even what is as it was: it was written since.
        put_one(store, &one).await;
        refused(store, stale, &other, &one).await;
    }
}

pub(crate) async fn a_stale_absent_entry_is_refused(store: &Arc<dyn Store>) {
    for (one, other, _) in cases() {
        let stale = seen_of(store, &one).await;
        assert_eq!(stale[0].1, 0);
        put_one(store, &one).await;
        refused(store, stale, &other, &one).await;
    }
}

pub(crate) async fn an_entry_made_again_has_a_new_version(store: &Arc<dyn Store>) {
    for (one, other, gone) in cases() {
        let mut versions = Vec::new();
        for _ in 0..3 {
            put_one(store, &one).await;
            let now = seen_of(store, &one).await;
            assert!(!versions.contains(&now), "{now:?} was in {versions:?}");
            for stale in &versions {
                refused(store, Seen::clone(stale), &other, &one).await;
            }
            versions.push(now);
            put_one(store, &gone).await;
            for stale in &versions {
                refused(store, stale.clone(), &other, &gone).await;
            }
        }
    }
}

pub(crate) async fn an_entry_that_was_only_seen_is_guarded_too(store: &Arc<dyn Store>) {
    for (one, other, _) in cases() {
        let stale = seen_of(store, &one).await;
        put_one(store, &one).await;
        assert_conflict(try_put(&**store, DIRECTORY, stale, &[]).await);
        let stale = seen_of(store, &one).await;
        try_put(&**store, &scope(), stale.clone(), &[]).await.unwrap();
        put_one(store, &other).await;
        assert_conflict(try_put(&**store, &scope(), stale, &[]).await);
    }
}

pub(crate) async fn entries_of_another_kind_are_not_guarded(store: &Arc<dyn Store>) {
    let all = one_of_each(1);
    for change in &all {
        let mine = seen_of(store, change).await;
        for other in all.iter().filter(|other| *other != change) {
            put_one(store, other).await;
        }
        try_put(&**store, DIRECTORY, mine, std::slice::from_ref(change)).await.unwrap();
    }
}
