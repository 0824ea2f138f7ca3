//! `kill -9` and a full disk, in a process that can afford it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use accede_membership::access::EventsOf;
use accede_membership::{Change, Extent, Read, World};
use accede_store::{SqliteStore, Store};
use rusqlite::Connection;

use super::child::{LARGE, Process, TASKS, much, told};
use super::entries::organization_id;
use super::make::{account, agree, number, scope};
use super::random::Random;
use super::{file, open};

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let (_directory, path) = file();
    let mut acknowledged = BTreeMap::<u64, u64>::new();
    for _ in 0..4 {
        let mut process = Process::start("write", &path, "");
        let mut lines = 0;
        // Its last words too: it may have said them before it died.
        while let Some(line) = process.next() {
            let (task, turn) = line.split_once(' ').unwrap();
            acknowledged.insert(task.parse().unwrap(), turn.parse().unwrap());
            lines += 1;
            if lines == 300 {
                process.kill();
            }
        }
        let store = open(&path);
        for task in 0..TASKS {
            let said = acknowledged.entry(task).or_default();
            *said = check(&store, task, *said).await;
        }
        store.ready().await.unwrap();
    }
    is_sound(&path);
}

fn is_sound(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let sound = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let sound = connection.query_row("PRAGMA integrity_check", [], sound).unwrap();
    assert_eq!(sound, "ok");
}

/// All of what was acknowledged is there, and of the one commit in flight all or nothing. Says which.
async fn check(store: &SqliteStore, task: u64, acknowledged: u64) -> u64 {
    let (one, other) = (account(task), account(100 + task));
    let id = organization_id(task);
    let of = EventsOf::Account(one, "us-east-1".parse().unwrap());
    let events = Read::EventPage { of, after: None, extent: Extent::ALL };
    let reads = [Read::RowsOf(one), Read::Standing(other), Read::Organization(id), events];
    let loaded = store.load(Some(&scope()), &reads).await.unwrap();
    let turn = number(&loaded, one);
    assert!(turn == acknowledged || turn == acknowledged + 1, "{turn}, {acknowledged} was said");
    assert_eq!(turn, number(&loaded, other));
    let organization = loaded.view.organizations[&id].as_ref();
    assert_eq!(turn, organization.map_or(0, |organization| organization.accounts));
    let members = loaded.view.relationships.keys().map(|pair| pair.member.number() - 1_000);
    assert!(members.eq(1..=turn), "of {turn} there are {:?}", loaded.view.relationships.keys());
    // An event is there if, and only if, what it tells of is.
    let told: Vec<_> = (1..=turn).rev().map(|turn| told(task, turn)).collect();
    let there = loaded.view.event_page.into_iter().map(|event| Change::Event(Box::new(event)));
    assert_eq!(there.collect::<Vec<_>>(), told);
    turn
}

/// Nothing but that changes the file.
#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_while_the_log_is_moved() {
    let (_directory, path) = file();
    let mut random = Random(Random::seed());
    let mut acknowledged = BTreeMap::<u64, u64>::new();
    for _ in 0..4 {
        let mut process = Process::start("write much", &path, "");
        let changed = || std::fs::metadata(&path).and_then(|file| file.modified()).ok();
        let (mut before, mut left, mut lines) = (None, None, 0);
        while let Some(line) = process.next() {
            let (task, turn) = line.split_once(' ').unwrap();
            acknowledged.insert(task.parse().unwrap(), turn.parse().unwrap());
            // By the first line it has opened the file.
            let is_moved = changed() != *before.get_or_insert_with(changed);
            left = left.or_else(|| is_moved.then(|| random.below(3 * TASKS)));
            match &mut left {
                Some(0) => process.kill(),
                Some(left) => *left -= 1,
                None => {}
            }
            lines += 1;
            assert!(lines < 10_000, "600 MB were written, and the log was never moved");
        }
        let store = open(&path);
        for task in 0..TASKS {
            let said = acknowledged.entry(task).or_default();
            *said = check_much(&store, task, *said).await;
        }
        store.check().unwrap();
    }
    is_sound(&path);
}

/// As [`check`], of what was written by [`much`].
async fn check_much(store: &SqliteStore, task: u64, acknowledged: u64) -> u64 {
    let loaded = store.load(Some(&scope()), &[Read::Standing(account(task))]).await.unwrap();
    let turn = number(&loaded, account(task));
    assert!(turn == acknowledged || turn == acknowledged + 1, "{turn}, {acknowledged} was said");
    let mut world = World::default();
    (turn.saturating_sub(LARGE - 1).max(1)..=turn).for_each(|turn| world.apply(&much(task, turn)));
    agree(store, &scope(), &world, &[Read::RowsOf(account(task))]).await;
    turn
}

#[tokio::test]
async fn a_file_is_used_by_one_process() {
    let (_directory, path) = file();
    let mut process = Process::start("hold", &path, "");
    assert_eq!(process.next().as_deref(), Some("open"));
    let error = SqliteStore::open(&path, [7; 32]).unwrap_err().to_string();
    assert!(error.ends_with("is in use by another server"), "{error}");
    process.kill();
    open(&path).ready().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_ends_no_more_than_the_commit() {
    let can_lift = Command::new("prlimit").arg("--version").output().is_ok();
    if !can_lift {
        eprintln!(
            "SKIPPED: there is no prlimit here, which lifts the limit that stands for a full disk"
        );
        return;
    }
    let (_directory, path) = file();
    // No file may be larger than 2 MB; what is beyond fails instead of ending the process.
    let mut process = Process::start("fill", &path, "trap '' XFSZ; ulimit -S -f 4096;");
    let full = process.next().unwrap();
    assert!(full.starts_with("full ") && full.contains("cannot be written"), "{full}");
    let written: u64 = full.split(' ').nth(1).unwrap().parse().unwrap();
    assert!(written > 1, "{full}");
    let pid = process.id().to_string();
    let lifted = Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status();
    assert!(lifted.unwrap().success());
    process.answer();
    assert_eq!(process.next(), Some(format!("written {}", written + 1)));
    let store = open(&path);
    for turn in 1..=written + 1 {
        let loaded = store.load(Some(&scope()), &[Read::Standing(account(turn))]).await.unwrap();
        assert_eq!(number(&loaded, account(turn)), turn);
    }
}
