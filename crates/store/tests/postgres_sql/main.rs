//! The portable subset of SQL, so that another engine can take PostgreSQL's place: whatever the store sends in the whole
//! suite is read from the server's log, and nothing of it may be outside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

#[path = "../cluster/mod.rs"]
mod cluster;
mod log;
mod portable;
#[path = "../postgres_store/mod.rs"]
#[allow(dead_code, reason = "shared with the suite, which uses all of it")]
mod postgres_store;
mod schema;
mod statement;
#[path = "../suite/mod.rs"]
#[allow(unused_macros, reason = "all cases are taken into one test")]
mod suite;
mod tokens;

use std::sync::Arc;
use std::time::Duration;

use accede_store::Store;
use cluster::Cluster;
use log::Sent;
use postgres_store::connect;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Everything is logged, with its parameters, into a file of its own.
const LOGGED: &str = "-c logging_collector=on -c log_destination=csvlog -c log_directory=statements \
    -c log_filename=all -c log_rotation_age=0 -c log_rotation_size=0 -c log_statement=all \
    -c log_parameter_max_length=-1";

/// The last statement of a log.
const LAST: &str = "SELECT 'this is the last one'";

/// How many cases run at the same time.
const TOGETHER: usize = 4;

/// A case of the suite, with its name. It blocks its thread, which has a runtime.
type Case = (&'static str, fn(Arc<dyn Store>));

macro_rules! listed {
    (() $($theme:ident: [$($case:ident,)*],)*) => {
        vec![$($((
            concat!(stringify!($theme), "::", stringify!($case)),
            |store| Handle::current().block_on(suite::$theme::$case(&store)),
        ),)*)*]
    };
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_statement_of_the_suite_is_portable() {
    let Some(cluster) = Cluster::with(LOGGED) else { return };
    let cluster = Arc::new(cluster);
    let cases: Vec<Case> = suite::every_case!(listed!());
    let databases = run(&cluster, cases).await;
    let sent = sent(&cluster, &databases).await;
    let findings = portable::check(&sent);
    let faults: Vec<String> = findings.faults.into_iter().collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    // It was really looked at: every table is written, and but for three it is read and rows of it are removed.
    assert!(findings.tables.len() > 10 && findings.different > 100, "{:?}", findings.tables);
    for (table, seen) in findings.tables {
        let is_kept = ["migration", "meta", "request"].contains(&&*table);
        let expected = if is_kept { &["insert"][..] } else { &["select", "insert", "delete"] };
        assert!(expected.iter().all(|word| seen.contains(word)), "{table} only in {seen:?}");
    }
}

/// Runs all cases, each on a store in a database of its own; answers the databases.
async fn run(cluster: &Arc<Cluster>, cases: Vec<Case>) -> Vec<String> {
    let places = Arc::new(Semaphore::new(TOGETHER));
    let mut tasks = JoinSet::new();
    for (name, case) in cases {
        let (cluster, places) = (Arc::clone(cluster), Arc::clone(&places));
        tasks.spawn(async move {
            let _place = places.acquire().await.unwrap();
            let database = cluster.new_database();
            let store = connect(&cluster, &database, "").await;
            let done = tokio::task::spawn_blocking(move || case(Arc::new(store))).await;
            assert!(done.is_ok(), "{name}: {done:?}");
            database
        });
    }
    tasks.join_all().await
}

/// What was sent to these databases.
async fn sent(cluster: &Cluster, databases: &[String]) -> Vec<Sent> {
    cluster.sql("postgres", LAST);
    let path = cluster.folder().join("data/statements/all.csv");
    for _ in 0..600 {
        let log = std::fs::read(&path).unwrap_or_default();
        let end = String::from_utf8_lossy(&log[log.len().saturating_sub(2_000)..]).into_owned();
        if end.contains(LAST) {
            let all = log::statements(&String::from_utf8_lossy(&log));
            return all.into_iter().filter(|sent| databases.contains(&sent.database)).collect();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{} does not end with {LAST}", path.display());
}
