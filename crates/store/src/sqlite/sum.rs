//! The checksum of a row: what tells a row that was written from one that the disk made up.
//!
//! SQLite itself keeps none. It is a part of the format of the file: the same on every machine, for as long as
//! there is schema 4. No change within one word of eight bytes goes unnoticed, for every step can be undone; of
//! anything else one in 2⁶⁴ does.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::StoreError;

/// 2⁶⁴ divided by the golden ratio, as odd as it must be for multiplication to lose nothing.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
/// What stands for a cell that is null: a word that is no likely number.
const NULL: u64 = 0xd1b5_4a32_d192_ed03;

/// A checksum that is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum(u64);

impl Sum {
    /// That of a row of this table, before its first cell.
    pub(super) fn of(table: &str) -> Sum {
        Sum(FACTOR).bytes(table.as_bytes())
    }

    /// With one more cell.
    pub(super) fn cell(self, cell: ValueRef<'_>) -> Sum {
        match cell {
            ValueRef::Null => self.word(NULL),
            ValueRef::Integer(integer) => self.word(integer.cast_unsigned()),
            ValueRef::Real(real) => self.word(real.to_bits()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => self.bytes(bytes),
        }
    }

    /// With one more text.
    pub(super) fn text(self, text: &str) -> Sum {
        self.bytes(text.as_bytes())
    }

    /// As SQLite keeps it.
    pub(super) fn value(self) -> i64 {
        self.word(FACTOR).0.cast_signed()
    }

    fn bytes(mut self, bytes: &[u8]) -> Sum {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self = self.word(u64::from_le_bytes(*word));
        }
        // The length is in it, so that no byte moves from one cell to the next unnoticed.
        let length = u64::from(bytes.len().to_le_bytes()[0]) << 56;
        self.word(length | end(bytes, rest))
    }

    fn word(self, word: u64) -> Sum {
        let mixed = (self.0 ^ word).wrapping_mul(FACTOR);
        Sum(mixed ^ (mixed >> 32))
    }
}

/// The last bytes, fewer than eight, that are left of all of them, as a word. Copying a few bytes is a call, which would
/// cost more than everything else here.
fn end(bytes: &[u8], rest: &[u8]) -> u64 {
    match bytes.last_chunk() {
        _ if rest.is_empty() => 0,
        Some(last) => u64::from_le_bytes(*last) >> (64 - 8 * rest.len()),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The checksum of a row that is about to be written.
pub(super) fn of_cells(table: &str, cells: &[&dyn ToSql]) -> Result<i64, StoreError> {
    let wrong = |why: &dyn std::fmt::Display| StoreError::new(format!("table {table}: {why}"));
    let mut sum = Sum::of(table);
    for cell in cells {
        sum = match cell.to_sql().map_err(|error| wrong(&error))? {
            ToSqlOutput::Borrowed(cell) => sum.cell(cell),
            ToSqlOutput::Owned(cell) => sum.cell(ValueRef::from(&cell)),
            _ => return Err(wrong(&"a cell is neither a number nor a text")),
        };
    }
    Ok(sum.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[ValueRef<'_>]) -> i64 {
        cells.iter().fold(Sum::of("standing"), |sum, cell| sum.cell(*cell)).value()
    }

    #[test]
    fn it_is_what_is_in_files_already() {
        assert_eq!(Sum::of("standing").value(), 4_074_965_084_449_585_943);
        let cells = [ValueRef::Text(b"eu-central-1"), ValueRef::Integer(-1), ValueRef::Null];
        assert_eq!(of(&cells), 4_469_353_253_716_096_165);
    }

    #[test]
    fn every_single_bit_counts() {
        let (text, number) = (*b"000000000001 and more", 42_i64);
        let sound = of(&[ValueRef::Text(&text), ValueRef::Integer(number)]);
        for bit in 0..text.len() * 8 {
            let mut flipped = text;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(of(&[ValueRef::Text(&flipped), ValueRef::Integer(number)]), sound);
        }
        for bit in 0..64 {
            let flipped = ValueRef::Integer(number ^ (1 << bit));
            assert_ne!(of(&[ValueRef::Text(&text), flipped]), sound);
        }
        assert_ne!(of(&[ValueRef::Text(&text), ValueRef::Null]), sound);
    }

    #[test]
    fn bytes_are_words_and_what_is_left_with_the_length() {
        let bytes: Vec<u8> = (1..=40).collect();
        for length in 0..=bytes.len() {
            let mut words = bytes[..length / 8 * 8].to_vec();
            words.extend(&bytes[words.len()..length]);
            words.resize(length / 8 * 8 + 7, 0);
            words.push(length as u8);
            let words = words.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word));
            let expected = words.fold(Sum(FACTOR), Sum::word);
            assert_eq!(Sum(FACTOR).bytes(&bytes[..length]), expected, "{length}");
        }
    }

    #[test]
    fn cells_are_told_apart() {
        let text = |text: &'static str| ValueRef::Text(text.as_bytes());
        assert_ne!(of(&[text("ab"), text("c")]), of(&[text("a"), text("bc")]));
        assert_ne!(of(&[text(""), text("a")]), of(&[text("a"), text("")]));
        assert_ne!(of(&[text("")]), of(&[]));
        assert_ne!(of(&[text("a\0")]), of(&[text("a")]));
        assert_ne!(Sum::of("role").value(), Sum::of("account").value());
    }

    #[test]
    fn what_is_written_has_the_checksum_of_what_is_read() {
        let blob: &[u8] = &[1, 2, 3];
        let written: [&dyn ToSql; 4] = [&"text", &7_i64, &blob, &None::<i64>];
        let cells =
            [ValueRef::Text(b"text"), ValueRef::Integer(7), ValueRef::Blob(blob), ValueRef::Null];
        assert_eq!(of_cells("standing", &written).unwrap(), of(&cells));
    }
}
