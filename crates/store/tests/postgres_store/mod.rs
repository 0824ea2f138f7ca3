//! Stores in PostgreSQL, for the suite: each in a database of its own.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use accede_membership::{Read, Scope, Timestamp};
use accede_store::{
    Commit, CommitError, Entry, EntryKey, Loaded, Pending, PostgresStore, Store, StoreError,
};

use crate::cluster::Cluster;

/// What an isolation level is called in a session's settings.
pub(crate) const LEVELS: [&str; 3] = ["read committed", "repeatable read", "serializable"];

/// The parameters of a URL whose sessions have this isolation level.
pub(crate) fn at(level: &str) -> String {
    Cluster::options(&[&format!("default_transaction_isolation={level}")])
}

/// Opens the store in a database, which has one already or not.
pub(crate) async fn connect(cluster: &Cluster, database: &str, parameters: &str) -> PostgresStore {
    // Few, so that statements wait for each other on the way, too; and many tests run at the same time.
    let parameters = format!("&connections=8{parameters}");
    PostgresStore::connect(&cluster.url(database, &parameters), [7; 32], random).await.unwrap()
}

/// Numbers that do not come back.
pub(crate) fn random() -> u128 {
    let half = || u128::from(RandomState::new().hash_one(0));
    half() << 64 | half()
}

/// Several openers of one store, one of which is asked after the other: what one has acknowledged the next one knows,
/// or cases fail.
#[derive(Debug)]
pub(crate) struct Nodes {
    nodes: Vec<Arc<PostgresStore>>,
    turn: AtomicUsize,
}

impl Nodes {
    /// Opens the store in a new database once for each of these parameters, all at the same time.
    pub(crate) async fn start(cluster: &'static Cluster, parameters: Vec<String>) -> Nodes {
        let database = cluster.new_database();
        let opening = parameters.into_iter().map(|parameters| {
            let database = database.clone();
            tokio::spawn(async move { connect(cluster, &database, &parameters).await })
        });
        let mut nodes = Vec::new();
        for node in opening.collect::<Vec<_>>() {
            nodes.push(Arc::new(node.await.unwrap()));
        }
        Nodes { nodes, turn: AtomicUsize::new(0) }
    }

    fn next(&self) -> &PostgresStore {
        &self.nodes[self.turn.fetch_add(1, Ordering::Relaxed) % self.nodes.len()]
    }
}

impl Store for Nodes {
    fn load<'a>(
        &'a self,
        scope: Option<&'a Scope>,
        reads: &'a [Read],
    ) -> Pending<'a, Result<Loaded, StoreError>> {
        self.next().load(scope, reads)
    }

    fn commit(&self, commit: Commit) -> Pending<'_, Result<(), CommitError>> {
        self.next().commit(commit)
    }

    fn ready(&self) -> Pending<'_, Result<(), StoreError>> {
        Box::pin(async {
            for node in &self.nodes {
                node.ready().await?;
            }
            Ok(())
        })
    }

    fn secret(&self) -> [u8; 32] {
        self.next().secret()
    }

    fn epoch(&self) -> Option<u64> {
        self.next().epoch()
    }

    fn entries(
        &self,
        after: Option<EntryKey>,
        limit: usize,
    ) -> Pending<'_, Result<Vec<Entry>, StoreError>> {
        self.next().entries(after, limit)
    }

    fn fill(&self, entries: Vec<Entry>) -> Pending<'_, Result<(), CommitError>> {
        self.next().fill(entries)
    }

    fn forget(&self, before: Timestamp) -> Pending<'_, Result<(), StoreError>> {
        self.next().forget(before)
    }

    fn finish(&self) -> Pending<'_, Result<(), StoreError>> {
        self.next().finish()
    }
}
