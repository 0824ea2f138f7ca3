//! The clusters that other tests use: what they promise those tests, and that nothing of them is left behind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails so")]

mod cluster;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use cluster::Cluster;

/// Says to the test of that name, in a process of its own, that it is the one that is killed.
const VICTIM: &str = "ACCEDE_TEST_VICTIM";

#[test]
fn every_test_has_a_database_of_its_own() {
    let Some(cluster) = Cluster::shared() else { return };
    let (one, other) = (cluster.new_database(), cluster.new_database());
    cluster.sql(&one, "CREATE TABLE here (a text)");
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'here'";
    assert_eq!(cluster.sql(&one, tables), "1\n");
    assert_eq!(cluster.sql(&other, tables), "0\n");
}

/// Were it that of bytes, no test would notice a key that is compared in the order of the database.
#[test]
fn texts_have_an_order_of_their_own_where_postgresql_knows_one() {
    let Some(cluster) = Cluster::shared() else { return };
    let order = cluster.sql("postgres", "SELECT 'a' < 'B'").trim() == "t";
    let log = std::fs::read_to_string(cluster.folder().join("initdb.log")).unwrap();
    let refused = log.contains("ICU is not supported") && log.contains("invalid locale name");
    assert!(order || refused, "{log}");
}

#[test]
fn sessions_start_with_the_settings_of_their_url() {
    let Some(cluster) = Cluster::shared() else { return };
    let isolation = "default_transaction_isolation=repeatable read";
    let options = Cluster::options(&[isolation, "search_path=one"]);
    let url = cluster.url("postgres", &options);
    let said = cluster.psql(&url, "SHOW transaction_isolation; SHOW search_path");
    assert_eq!(said, "repeatable read\none\n");
}

#[test]
fn a_cluster_is_gone_when_it_is_dropped() {
    let Some(cluster) = Cluster::with("") else { return };
    let folder = cluster.folder().to_path_buf();
    assert!(folder.join("data/postmaster.pid").is_file());
    let servers = processes_of(&folder);
    assert!(servers > 0);
    drop(cluster);
    assert!(!folder.exists());
    assert_eq!(processes_of(&folder), 0);
}

/// Not run for itself: [`a_cluster_is_gone_when_its_process_was_killed`] starts and kills it.
#[test]
#[allow(clippy::disallowed_methods, reason = "the victim is told so by the environment")]
#[allow(clippy::print_stdout, reason = "the victim says so where its cluster is")]
fn a_victim() {
    if std::env::var_os(VICTIM).is_none() {
        return;
    }
    let Some(cluster) = Cluster::shared() else { return };
    println!("\nfolder {}", cluster.folder().display());
    // Until it is killed.
    let _ = std::io::stdin().read(&mut [0]);
}

#[test]
fn a_cluster_is_gone_when_its_process_was_killed() {
    if Cluster::shared().is_none() {
        return;
    }
    let mut victim = Command::new(std::env::current_exe().unwrap());
    victim.args(["--exact", "a_victim", "--nocapture"]).env(VICTIM, "1");
    let mut victim = victim.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(victim.stdout.take().unwrap()).lines().map(Result::unwrap);
    let folder = lines.filter_map(|line| line.strip_prefix("folder ").map(PathBuf::from)).next();
    let folder = folder.unwrap();
    assert!(processes_of(&folder) > 0);
    victim.kill().unwrap();
    victim.wait().unwrap();
    let gone = || !folder.exists() && processes_of(&folder) == 0;
    for _ in 0..600 {
        if gone() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{} is still there", folder.display());
}

/// How many processes name this folder: the server, which is started with it, and the keeper.
fn processes_of(folder: &Path) -> usize {
    let folder = folder.to_str().unwrap();
    let Ok(processes) = std::fs::read_dir("/proc") else {
        let mut ps = Command::new("ps");
        let all = ps.args(["-A", "-o", "args="]).output().unwrap();
        return String::from_utf8_lossy(&all.stdout).matches(folder).count();
    };
    let words =
        processes.filter_map(|entry| std::fs::read(entry.ok()?.path().join("cmdline")).ok());
    words.filter(|words| String::from_utf8_lossy(words).contains(folder)).count()
}
