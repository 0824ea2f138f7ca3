//! How the values of the rules look in JSON.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use accede_membership::{AccountId, Subject};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An account id, as its 12 digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account(pub(crate) AccountId);

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.0.digits()).unwrap_or_default())
    }
}

/// Anything that is written as it is displayed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A UUID, written `25054a12-7926-47bc-924f-368e03d43e94`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Uuid(pub(crate) u128);

impl Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |shift: u32, digits: u32| self.0 >> shift & ((1 << (4 * digits)) - 1);
        let (a, b, c) = (part(96, 8), part(80, 4), part(64, 4));
        write!(f, "{a:08x}-{b:04x}-{c:04x}-{:04x}-{:012x}", part(48, 4), part(0, 12))
    }
}

impl Uuid {
    /// Reads what [`Uuid`] writes, and nothing else.
    pub(crate) fn parse(text: &str) -> Option<Uuid> {
        let digits: String = text.chars().filter(|c| *c != '-').take(33).collect();
        let uuid = Uuid(u128::from_str_radix(&digits, 16).ok()?);
        (uuid.to_string() == text).then_some(uuid)
    }
}

/// An account of a batch, as the request named it.
pub(crate) type Named<'a> = Text<&'a Subject>;

/// An answer without members: `{}`.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Empty {}

/// A structure inside a request. On the wire it is an object and nothing else, while serde by itself would also read
/// an array, member by member.
#[derive(Debug, Default)]
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData)).map(Object)
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Thing {
        name: Option<String>,
        size: Option<u8>,
    }

    #[test]
    fn a_uuid_is_read_as_it_is_written() {
        for text in [
            "25054a12-7926-47bc-924f-368e03d43e94",
            "00000000-0000-4000-8000-000000000001",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ] {
            assert_eq!(Uuid::parse(text).map(|uuid| uuid.to_string()).as_deref(), Some(text));
        }
        for text in [
            "",
            "default",
            "25054A12-7926-47bc-924f-368e03d43e94",
            "25054a12792647bc924f368e03d43e94",
            "+5054a12-7926-47bc-924f-368e03d43e94",
            "25054a12-7926-47bc-924f-368e03d43e940",
            "25054a12-7926-47bc-924f-368e03d43e9é",
        ] {
            assert_eq!(Uuid::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_structure_is_an_object_and_nothing_else() {
        let thing: Object<Thing> = serde_json::from_str(r#"{"size":7,"other":1}"#).unwrap();
        assert_eq!((thing.0.name, thing.0.size), (None, Some(7)));
        for (text, what) in [
            (r#"["a",7]"#, "sequence"),
            ("[]", "sequence"),
            ("7", "integer `7`"),
            (r#""a""#, r#"string "a""#),
            ("null", "null"),
        ] {
            let why = serde_json::from_str::<Object<Thing>>(text).unwrap_err().to_string();
            assert!(why.starts_with(&format!("invalid type: {what}, expected an object")), "{why}");
        }
    }
}
