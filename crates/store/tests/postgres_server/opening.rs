//! Opening a database: new, used, of another program, of another time.

use accede_store::{PostgresStore, Store};
use tokio::task::JoinSet;

use crate::cluster::Cluster;
use crate::postgres_store::random;

/// Why a database is not opened.
async fn why(url: &str) -> String {
    PostgresStore::connect(url, [7; 32], random).await.err().unwrap().to_string()
}

/// All that a database holds, as far as tables and what the schema says of itself go.
fn content(cluster: &Cluster, database: &str) -> String {
    let tables = "SELECT table_name, column_name, data_type FROM information_schema.columns \
                  WHERE table_schema = 'public' ORDER BY 1, 2";
    cluster.sql(database, tables)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_open_a_new_store_at_the_same_time() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.new_database();
    let mut openers = JoinSet::new();
    for number in 0..12 {
        let url = cluster.url(&database, "&connections=2");
        openers.spawn(async move {
            let store = PostgresStore::connect(&url, [number; 32], random).await.unwrap();
            store.ready().await.unwrap();
            store.secret()
        });
    }
    let mut secrets = openers.join_all().await;
    assert!(secrets[0].iter().all(|byte| *byte == secrets[0][0] && *byte < 12), "{secrets:?}");
    secrets.dedup();
    assert_eq!(secrets.len(), 1, "{secrets:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_keeps_its_secret_and_its_tables() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.new_database();
    let url = cluster.url(&database, "");
    let open = async |secret| PostgresStore::connect(&url, [secret; 32], random).await.unwrap();
    assert_eq!(open(1).await.secret(), [1; 32]);
    let before = content(cluster, &database);
    assert_eq!(open(2).await.secret(), [1; 32]);
    assert_eq!(content(cluster, &database), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_schema_gets_what_is_missing() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.new_database();
    let url = cluster.url(&database, "");
    drop(PostgresStore::connect(&url, [1; 32], random).await.unwrap());
    let indexes = || cluster.sql(&database, "SELECT indexdef FROM pg_indexes ORDER BY 1");
    let steps = || cluster.sql(&database, "SELECT step FROM migration ORDER BY 1");
    let (whole, all) = (indexes(), steps());
    assert!(whole.contains("request_by_time ON public.request"), "{whole}");
    let last = "DELETE FROM migration WHERE step = (SELECT max(step) FROM migration)";
    cluster.sql(&database, &format!("{last}; DROP INDEX request_by_time"));
    cluster.sql(&database, "INSERT INTO request (id, made) VALUES ('1234567890123456', 1)");
    assert_ne!((indexes(), steps()), (whole.clone(), all.clone()));
    let store = PostgresStore::connect(&url, [2; 32], random).await.unwrap();
    assert_eq!(store.secret(), [1; 32]);
    assert_eq!((indexes(), steps()), (whole, all));
    assert_eq!(cluster.sql(&database, "SELECT count(*) FROM request"), "1\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_refused_untouched() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.new_database();
    let url = cluster.url(&database, "");
    drop(PostgresStore::connect(&url, [1; 32], random).await.unwrap());
    cluster.sql(&database, "INSERT INTO migration (step) VALUES (1000); DROP TABLE role");
    let before = content(cluster, &database);
    let why = why(&url).await;
    assert!(why.contains("newer version of Accede") && why.contains("1000"), "{why}");
    assert_eq!(content(cluster, &database), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_another_program_are_refused_untouched() {
    let Some(cluster) = Cluster::shared() else { return };
    for (table, word) in
        [("account (id bigint)", "account"), ("migration (name text)", "migration")]
    {
        let database = cluster.new_database();
        cluster.sql(&database, &format!("CREATE TABLE {table}"));
        let before = content(cluster, &database);
        let why = why(&cluster.url(&database, "")).await;
        assert!(why.contains(&format!("table {word}")), "{why}");
        assert_eq!(content(cluster, &database), before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_made_beside_tables_of_others() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.new_database();
    cluster.sql(&database, "CREATE TABLE other (id bigint); CREATE SCHEMA mine");
    cluster.sql(&database, "CREATE SCHEMA theirs; CREATE TABLE theirs.account (id bigint)");
    let url = cluster.url(&database, &Cluster::options(&["search_path=mine"]));
    let store = PostgresStore::connect(&url, [1; 32], random).await.unwrap();
    store.ready().await.unwrap();
    let mine = "SELECT count(*) > 10 FROM pg_tables WHERE schemaname = 'mine'";
    assert_eq!(cluster.sql(&database, mine), "t\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_not_there_is_named_without_the_password() {
    let Some(cluster) = Cluster::shared() else { return };
    let port = cluster.port();
    let url = format!("postgres://postgres:hush-hush@127.0.0.1:{port}/nowhere");
    let why = why(&url).await;
    assert!(why.contains("nowhere") && !why.contains("hush"), "{why}");
    assert_eq!(why.lines().count(), 1, "{why}");
}

/// Keys compare by bytes whatever the database's order of letters is, and so does what pages are cut by.
#[tokio::test(flavor = "multi_thread")]
async fn every_key_is_compared_by_its_bytes() {
    let Some(cluster) = Cluster::shared() else { return };
    let database = cluster.new_database();
    drop(PostgresStore::connect(&cluster.url(&database, ""), [1; 32], random).await.unwrap());
    let others = "SELECT c.relname, a.attname FROM pg_index i \
                  JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
                  JOIN pg_attribute a ON a.attrelid = i.indexrelid \
                  JOIN pg_collation o ON o.oid = a.attcollation \
                  WHERE n.nspname = 'public' AND o.collname <> 'C'";
    assert_eq!(cluster.sql(&database, others), "");
    let all = "SELECT count(*) > 20 FROM pg_indexes WHERE schemaname = 'public'";
    assert_eq!(cluster.sql(&database, all), "t\n");
}
