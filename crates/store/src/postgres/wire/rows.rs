//! The rows that a statement has found.

use bytes::Bytes;

use super::inbox::{HEAD, head};
use super::said::Error;

/// The most columns that a row has.
const WIDTH: usize = 9;

/// All rows, as they were sent.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Rows(Bytes);

impl Rows {
    /// The rows among these messages.
    pub(in super::super) fn among(messages: Bytes) -> Rows {
        Rows(messages)
    }

    /// One row after the other.
    pub(in super::super) fn iter(&self) -> impl Iterator<Item = Result<Row<'_>, Error>> {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            loop {
                let (tag, end) = head(rest).ok()??;
                let (message, after) = rest.split_at_checked(end)?;
                rest = after;
                if tag == b'D' {
                    let row = Row::read(&message[HEAD..]);
                    return Some(row.ok_or_else(|| Error::lost("a row makes no sense")));
                }
            }
        })
    }

    /// The first row.
    pub(in super::super) fn first(&self) -> Result<Option<Row<'_>>, Error> {
        self.iter().next().transpose()
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Row<'a> {
    cells: [Option<&'a [u8]>; WIDTH],
}

impl<'a> Row<'a> {
    fn read(body: &'a [u8]) -> Option<Row<'a>> {
        let (count, mut rest) = body.split_first_chunk::<2>()?;
        let mut cells = [None; WIDTH];
        for cell in cells.get_mut(..usize::from(u16::from_be_bytes(*count)))? {
            let (length, after) = rest.split_first_chunk::<4>()?;
            rest = after;
            // A cell without a value has no length.
            if let Ok(length) = usize::try_from(i32::from_be_bytes(*length)) {
                let (value, after) = rest.split_at_checked(length)?;
                *cell = Some(value);
                rest = after;
            }
        }
        Some(Row { cells })
    }

    /// The bytes of a cell, if it has a value.
    pub(in super::super) fn bytes(&self, column: usize) -> Option<&'a [u8]> {
        self.cells.get(column).copied().flatten()
    }

    /// The text in a cell, if it has a value.
    pub(in super::super) fn text(&self, column: usize) -> Result<Option<&'a str>, &'static str> {
        self.bytes(column).map(std::str::from_utf8).transpose().map_err(|_| "is not UTF-8")
    }

    /// The number in a cell, if it has a value.
    pub(in super::super) fn number(&self, column: usize) -> Result<Option<i64>, &'static str> {
        let Some(bytes) = self.bytes(column) else { return Ok(None) };
        let bytes = bytes.try_into().map_err(|_| "is not a number of 64 bits")?;
        Ok(Some(i64::from_be_bytes(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(tag: u8, body: &[u8]) -> Vec<u8> {
        let length = i32::try_from(body.len() + 4).unwrap();
        [&[tag], &length.to_be_bytes()[..], body].concat()
    }

    #[test]
    fn cells_are_texts_numbers_bytes_or_nothing() {
        let row = message(b'D', b"\0\x03\0\0\0\x02ab\xff\xff\xff\xff\0\0\0\x08\0\0\0\0\0\0\0\x07");
        let all = [message(b'2', b""), row, message(b'N', b"SLOG\0\0"), message(b'D', b"\0\0")];
        let rows = Rows::among(all.concat().into());
        let rows: Vec<_> = rows.iter().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].text(0), rows[0].text(1)), (Ok(Some("ab")), Ok(None)));
        assert_eq!((rows[0].number(2), rows[0].number(1)), (Ok(Some(7)), Ok(None)));
        assert!(rows[0].number(0).is_err());
        assert_eq!(rows[1].bytes(0), None);
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        for body in [&b"\0\x01\0\0\0\x05ab"[..], b"\0", b"\0\x0a", b"\0\x01\0\0"] {
            let rows = Rows::among(message(b'D', body).into());
            assert!(rows.first().is_err(), "{body:?}");
        }
        assert!(Rows::default().first().unwrap().is_none());
    }
}
