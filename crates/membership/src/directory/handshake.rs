//! Invitations into an organization, and requests to create an account in one.

use super::{CreationId, HandshakeId, OrganizationId};
use crate::{AccountId, Tags, Timestamp};

/// What became of a handshake. The names are AWS's. A handshake expires by the passing of time alone:
/// `EXPIRED` is read, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HandshakeState {
    /// Waiting for an answer.
    Open,
    /// The organization took it back.
    Canceled,
    /// The account joined.
    Accepted,
    /// The account declined.
    Declined,
    /// Nobody answered in time.
    Expired,
}

impl HandshakeState {
    /// Every state.
    pub const ALL: [HandshakeState; 5] = [
        HandshakeState::Open,
        HandshakeState::Canceled,
        HandshakeState::Accepted,
        HandshakeState::Declined,
        HandshakeState::Expired,
    ];

    /// The name in the Organizations API and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            HandshakeState::Open => "OPEN",
            HandshakeState::Canceled => "CANCELED",
            HandshakeState::Accepted => "ACCEPTED",
            HandshakeState::Declined => "DECLINED",
            HandshakeState::Expired => "EXPIRED",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<HandshakeState> {
        HandshakeState::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Whom an invitation names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invitee {
    /// An account.
    Account(AccountId),
    /// The account whose root user has this email.
    Email(String),
}

/// An invitation of an account into an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handshake {
    /// Its id.
    pub id: HandshakeId,
    /// The organization that invites.
    pub organization: OrganizationId,
    /// Its management account.
    pub management: AccountId,
    /// The account that is invited.
    pub account: AccountId,
    /// How the request named it.
    pub invitee: Invitee,
    /// What became of it, apart from expiry.
    pub state: HandshakeState,
    /// When it was sent.
    pub requested_at: Timestamp,
    /// When it expires if nobody answers.
    pub expires_at: Timestamp,
    /// A text for the invited account.
    pub notes: Option<String>,
    /// Tags that the account gets when it joins.
    pub tags: Tags,
}

impl Handshake {
    /// How long it can be answered: 15 days, in milliseconds.
    pub const LIFETIME: i64 = 15 * 24 * 60 * 60 * 1000;

    /// What has become of it by now.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> HandshakeState {
        match self.state {
            HandshakeState::Open if now >= self.expires_at => HandshakeState::Expired,
            state => state,
        }
    }
}

/// Why an account could not be created. The names are AWS's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CreationFailure {
    /// The organization has as many accounts as it may.
    AccountLimitExceeded,
    /// Another account has that email.
    EmailAlreadyExists,
}

impl CreationFailure {
    /// The name in the Organizations API and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CreationFailure::AccountLimitExceeded => "ACCOUNT_LIMIT_EXCEEDED",
            CreationFailure::EmailAlreadyExists => "EMAIL_ALREADY_EXISTS",
        }
    }

    /// The failure with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<CreationFailure> {
        [CreationFailure::AccountLimitExceeded, CreationFailure::EmailAlreadyExists]
            .into_iter()
            .find(|failure| failure.name() == name)
    }
}

/// A request to create an account, and what came of it. It is settled in the same step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creation {
    /// Its id.
    pub id: CreationId,
    /// The organization.
    pub organization: OrganizationId,
    /// The account's name.
    pub name: String,
    /// The account, or why there is none.
    pub outcome: Result<AccountId, CreationFailure>,
    /// When it was asked for and settled.
    pub at: Timestamp,
}
