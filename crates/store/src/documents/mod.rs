//! Records as JSON documents, for stores that keep them in one cell.
//!
//! A document has everything but the record's own id, which is its key. Ids, names and Regions are written as
//! they are elsewhere; a document in which one of them makes no sense cannot be read. What is selected on has
//! columns of its own beside the document.

mod access_key;
mod account;
mod creation;
mod handshake;
mod organization;
mod relationship;
mod role;
mod standing;
mod text;

pub(crate) use access_key::{read_access_key, write_access_key};
pub(crate) use account::{read_account, write_account};
pub(crate) use creation::{read_creation, write_creation};
pub(crate) use handshake::{read_handshake, write_handshake};
pub(crate) use organization::{read_organization, write_organization};
pub(crate) use relationship::{read_relationship, write_relationship};
pub(crate) use role::{read_role, write_role};
pub(crate) use standing::{read_standing, write_standing};
use text::{Bytes, Hex, Text};

/// Why a document cannot be read or written.
pub(crate) type Result<T> = serde_json::Result<T>;
