//! The epoch: it ends with each commit about callers, before that is acknowledged, and with no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use accede_membership::access::LastUse;
use accede_membership::{Change, Read, Timestamp};
use accede_store::Store;
use tokio::task::JoinSet;

use super::entries::{access_key, event, key_id, known, one_of_each, place};
use super::make::{
    DIRECTORY, account, assert_conflict, gone, invited, numbered, pair, put, scope, seen, try_put,
};

fn ends_an_epoch(change: &Change) -> bool {
    matches!(change, Change::AccessKey(..) | Change::Account(..))
}

pub(crate) async fn an_epoch_ends_with_keys_and_accounts_alone(store: &Arc<dyn Store>) {
    let Some(first) = store.epoch() else { return };
    let mut epochs = vec![first];
    let mut changes = one_of_each(1).to_vec();
    changes.extend([Change::Standing(account(1), Some(numbered(1))), invited(pair(1, 2))]);
    let deletions = gone(&changes);
    changes.push(event(1, "a", place(1, 1)));
    for change in changes.iter().chain(&deletions) {
        let before = store.epoch().unwrap();
        make(&**store, change).await;
        let now = store.epoch().unwrap();
        assert_eq!(now != before, ends_an_epoch(change), "{change:?}");
        if now != before {
            assert!(!epochs.contains(&now), "{now} comes back");
            epochs.push(now);
        }
    }
    assert_eq!(epochs.len(), 5);
    let epoch = store.epoch();
    store.forget(Timestamp(9)).await.unwrap();
    store.ready().await.unwrap();
    try_put(&**store, DIRECTORY, Vec::new(), &[]).await.unwrap();
    assert_eq!(store.epoch(), epoch);
    // Beside other changes, and in any part.
    put(&**store, &scope(), &[invited(pair(1, 2)), known(1, None)]).await;
    assert_ne!(store.epoch(), epoch);
}

/// Makes a change, and then once more with what was seen before: a conflict.
async fn make(store: &dyn Store, change: &Change) {
    let change = std::slice::from_ref(change);
    let epoch = store.epoch();
    let seen = seen(store, &scope(), change).await;
    assert_eq!(store.epoch(), epoch, "a load ends no epoch");
    try_put(store, &scope(), seen.clone(), change).await.unwrap();
    let epoch = store.epoch();
    assert_conflict(try_put(store, &scope(), seen, change).await);
    assert_eq!(store.epoch(), epoch, "a conflict ends no epoch");
}

/// A key whose last use tells how often it was changed.
fn used(turn: i64) -> Change {
    let mut change = access_key(1, 1);
    if let Change::AccessKey(_, Some(key)) = &mut change {
        let (service, region) = ("sts".to_owned(), "a".to_owned());
        key.last_used = Some(LastUse { at: Timestamp(turn), service, region });
    }
    change
}

async fn turn_of(store: &dyn Store) -> i64 {
    let loaded = store.load(None, &[Read::AccessKey(key_id(1))]).await.unwrap();
    let key = loaded.view.access_keys[&key_id(1)].clone();
    key.and_then(|key| key.last_used).map_or(0, |last| last.at.0)
}

pub(crate) async fn what_was_read_in_an_epoch_holds_as_long(store: &Arc<dyn Store>) {
    if store.epoch().is_none() {
        return;
    }
    let acknowledged = Arc::new(AtomicI64::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for _ in 0..3 {
        let (store, acknowledged, stop) =
            (Arc::clone(store), Arc::clone(&acknowledged), Arc::clone(&stop));
        readers.spawn(async move {
            while !stop.load(Ordering::SeqCst) {
                let epoch = store.epoch();
                let cached = turn_of(&*store).await;
                for _ in 0..50 {
                    // In this order: what was acknowledged has ended its epoch already.
                    let known = acknowledged.load(Ordering::SeqCst);
                    if store.epoch() != epoch {
                        break;
                    }
                    assert!(cached >= known, "{cached} is believed, {known} was acknowledged");
                    tokio::task::yield_now().await;
                }
            }
        });
    }
    // Others write too, so that commits are made together.
    let others = (0..3_u64).map(|number| {
        let (store, stop) = (Arc::clone(store), Arc::clone(&stop));
        async move {
            while !stop.load(Ordering::SeqCst) {
                let change = Change::Standing(account(10 + number), Some(numbered(number)));
                put(&*store, &scope(), &[change]).await;
                tokio::task::yield_now().await;
            }
        }
    });
    let others: JoinSet<()> = others.collect();
    for turn in 1..=200 {
        let before = store.epoch();
        put(&**store, DIRECTORY, &[used(turn)]).await;
        assert_ne!(store.epoch(), before);
        acknowledged.store(turn, Ordering::SeqCst);
    }
    stop.store(true, Ordering::SeqCst);
    readers.join_all().await;
    others.join_all().await;
}
