//! What the directory answers.

use super::{
    Account, Creation, FeatureSet, Handshake, Organization, OrganizationId, ParentId, Unit, UnitId,
};
use crate::{AccountId, Tags, Timestamp};

/// An account as answers show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAccount {
    /// Its id.
    pub id: AccountId,
    /// What the directory knows of it.
    pub account: Account,
}

/// A delegated administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegated {
    /// The account.
    pub account: KnownAccount,
    /// Since when; for the earliest of its services.
    pub since: Timestamp,
}

/// A child in the tree of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Child {
    /// An account.
    Account(AccountId),
    /// An organizational unit.
    Unit(UnitId),
}

/// What the directory answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryReply {
    /// Nothing to say.
    Done,
    /// The caller's organization, and what is known of its management account.
    Organization {
        /// The organization.
        organization: Box<Organization>,
        /// Its management account.
        management: Box<KnownAccount>,
    },
    /// A request to create an account.
    Creation(Creation),
    /// A page of such requests.
    Creations {
        /// The requests, by id.
        creations: Vec<Creation>,
        /// The number of the last, if there are more.
        next: Option<u64>,
    },
    /// A handshake, with what is known of the organization and both accounts.
    Handshake(Box<HandshakeInFull>),
    /// A page of handshakes.
    Handshakes {
        /// The handshakes, by id.
        handshakes: Vec<HandshakeInFull>,
        /// The number of the last, if there are more.
        next: Option<u64>,
    },
    /// One account. `organization` is what its ARN and path need; absent outside any.
    Account {
        /// The account.
        account: Box<KnownAccount>,
        /// Its organization.
        organization: Option<Box<Organization>>,
    },
    /// A page of accounts.
    Accounts {
        /// The accounts, by id.
        accounts: Vec<KnownAccount>,
        /// Their organization; absent in the operator's list.
        organization: Option<Box<Organization>>,
        /// The number of the last, if there are more.
        next: Option<u64>,
    },
    /// The caller's organization, for its root.
    Root(Box<Organization>),
    /// What something is in.
    Parent(ParentId),
    /// A page of children.
    Children {
        /// The children.
        children: Vec<Child>,
        /// The number of the last, if there are more.
        next: Option<u64>,
    },
    /// An organizational unit.
    Unit(UnitInFull),
    /// A page of organizational units.
    Units {
        /// The units, by id.
        units: Vec<UnitInFull>,
        /// The number of the last, if there are more.
        next: Option<u64>,
    },
    /// A page of trusted services or of delegated services: principal, and since when.
    Services {
        /// The services, by principal.
        services: Vec<(String, Timestamp)>,
        /// The place of the last, if there are more.
        next: Option<u64>,
    },
    /// A page of delegated administrators.
    Delegated {
        /// The accounts, by id.
        administrators: Vec<Delegated>,
        /// Their organization.
        organization: Box<Organization>,
        /// The number of the last, if there are more.
        next: Option<u64>,
    },
    /// Tags.
    Tags(Tags),
}

/// An organizational unit and what its ARN and path need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitInFull {
    /// Its id.
    pub id: UnitId,
    /// The unit.
    pub unit: Unit,
    /// Its organization.
    pub organization: OrganizationId,
    /// The management account.
    pub management: AccountId,
    /// The units above it, from the root down to its parent.
    pub above: Vec<UnitId>,
}

/// A handshake and what is known of its parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandshakeInFull {
    /// The handshake; its state is that of the moment.
    pub handshake: Handshake,
    /// What is known of the management account.
    pub management: Account,
    /// What the organization can do; absent if it is there no more.
    pub features: Option<FeatureSet>,
}
