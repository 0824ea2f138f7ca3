//! Files that are not to be opened: each refusal says why, in one line, and leaves everything as it was.

use std::path::Path;

use accede_store::{SqliteStore, Store};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::{bytes_beside, file, open};

/// Opening says `why`, and changes nothing.
#[track_caller]
fn refuses(path: &Path, why: &str) {
    let before = bytes_beside(path);
    let error = SqliteStore::open(path, [7; 32]).unwrap_err();
    assert!(!error.is_in_use());
    let error = error.to_string();
    assert!(error.contains(why), "{error}");
    assert!(error.contains(&path.display().to_string()) && !error.contains('\n'), "{error}");
    assert!(bytes_beside(path) == before, "refused, but changed: {error}");
}

#[test]
fn what_is_not_a_database() {
    let (_directory, path) = file();
    let long = "not a database. ".repeat(1_000);
    for content in ["x", "SQLite format 3", "SQLite format 3\0", long.as_str(), "\0\0\0\0"] {
        std::fs::write(&path, content).unwrap();
        refuses(&path, "is not a SQLite database");
    }
}

#[test]
fn a_database_of_another_program() {
    for mode in ["DELETE", "WAL"] {
        let (_directory, path) = file();
        let other = Connection::open(&path).unwrap();
        other.pragma_update(None, "journal_mode", mode).unwrap();
        other.execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)").unwrap();
        refuses(&path, "is a SQLite database of another program");
        other.close().unwrap();
        refuses(&path, "is a SQLite database of another program");
    }
}

const NEWER: &str = "was written by a newer version of Accede (schema 5; this one knows 4)";

#[test]
fn a_newer_schema() {
    let (_directory, path) = file();
    drop(open(&path));
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 5).unwrap();
    newer.close().unwrap();
    refuses(&path, NEWER);
}

#[test]
fn a_newer_schema_that_only_the_log_knows() {
    let (_directory, path) = file();
    drop(open(&path));
    let newer = Connection::open(&path).unwrap();
    newer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    newer.pragma_update(None, "user_version", 5).unwrap();
    newer.close().unwrap();
    let before = bytes_beside(&path);
    let error = SqliteStore::open(&path, [7; 32]).unwrap_err().to_string();
    assert!(error.contains(NEWER), "{error}");
    let after = bytes_beside(&path);
    for file in [path.clone(), path.with_extension("db-wal")] {
        assert!(before[&file] == after[&file], "{} has changed", file.display());
    }
}

/// Whether SQLite has a lock on the file. The kernel's list is not one snapshot: it is read a few times.
#[cfg(target_os = "linux")]
fn is_locked_by_sqlite(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let inode = format!(":{} ", path.metadata().unwrap().ino());
    (0..100).any(|_| {
        let locks = std::fs::read_to_string("/proc/locks").unwrap();
        locks.lines().any(|lock| lock.contains(&inode) && lock.contains("POSIX"))
    })
}

#[cfg(target_os = "linux")]
#[test]
fn a_refused_attempt_leaves_the_locks_of_the_open_store() {
    let (_directory, path) = file();
    let _store = open(&path);
    assert!(is_locked_by_sqlite(&path));
    SqliteStore::open(&path, [7; 32]).unwrap_err();
    assert!(is_locked_by_sqlite(&path));
}

#[tokio::test]
async fn a_file_that_this_server_has_open() {
    let (directory, path) = file();
    let store = open(&path);
    let again = directory.path().join(".").join("accede.db");
    for path in [&path, &again] {
        let error = SqliteStore::open(path, [7; 32]).unwrap_err();
        assert!(error.is_in_use());
        assert!(error.to_string().ends_with("is in use by another server"), "{error}");
    }
    // The refused attempts took nothing from the store that is open.
    store.ready().await.unwrap();
    drop(store);
    open(&path).ready().await.unwrap();
}

#[test]
fn places_that_are_not_files() {
    let (directory, path) = file();
    let inner = directory.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    refuses(&inner, "is a directory");
    let nowhere = directory.path().join("none").join("accede.db");
    let error = SqliteStore::open(&nowhere, [7; 32]).unwrap_err().to_string();
    assert!(error.contains("there is no such directory"), "{error}");
    std::fs::write(&path, "x").unwrap();
    let error = SqliteStore::open(&path.join("accede.db"), [7; 32]).unwrap_err().to_string();
    assert!(error.contains("cannot be opened"), "{error}");
    if cfg!(unix) {
        let error = SqliteStore::open(Path::new("/dev/null"), [7; 32]).unwrap_err().to_string();
        assert!(error.contains("is not a regular file"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn what_this_user_may_not_write() {
    use std::os::unix::fs::PermissionsExt;
    let (directory, path) = file();
    drop(open(&path));
    let chmod = |path: &Path, mode| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    };
    chmod(&path, 0o400);
    if std::fs::OpenOptions::new().write(true).open(&path).is_ok() {
        eprintln!("SKIPPED: this user may write what may not be written, as root does");
        return;
    }
    refuses(&path, "may not be read and written by this user");
    chmod(&path, 0o600);
    chmod(directory.path(), 0o500);
    refuses(&path, "is in a directory that this user may not write");
    refuses(&directory.path().join("new.db"), "may not be read and written by this user");
    chmod(directory.path(), 0o700);
    open(&path);
}
