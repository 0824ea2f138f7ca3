//! Statements: their words, and their parameters.
//!
//! A statement is put together from words of the program itself, so it is told by where these are: the text is made once
//! for each shape, and a session knows it by its number.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use super::param::Param;

/// How many shapes are remembered. There are far fewer; beyond it all are made anew.
const SHAPES: usize = 4096;

/// How many values are named one by one.
///
/// What a list of unknown length costs is guessed, and the guess is bad enough to have the statement planned again
/// each time. Nearly all requests name one account, or two.
const NAMED: usize = 4;

/// The words of a statement, and the name under which a session knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sql(Arc<Words>);

#[derive(Debug, PartialEq, Eq)]
struct Words {
    words: String,
    /// From 1; 0 for what is not worth to be prepared.
    number: u32,
    name: String,
}

impl Sql {
    /// What is executed once in a while.
    pub(super) fn once(words: impl Into<String>) -> Sql {
        Sql(Arc::new(Words { words: words.into(), number: 0, name: String::new() }))
    }

    /// What each session prepares the first time. Whoever makes it keeps it: it is another one each time that it is made.
    pub(super) fn kept(words: String) -> Sql {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Sql(Arc::new(Words { words, number, name: name(number) }))
    }

    pub(super) fn words(&self) -> &str {
        &self.0.words
    }

    pub(super) fn number(&self) -> u32 {
        self.0.number
    }

    /// What the statement is called; nothing where it is not prepared.
    pub(super) fn name(&self) -> &str {
        &self.0.name
    }
}

/// What the statement with this number is called.
pub(super) fn name(number: u32) -> String {
    format!("s{number}")
}

/// A statement and its parameters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) sql: Sql,
    pub(super) params: Vec<Param>,
}

impl Statement {
    /// What is executed once in a while.
    pub(super) fn once(words: &str, params: Vec<Param>) -> Statement {
        Statement { sql: Sql::once(words), params }
    }
}

/// The place of a parameter, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place(usize);

/// A piece of a statement.
#[derive(Debug, Clone, Copy)]
enum Piece {
    Words(&'static str),
    Param(Place),
}

/// Words are the same where they are the same piece of the program.
impl PartialEq for Piece {
    fn eq(&self, other: &Piece) -> bool {
        match (self, other) {
            (Piece::Words(one), Piece::Words(other)) => std::ptr::eq(*one, *other),
            (Piece::Param(one), Piece::Param(other)) => one == other,
            _ => false,
        }
    }
}

impl Eq for Piece {}

impl Hash for Piece {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Piece::Words(words) => state.write_usize(words.as_ptr().addr() ^ words.len()),
            Piece::Param(Place(place)) => state.write_usize(*place),
        }
    }
}

/// Mixes what nobody else chooses.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_usize(usize::from(*byte)));
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = (self.0.rotate_left(5) ^ number as u64).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

type Shapes = HashMap<Box<[Piece]>, Sql, BuildHasherDefault<Mix>>;

/// The statements of all shapes.
static KNOWN: LazyLock<RwLock<Shapes>> = LazyLock::new(RwLock::default);

/// A statement as it is put together.
#[derive(Debug)]
pub(super) struct Draft {
    pieces: Vec<Piece>,
    params: Vec<Param>,
}

impl Draft {
    pub(super) fn new() -> Draft {
        Draft { pieces: Vec::with_capacity(48), params: Vec::with_capacity(12) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    pub(super) fn words(&mut self, words: &'static str) -> &mut Draft {
        self.pieces.push(Piece::Words(words));
        self
    }

    /// A new parameter, here.
    pub(super) fn param(&mut self, param: Param) -> &mut Draft {
        let place = self.keep(param);
        self.again(place)
    }

    pub(super) fn text(&mut self, text: impl Into<String>) -> &mut Draft {
        self.param(Param::Text(text.into()))
    }

    /// A new parameter that is written later.
    pub(super) fn keep(&mut self, param: Param) -> Place {
        self.params.push(param);
        Place(self.params.len())
    }

    /// A parameter that there is already.
    pub(super) fn again(&mut self, place: Place) -> &mut Draft {
        self.pieces.push(Piece::Param(place));
        self
    }

    /// Several words with something between them.
    pub(super) fn list(
        &mut self,
        all: impl IntoIterator<Item = &'static str>,
        between: &'static str,
    ) -> &mut Draft {
        for (index, words) in all.into_iter().enumerate() {
            if index > 0 {
                self.words(between);
            }
            self.words(words);
        }
        self
    }

    /// The condition that a column has one of these values.
    pub(super) fn one_of(
        &mut self,
        column: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> &mut Draft {
        let mut values = values.into_iter().map(Into::<String>::into);
        self.words(column);
        let values: Vec<String> = match (values.next(), values.next()) {
            (Some(one), None) => return self.words(" = ").text(one),
            (first, second) => first.into_iter().chain(second).chain(values).collect(),
        };
        if values.is_empty() || values.len() > NAMED {
            return self.words(" = ANY(").param(Param::texts(values)).words(")");
        }
        for (index, value) in values.into_iter().enumerate() {
            self.words(if index == 0 { " IN (" } else { ", " }).text(value);
        }
        self.words(")")
    }

    /// The statement.
    pub(super) fn finish(self) -> Statement {
        let Draft { pieces, params } = self;
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&*pieces).cloned();
        Statement { sql: known.unwrap_or_else(|| learn(&pieces)), params }
    }
}

/// The statement of a shape that was not there before.
fn learn(pieces: &[Piece]) -> Sql {
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= SHAPES {
        known.clear();
    }
    let sql = known.entry(pieces.into()).or_insert_with(|| Sql::kept(text(pieces)));
    sql.clone()
}

fn text(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Words(words) => (*words).to_owned(),
        Piece::Param(Place(place)) => format!("${place}"),
    };
    pieces.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_of(count: usize) -> Statement {
        let mut draft = Draft::new();
        let kept = draft.keep(Param::Number(1));
        draft.one_of("a", (0..count).map(|n| n.to_string())).words(" AND b = ").again(kept);
        draft.finish()
    }

    #[test]
    fn few_values_are_named_and_many_are_listed() {
        for (count, words) in [
            (1, "a = $2 AND b = $1"),
            (2, "a IN ($2, $3) AND b = $1"),
            (5, "a = ANY($2) AND b = $1"),
            (0, "a = ANY($2) AND b = $1"),
        ] {
            assert_eq!(one_of(count).sql.words(), words);
        }
        assert_eq!(one_of(5).params[1], Param::texts(["0", "1", "2", "3", "4"]));
    }

    #[test]
    fn statements_of_one_shape_are_one() {
        let (one, same, other) = (one_of(2), one_of(2), one_of(3));
        assert_eq!(one.sql.number(), same.sql.number());
        assert_ne!(one.sql.number(), other.sql.number());
        assert_eq!(one.sql.name(), name(one.sql.number()));
        assert_eq!(Sql::once("a").name(), "");
    }
}
