//! Where the store is, and opening it: for the server, and for commands that need no server.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use accede_store::{Answers, MemoryStore, PostgresStore, SqliteStore, Store, StoreError};

use crate::{entropy, log};

/// Where relationships are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nowhere beyond this process.
    Memory,
    /// In a file that the user named.
    File(PathBuf),
    /// In the file where a user expects it; its folder is made if need be.
    DefaultFile(PathBuf),
    /// In a database.
    Postgres(Url),
}

/// The address of a database. It can have a password in it, which is not shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Url(String);

impl Url {
    /// What begins like the address of a database.
    pub(crate) fn of(text: &str) -> Option<Url> {
        let begins = |scheme| text.starts_with(scheme);
        (begins("postgres://") || begins("postgresql://")).then(|| Url(text.to_owned()))
    }

    /// The address, password and all.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({})", self.shown())
    }
}

impl Url {
    fn shown(&self) -> String {
        PostgresStore::whereabouts(&self.0).unwrap_or_else(|| "that makes no sense".to_owned())
    }
}

impl Place {
    /// Opens the store, or makes it. At most so many bytes of answers are kept in memory.
    ///
    /// # Errors
    ///
    /// It cannot be opened or made, or another process has it open.
    pub(crate) async fn open(&self, cache: usize) -> Result<Arc<dyn Store>, StoreError> {
        let (secret, answers) = (entropy::bytes(), Answers::new(cache));
        let file = match self {
            Place::Memory => {
                return Ok(Arc::new(MemoryStore::new(secret).with_answers(answers)));
            }
            Place::Postgres(url) => {
                let store = PostgresStore::connect(url.secret(), secret, entropy::wide).await?;
                return Ok(Arc::new(store));
            }
            Place::File(file) => file,
            Place::DefaultFile(file) => {
                make_folder_of(file)?;
                file
            }
        };
        let store = SqliteStore::open_and_report(file, secret, tell_of_damage)?;
        Ok(Arc::new(store.with_answers(answers)))
    }

    /// Makes a store with this secret, to be filled.
    ///
    /// # Errors
    ///
    /// There is one already, or it cannot be made.
    pub(crate) async fn create(&self, secret: [u8; 32]) -> Result<Arc<dyn Store>, StoreError> {
        match self {
            Place::Memory => Err(in_memory()),
            Place::Postgres(url) => {
                let store = PostgresStore::create(url.secret(), secret, entropy::wide).await?;
                Ok(Arc::new(store))
            }
            Place::File(file) | Place::DefaultFile(file) => {
                Ok(Arc::new(SqliteStore::create(file, secret)?))
            }
        }
    }

    /// Opens the store, where there is one.
    ///
    /// # Errors
    ///
    /// There is none, it cannot be opened, or another process has it open.
    pub(crate) async fn open_what_is_there(&self) -> Result<Arc<dyn Store>, StoreError> {
        self.require()?;
        if let Place::Postgres(url) = self
            && !PostgresStore::is_there(url.secret(), entropy::wide).await?
        {
            return Err(StoreError::new(format!("there is no store in the {}", url.shown())));
        }
        self.open(0).await
    }

    /// Puts a backup where there is no store yet.
    ///
    /// # Errors
    ///
    /// There is one, the backup is not sound, or the store cannot be made.
    pub(crate) fn restore(&self, backup: &Path) -> Result<(), StoreError> {
        let Some(file) = self.file() else {
            let why = "only an embedded store, which is a file, is restored so: for PostgreSQL there is pg_restore";
            return Err(StoreError::new(why));
        };
        if let Place::DefaultFile(_) = self {
            make_folder_of(file)?;
        }
        SqliteStore::restore(backup, file)
    }

    /// Opens the store, where there is one, which brings it up to date; answers the schema that it had, and the one that
    /// it has.
    ///
    /// # Errors
    ///
    /// There is none, it cannot be opened, or another process has it open.
    pub(crate) async fn migrate(&self) -> Result<(i64, i64), StoreError> {
        self.require()?;
        match self {
            Place::Memory => Err(in_memory()),
            Place::Postgres(url) => {
                let store =
                    PostgresStore::connect(url.secret(), entropy::bytes(), entropy::wide).await?;
                Ok(store.migrated())
            }
            Place::File(file) | Place::DefaultFile(file) => {
                let (from, to) = SqliteStore::open(file, entropy::bytes())?.schemas();
                Ok((from.into(), to.into()))
            }
        }
    }

    fn require(&self) -> Result<(), StoreError> {
        match self {
            Place::Memory => Err(in_memory()),
            Place::File(file) | Place::DefaultFile(file) if is_nothing(file) => {
                Err(StoreError::new(format!("there is no store at {}", file.display())))
            }
            Place::File(_) | Place::DefaultFile(_) | Place::Postgres(_) => Ok(()),
        }
    }

    /// The file, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Place::Memory | Place::Postgres(_) => None,
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

    /// Whether what is in it has to be asked for over a network.
    pub(crate) fn is_remote(&self) -> bool {
        matches!(self, Place::Postgres(_))
    }

    /// What the log says of it.
    pub(crate) fn whereabouts(&self) -> String {
        match self {
            Place::Memory => {
                "the store is in memory: everything is forgotten when the server stops".to_owned()
            }
            Place::Postgres(url) => format!("the store is the {}", url.shown()),
            Place::File(file) | Place::DefaultFile(file) => {
                format!("the store is {}", file.display())
            }
        }
    }
}

/// From now on the store refuses everything, and says no more than that.
fn tell_of_damage(fault: &StoreError) {
    log::fault(&format!("the store is damaged, nothing is answered any more: {fault}"));
}

/// Whether there is no file, or an empty one.
fn is_nothing(file: &Path) -> bool {
    file.metadata().map_or(true, |metadata| metadata.is_file() && metadata.len() == 0)
}

fn in_memory() -> StoreError {
    StoreError::new("a store in memory is gone with its server: name a file")
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

    #[test]
    fn the_password_of_a_database_is_not_shown() {
        let url = Url::of("postgres://ann:secret@db.example/accede").unwrap();
        let place = Place::Postgres(url);
        assert_eq!((place.file(), place.control(), place.sealing_key()), (None, None, None));
        for shown in [format!("{place:?}"), place.whereabouts()] {
            assert!(shown.contains("accede at db.example") && !shown.contains("secret"), "{shown}");
        }
        assert!(Url::of("postgresql://h/d").is_some() && Url::of("postgres.db").is_none());
    }
}
