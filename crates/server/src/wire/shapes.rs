//! How the values of the rules look in JSON.

use std::fmt::Display;

use accede_membership::{AccountId, InvitationId, Subject};
use serde::{Serialize, Serializer};

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

/// An invitation id, as its 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Id(pub(crate) InvitationId);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.0.digits()).unwrap_or_default())
    }
}

/// An account of a batch, as the request named it.
pub(crate) type Named<'a> = Text<&'a Subject>;

/// An answer without members: `{}`.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Empty {}
