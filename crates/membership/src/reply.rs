//! What a command answers. Dialects turn it into each service's own shapes.

use crate::directory::{Designation, FindingAggregator};
use crate::{
    AccountId, DiscoveryConfiguration, Received, Refusal, Relationship, Standing, Subject, Tags,
};

/// An account of a batch that was not processed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprocessed {
    /// As the request named it.
    pub subject: Subject,
    /// Why.
    pub refusal: Refusal,
}

/// What a command answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Nothing to say.
    Done,
    /// What became of a batch: everything that is not here was processed.
    Batch {
        /// The rest, in the order of the request.
        unprocessed: Vec<Unprocessed>,
    },
    /// The caller's switch and settings.
    Service(Standing),
    /// Rows by account.
    Members {
        /// The rows, in the order of the request.
        members: Vec<Relationship>,
        /// The accounts without one.
        unprocessed: Vec<Unprocessed>,
    },
    /// A page of rows.
    MemberPage {
        /// The rows, by account id.
        members: Vec<Relationship>,
        /// The last account id of this page, if there are more.
        next: Option<AccountId>,
    },
    /// A page of invitations.
    InvitationPage {
        /// The invitations, by administrator.
        invitations: Vec<Received>,
        /// The last administrator of this page, if there are more.
        next: Option<AccountId>,
    },
    /// A number of invitations.
    InvitationCount(u64),
    /// The caller's administrator.
    Administrator(Option<Relationship>),
    /// Tags of a resource.
    Tags(Tags),
    /// The organization's administrator, if there is one.
    Designated(Option<AccountId>),
    /// How the organization is configured.
    Designation {
        /// The designation.
        designation: Designation,
        /// Whether the administrator has as many members through the organization as it may.
        limit_reached: bool,
    },
    /// The caller's finding aggregator, if there is one.
    Aggregator(Option<FindingAggregator>),
    /// How automated discovery is configured.
    Discovery(DiscoveryConfiguration),
    /// A page of accounts, and whether automated discovery is on in each.
    DiscoveryPage {
        /// The accounts, by id.
        accounts: Vec<(AccountId, bool)>,
        /// The last account id of this page, if there are more.
        next: Option<AccountId>,
    },
}
