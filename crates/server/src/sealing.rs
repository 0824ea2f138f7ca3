//! The operator's sealing key: where it is, reading it, making it where no secret was ever sealed.
//!
//! It lives apart from the store on purpose, so that a copy of the store alone opens nothing. It is never written
//! over, because what it sealed would be lost.

mod draft;

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use accede_membership::access::{AccessCommand, AccessKey, AccessReply};

use crate::auth::Keyring;
use crate::cli::{DIGITS, Sealing};
use crate::engine::Engine;
use crate::entropy;
use crate::place::Place;
use crate::wire::percent;

/// What a file with a key is read up to, in bytes: 64 digits, and the white space around them.
const FILE_MAX: u64 = 1024;
/// The bits of a file's mode that let others in.
const OTHERS: u32 = 0o077;

/// Where the sealing key is.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// At hand: the environment has it, or it was drawn for a store in memory.
    Given(Keyring),
    /// In a file that the operator named.
    File(PathBuf),
    /// In the file beside the store's.
    Beside(Place),
    /// Nowhere: the store is a database, and none was named.
    Unnamed,
}

/// In words, without the key.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.file() {
            Some(file) => write!(f, "{}", file.display()),
            None => f.write_str(DIGITS),
        }
    }
}

impl Source {
    /// What the flags and the environment say for a store.
    ///
    /// # Errors
    ///
    /// One line that says why that cannot be.
    pub(crate) fn of(sealing: Sealing, place: &Place) -> Result<Source, String> {
        Source::from(sealing.sealing_key_file, Sealing::digits(), place)
    }

    fn from(
        file: Option<PathBuf>,
        digits: Option<OsString>,
        place: &Place,
    ) -> Result<Source, String> {
        match (file, digits) {
            (Some(_), Some(_)) => {
                Err(format!("--sealing-key-file and {DIGITS} are both given: which one counts?"))
            }
            (Some(file), None) if file.as_os_str().is_empty() => {
                Err("--sealing-key-file is empty: name a file".to_owned())
            }
            (Some(file), None) => Ok(Source::File(file)),
            (None, Some(digits)) => {
                let key = digits.to_str().and_then(key);
                key.map(Source::Given).ok_or_else(|| format!("{DIGITS} is not 64 hex digits"))
            }
            (None, None) if *place == Place::Memory => {
                Ok(Source::Given(Keyring::new(entropy::bytes())))
            }
            (None, None) if matches!(place, Place::Postgres(_)) => Ok(Source::Unnamed),
            (None, None) => Ok(Source::Beside(place.clone())),
        }
    }

    /// The file that has it, or is to have it.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match self {
            Source::Given(_) | Source::Unnamed => None,
            Source::File(file) => Some(file.clone()),
            Source::Beside(place) => place.sealing_key(),
        }
    }

    /// The key, if it is there.
    ///
    /// # Errors
    ///
    /// One line that says why it cannot be read, or may not be used.
    pub(crate) fn find(&self) -> Result<Option<Keyring>, String> {
        if let Some(file) = self.file() {
            draft::discard_left_behind(&file);
        }
        match (self, self.file()) {
            (Source::Given(keyring), _) => Ok(Some(keyring.clone())),
            (_, Some(file)) => read(&file),
            (_, None) => Ok(None),
        }
    }

    /// The key that a server in mode `verify` needs.
    ///
    /// # Errors
    ///
    /// One line that says why there is none, and what makes one.
    pub(crate) fn require(&self) -> Result<Keyring, String> {
        if matches!(self, Source::Unnamed) {
            return Err(unnamed());
        }
        self.find()?.ok_or_else(|| {
            format!(
                "there is no sealing key at {self}: `accede init` and `accede key create` make one, \
                 --sealing-key-file names another"
            )
        })
    }

    /// Makes a key where there is none. Whoever makes one at the same moment has made it for both.
    fn make(&self) -> Result<Keyring, String> {
        let cannot = |error: io::Error| format!("cannot make the sealing key {self}: {error}");
        let Some(file) = self.file() else { return Err(unnamed()) };
        let bytes: [u8; 32] = entropy::bytes();
        match draft::write(&file, &bytes) {
            Ok(()) => Ok(Keyring::new(bytes)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.find()?.ok_or_else(|| cannot(error))
            }
            Err(error) => Err(cannot(error)),
        }
    }
}

