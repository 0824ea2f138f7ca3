//! Faults in an open store: cells that make no sense, records that cannot be written, a log that grows.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accede_membership::{Change, InvitationState, Read, Status, StatusSet};
use accede_store::{CommitError, Store};

use super::make::{account, answer, numbered, page, pair, put, relationship, scope, seen, try_put};
use super::{file, is_given_up, open, open_and_change};

/// What is done to a cell, and what a load says of it.
const STANDING: [(&str, &str); 8] = [
    ("switch = 'loud'", "column switch: unknown name \"loud\""),
    ("settings = '{'", "column settings: "),
    ("tags = '[1]'", "column tags: "),
    ("tags = '{\"a\":1}'", "column tags: "),
    ("administrator = '12'", "column administrator: an account id is 12 decimal digits"),
    ("administrator = '00000000000x'", "column administrator: an account id is 12 decimal digits"),
    ("tally_rows = -1", "column tally_rows: is negative"),
    ("version = -1", "column version: is negative"),
];
const RELATIONSHIP: [(&str, &str); 9] = [
    ("kind = 'x'", "column kind: unknown name \"x\""),
    ("status = 'Associated'", "column status: unknown name \"Associated\""),
    ("tags = NULL", "column tags: is null"),
    ("created_at = NULL", "column created_at: is not an integer"),
    ("invitation_id = x'00'", "column invitation_id: is not a blob of 16 bytes"),
    ("invitation_at = NULL", "column invitation_at: is not an integer"),
    ("invitation_state = NULL", "column invitation_state: is null"),
    ("email = CAST(x'ff' AS TEXT)", "column email: invalid utf-8"),
    ("version = -1", "column version: is negative"),
];

#[tokio::test]
async fn a_cell_that_makes_no_sense_is_named() {
    let (_directory, path) = file();
    let record = relationship(pair(1, 2), Status::Enabled, InvitationState::Accepted);
    let changes = [
        Change::Standing(account(1), Some(numbered(1))),
        Change::Relationship(pair(1, 2), Some(record)),
    ];
    put(&open(&path), &scope(), &changes).await;
    let sound = std::fs::read(&path).unwrap();
    let of_standing = STANDING.map(|(cell, why)| ("standing", "000000000001", cell, why));
    let key = "000000000001, 000000000002";
    let of_relationship = RELATIONSHIP.map(|(cell, why)| ("relationship", key, cell, why));
    for (table, key, cell, why) in of_standing.into_iter().chain(of_relationship) {
        let mut reads = vec![Read::RowsOf(account(1))];
        if why.contains("invitation_") {
            reads.push(Read::InvitationPage { member: account(2), page: page(None, 9) });
        }
        for read in reads {
            let sql = format!("UPDATE {table} SET {cell}");
            let store = open_and_change(&path, &sound, &sql);
            let row = format!("table {table}, row (securityhub, eu-central-1, {key}), {why}");
            let error = store.load(Some(&scope()), &[read]).await.unwrap_err();
            assert!(error.is_damaged() && error.to_string().contains(&row), "{error}");
            is_given_up(store, &path, &row).await;
        }
    }
}

#[tokio::test]
async fn what_is_kept_in_memory_is_refused_too_once_damage_is_found() {
    let (_directory, path) = file();
    let standing = |id| Change::Standing(account(id), Some(numbered(id)));
    put(&open(&path), &scope(), &[standing(1), standing(2)]).await;
    let sound = std::fs::read(&path).unwrap();
    let damage = "UPDATE standing SET switch = 'loud' WHERE account = '000000000001'";
    let store = open_and_change(&path, &sound, damage);
    let (scope, reads) = (scope(), [1, 2].map(|id| [Read::Standing(account(id))]));
    for _ in 0..3 {
        let loaded = answer(&store, Some(&scope), &reads[1]).await.unwrap();
        assert_eq!(super::make::number(&loaded, account(2)), 2);
    }
    for reads in [&reads[0], &reads[1], &reads[0]] {
        let error = answer(&store, Some(&scope), reads).await.unwrap_err();
        assert!(error.is_damaged() && error.to_string().contains("column switch"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_commit_that_cannot_be_written_fails_no_other() {
    let (_directory, path) = file();
    let store = Arc::new(open(&path));
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..64 {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            for turn in 1..=5 {
                // No integer of SQLite holds this number.
                let poisoned = number % 8 == 0;
                let standing = numbered(if poisoned { u64::MAX } else { turn });
                let change = [
                    Change::Standing(account(1_000 + number), Some(numbered(turn))),
                    Change::Standing(account(number), Some(standing)),
                ];
                let seen = seen(&*store, &scope(), &change).await;
                let outcome = try_put(&*store, &scope(), seen, &change).await;
                match outcome {
                    Ok(()) => assert!(!poisoned),
                    Err(CommitError::Store(error)) => {
                        assert!(poisoned && error.to_string().contains("tally_rows"), "{error}");
                    }
                    Err(CommitError::Conflict) => panic!("nobody else writes these"),
                }
            }
            number
        });
    }
    for number in tasks.join_all().await {
        let kept = if number % 8 == 0 { 0 } else { 5 };
        for id in [account(number), account(1_000 + number)] {
            let loaded = store.load(Some(&scope()), &[Read::Standing(id)]).await.unwrap();
            assert_eq!(super::make::number(&loaded, id), kept);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_log_stays_small_while_others_read() {
    let (_directory, path) = file();
    let store = Arc::new(open(&path));
    let stop = Arc::new(AtomicBool::new(false));
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (store, stop) = (Arc::clone(&store), Arc::clone(&stop));
        readers.spawn(async move {
            let (administrator, statuses) = (account(1), StatusSet::ALL);
            let reads = [Read::RowPage { administrator, statuses, page: page(None, 50) }];
            while !stop.load(Ordering::Relaxed) {
                store.load(Some(&scope()), &reads).await.unwrap();
                tokio::task::yield_now().await;
            }
        });
    }
    for start in (0..20_000).step_by(200) {
        let changes: Vec<_> = (start..start + 200)
            .map(|member| {
                let key = pair(1, member);
                let mut record = relationship(key, Status::Created, None);
                if let Some(row) = &mut record.row {
                    row.email = Some("x".repeat(3_000));
                }
                Change::Relationship(key, Some(record))
            })
            .collect();
        put(&*store, &scope(), &changes).await;
    }
    stop.store(true, Ordering::Relaxed);
    readers.join_all().await;
    let log = std::fs::metadata(path.with_extension("db-wal")).unwrap().len();
    let file = std::fs::metadata(&path).unwrap().len();
    assert!(log < 80_000_000 && file > 40_000_000, "{log} bytes of log, {file} of file");
}
