//! Accounts and the organizations that they are in (semantics §9, §10.2).
//!
//! The directory lies outside the scopes: an account is in at most one organization, whatever the service and
//! the Region. What it decides can matter to scopes: an account that joins may become a member, one that
//! leaves is none any more. A decision says so as [`Effect`]s, which are commands to the rules of each scope;
//! all of it is stored in one step.

mod account;
mod aggregator;
mod command;
pub mod decide;
mod handshake;
mod ids;
mod organization;
mod refusal;
mod reply;

pub use account::{Account, AccountState, Joined, JoinedMethod, NewRole};
pub use aggregator::{AggregatorName, FindingAggregator, Linking};
pub use command::{
    AccountsOf, ChildId, ChildKind, DirectoryCommand, HandshakesOf, ListPage, OperatorCommand,
    OrganizationsCommand, Tagged,
};
pub use decide::{DirectoryDecision, Effect, Where};
pub use handshake::{Creation, CreationFailure, Handshake, HandshakeState, Invitee};
pub use ids::{CreationId, HandshakeId, OrganizationId, ParentId, RootId, UnitId};
pub use organization::{Designation, FeatureSet, Organization, Sent, Unit};
pub use refusal::DirectoryRefusal;
pub use reply::{Child, Delegated, DirectoryReply, HandshakeInFull, KnownAccount, UnitInFull};
