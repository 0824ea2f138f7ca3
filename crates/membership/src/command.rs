//! What can be asked, in the terms of the rules. A dialect turns each operation of a service into one of
//! these; several operations may share one.

use std::fmt;

use crate::directory::{AggregatorName, Linking};
use crate::{
    AccountId, Activity, AutoEnable, Configuration, InvitationId, Page, Region, Service, Settings,
    StatusSet, Tags,
};

/// An account as a request named it. A batch may name things that are not accounts; they are refused one by
/// one, so they are kept as they came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An account id.
    Account(AccountId),
    /// Something else.
    NotAnAccount(String),
}

impl Subject {
    /// Reads what a request named.
    #[must_use]
    pub fn parse(text: &str) -> Subject {
        text.parse().map_or_else(|_| Subject::NotAnAccount(text.to_owned()), Subject::Account)
    }

    /// The account id, if it is one.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Subject::Account(account) => Some(*account),
            Subject::NotAnAccount(_) => None,
        }
    }
}

impl From<AccountId> for Subject {
    fn from(account: AccountId) -> Self {
        Subject::Account(account)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Account(account) => account.fmt(f),
            Subject::NotAnAccount(text) => f.write_str(text),
        }
    }
}

/// The email of a member to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Email {
    /// None was given.
    Absent,
    /// One was given.
    Given(String),
    /// What was given cannot be an email; the account is refused.
    Malformed,
}

/// A member to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    /// The account.
    pub account: Subject,
    /// Its email.
    pub email: Email,
    /// Tags for the member resource.
    pub tags: Tags,
}

/// What a request is about, besides members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// The service's own resource in the caller's account: the hub, the session.
    Service,
    /// The same, by the id that it was given when the service was switched on.
    Identified(u128),
    /// The caller's member of this account id.
    Member(AccountId),
    /// Something that does not exist, or is not the caller's.
    Unknown,
}

/// What is to become of the service's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Configuring {
    /// Put these documents, over those that are there.
    Put(Configuration),
    /// Put these documents; refused if one of them is there already.
    Add(Configuration),
    /// Drop these documents; refused if one of them is not there.
    Drop(Vec<String>),
}

/// Who administers the service for an organization, in this Region, and how (semantics §9.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delegation {
    /// Designate the organization's administrator of this service and Region.
    Designate {
        /// Whom.
        account: Subject,
        /// The service, or the generation of it, that it is to administer.
        feature: Service,
    },
    /// End a designation.
    Withdraw {
        /// Whose.
        account: Subject,
        /// Of which service.
        feature: Service,
    },
    /// List the organization's administrators of this service and Region; there is at most one.
    List {
        /// Of which service.
        feature: Service,
    },
    /// Read how the organization is configured.
    Describe,
    /// See whether the caller may configure centrally, from here.
    RequireCentral,
    /// Change how the organization is configured.
    Configure {
        /// Whether accounts that join become members.
        auto_enable: bool,
        /// Whether they get the default standards; absent to leave that.
        standards: Option<bool>,
        /// Whether configuration is central; absent to leave that.
        central: Option<bool>,
    },
}

/// A finding aggregator of Security Hub: which Regions the home Region gathers from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregation {
    /// Create the caller's finding aggregator, with this Region as its home.
    Create {
        /// A random UUID.
        id: u128,
        /// How the linked Regions are chosen.
        linking: Linking,
        /// The Regions named with that.
        regions: Vec<Region>,
    },
    /// Read the caller's finding aggregator, whichever it is.
    List,
    /// Read the caller's finding aggregator.
    Get {
        /// Its name; absent where what was given cannot be one.
        name: Option<AggregatorName>,
    },
    /// Change the caller's finding aggregator.
    Update {
        /// Its name; absent where what was given cannot be one.
        name: Option<AggregatorName>,
        /// How the linked Regions are chosen.
        linking: Linking,
        /// The Regions named with that.
        regions: Vec<Region>,
    },
    /// Delete the caller's finding aggregator.
    Delete {
        /// Its name; absent where what was given cannot be one.
        name: Option<AggregatorName>,
    },
}

/// Automated discovery of sensitive data (Macie): how it is configured, and in which accounts it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discovery {
    /// Read the configuration.
    Describe,
    /// Change the configuration.
    Configure {
        /// Whether it is to be on.
        enabled: bool,
        /// In which members it is switched on by itself; absent for the default.
        auto_enable: Option<AutoEnable>,
    },
    /// List in which accounts it is on: the caller and its members, by account id.
    List {
        /// Only these accounts; empty for all.
        only: Vec<AccountId>,
        /// Which page.
        page: Page,
    },
    /// Switch it on or off in single accounts.
    Update {
        /// Which, and whether it is to be on.
        accounts: Vec<(Subject, bool)>,
    },
}

