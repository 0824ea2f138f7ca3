//! What a decision changes.

use crate::access::{AccessKey, KeyId, Role, RoleKey};
use crate::directory::{
    Account, Creation, CreationId, Handshake, HandshakeId, Organization, OrganizationId,
};
use crate::{AccountId, Event, Pair, Relationship, Standing};

/// One record as it is to be from now on; `None` deletes it. A decision names each record at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The standing of an account.
    Standing(AccountId, Option<Standing>),
    /// The relationship of two accounts.
    Relationship(Pair, Option<Relationship>),
    /// The directory's entry of an account.
    Account(AccountId, Option<Account>),
    /// An organization.
    Organization(OrganizationId, Option<Organization>),
    /// An invitation into an organization.
    Handshake(HandshakeId, Option<Handshake>),
    /// A request to create an account.
    Creation(CreationId, Option<Creation>),
    /// An access key.
    AccessKey(KeyId, Option<AccessKey>),
    /// A role.
    Role(RoleKey, Option<Role>),
    /// Something to be recorded. It is new, so nobody can have seen it, and it stays as it is.
    Event(Box<Event>),
}
