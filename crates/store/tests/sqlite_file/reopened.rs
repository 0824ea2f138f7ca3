//! What was there is there again.

use std::pin::pin;
use std::task::{Context, Waker};

use accede_membership::{Change, InvitationState, Read, Status, World};
use accede_store::{Commit, SqliteStore, Store};

use super::entries::{event, known, one_of_each, place};
use super::make::{
    DIRECTORY, account, agree, assert_conflict, invited, numbered, pair, put, reads_of,
    relationship, scope, seen, try_put,
};
use super::{bytes_beside, file, open};

#[tokio::test]
async fn everything_is_there_again() {
    let (_directory, path) = file();
    let enabled = relationship(pair(1, 2), Status::Enabled, InvitationState::Accepted);
    let mut changes = vec![
        Change::Standing(account(1), Some(numbered(1))),
        Change::Relationship(pair(1, 2), Some(enabled)),
    ];
    changes.extend((100..200).map(|member| invited(pair(1, member))));
    changes.extend(one_of_each(1));
    changes.push(known(2, "Ann@example.com"));
    let events = [event(1, "a", place(5, 1)), event(2, "b", place(5, 2))];
    let mut world = World::default();
    world.apply(&changes);
    world.apply(&events);

    let store = open(&path);
    put(&store, &scope(), &changes).await;
    put(&store, DIRECTORY, &events).await;
    let versions = seen(&store, &scope(), &changes).await;
    drop(store);
    assert_eq!(bytes_beside(&path).len(), 1, "a closed store is one file");

    let store = SqliteStore::open(&path, [8; 32]).unwrap();
    assert_eq!(store.secret(), [7; 32]);
    let email = Read::AccountByEmail("ann@example.com".to_owned());
    let recorded = super::everything_recorded();
    agree(&store, &scope(), &world, &[Read::RowsOf(account(1)), email, recorded]).await;
    agree(&store, &scope(), &world, &reads_of(&changes)).await;
    assert_eq!(seen(&store, &scope(), &changes).await, versions);
    try_put(&store, &scope(), versions, &changes).await.unwrap();
}

#[tokio::test]
async fn versions_do_not_come_back() {
    let (_directory, path) = file();
    let change = [Change::Standing(account(1), Some(numbered(1)))];
    let mut versions = Vec::new();
    for _ in 0..3 {
        let store = open(&path);
        put(&store, &scope(), &change).await;
        let now = seen(&store, &scope(), &change).await;
        assert!(!versions.contains(&now), "{now:?} was in {versions:?}");
        for stale in versions.clone() {
            assert_conflict(try_put(&store, &scope(), stale, &change).await);
        }
        versions.push(now);
        put(&store, &scope(), &[Change::Standing(account(1), None)]).await;
    }
}

#[tokio::test]
async fn what_was_begun_is_finished_before_the_file_closes() {
    let (_directory, path) = file();
    let store = open(&path);
    for number in 0..100 {
        let changes = vec![Change::Standing(account(number), Some(numbered(number)))];
        let seen = seen(&store, &scope(), &changes).await;
        // Begun, and never waited for.
        let begun = store.commit(Commit::of(&scope(), seen, changes));
        assert!(pin!(begun).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    drop(store);
    let store = open(&path);
    for number in 0..100 {
        let loaded = store.load(Some(&scope()), &[Read::Standing(account(number))]).await.unwrap();
        assert_eq!(super::make::number(&loaded, account(number)), number);
    }
}

#[tokio::test]
async fn an_empty_file_is_a_new_store() {
    let (_directory, path) = file();
    std::fs::write(&path, "").unwrap();
    open(&path).ready().await.unwrap();
}

#[tokio::test]
async fn a_file_that_was_never_finished_is_a_new_store() {
    let (_directory, path) = file();
    std::fs::write(&path, [0; 8192]).unwrap();
    // A journal's header: its magic number, no pages, a nonce, no pages before, sector and page size.
    let mut journal = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    journal.extend([0; 14]);
    journal.extend([2, 0, 0, 0, 16, 0]);
    journal.resize(512, 0);
    std::fs::write(path.with_extension("db-journal"), journal).unwrap();
    let store = open(&path);
    store.ready().await.unwrap();
    drop(store);
    open(&path).ready().await.unwrap();
}

#[cfg(unix)]
#[test]
fn only_its_user_may_read_a_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let (_directory, path) = file();
    let _store = open(&path);
    for file in bytes_beside(&path).keys() {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", file.display());
    }
}
