//! How far the store had come when it last acknowledged something, in a file beside the store's.
//!
//! SQLite reads its log up to the first frame that is not right and takes what follows for what was never finished. So
//! a log that is cut off or damaged would take acknowledged commits with it, and nobody would know. The mark is
//! written after the log is on disk and before anybody is answered; a store that has not come as far has lost something.
//!
//! It is not synchronized: that would double what a commit costs. After a power failure it may be older than the
//! store, or empty, and then tells less, but nothing wrong.

use std::fs::{File, OpenOptions};
use std::path::Path;

use rusqlite::types::ValueRef;

use super::open::beside;
use super::sum::Sum;
use crate::StoreError;

/// A version and its checksum.
const LENGTH: usize = 16;

/// The file, while the store is open.
#[derive(Debug, Default)]
pub(super) struct Mark {
    /// `None` where it could not be made: the store is no worse without it.
    file: Option<File>,
}

impl Mark {
    /// Makes the file, or opens the one that a killed server has left.
    pub(super) fn open(store: &Path) -> Mark {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Mark { file: options.open(path(store)).ok() }
    }

    /// Notes that everything up to this version is about to be acknowledged.
    pub(super) fn set(&mut self, version: u64) {
        let Some(file) = &mut self.file else { return };
        let mut bytes = [0; LENGTH];
        bytes[..8].copy_from_slice(&version.to_le_bytes());
        bytes[8..].copy_from_slice(&sum(version).to_le_bytes());
        // A disk that does not take it is the next commit's to report.
        #[cfg(unix)]
        let _ = std::os::unix::fs::FileExt::write_all_at(file, &bytes, 0);
        #[cfg(not(unix))]
        let _ = {
            use std::io::{Seek, Write};
            file.seek(std::io::SeekFrom::Start(0)).and_then(|_| file.write_all(&bytes))
        };
    }
}

/// Requires that the store has come as far as it had when it last acknowledged something.
pub(super) fn check(store: &Path, version: u64) -> Result<(), StoreError> {
    match read(store) {
        Some(marked) if marked > version => Err(StoreError::damaged(format!(
            "has lost changes that were acknowledged: it is at {version}, and was at {marked}. Its log {} is \
             damaged or gone, or the file is an older one. Restore a backup, or remove {} to go on without them",
            beside(store, "-wal").display(),
            path(store).display(),
        ))),
        _ => Ok(()),
    }
}

/// Removes the mark of a store that is wholly in its file.
pub(super) fn remove(store: &Path) {
    if !beside(store, "-wal").exists() {
        forget(store);
    }
}

/// Removes the mark of a store that is no more.
pub(super) fn forget(store: &Path) {
    let _ = std::fs::remove_file(path(store));
}

fn path(store: &Path) -> std::path::PathBuf {
    beside(store, "-mark")
}

/// What the mark says; `None` if it says nothing.
fn read(store: &Path) -> Option<u64> {
    let bytes: [u8; LENGTH] = std::fs::read(path(store)).ok()?.try_into().ok()?;
    let (words, _) = bytes.as_chunks::<8>();
    let version = u64::from_le_bytes(*words.first()?);
    (sum(version).to_le_bytes() == *words.get(1)?).then_some(version)
}

fn sum(version: u64) -> i64 {
    Sum::of("mark").cell(ValueRef::Integer(version.cast_signed())).value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_has_come_less_far_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("accede.db");
        check(&store, 0).unwrap();
        let mut mark = Mark::open(&store);
        check(&store, 0).unwrap();
        mark.set(7);
        mark.set(9);
        for version in [9, 10] {
            check(&store, version).unwrap();
        }
        let why = check(&store, 8).unwrap_err();
        assert!(why.is_damaged() && why.to_string().contains("it is at 8, and was at 9"), "{why}");
        remove(&store);
        check(&store, 0).unwrap();
    }

    #[test]
    fn a_mark_that_is_damaged_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("accede.db");
        Mark::open(&store).set(9);
        let sound = std::fs::read(path(&store)).unwrap();
        for bit in 0..LENGTH * 8 {
            let mut flipped = sound.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(path(&store), flipped).unwrap();
            assert_eq!(read(&store), None);
        }
        std::fs::write(path(&store), &sound[..9]).unwrap();
        assert_eq!(read(&store), None);
    }
}
