//! What requests write: rows as a server wrote them, with places for what is another each time.

use rusqlite::types::Value;
use serde::{Deserialize, Serialize};

/// The writes of the requests of one piece of work, one commit for each request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) commits: Vec<Vec<Write>>,
}

/// A statement, and what it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Write {
    pub(crate) sql: String,
    pub(crate) cells: Vec<Cell>,
}

/// What a statement is given in one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Cell {
    Null,
    Integer(i64),
    Text(String),
    /// The account with this number among those that take part.
    Account(usize),
    /// Any so many bytes.
    Id(usize),
    /// A number that takes as much room as a checksum.
    Sum,
    /// The version of the commit.
    Version,
    /// A moment, later than all before.
    Moment,
}

/// What differs from one piece of work to the next.
pub(crate) struct Turn<'a> {
    pub(crate) accounts: &'a [String],
    /// Any number, another each time.
    pub(crate) number: u64,
}

/// The first moment; as long as those of today.
const EPOCH: i64 = 1_800_000_000_000;

impl Cell {
    /// The value in this turn, in a commit with this version.
    pub(crate) fn value(&self, turn: &Turn<'_>, version: i64) -> Value {
        let drawn = crate::draw::scattered(turn.number);
        match self {
            Cell::Null => Value::Null,
            Cell::Integer(number) => Value::Integer(*number),
            Cell::Text(text) => Value::Text(text.clone()),
            Cell::Account(number) => Value::Text(turn.accounts[*number].clone()),
            Cell::Id(length) => {
                Value::Blob(drawn.to_be_bytes().into_iter().cycle().take(*length).collect())
            }
            Cell::Sum => Value::Integer((drawn >> 2 | 1 << 61).cast_signed()),
            Cell::Version => Value::Integer(version),
            Cell::Moment => Value::Integer(EPOCH + version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_long_each_time() {
        let accounts = ["000000000001".to_owned(), "000000000002".to_owned()];
        let turn = |number| Turn { accounts: &accounts, number };
        assert_eq!(Cell::Account(1).value(&turn(1), 9), Value::Text("000000000002".to_owned()));
        assert_eq!(Cell::Version.value(&turn(1), 9), Value::Integer(9));
        assert_ne!(Cell::Id(16).value(&turn(1), 9), Cell::Id(16).value(&turn(2), 9));
        for number in 0..100 {
            let Value::Blob(id) = Cell::Id(16).value(&turn(number), 9) else { panic!() };
            let Value::Integer(sum) = Cell::Sum.value(&turn(number), 9) else { panic!() };
            assert!(id.len() == 16 && sum.unsigned_abs() > 1 << 55, "{sum}");
        }
    }
}
