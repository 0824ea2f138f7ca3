//! What is answered about credentials.

use super::{AccessKey, Role};
use crate::Event;

/// The answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessReply {
    /// Nothing to say.
    Done,
    /// A key.
    Key(Box<AccessKey>),
    /// A page of keys, and whether there are more.
    Keys(Vec<AccessKey>, bool),
    /// A role; `None` for one that nobody made but that may be assumed.
    Role(Option<Box<Role>>),
    /// A page of roles, and whether there are more.
    Roles(Vec<Role>, bool),
    /// A page of events, and whether there are more.
    Events(Vec<Event>, bool),
}
