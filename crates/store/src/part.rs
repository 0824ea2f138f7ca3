//! A file that gets its name when it is whole, and never another one's.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::StoreError;

/// A file that is being written. What becomes of it when it is not finished is nothing.
#[derive(Debug)]
pub(crate) struct PartFile {
    whole: PathBuf,
    part: PathBuf,
}

impl PartFile {
    /// Begins to write what will be `whole`, in a file beside it that is empty at first.
    pub(crate) fn begin(whole: &Path) -> Result<PartFile, StoreError> {
        for suffix in ["", "-wal", "-journal"] {
            let file = beside(whole, suffix);
            if file.symlink_metadata().is_ok() {
                return Err(StoreError::new(format!(
                    "{} is there already, and is not written over",
                    file.display()
                )));
            }
        }
        let part = beside(whole, "-part");
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let made = options.open(&part).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => StoreError::new(format!(
                "{} is there: it is being written, or was left when that was cut off; then remove it",
                part.display()
            )),
            _ => cannot(&part, "be made", &error),
        });
        made.map(|_| PartFile { whole: whole.to_owned(), part })
    }

    /// Where it is meanwhile.
    pub(crate) fn path(&self) -> &Path {
        &self.part
    }

    /// Brings it to disk, and gives it its name.
    pub(crate) fn finish(self) -> Result<(), StoreError> {
        let synced = File::open(&self.part).and_then(|file| file.sync_all());
        synced.map_err(|error| cannot(&self.part, "be brought to disk", &error))?;
        // Unlike renaming it, this fails where there is such a file by now.
        std::fs::hard_link(&self.part, &self.whole)
            .map_err(|error| cannot(&self.whole, "be made", &error))?;
        let folder = self.whole.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| cannot(folder, "be brought to disk", &error))
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm", "-journal", "-mark"] {
            let _ = std::fs::remove_file(beside(&self.part, suffix));
        }
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn cannot(path: &Path, what: &str, error: &std::io::Error) -> StoreError {
    StoreError::new(format!("{} cannot {what}: {error}", path.display()))
}
