//! Values that a document has as text.

use std::fmt;
use std::marker::PhantomData;

use accede_membership::access::KeyStatus;
use accede_membership::directory::{
    AccountState, CreationFailure, FeatureSet, HandshakeId, HandshakeState, JoinedMethod, Linking,
    OrganizationId, ParentId, UnitId,
};
use accede_membership::{AccountId, Kind, Region, Service, Switch};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::hex;

/// What is written as one text, and can be read from it.
pub(super) trait Textual: Sized {
    /// What a text is called that is none.
    const WHAT: &'static str;

    fn with_text<T>(&self, write: impl FnOnce(&str) -> T) -> T;

    fn from_text(text: &str) -> Option<Self>;
}

/// A value as its text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text<T>(pub(super) T);

impl<T: Textual> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.with_text(|text| serializer.serialize_str(text))
    }
}

impl<'de, T: Textual> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor(PhantomData))
    }
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: Textual> Visitor<'_> for TextVisitor<T> {
    type Value = Text<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text<T>, E> {
        let value = T::from_text(text).map(Text);
        value.ok_or_else(|| E::custom(format_args!("{text:?} is not {}", T::WHAT)))
    }
}

/// Names: an enumeration's own.
macro_rules! named {
    ($($type:ty: $what:literal,)*) => {
        $(impl Textual for $type {
            const WHAT: &'static str = $what;

            fn with_text<T>(&self, write: impl FnOnce(&str) -> T) -> T {
                write(self.name())
            }

            fn from_text(text: &str) -> Option<Self> {
                <$type>::from_name(text)
            }
        })*
    };
}

named! {
    AccountState: "an account's state",
    CreationFailure: "why an account could not be created",
    FeatureSet: "a feature set",
    HandshakeState: "a handshake's state",
    JoinedMethod: "how an account joins",
    KeyStatus: "the status of an access key",
    Linking: "how Regions are linked",
    Kind: "how a member came in",
    Service: "a service",
    Switch: "whether a service is on",
}

/// What is displayed as it is parsed.
macro_rules! parsed {
    ($($type:ty: $what:literal, $parse:expr,)*) => {
        $(impl Textual for $type {
            const WHAT: &'static str = $what;

            fn with_text<T>(&self, write: impl FnOnce(&str) -> T) -> T {
                write(&self.to_string())
            }

            fn from_text(text: &str) -> Option<Self> {
                $parse(text)
            }
        })*
    };
}

parsed! {
    AccountId: "an account id", |text: &str| text.parse().ok(),
    HandshakeId: "a handshake's id", HandshakeId::parse,
    OrganizationId: "an organization's id", OrganizationId::parse,
    ParentId: "the id of a root or a unit", ParentId::parse,
    Region: "a Region", |text: &str| text.parse().ok(),
    UnitId: "a unit's id", UnitId::parse,
}

/// 128 bits, which no number of JSON holds for sure.
pub(super) struct Hex(pub(super) u128);

impl Textual for Hex {
    const WHAT: &'static str = "32 hexadecimal digits";

    fn with_text<T>(&self, write: impl FnOnce(&str) -> T) -> T {
        write(&format!("{:032x}", self.0))
    }

    fn from_text(text: &str) -> Option<Hex> {
        let legal = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        legal.then(|| u128::from_str_radix(text, 16).ok().map(Hex)).flatten()
    }
}

/// Bytes, two hexadecimal digits each.
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Textual for Bytes {
    const WHAT: &'static str = "pairs of hexadecimal digits";

    fn with_text<T>(&self, write: impl FnOnce(&str) -> T) -> T {
        write(&hex::of(&self.0))
    }

    fn from_text(text: &str) -> Option<Bytes> {
        hex::parse(text).map(Bytes)
    }
}
