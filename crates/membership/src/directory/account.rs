//! What the directory knows of an account.

use std::collections::BTreeSet;

use super::{FindingAggregator, OrganizationId, ParentId};
use crate::{Region, Tags, Timestamp};

/// Whether an account is in use (semantics §10.2, §11 U30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum AccountState {
    /// In use.
    #[default]
    Active,
    /// Suspended by the operator; it can be reinstated.
    Suspended,
    /// Closed, for good.
    Closed,
}

impl AccountState {
    /// Every state.
    pub const ALL: [AccountState; 3] =
        [AccountState::Active, AccountState::Suspended, AccountState::Closed];

    /// The name in the Organizations API (`State`) and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AccountState::Active => "ACTIVE",
            AccountState::Suspended => "SUSPENDED",
            AccountState::Closed => "CLOSED",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<AccountState> {
        AccountState::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How an account came into its organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JoinedMethod {
    /// It accepted an invitation, or it founded the organization.
    Invited,
    /// The organization created it.
    Created,
}

impl JoinedMethod {
    /// The name in the Organizations API and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            JoinedMethod::Invited => "INVITED",
            JoinedMethod::Created => "CREATED",
        }
    }

    /// The method with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<JoinedMethod> {
        [JoinedMethod::Invited, JoinedMethod::Created].into_iter().find(|m| m.name() == name)
    }
}

/// An account's place in an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// Which organization.
    pub organization: OrganizationId,
    /// The root or organizational unit that it is in.
    pub parent: ParentId,
    /// How it came in.
    pub method: JoinedMethod,
    /// When.
    pub at: Timestamp,
}

/// What the directory knows of an account. An account that nobody created has no entry, or one without
/// email and name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Its name, if it was given one.
    pub name: Option<String>,
    /// The email of its root user, if it is known. No two accounts have the same, whatever the case.
    pub email: Option<String>,
    /// Whether it is in use.
    pub state: AccountState,
    /// When the entry was made.
    pub created_at: Timestamp,
    /// Its place in an organization, if it is in one.
    pub joined: Option<Joined>,
    /// Its tags in the Organizations API.
    pub tags: Tags,
    /// The Regions that are switched off in it.
    pub disabled_regions: BTreeSet<Region>,
    /// Its finding aggregator: an account has at most one, whatever the Region.
    pub aggregator: Option<FindingAggregator>,
}

impl Account {
    /// The organization that it is in.
    #[must_use]
    pub fn organization(&self) -> Option<OrganizationId> {
        self.joined.map(|joined| joined.organization)
    }

    /// How its email is compared: without regard to case.
    #[must_use]
    pub fn email_key(email: &str) -> String {
        email.to_ascii_lowercase()
    }
}

/// A role that a new account comes with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRole {
    /// Its name.
    pub name: String,
    /// Its stable id, `AROA…`.
    pub id: String,
}
