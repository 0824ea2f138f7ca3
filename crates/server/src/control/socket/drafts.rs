//! Sockets that have no name of their own yet, and those that were left so by a process that died.

use std::fs::DirEntry;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use crate::{clock, entropy};

/// What the names of drafts begin with. 16 hex digits follow.
const DRAFT: &str = ".accede-";
/// A draft gets its name, or is removed, within moments. One that is older than this, in seconds, was left behind.
const OLD: i64 = 60;

/// A new name for a draft.
pub(super) fn name() -> String {
    format!("{DRAFT}{:016x}", u64::from_be_bytes(entropy::bytes()))
}

/// Removes what was left behind. It must be this process's turn: others make no drafts then. What cannot be looked at
/// or removed stays.
pub(super) fn discard_left_behind(folder: &Path) {
    let now = clock::now().0.div_euclid(1000);
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_draft(&entry) && made(&entry).is_some_and(|made| now - made > OLD) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn is_draft(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let number = name.to_str().and_then(|name| name.strip_prefix(DRAFT));
    number.is_some_and(|n| n.len() == 16 && n.bytes().all(|b| b.is_ascii_hexdigit()))
        && entry.file_type().is_ok_and(|kind| kind.is_socket())
}

/// In seconds of Unix time.
fn made(entry: &DirEntry) -> Option<i64> {
    entry.metadata().ok().map(|metadata| metadata.mtime())
}
