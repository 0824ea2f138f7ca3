//! Opening a file: is it free, is it ours, can it be used?
//!
//! A file that is not an Accede store is refused before SQLite touches it, and stays as it is, byte for
//! byte.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::migrate::migrate;
use super::schema::{self, APPLICATION_ID, Identity, VERSION};
use crate::StoreError;

/// How long SQLite waits for a lock: another program may have the file open, a shell for one.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// An opened store, before its writer has started.
pub(super) struct Opened {
    /// The connection for the writer.
    pub(super) connection: Connection,
    /// The secret in the file.
    pub(super) secret: [u8; 32],
    /// The last version that was given.
    pub(super) version: u64,
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

/// Opens the store, or makes it if there is no file or an empty one.
pub(super) fn open(path: &Path, secret: &[u8; 32]) -> Result<Opened, StoreError> {
    let claim = Claim::on(path)?;
    let file = open_file(path)?;
    let beside = lock(path, &file)?;
    let mut exclusive = Exclusive { file, beside, _claim: claim };
    check_header(path, &mut exclusive.file)?;
    let fault = |error| refused(path, &format!("cannot be opened: {error}"));
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fault)?;
    let connection = prepare(path, connection, secret)?;
    let (secret, version): (_, i64) = connection
        .query_row("SELECT secret, version FROM meta", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(|error| refused(path, &format!("table meta cannot be read: {error}")))?;
    let version = u64::try_from(version)
        .map_err(|_| refused(path, "table meta, column version: is negative"))?;
    Ok(Opened { connection, secret, version, exclusive })
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

/// Looks at the file's first bytes, so that SQLite never opens what is not ours.
fn check_header(path: &Path, file: &mut File) -> Result<(), StoreError> {
    let mut header = Vec::with_capacity(100);
    let read = file.take(100).read_to_end(&mut header);
    read.map_err(|error| refused(path, &format!("cannot be read: {error}")))?;
    if header.is_empty() || was_interrupted(path, &header) {
        return Ok(());
    }
    let identity = Identity::of_header(&header);
    check(path, identity.ok_or_else(|| refused(path, "is not a SQLite database"))?)
}

/// Whether power failed while the store was made: pages may have reached the disk before the first one.
/// SQLite undoes it from the journal.
fn was_interrupted(path: &Path, header: &[u8]) -> bool {
    header.iter().all(|byte| *byte == 0) && beside(path, "-journal").exists()
}

/// The file that is named as `path` is, and then `suffix`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn check(path: &Path, Identity { application_id, version }: Identity) -> Result<(), StoreError> {
    if application_id != APPLICATION_ID {
        return Err(refused(path, "is a SQLite database of another program, not of Accede"));
    }
    if version > VERSION {
        let newer = format!(
            "was written by a newer version of Accede (schema {version}; this one knows {VERSION})"
        );
        return Err(refused(path, &newer));
    }
    Ok(())
}

/// Makes the tables in a new file, and sets the connection to what every commit relies on.
fn prepare(
    path: &Path,
    mut connection: Connection,
    secret: &[u8; 32],
) -> Result<Connection, StoreError> {
    let fault = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
            refused(path, "is in a directory that this user may not write")
        }
        _ => refused(path, &format!("cannot be used: {error}")),
    };
    // Until the file is known to be ours, closing it must not move the log into it.
    let keep_log = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    connection.set_db_config(keep_log, true).map_err(fault)?;
    // The tables are made before the log is switched on, so that the header in the file itself says whose
    // it is from the first moment.
    if schema::is_blank(&connection).map_err(fault)? {
        schema::create(&mut connection, secret).map_err(fault)?;
    }
    let identity = Identity::of(&connection).map_err(fault)?;
    check(path, identity)?;
    connection.set_db_config(keep_log, false).map_err(fault)?;
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(fault)?;
    if mode != "wal" {
        return Err(refused(path, "is on a file system without the shared memory that WAL needs"));
    }
    for (name, value) in [("synchronous", "FULL"), ("cache_size", "-2048")] {
        connection.pragma_update(None, name, value).map_err(fault)?;
    }
    // The writer moves the log into the file itself, when nobody waits for it.
    connection.pragma_update(None, "wal_autocheckpoint", 0).map_err(fault)?;
    if identity.version < VERSION {
        let from = identity.version;
        let fault =
            |error| refused(path, &format!("cannot be taken on from schema {from}: {error}"));
        migrate(&mut connection, from).map_err(fault)?;
    }
    Ok(connection)
}

fn in_use(path: &Path) -> StoreError {
    StoreError::in_use(format!("{} is in use by another server", path.display()))
}

fn refused(path: &Path, why: &str) -> StoreError {
    StoreError::new(format!("{} {why}", path.display()))
}
