//! The log, read as SQLite reads it, for what SQLite keeps to itself: whether it ends because nothing more was written,
//! or because something in the midst of it is not right.
//!
//! Each frame has a checksum that builds on the one before. SQLite takes the first that does not fit for the end of the
//! log, because that is how a transaction looks that power failed in. But a transaction begins only when the one before
//! it is on disk: if a frame fits one that ends a transaction, and that one is beyond the end, then the end is damage. What
//! transactions that failed have left behind the end never looks so. See "The WAL File Format" in SQLite's description.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::open::beside;

/// How long the header of the log is, that of a frame, and a page.
const HEADER: usize = 32;
const FRAME: usize = 24;
const PAGE: usize = 4096;
/// What the log begins with where its checksums are of little-endian words; of big-endian ones, it is one more.
const MAGIC: u32 = 0x377f_0682;

type Checksum = (u32, u32);

/// Requires that the log ends where it was written to.
pub(super) fn check(store: &Path) -> Result<(), String> {
    let path = beside(store, "-wal");
    let Ok(file) = File::open(&path) else { return Ok(()) };
    let is_sound = is_sound(BufReader::with_capacity(1 << 16, file));
    match is_sound.map_err(|error| format!("has a log that cannot be read: {error}"))? {
        true => Ok(()),
        false => Err(format!(
            "is damaged: something in the midst of its log {} is not what was written. Restore a backup",
            path.display()
        )),
    }
}

fn is_sound(mut log: impl Read) -> std::io::Result<bool> {
    let mut header = [0; HEADER];
    if !is_full(&mut log, &mut header)? || header == [0; HEADER] {
        return Ok(true);
    }
    let big_endian = word(&header, 0) == MAGIC + 1;
    let sum = checksum((0, 0), &header[..24], big_endian);
    if (word(&header, 0) & !1) != MAGIC || sum != stored(&header, 24) {
        return Ok(false);
    }
    let (mut frame, salts) = (vec![0; FRAME + PAGE], &header[16..24]);
    // Whether all frames so far are right; and the last frame: its checksum, and whether it ends a transaction.
    let (mut goes_on, mut last, mut ends) = (true, sum, false);
    while is_full(&mut log, &mut frame)? {
        let is_current = &frame[8..16] == salts;
        let sum = checksum(checksum(last, &frame[..8], big_endian), &frame[FRAME..], big_endian);
        let fits = is_current && sum == stored(&frame, 16);
        if fits && ends && !goes_on {
            return Ok(false);
        }
        goes_on &= fits;
        ends = is_current && word(&frame, 4) != 0;
        last = stored(&frame, 16);
    }
    Ok(true)
}

/// Fills the buffer, unless the file ends before.
fn is_full(log: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<bool> {
    match log.read_exact(buffer) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
        outcome => outcome.map(|()| true),
    }
}

fn checksum(from: Checksum, bytes: &[u8], big_endian: bool) -> Checksum {
    let (words, _) = bytes.as_chunks::<4>();
    let word = if big_endian { u32::from_be_bytes } else { u32::from_le_bytes };
    let (pairs, _) = words.as_chunks::<2>();
    pairs.iter().fold(from, |(mut one, mut two), [first, second]| {
        one = one.wrapping_add(word(*first)).wrapping_add(two);
        two = two.wrapping_add(word(*second)).wrapping_add(one);
        (one, two)
    })
}

fn stored(bytes: &[u8], at: usize) -> Checksum {
    (word(bytes, at), word(bytes, at + 4))
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].iter().fold(0, |word, byte| word << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    /// A log of ten transactions, three pages or so in each; one of them is rolled back.
    fn log() -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.execute_batch("CREATE TABLE x (y)").unwrap();
        for _ in 0..10 {
            connection.execute_batch("INSERT INTO x VALUES (randomblob(9000))").unwrap();
        }
        std::fs::read(beside(&path, "-wal")).unwrap()
    }

    #[test]
    fn a_flipped_bit_is_noticed_if_two_transactions_follow() {
        let log = log();
        assert!(is_sound(&log[..]).unwrap());
        let frames = (log.len() - HEADER) / (FRAME + PAGE);
        assert!(frames > 30);
        for frame in 0..frames - 8 {
            for byte in [0, 4, 8, 16, 20, FRAME, FRAME + 3_000] {
                let mut log = log.clone();
                log[HEADER + frame * (FRAME + PAGE) + byte] ^= 8;
                assert!(!is_sound(&log[..]).unwrap(), "frame {frame}, byte {byte}");
            }
        }
        for byte in 0..HEADER {
            let mut log = log.clone();
            log[byte] ^= 8;
            assert!(!is_sound(&log[..]).unwrap(), "byte {byte} of the header");
        }
    }

    #[test]
    fn what_power_failed_in_is_no_damage() {
        let log = log();
        for end in (0..log.len()).step_by(1_000) {
            assert!(is_sound(&log[..end]).unwrap(), "cut at {end}");
        }
        // Of the last transaction, some pages reached the disk and others did not.
        let mut torn = log.clone();
        let last = log.len() - 2 * (FRAME + PAGE);
        torn[last..last + FRAME + PAGE].fill(0);
        assert!(is_sound(&torn[..]).unwrap());
        // Behind the end is what was there before, of transactions that failed, or of a log with other salts.
        let mut longer = log.clone();
        longer.extend_from_slice(&log[HEADER..HEADER + 2 * (FRAME + PAGE)]);
        assert!(is_sound(&longer[..]).unwrap());
        assert!(is_sound(&[0; 5_000][..]).unwrap());
        assert!(is_sound(&[][..]).unwrap());
    }
}
