//! Where the store is, and opening it: for the server, and for commands that need no server.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use accede_store::{MemoryStore, SqliteStore, Store, StoreError};

use crate::entropy;

/// Where relationships are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nowhere beyond this process.
    Memory,
    /// In a file that the user named.
    File(PathBuf),
    /// In the file where a user expects it; its folder is made if need be.
    DefaultFile(PathBuf),
}

impl Place {
    /// Opens the store, or makes it.
    ///
    /// # Errors
    ///
    /// It cannot be opened or made, or another process has it open.
    pub(crate) fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
        let secret = entropy::bytes();
        let file = match self {
            Place::Memory => return Ok(Arc::new(MemoryStore::new(secret))),
            Place::File(file) => file,
            Place::DefaultFile(file) => {
                make_folder_of(file)?;
                file
            }
        };
        Ok(Arc::new(SqliteStore::open(file, secret)?))
    }

    /// The file, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Place::Memory => None,
            Place::File(file) | Place::DefaultFile(file) => Some(file),
        }
    }

    /// Where the control socket of a server with this store is unless it is told otherwise: beside the file, of
    /// which there is one, however many links lead to it.
    pub(crate) fn control(&self) -> Option<PathBuf> {
        self.beside("-control")
    }

    /// Where the sealing key of this store is unless the operator says otherwise: likewise beside the file.
    pub(crate) fn sealing_key(&self) -> Option<PathBuf> {
        self.beside("-key")
    }

    fn beside(&self, suffix: &str) -> Option<PathBuf> {
        let file = self.file()?;
        let mut name = file.canonicalize().unwrap_or_else(|_| file.to_owned()).into_os_string();
        name.push(suffix);
        Some(name.into())
    }

    /// What the log says of it.
    pub(crate) fn whereabouts(&self) -> String {
        match self.file() {
            None => {
                "the store is in memory: everything is forgotten when the server stops".to_owned()
            }
            Some(file) => format!("the store is {}", file.display()),
        }
    }
}

fn make_folder_of(file: &Path) -> Result<(), StoreError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| {
        StoreError::new(format!("cannot make the folder {}: {error}", folder.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_socket_is_beside_the_file_itself() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        let (file, link) = (real.join("accede.db"), real.join("link.db"));
        let control = Some(real.join("accede.db-control"));
        assert_eq!(Place::File(file.clone()).control(), control);
        std::fs::write(&file, "").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(Place::DefaultFile(link).control(), control);
        assert_eq!(Place::Memory.control(), None);
        assert_eq!(Place::File(file).sealing_key(), Some(real.join("accede.db-key")));
    }
}
