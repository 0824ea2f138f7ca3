//! Opening a file: is it free, is it ours, can it be used?
//!
//! A file that is not an Accede store is refused before SQLite touches it, and stays as it is, byte for
//! byte.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::migrate::migrate;
use super::schema::{self, APPLICATION_ID, Identity, UNFINISHED_ID, VERSION};
use super::{header, log, mark, query, verify};
use crate::StoreError;

/// How long SQLite waits for a lock: another program may have the file open, a shell for one.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Up to so many pages, the whole of a file is looked at before it is served, which takes a few milliseconds.
const SMALL: i64 = 128;

/// An opened store, before its writer has started.
pub(super) struct Opened {
    /// The connection for the writer.
    pub(super) connection: Connection,
    /// The secret in the file.
    pub(super) secret: [u8; 32],
    /// The last version that was given.
    pub(super) version: u64,
    /// The schema that it had before it was opened.
    pub(super) schema: u32,
    /// Whether the whole of the file was looked at.
    pub(super) is_verified: bool,
    /// Must be dropped last, after every connection is closed.
    pub(super) exclusive: Exclusive,
}

/// The exclusive use of a file by this store.
///
/// POSIX drops all locks that a process has on a file when it closes *any* descriptor of it, SQLite's own
/// among them. So this outlives the connections; and a second store on the same file is refused by the
/// list of open files, before it opens, and closes, a descriptor.
#[derive(Debug)]
pub(super) struct Exclusive {
    file: File,
    /// Where the lock is on another file than the store's own, that one.
    beside: Option<File>,
    _claim: Claim,
}

impl Drop for Exclusive {
    fn drop(&mut self) {
        // A process that is just being started may have a copy of the descriptor for a moment, and would
        // keep the lock. There is nobody to tell if this fails.
        let _ = self.beside.as_ref().unwrap_or(&self.file).unlock();
    }
}

/// The files that are open in this process.
static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

#[derive(Debug)]
struct Claim(PathBuf);

impl Claim {
    fn on(path: &Path) -> Result<Claim, StoreError> {
        let real = real_path(path).unwrap_or_else(|| path.to_owned());
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if open.insert(real.clone()) { Ok(Claim(real)) } else { Err(in_use(path)) }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        OPEN.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// The one name of a file that may not be there yet.
fn real_path(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().or_else(|| {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new(".")).canonicalize().ok()?;
        Some(directory.join(path.file_name()?))
    })
}

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be used; it is made if there is no file or an empty one.
    Use,
    /// To be made and filled: there is no file, or an empty one.
    Fill,
}

/// Opens the store, or makes it.
pub(super) fn open(path: &Path, secret: &[u8; 32], purpose: Purpose) -> Result<Opened, StoreError> {
    let claim = Claim::on(path)?;
    let file = open_file(path)?;
    let beside = lock(path, &file)?;
    let mut exclusive = Exclusive { file, beside, _claim: claim };
    header::check(path, &mut exclusive.file, purpose).map_err(|why| refused(path, &why))?;
    log::check(path).map_err(|why| refused(path, &why))?;
    let fault = |error| refused(path, &format!("cannot be opened: {error}"));
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fault)?;
    let (connection, schema, is_verified) = prepare(path, connection, secret, purpose)?;
    let named = |error: StoreError| error.about(&path.display());
    let (secret, version) = schema::read_meta(&connection).map_err(named)?;
    let version = version.unsigned_abs();
    Ok(Opened { connection, secret, version, schema, is_verified, exclusive })
}

/// A connection to the file, for one thread at a time.
pub(super) fn connect(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    // A statement is planned once. Without this, every new bound of a range would have it planned again.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

fn open_file(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    // The file holds a secret; SQLite gives its other files the same mode.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => refused(path, "cannot be made: there is no such directory"),
        ErrorKind::IsADirectory => refused(path, "is a directory, not a file"),
        ErrorKind::PermissionDenied => refused(path, "may not be read and written by this user"),
        _ => refused(path, &format!("cannot be opened: {error}")),
    })?;
    let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
    if is_file { Ok(file) } else { Err(refused(path, "is not a regular file")) }
}

/// Locks the file, or where that would lock out SQLite too, one beside it.
///
/// Linux keeps the lock of a whole file apart from SQLite's locks of byte ranges; other systems do not.
fn lock(path: &Path, file: &File) -> Result<Option<File>, StoreError> {
    let beside =
        if cfg!(target_os = "linux") { None } else { Some(open_file(&beside(path, "-lock"))?) };
    match beside.as_ref().unwrap_or(file).try_lock() {
        Ok(()) => Ok(beside),
        Err(TryLockError::WouldBlock) => Err(in_use(path)),
        Err(TryLockError::Error(error)) => {
            Err(refused(path, &format!("cannot be locked: {error}")))
        }
    }
}

