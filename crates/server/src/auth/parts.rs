//! The parts of a header `Authorization`.

use memchr::{memchr, memchr3};

use super::AuthError;
use super::authorization::supported;

/// The parts of a header `Authorization`, after the algorithm: `name=value` each, if it is well-formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// The values of the parameters that every header must have, in the order of [`PARAMETERS`].
    values: [Option<&'a str>; 3],
    /// The first part that should not be there.
    odd: Option<Odd>,
}

/// A part that should not be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    /// It is no `name=value`.
    Unnamed,
    /// Nobody knows its name, or it has been there before.
    Surplus,
}

const PARAMETERS: [&str; 3] = ["Credential", "Signature", "SignedHeaders"];

impl<'a> Parts<'a> {
    /// Takes the header apart.
    pub(super) fn read(header: &'a str) -> Result<Parts<'a>, AuthError> {
        let header = header.trim();
        let (algorithm, parts) = header.split_once(' ').unwrap_or((header, ""));
        supported(algorithm)?;
        let mut whole = Parts { values: [None; 3], odd: None };
        for part in Split(parts) {
            if let Err(odd) = whole.take(part) {
                whole.odd.get_or_insert(odd);
            }
        }
        Ok(whole)
    }

    fn take(&mut self, part: &'a str) -> Result<(), Odd> {
        let (name, value) = cut(part, b'=').ok_or(Odd::Unnamed)?;
        let place = PARAMETERS.iter().position(|known| *known == name).ok_or(Odd::Surplus)?;
        match &mut self.values[place] {
            Some(_) => Err(Odd::Surplus),
            empty => {
                *empty = Some(value);
                Ok(())
            }
        }
    }

    /// What should not be there.
    pub(super) fn odd(&self) -> Option<Odd> {
        self.odd
    }

    /// The value of a parameter; the first, if there are several; none if it is empty.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let place = PARAMETERS.iter().position(|known| *known == name)?;
        self.values[place].filter(|value| !value.is_empty())
    }

    /// What to say of the parameters that every header must have and this one has not; empty if none is missing.
    pub(super) fn missing(&self) -> String {
        let mut missing = String::new();
        for name in PARAMETERS.into_iter().filter(|name| self.get(name).is_none()) {
            missing.push_str("Authorization header requires '");
            missing.push_str(name);
            missing.push_str("' parameter. ");
        }
        missing
    }
}

/// What is before the first of these bytes of ASCII, and what is after it.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = memchr(at, text.as_bytes())?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// The pieces between these bytes of ASCII; at least one.
pub(super) fn pieces(text: &str, at: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest?;
        let (piece, others) =
            cut(whole, at).map_or((whole, None), |(piece, others)| (piece, Some(others)));
        rest = others;
        Some(piece)
    })
}

/// The parts of a text. As AWS does it, a comma, blanks, or both stand between two.
struct Split<'a>(&'a str);

impl<'a> Iterator for Split<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while !self.0.is_empty() {
            let end = memchr3(b',', b' ', b'\t', self.0.as_bytes()).unwrap_or(self.0.len());
            let (part, rest) = self.0.split_at(end);
            self.0 = rest.get(1..).unwrap_or_default();
            if !part.is_empty() {
                return Some(part);
            }
        }
        None
    }
}