fn unnamed() -> String {
    format!(
        "a store in a database has no file for the sealing key to lie beside: name one with --sealing-key-file, or \
         give the key itself in {DIGITS}; all servers of the store need the same"
    )
}

/// The key that seals and opens the secrets of a store's access keys. Where there is none, and no secret was sealed
/// yet, it is made.
///
/// # Errors
///
/// One line that says why there is none, or that it is not the one that sealed what is in the store.
pub(crate) async fn keyring(engine: &Engine) -> Result<&Keyring, String> {
    if let Some(keyring) = engine.keyring() {
        return Ok(keyring);
    }
    let nowhere = || "there is no place for a sealing key here".to_owned();
    let source = engine.sealing().ok_or_else(nowhere)?;
    let keyring = match (source.find()?, some_key(engine).await?) {
        (Some(keyring), sealed) => fitting(keyring, sealed.as_ref())?,
        (None, Some(_)) => {
            return Err(format!(
                "there is no sealing key at {source}, but there are access keys that were sealed with one: \
                 --sealing-key-file names it"
            ));
        }
        (None, None) => source.make()?,
    };
    Ok(engine.keep_keyring(keyring))
}

/// Checks that an engine's sealing key is the one that sealed what is in the store.
///
/// # Errors
///
/// One line that says that it is not, or that the store failed.
pub(crate) async fn check(engine: &Engine) -> Result<(), String> {
    let Some(keyring) = engine.keyring() else { return Ok(()) };
    fitting(keyring.clone(), some_key(engine).await?.as_ref()).map(drop)
}

fn fitting(keyring: Keyring, sealed: Option<&AccessKey>) -> Result<Keyring, String> {
    match sealed {
        Some(key) if !keyring.opens(key) => Err(format!(
            "the sealing key is not the one that the secret of {} was sealed with",
            key.id
        )),
        _ => Ok(keyring),
    }
}

/// One of the keys in the store. They are all sealed alike, as each was checked against another.
///
/// # Errors
///
/// One line that says that the store failed.
pub(crate) async fn some_key(engine: &Engine) -> Result<Option<AccessKey>, String> {
    let first = AccessCommand::ListKeys { account: None, after: None, limit: 1 };
    match engine.execute_access(&first).await {
        Ok(AccessReply::Keys(keys, _)) => Ok(keys.into_iter().next()),
        _ => Err("the store failed; the log says how".to_owned()),
    }
}

fn read(file: &Path) -> Result<Option<Keyring>, String> {
    let name = file.display();
    let cannot = |error: io::Error| format!("cannot read the sealing key {name}: {error}");
    match fs::metadata(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot(error)),
        // A pipe would be waited for.
        Ok(metadata) if !metadata.is_file() => {
            return Err(format!("the sealing key {name} is not a file"));
        }
        Ok(_) => {}
    }
    let open = File::open(file).map_err(cannot)?;
    if open.metadata().map_err(cannot)?.mode() & OTHERS != 0 {
        return Err(format!("others can read the sealing key: chmod 600 {name}"));
    }
    let mut text = Vec::new();
    open.take(FILE_MAX).read_to_end(&mut text).map_err(cannot)?;
    let key = std::str::from_utf8(&text).ok().and_then(|text| key(text.trim()));
    key.map(Some).ok_or_else(|| format!("{name} is no sealing key: it is not 64 hex digits"))
}

/// The key that is written so.
fn key(digits: &str) -> Option<Keyring> {
    let digits: &[u8; 64] = digits.as_bytes().try_into().ok()?;
    let mut key = [0; 32];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = percent::hex(pair[0])? << 4 | percent::hex(pair[1])?;
    }
    Some(Keyring::new(key))
}

#[cfg(test)]
mod tests;