/// The file that is named as `path` is, and then `suffix`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    // The file itself, as SQLite does: several links may lead to it.
    let file = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = file.into_os_string();
    name.push(suffix);
    name.into()
}

/// Makes the tables in a new file, and sets the connection to what every commit relies on. Says which schema it
/// had, and whether the whole of it was looked at.
fn prepare(
    path: &Path,
    mut connection: Connection,
    secret: &[u8; 32],
    purpose: Purpose,
) -> Result<(Connection, u32, bool), StoreError> {
    let fault = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
            refused(path, "is in a directory that this user may not write")
        }
        _ if query::is_damage(&error) => {
            let why = query::one_line(&error);
            StoreError::damaged(format!("{} is damaged: {why}", path.display()))
        }
        _ => refused(path, &format!("cannot be used: {}", query::one_line(&error))),
    };
    // Until the file is known to be ours, and sound, closing it must not move the log into it.
    let keep_log = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    connection.set_db_config(keep_log, true).map_err(fault)?;
    // The tables are made before the log is switched on, so that the header in the file itself says whose
    // it is from the first moment.
    let is_new = schema::is_blank(&connection).map_err(fault)?;
    if is_new {
        mark::check(path, 0).map_err(|error| error.about(&path.display()))?;
        let id = if purpose == Purpose::Fill { UNFINISHED_ID } else { APPLICATION_ID };
        // A new file is brought to disk once, below, and not at every step of making it.
        connection.pragma_update(None, "synchronous", "OFF").map_err(fault)?;
        schema::create(&mut connection, secret, id).map_err(fault)?;
    }
    let identity = Identity::of(&connection).map_err(fault)?;
    if purpose == Purpose::Use {
        header::belongs(identity).map_err(|why| refused(path, &why))?;
    }
    let is_verified = is_new || verify(path, &connection, identity.version)?;
    connection.set_db_config(keep_log, false).map_err(fault)?;
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(fault)?;
    if mode != "wal" {
        return Err(refused(path, "is on a file system without the shared memory that WAL needs"));
    }
    for (name, value) in settings(purpose) {
        connection.pragma_update(None, name, value).map_err(fault)?;
    }
    if is_new && purpose == Purpose::Use {
        bring_to_disk(path).map_err(|error| refused(path, &error.to_string()))?;
    }
    if identity.version < VERSION {
        let from = identity.version;
        let fault =
            |error| refused(path, &format!("cannot be taken on from schema {from}: {error}"));
        migrate(&mut connection, from).map_err(fault)?;
    }
    Ok((connection, identity.version, is_verified))
}

/// What every commit relies on.
fn settings(purpose: Purpose) -> [(&'static str, &'static str); 3] {
    // What is being filled is no store before it is finished, and nothing of it has to outlive a loss of power.
    let (synchronous, cache_size) = match purpose {
        Purpose::Use => ("FULL", "-2048"),
        Purpose::Fill => ("OFF", "-65536"),
    };
    // The writer moves the log into the file itself, when nobody waits for it.
    [("synchronous", synchronous), ("cache_size", cache_size), ("wal_autocheckpoint", "0")]
}

/// Has all of the file on disk that was written without waiting for it.
pub(super) fn bring_to_disk(path: &Path) -> Result<(), StoreError> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| StoreError::new(format!("cannot be brought to disk: {error}")))
}

/// Looks at a file before anything is done with it: at the whole of it, if it is so small that nobody waits for that.
/// Says whether it was.
fn verify(path: &Path, connection: &Connection, schema: u32) -> Result<bool, StoreError> {
    let named = |error: StoreError| error.about(&path.display());
    let pages: i64 = connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .map_err(|error| named(query::fault(error)))?;
    header::has_all_pages(path, pages.unsigned_abs()).map_err(|why| refused(path, &why))?;
    // An older one is looked at when it is taken on.
    if schema < VERSION {
        return Ok(true);
    }
    schema::check_tables(connection).map_err(named)?;
    let (_, version) = schema::read_meta(connection).map_err(named)?;
    mark::check(path, version.unsigned_abs()).map_err(named)?;
    if pages > SMALL {
        return Ok(false);
    }
    verify::whole(connection).map_err(named)?;
    Ok(true)
}

fn in_use(path: &Path) -> StoreError {
    StoreError::in_use(format!("{} is in use by another server", path.display()))
}

fn refused(path: &Path, why: &str) -> StoreError {
    StoreError::new(format!("{} {why}", path.display()))
}
