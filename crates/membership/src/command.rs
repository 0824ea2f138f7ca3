//! What can be asked, in the terms of the rules. A dialect turns each operation of a service into one of
//! these; several operations may share one.

use std::fmt;

use crate::{AccountId, Activity, InvitationId, Page, Settings, StatusSet, Tags};

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
    /// The caller's member of this account id.
    Member(AccountId),
    /// Something that does not exist, or is not the caller's.
    Unknown,
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
}
