//! The first bytes of the file, looked at before SQLite does: whose file it is, and whether it is whole.
//!
//! SQLite believes what they say, so those that never change must be as they were written. See "The Database Header" in
//! SQLite's description of its file format.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::open::{Purpose, beside};
use super::schema::{APPLICATION_ID, Identity, UNFINISHED_ID, VERSION};

/// How long the header is.
const LENGTH: usize = 100;
/// The size of a page, as every store has it.
const PAGE: u64 = 4096;
/// What is always so: from which byte on, and which bytes. The size of a page; no bytes reserved in it, and the three
/// fractions; the format of the schema; no vacuum of SQLite's own; UTF-8; no incremental vacuum; the room for more.
const FIXED: [(usize, &[u8]); 7] = [
    (16, &[0x10, 0x00]),
    (20, &[0, 64, 32, 32]),
    (44, &[0, 0, 0, 4]),
    (52, &[0; 4]),
    (56, &[0, 0, 0, 1]),
    (64, &[0; 4]),
    (72, &[0; 20]),
];

/// Requires that the file can be given to SQLite; says why not otherwise.
pub(super) fn check(path: &Path, file: &mut File, purpose: Purpose) -> Result<(), String> {
    let mut header = Vec::with_capacity(LENGTH);
    let read = file.take(LENGTH as u64).read_to_end(&mut header);
    read.map_err(|error| format!("cannot be read: {error}"))?;
    if header.is_empty() {
        return if holds_something(&beside(path, "-wal")) {
            Err("is damaged: it is empty, and its log is not".to_owned())
        } else {
            Ok(())
        };
    }
    if was_interrupted(path, &header) {
        return Ok(());
    }
    if purpose == Purpose::Fill {
        return Err("is there already, and is not empty".to_owned());
    }
    let identity = Identity::of_header(&header).ok_or("is not a SQLite database")?;
    // The log may know that it was finished.
    if identity.application_id != UNFINISHED_ID {
        belongs(identity)?;
    }
    let is_right = |(at, bytes): &(usize, &[u8])| header[*at..].starts_with(bytes);
    let versions = [&[1, 1], &[2, 2]].iter().any(|versions| header[18..].starts_with(*versions));
    if !versions || !FIXED.iter().all(is_right) {
        return Err("is damaged: its header is not that of a store".to_owned());
    }
    let length = file.metadata().map_err(|error| format!("cannot be read: {error}"))?.len();
    is_whole(path, &header, length)
}

/// Requires that the database is Accede's, and of a schema that is known.
pub(super) fn belongs(Identity { application_id, version }: Identity) -> Result<(), String> {
    if application_id == UNFINISHED_ID {
        return Err("is a copy that was never finished: delete it, and copy again".to_owned());
    }
    if application_id != APPLICATION_ID {
        return Err("is a SQLite database of another program, not of Accede".to_owned());
    }
    if version > VERSION {
        return Err(format!(
            "was written by a newer version of Accede (schema {version}; this one knows {VERSION})"
        ));
    }
    if version == 0 {
        return Err("is damaged: its header names no schema".to_owned());
    }
    Ok(())
}

/// Whether power failed while the store was made: pages may have reached the disk before the first one.
/// SQLite undoes it from the journal.
fn was_interrupted(path: &Path, header: &[u8]) -> bool {
    header.iter().all(|byte| *byte == 0) && beside(path, "-journal").exists()
}

fn holds_something(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.len() > 0)
}

/// A file without a log has as many pages as its header says, if what says so is up to date.
fn is_whole(path: &Path, header: &[u8], length: u64) -> Result<(), String> {
    let logs = ["-wal", "-journal"];
    if logs.iter().any(|log| holds_something(&beside(path, log)))
        || header[24..28] != header[92..96]
    {
        return Ok(());
    }
    let pages = header[28..32].iter().fold(0, |pages, byte| pages << 8 | u64::from(*byte));
    if length < pages * PAGE {
        return Err(format!("is truncated: it has {length} bytes of {}", pages * PAGE));
    }
    Ok(())
}

/// Requires that no page is missing, now that SQLite knows how many there are: one that is not in the file is in the
/// log, but for the one that SQLite never writes, at a gigabyte.
pub(super) fn has_all_pages(path: &Path, pages: u64) -> Result<(), String> {
    let length = |path: &Path| path.metadata().map_or(0, |metadata| metadata.len());
    let (file, log) = (length(path) / PAGE, length(&beside(path, "-wal")) / (PAGE + FRAME));
    if file + log + 1 < pages {
        return Err(format!(
            "is truncated: {file} of its {pages} pages are in it, {log} in its log"
        ));
    }
    Ok(())
}

/// What is before each page in the log.
const FRAME: u64 = 24;
