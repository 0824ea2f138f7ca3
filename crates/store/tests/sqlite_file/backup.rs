//! Backups, and what is made of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accede_membership::{Change, Read};
use accede_store::{MemoryStore, SqliteStore, Store};

use super::entries::one_of_each;
use super::make::{DIRECTORY, account, number, numbered, put, reads_of, scope, seen};
use super::{bytes_beside, file, open};

/// Every file in the folder, by name.
fn names(path: &Path) -> Vec<String> {
    let names = bytes_beside(path).into_keys();
    names.map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

/// Beside the store, a file with this name.
fn sibling(path: &Path, name: &str) -> PathBuf {
    path.with_file_name(name)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_is_the_store_of_one_moment() {
    let (_directory, path) = file();
    let store = Arc::new(open(&path));
    put(&*store, DIRECTORY, &one_of_each(1)).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = tokio::task::JoinSet::new();
    for task in 0..4 {
        let (store, stop) = (Arc::clone(&store), Arc::clone(&stop));
        writers.spawn(async move {
            for turn in 1.. {
                // Both are changed at once: a backup has both, or neither.
                let changes = [account(task), account(100 + task)]
                    .map(|id| Change::Standing(id, Some(numbered(turn))));
                put(&*store, &scope(), &changes).await;
                if stop.load(Ordering::Relaxed) {
                    return;
                }
            }
        });
    }
    for round in 0..5 {
        let before = store.load(Some(&scope()), &[Read::Standing(account(0))]).await.unwrap();
        let backup = sibling(&path, &format!("backup-{round}.db"));
        store.back_up(&backup).await.unwrap();
        let restored = sibling(&path, &format!("restored-{round}.db"));
        SqliteStore::restore(&backup, &restored).unwrap();
        let copy = SqliteStore::open(&restored, [9; 32]).unwrap();
        assert_eq!(copy.secret(), store.secret());
        let all: Vec<_> =
            (0..4).flat_map(|n| [n, 100 + n]).map(|n| Read::Standing(account(n))).collect();
        let loaded = copy.load(Some(&scope()), &all).await.unwrap();
        for task in 0..4 {
            assert_eq!(number(&loaded, account(task)), number(&loaded, account(100 + task)));
        }
        assert!(number(&loaded, account(0)) >= number(&before, account(0)));
        let reads = reads_of(&one_of_each(1));
        let (of_copy, of_store) = (copy.load(None, &reads).await, store.load(None, &reads).await);
        assert_eq!(format!("{of_copy:?}"), format!("{of_store:?}"));
        // It is a store like any other.
        put(&copy, &scope(), &[Change::Standing(account(7), Some(numbered(1)))]).await;
    }
    stop.store(true, Ordering::Relaxed);
    writers.join_all().await;
}

#[tokio::test]
async fn what_is_in_memory_has_a_backup_too() {
    let (_directory, path) = file();
    let store = MemoryStore::new([5; 32]);
    let standing = [Change::Standing(account(1), Some(numbered(3)))];
    put(&store, &scope(), &standing).await;
    put(&store, DIRECTORY, &one_of_each(1)).await;
    store.back_up(&path).await.unwrap();
    assert_eq!(names(&path), ["accede.db"]);
    let copy = open(&path);
    assert_eq!(copy.secret(), [5; 32]);
    assert_eq!(copy.entries(None, 100).await.unwrap(), store.entries(None, 100).await.unwrap());
    assert_ne!(seen(&copy, &scope(), &standing).await[0].1, 0);
}

#[tokio::test]
async fn nothing_is_written_over() {
    let (_directory, path) = file();
    let store = open(&path);
    let backup = sibling(&path, "backup.db");
    store.back_up(&backup).await.unwrap();
    let bytes = std::fs::read(&backup).unwrap();
    let why = store.back_up(&backup).await.unwrap_err().to_string();
    assert!(why.ends_with("backup.db is there already, and is not written over"), "{why}");
    assert!(std::fs::read(&backup).unwrap() == bytes);
    for (what, why) in [("-part", "-part is there: it is being written"), ("-wal", "-wal is there")]
    {
        let other = sibling(&path, "other.db");
        let in_the_way = sibling(&path, &format!("other.db{what}"));
        std::fs::write(&in_the_way, "x").unwrap();
        let error = store.back_up(&other).await.unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        let error = SqliteStore::restore(&backup, &other).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        assert_eq!(std::fs::read(&in_the_way).unwrap(), b"x");
        std::fs::remove_file(in_the_way).unwrap();
    }
    let error = SqliteStore::restore(&backup, &path).unwrap_err().to_string();
    assert!(error.ends_with("accede.db is there already, and is not written over"), "{error}");
    let nowhere = path.with_file_name("none").join("backup.db");
    let error = store.back_up(&nowhere).await.unwrap_err().to_string();
    assert!(error.contains("cannot be made: No such file"), "{error}");
}

#[tokio::test]
async fn what_is_no_sound_backup_is_not_restored() {
    let (_directory, path) = file();
    let store = open(&path);
    put(&store, DIRECTORY, &one_of_each(1)).await;
    let backup = sibling(&path, "backup.db");
    store.back_up(&backup).await.unwrap();
    drop(store);
    std::fs::remove_file(&path).unwrap();
    let sound = std::fs::read(&backup).unwrap();
    let needle = b"AROAIOSFODNN7EXAMPLE";
    let at = sound.windows(needle.len()).position(|bytes| bytes == needle).unwrap();
    let mut flipped = sound.clone();
    flipped[at] ^= 1;
    for (bytes, why) in [
        (&b""[..], "it is empty"),
        (b"nothing", "it is not a SQLite database"),
        (&sound[..sound.len() - 4096], "it is truncated"),
        (&flipped, "row (000000000001, auditor): is damaged"),
    ] {
        std::fs::write(&backup, bytes).unwrap();
        let error = SqliteStore::restore(&backup, &path).unwrap_err().to_string();
        assert!(error.contains("backup.db cannot be restored: ") && error.contains(why), "{error}");
        assert_eq!(names(&path), ["backup.db"]);
    }
    std::fs::write(&backup, &sound).unwrap();
    std::fs::write(sibling(&path, "backup.db-wal"), "x").unwrap();
    let error = SqliteStore::restore(&backup, &path).unwrap_err().to_string();
    assert!(error.contains("is a store that was not closed"), "{error}");
    std::fs::remove_file(sibling(&path, "backup.db-wal")).unwrap();
    SqliteStore::restore(&backup, &path).unwrap();
    assert!(std::fs::read(&backup).unwrap() == sound);
    open(&path).check().unwrap();
}

#[tokio::test]
async fn a_damaged_store_has_no_backup() {
    let (_directory, path) = file();
    put(&open(&path), DIRECTORY, &one_of_each(1)).await;
    let sound = std::fs::read(&path).unwrap();
    let store = super::open_and_change(&path, &sound, "UPDATE role SET role = 'other'");
    let backup = sibling(&path, "backup.db");
    let error = store.back_up(&backup).await.unwrap_err();
    assert!(
        error.is_damaged() && error.to_string().contains("row (000000000001, other)"),
        "{error}"
    );
    assert!(!names(&path).iter().any(|name| name.starts_with("backup")));
    super::is_given_up(store, &path, "row (000000000001, other)").await;
}
