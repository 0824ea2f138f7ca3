//! Connections that are cut at any moment: no acknowledged change is lost, none is made twice, none by half.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use accede_membership::access::EventsOf;
use accede_membership::{Change, Extent, Read};
use accede_store::{Commit, CommitError, PostgresStore, Store};
use tokio::task::JoinSet;

use crate::cluster::Cluster;
use crate::entries::{event, place};
use crate::make::{account, number, numbered, part, scope};
use crate::postgres_store::{LEVELS, at, connect, random};
use crate::proxy::Proxy;

const CLIENTS: u64 = 8;
const TURNS: u64 = 40;
/// The record that all clients write; the others are theirs alone.
const SHARED: u64 = 99;

/// Counts up a record of its own and one that all have, and adds an event, in one commit; until it is acknowledged.
async fn count_up(store: &dyn Store, client: u64, turn: u64) {
    let reads = [Read::Standing(account(client)), Read::Standing(account(SHARED))];
    loop {
        let loaded = store.load(Some(&scope()), &reads).await.unwrap();
        let mine = number(&loaded, account(client));
        assert_eq!(mine, turn, "what was acknowledged is what there is");
        let changes = [
            Change::Standing(account(client), Some(numbered(mine + 1))),
            Change::Standing(account(SHARED), Some(numbered(number(&loaded, account(SHARED)) + 1))),
            event(client, "a", place(1, random())),
        ];
        let commit = Commit { parts: vec![part(&scope(), loaded.seen, &changes)] };
        match store.commit(commit).await {
            Ok(()) => return,
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => panic!("{error}"),
        }
    }
}

/// All clients count up; then everything is there once.
async fn count(stores: [Arc<PostgresStore>; 2], sound: &PostgresStore) {
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        let stores = stores.clone();
        clients.spawn(async move {
            for turn in 0..TURNS {
                count_up(&*stores[((client + turn) % 2) as usize], client, turn).await;
            }
        });
    }
    clients.join_all().await;
    let mut reads: Vec<_> = (0..CLIENTS).map(|client| Read::Standing(account(client))).collect();
    reads.push(Read::Standing(account(SHARED)));
    reads.push(Read::EventPage { of: EventsOf::Everybody, after: None, extent: Extent::ALL });
    let loaded = sound.load(Some(&scope()), &reads).await.unwrap();
    for client in 0..CLIENTS {
        assert_eq!(number(&loaded, account(client)), TURNS);
    }
    assert_eq!(number(&loaded, account(SHARED)), CLIENTS * TURNS);
    assert_eq!(loaded.view.event_page.len() as u64, CLIENTS * TURNS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn answers_that_do_not_arrive_are_found_out() {
    let Some(cluster) = Cluster::shared() else { return };
    for level in LEVELS {
        let database = cluster.new_database();
        let sound = connect(cluster, &database, &at(level)).await;
        let proxy = Proxy::to(cluster.port(), 12_000);
        let url = Cluster::url_at(proxy.port, &database, &format!("&connections=6{}", at(level)));
        let open = async || PostgresStore::connect(&url, [7; 32], random).await.unwrap();
        let stores = [Arc::new(open().await), Arc::new(open().await)];
        count(stores, &sound).await;
        let cut = proxy.cut.load(Ordering::SeqCst);
        assert!(cut > 20, "only {cut} connections were cut");
        proxy.cuts.store(false, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_that_the_server_ends_are_replaced() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.new_database();
    let sound = connect(cluster, &database, "").await;
    let stores = [
        Arc::new(connect(cluster, &database, &at(LEVELS[0])).await),
        Arc::new(connect(cluster, &database, &at(LEVELS[2])).await),
    ];
    let stop = Arc::new(AtomicBool::new(false));
    let ending = {
        let (stop, database) = (Arc::clone(&stop), database.clone());
        tokio::task::spawn_blocking(move || {
            let end = format!(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                 WHERE datname = '{database}' AND pid <> pg_backend_pid()"
            );
            let mut ended = 0;
            while !stop.load(Ordering::SeqCst) {
                ended += cluster.sql("postgres", &end).trim().parse::<u64>().unwrap();
                std::thread::sleep(Duration::from_millis(30));
            }
            ended
        })
    };
    count(stores, &sound).await;
    stop.store(true, Ordering::SeqCst);
    let ended = ending.await.unwrap();
    assert!(ended > 20, "only {ended} sessions were ended");
}