/// What happened to an account, as far as it matters to a scope. The server itself asks for it, with the
/// account as the caller, when the directory has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountEvent {
    /// It joined an organization whose administrator enables accounts that join (S18, M20).
    Joined {
        /// The organization's administrator in this scope.
        administrator: AccountId,
        /// Whether it gets the default standards.
        standards: bool,
    },
    /// It left its organization (S21).
    Left,
    /// It was suspended (M24, M25).
    Suspended,
    /// It is in use again.
    Reinstated,
    /// It was closed (S24, S25, M24).
    Closed,
    /// The Region of this scope was switched off in it (M25).
    RegionDisabled,
    /// The Region of this scope was switched on again in it.
    RegionEnabled,
    /// It no longer administers this scope for its organization (S23, M22).
    Undesignated,
}

/// One request to the rules. The caller's account comes from its credentials, never from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Switch the service on.
    EnableService {
        /// How it is to be set.
        settings: Settings,
        /// Tags for its resource.
        tags: Tags,
        /// Whether it works at once or starts suspended.
        activity: Activity,
        /// Whether the default standards are enabled too.
        standards: bool,
    },
    /// Read switch and settings.
    DescribeService {
        /// What the request takes for the service's own resource.
        resource: Resource,
    },
    /// Change settings, or suspend and resume.
    UpdateService {
        /// The settings to change; the others stay.
        settings: Settings,
        /// Whether it is to work or to be suspended; absent to leave that.
        activity: Option<Activity>,
    },
    /// Switch the service off.
    DisableService,
    /// Add rows.
    CreateMembers {
        /// The members to be.
        members: Vec<NewMember>,
    },
    /// Send invitations.
    InviteMembers {
        /// Whom.
        accounts: Vec<Subject>,
        /// A text for them.
        message: Option<String>,
    },
    /// Settle the email check of a row; asked by the server itself, not by a client.
    VerifyEmail {
        /// The member.
        member: AccountId,
    },
    /// Read rows by account.
    GetMembers {
        /// Which.
        accounts: Vec<Subject>,
    },
    /// List rows in the order of their account ids.
    ListMembers {
        /// The statuses to show.
        statuses: StatusSet,
        /// Which page.
        page: Page,
    },
    /// End relationships, as the administrator.
    DisassociateMembers {
        /// With whom.
        accounts: Vec<Subject>,
    },
    /// Delete rows.
    DeleteMembers {
        /// Which.
        accounts: Vec<Subject>,
    },
    /// Suspend or resume a member's service, as its administrator.
    UpdateMemberSession {
        /// The member.
        account: Subject,
        /// Whether its service is to work or to be suspended.
        activity: Activity,
    },
    /// List received invitations in the order of their administrators.
    ListInvitations {
        /// Which page.
        page: Page,
    },
    /// Count received invitations, without the accepted one.
    CountInvitations,
    /// Accept an invitation.
    AcceptInvitation {
        /// Who sent it.
        administrator: Subject,
        /// Its id; absent where what was given cannot be one.
        invitation: Option<InvitationId>,
    },
    /// Decline invitations.
    DeclineInvitations {
        /// Who sent them.
        accounts: Vec<Subject>,
    },
    /// Delete invitations.
    DeleteInvitations {
        /// Who sent them, or (Security Hub) to whom they were sent.
        accounts: Vec<Subject>,
    },
    /// Read the caller's administrator.
    GetAdministrator,
    /// End the relationship, as the member.
    LeaveAdministrator,
    /// Read tags.
    ListTags {
        /// Whose.
        resource: Resource,
    },
    /// Add or replace tags.
    Tag {
        /// Whose.
        resource: Resource,
        /// Which.
        tags: Tags,
    },
    /// Remove tags.
    Untag {
        /// Whose.
        resource: Resource,
        /// The keys; those that are not there are passed over.
        keys: Vec<String>,
    },
    /// Change the service's configuration.
    Configure(Configuring),
    /// Organize the service for an organization.
    Delegation(Delegation),
    /// Gather findings of several Regions.
    Aggregation(Aggregation),
    /// Discover sensitive data.
    Discovery(Discovery),
    /// Something happened to the caller; asked by the server itself, not by a client.
    Account(AccountEvent),
}
