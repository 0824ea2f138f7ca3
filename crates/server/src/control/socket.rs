//! The control socket as a file: making it, finding it, removing it.
//!
//! The path of a Unix-domain socket is limited to about a hundred bytes. Where a folder's path is longer, the
//! folder is opened, and the socket is reached through `/proc/self/fd`.

mod drafts;

use std::fs::{File, Permissions};
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::net::{UnixListener, UnixSocket, UnixStream};

/// The longest path, in bytes, that every system takes for a socket.
const PATH_MAX: usize = 103;
/// How many clients may wait to be accepted.
const BACKLOG: u32 = 1024;
/// How long a socket that is in the way has to say whether anybody listens.
const PATIENCE: Duration = Duration::from_secs(1);

/// A socket that listens. Its file is removed with it.
#[derive(Debug)]
pub(crate) struct Socket {
    pub(super) listener: UnixListener,
    path: PathBuf,
    /// Device and number of its file, by which it knows it among others of that name.
    file: (u64, u64),
}

impl Socket {
    /// Listens at `path`, for this user alone. A socket that nobody listens at any more is replaced.
    ///
    /// # Errors
    ///
    /// Somebody listens there, something other than a socket is there, or there can be no socket.
    pub(crate) async fn bind(path: &Path) -> io::Result<Socket> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let directory = File::open(folder)?;
        if take_turn(&directory).await {
            drafts::discard_left_behind(folder);
        }
        make_way(path).await?;
        // It gets its name once it listens, so that who finds it can use it, and nobody else ever could.
        let name = drafts::name();
        let temporary = folder.join(&name);
        let socket = UnixSocket::new_stream()?;
        socket.bind(within(&directory, &temporary, &name))?;
        let listening = listen(socket, &temporary, path);
        if listening.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
        listening
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if std::fs::symlink_metadata(&self.path).is_ok_and(|there| identity(&there) == self.file) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn listen(socket: UnixSocket, temporary: &Path, path: &Path) -> io::Result<Socket> {
    std::fs::set_permissions(temporary, Permissions::from_mode(0o600))?;
    let file = identity(&std::fs::symlink_metadata(temporary)?);
    let listener = socket.listen(BACKLOG)?;
    std::fs::rename(temporary, path)?;
    Ok(Socket { listener, path: path.to_owned(), file })
}

fn identity(metadata: &std::fs::Metadata) -> (u64, u64) {
    (metadata.dev(), metadata.ino())
}

/// Two servers that find the same forgotten socket must not both replace it: they look, and replace, in turn. Where
/// a folder cannot be locked, there are no turns to be had. Says whether it is this one's turn.
async fn take_turn(directory: &File) -> bool {
    for _ in 0..100 {
        match directory.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            taken => return taken.is_ok(),
        }
    }
    false
}

/// Makes sure that what is at `path`, if anything, can be replaced.
async fn make_way(path: &Path) -> io::Result<()> {
    let there = match std::fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !there.file_type().is_socket() {
        return Err(io::Error::new(
            ErrorKind::AlreadyExists,
            "something other than a socket is there",
        ));
    }
    match tokio::time::timeout(PATIENCE, connect(path)).await {
        Ok(Err(error)) if nobody_listens(&error) => Ok(()),
        Ok(Err(error)) if error.kind() != ErrorKind::WouldBlock => Err(error),
        _ => Err(io::Error::new(ErrorKind::AddrInUse, "another server listens there")),
    }
}

/// Whether a connection failed because there is no socket, or one that was left behind.
pub(super) fn nobody_listens(error: &io::Error) -> bool {
    // A connection that waits to be accepted is reset when its server stops listening.
    let kinds = [ErrorKind::NotFound, ErrorKind::ConnectionRefused, ErrorKind::ConnectionReset];
    kinds.contains(&error.kind())
}

/// Connects to the socket at `path`.
pub(super) async fn connect(path: &Path) -> io::Result<UnixStream> {
    if path.as_os_str().len() <= PATH_MAX {
        return UnixStream::connect(path).await;
    }
    let file = open_path(path)?;
    UnixStream::connect(descriptor(&file)).await
}

/// A path of the file `name` in a directory, short enough for a socket.
fn within(directory: &File, path: &Path, name: &str) -> PathBuf {
    if path.as_os_str().len() <= PATH_MAX {
        path.to_owned()
    } else {
        descriptor(directory).join(name)
    }
}

/// What leads to an open file, however long its path is.
fn descriptor(file: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// Opens a file of any kind, only to have a descriptor that stands for it.
#[cfg(target_os = "linux")]
fn open_path(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::PATH | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty())?.into())
}

#[cfg(not(target_os = "linux"))]
fn open_path(_: &Path) -> io::Result<File> {
    Err(io::Error::new(ErrorKind::InvalidInput, "its path is too long for a socket"))
}

#[cfg(test)]
mod tests;
