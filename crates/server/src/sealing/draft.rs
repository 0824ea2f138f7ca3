//! Writing a sealing key: the file has its name only once it is whole and on disk, and replaces nothing.
//!
//! Until then it has no name at all where the system can do that (Linux, most file systems): a process that dies in
//! between leaves nothing. Elsewhere it is a draft, which its process keeps locked. One that nobody has locked was left
//! behind, with a key in it, and is removed by whoever looks for the key next.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use crate::entropy;

/// What the names of drafts begin with. 32 hex digits follow.
const DRAFT: &str = ".accede-key-";
/// How often a draft is begun anew that was taken for one that was left behind, before it was locked.
const TRIES: usize = 8;

/// Writes a new file, which nobody else can read.
pub(super) fn write(file: &Path, key: &[u8; 32]) -> io::Result<()> {
    let folder = folder(file);
    let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    if !write_nameless(folder, file, &digits)? {
        write_draft(folder, file, &digits)?;
    }
    File::open(folder)?.sync_all()
}

fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file that gets a name at its end. `false` if there can be none here.
#[cfg(target_os = "linux")]
fn write_nameless(folder: &Path, file: &Path, digits: &str) -> io::Result<bool> {
    use rustix::fs::{AtFlags, CWD, Mode, OFlags};
    use std::os::fd::AsRawFd;

    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let Ok(open) = rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR) else {
        return Ok(false);
    };
    let mut out = File::from(open);
    writeln!(out, "{digits}")?;
    out.sync_all()?;
    let itself = format!("/proc/self/fd/{}", out.as_raw_fd());
    match rustix::fs::linkat(CWD, &itself, CWD, file, AtFlags::SYMLINK_FOLLOW) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error.into()),
        // Without /proc, for one, it cannot be named.
        Err(_) => Ok(false),
    }
}

#[cfg(not(target_os = "linux"))]
fn write_nameless(_: &Path, _: &Path, _: &str) -> io::Result<bool> {
    Ok(false)
}

fn write_draft(folder: &Path, file: &Path, digits: &str) -> io::Result<()> {
    for _ in 0..TRIES {
        let draft = folder.join(format!("{DRAFT}{:032x}", entropy::uuid()));
        let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        let locked = !matches!(out.try_lock(), Err(fs::TryLockError::WouldBlock));
        if !locked || out.metadata()?.nlink() == 0 {
            // Whoever removes what was left behind came before the lock.
            continue;
        }
        let written = writeln!(out, "{digits}")
            .and_then(|()| out.sync_all())
            // Unlike renaming, this replaces nothing.
            .and_then(|()| fs::hard_link(&draft, file));
        let removed = fs::remove_file(&draft);
        return written.and(removed);
    }
    Err(ErrorKind::ResourceBusy.into())
}

/// Removes the drafts of processes that have died. What cannot be looked at or removed stays.
pub(super) fn discard_left_behind(file: &Path) {
    for entry in fs::read_dir(folder(file)).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(DRAFT));
        let is_draft = number.is_some_and(|number| {
            number.len() == 32 && number.bytes().all(|b| b.is_ascii_hexdigit())
        });
        // Not what a link leads to, and not a pipe, which would be waited for.
        if is_draft && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = discard(&entry.path());
        }
    }
}

fn discard(draft: &Path) -> io::Result<()> {
    // A process that lives has locked its draft; the lock is kept until the draft is gone.
    let open = File::open(draft)?;
    open.try_lock()?;
    fs::remove_file(draft)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_key_is_written_whole_for_its_user_alone_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        write(&one, &[0x1f; 32]).unwrap();
        write_draft(folder.path(), &other, &"1f".repeat(32)).unwrap();
        for file in [&one, &other] {
            assert_eq!(fs::read_to_string(file).unwrap(), "1f".repeat(32) + "\n");
            assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(write(file, &[2; 32]).unwrap_err().kind(), ErrorKind::AlreadyExists);
            let again = write_draft(folder.path(), file, "2");
            assert_eq!(again.unwrap_err().kind(), ErrorKind::AlreadyExists);
        }
        assert_eq!(names(folder.path()), ["one", "other"], "no draft is left");
    }

    #[test]
    fn a_draft_of_a_process_that_died_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let [left, alive, link] = ["a", "b", "c"].map(|d| format!("{DRAFT}{}", d.repeat(32)));
        let others = [format!("{DRAFT}x"), format!("{DRAFT}{}", "z".repeat(32)), "mine".to_owned()];
        for name in others.iter().chain([&left, &alive]) {
            fs::write(at(name), "").unwrap();
        }
        std::os::unix::fs::symlink(at("mine"), at(&link)).unwrap();
        let owner = File::open(at(&alive)).unwrap();
        owner.lock().unwrap();
        let key = at("key");
        discard_left_behind(&key);
        assert!(!at(&left).exists());
        for name in others.iter().chain([&alive, &link]) {
            assert!(at(name).exists(), "{name}");
        }
        drop(owner);
        discard_left_behind(&key);
        assert!(!at(&alive).exists());
    }
}
