//! Many tasks at once: snapshots, reading what was acknowledged, no lost update.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accede_membership::{Change, Read};
use accede_store::{CommitError, Store};
use tokio::task::JoinSet;

use super::make::{
    account, invitation_count, load, number, numbered, pair, put, relationship, scope, seen,
    try_put,
};

pub(crate) async fn ready_and_secret(store: &Arc<dyn Store>) {
    store.ready().await.unwrap();
    assert_eq!(store.secret(), [7; 32]);
}

pub(crate) async fn a_load_never_sees_half_a_commit(store: &Arc<dyn Store>) {
    let stop = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for _ in 0..4 {
        let (store, stop) = (Arc::clone(store), Arc::clone(&stop));
        readers.spawn(async move {
            // The last read is the member's: it is of the same moment as the first.
            let reads = [
                Read::Standing(account(1)),
                Read::RowsOf(account(1)),
                invitation_count(account(2)),
                Read::Standing(account(2)),
            ];
            while !stop.load(Ordering::Relaxed) {
                let loaded = store.load(Some(&scope()), &reads).await.unwrap();
                let (one, other) = (number(&loaded, account(1)), number(&loaded, account(2)));
                assert_eq!(one, other);
                let rows = loaded.view.relationships.len() as u64;
                assert_eq!((rows, loaded.view.invitation_count), (one % 2, one % 2));
                tokio::task::yield_now().await;
            }
        });
    }
    for turn in 1..=200 {
        let there = relationship(
            pair(1, 2),
            accede_membership::Status::Invited,
            accede_membership::InvitationState::Pending,
        );
        let changes = [
            Change::Standing(account(1), Some(numbered(turn))),
            Change::Relationship(pair(1, 2), (turn % 2 == 1).then_some(there)),
            Change::Standing(account(2), Some(numbered(turn))),
        ];
        put(&**store, &scope(), &changes).await;
    }
    stop.store(true, Ordering::Relaxed);
    while let Some(reader) = readers.join_next().await {
        reader.unwrap();
    }
}

pub(crate) async fn everyone_reads_what_was_acknowledged(store: &Arc<dyn Store>) {
    let mut tasks = JoinSet::new();
    for task in 0..16_u64 {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            for turn in 1..=20 {
                let change = [Change::Standing(account(task), Some(numbered(turn)))];
                put(&*store, &scope(), &change).await;
                // Whoever asks: another task, most often on another thread.
                let store = Arc::clone(&store);
                let read = [Read::Standing(account(task))];
                let other = async move { load(&*store, &scope(), &read).await };
                let loaded = tokio::spawn(other).await.unwrap();
                assert_eq!(number(&loaded, account(task)), turn);
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
}

pub(crate) async fn no_increment_is_lost(store: &Arc<dyn Store>) {
    const TASKS: u64 = 8;
    const TURNS: u64 = 25;
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            for _ in 0..TURNS {
                increment(&*store).await;
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let loaded = store.load(Some(&scope()), &[Read::Standing(account(1))]).await.unwrap();
    assert_eq!(number(&loaded, account(1)), TASKS * TURNS);
}

async fn increment(store: &dyn Store) {
    loop {
        let loaded = store.load(Some(&scope()), &[Read::Standing(account(1))]).await.unwrap();
        let more = numbered(number(&loaded, account(1)) + 1);
        let change = [Change::Standing(account(1), Some(more))];
        match try_put(store, &scope(), loaded.seen, &change).await {
            Ok(()) => return,
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => panic!("{error}"),
        }
    }
}

pub(crate) async fn commits_to_different_records_do_not_conflict(store: &Arc<dyn Store>) {
    let mut tasks = JoinSet::new();
    for task in 0..64_u64 {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            for turn in 1..=5 {
                let change = [Change::Standing(account(task), Some(numbered(turn)))];
                let seen = seen(&*store, &scope(), &change).await;
                try_put(&*store, &scope(), seen, &change).await.unwrap();
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
}
