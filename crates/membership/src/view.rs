//! What a command needs to see, and what was seen.

use std::collections::BTreeMap;

use crate::access::{AccessKey, EventsOf, KeyId, Role, RoleKey};
use crate::directory::{
    Account, AccountsOf, Creation, CreationId, Handshake, HandshakeId, ListPage, Organization,
    OrganizationId,
};
use crate::{
    AccountId, Event, EventPlace, InvitationState, Pair, Received, Relationship, Scope, Standing,
    StatusSet,
};

/// One thing that a command needs to see. A store answers all reads of a command in one round trip.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Read {
    /// The standing of an account.
    Standing(AccountId),
    /// The relationship of two accounts.
    Relationship(Pair),
    /// The standing of an account, and, if it has an administrator, that one's standing and their
    /// relationship.
    AdministratorOf(AccountId),
    /// The standing of an administrator, and of each member whose row has one of these statuses.
    MembersOf {
        /// The administrator.
        administrator: AccountId,
        /// The statuses wanted.
        statuses: StatusSet,
    },
    /// The standing of an administrator and every relationship in which it has a row.
    RowsOf(AccountId),
    /// The same, and for each member its standing and what the directory knows of it.
    EverybodyOf(AccountId),
    /// What the directory knows of an account.
    Account(AccountId),
    /// The same, and its organization if it is in one.
    OrganizationOf(AccountId),
    /// An organization.
    Organization(OrganizationId),
    /// The account whose root user has this email; see [`Account::email_key`].
    AccountByEmail(String),
    /// An invitation into an organization.
    Handshake(HandshakeId),
    /// A request to create an account.
    Creation(CreationId),
    /// A page of an administrator's rows, by account id. Not guarded: for answers, not for decisions.
    RowPage {
        /// The administrator.
        administrator: AccountId,
        /// The statuses wanted.
        statuses: StatusSet,
        /// Which rows.
        page: Page,
    },
    /// A page of a member's invitations, by administrator. Not guarded.
    InvitationPage {
        /// The member.
        member: AccountId,
        /// Which invitations.
        page: Page,
    },
    /// How many invitations a member has, besides those in one state. Not guarded.
    InvitationCount {
        /// The member.
        member: AccountId,
        /// The state that does not count.
        besides: InvitationState,
    },
    /// A page of the directory's accounts, by id. Not guarded.
    AccountPage {
        /// Whose.
        of: AccountsOf,
        /// Which accounts.
        page: ListPage,
    },
    /// A page of handshakes, by id. Not guarded.
    HandshakePage {
        /// Whose.
        of: Party,
        /// Which handshakes.
        page: ListPage,
    },
    /// A page of an organization's requests to create accounts, by id. Not guarded.
    CreationPage {
        /// Whose.
        organization: OrganizationId,
        /// Which requests.
        page: ListPage,
    },
    /// The scopes in which an account has a standing. What is guarded is which scopes they are, not what the
    /// account is there.
    ScopesOf(AccountId),
    /// An access key.
    AccessKey(KeyId),
    /// A page of access keys, by account and id. Not guarded.
    AccessKeyPage {
        /// Only those of this account.
        account: Option<AccountId>,
        /// The last key of the page before.
        after: Option<(AccountId, KeyId)>,
        /// The number of keys wanted.
        limit: usize,
    },
    /// A role.
    Role(RoleKey),
    /// A page of roles, by account and name. Not guarded.
    RolePage {
        /// Only those of this account.
        account: Option<AccountId>,
        /// The last role of the page before.
        after: Option<RoleKey>,
        /// The number of roles wanted.
        limit: usize,
    },
    /// A page of events. Not guarded.
    EventPage {
        /// Whose, and in which order.
        of: EventsOf,
        /// The place of the last event of the page before.
        after: Option<EventPlace>,
        /// How much is wanted.
        extent: Extent,
    },
}

/// How much a page of events may hold: large requests leave large documents.
///
/// The page ends after so many events, or with the one whose document brings their bytes to so many, whichever
/// comes first. So it has at least one event, if there is one and any are wanted at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extent {
    /// The number of events.
    pub events: usize,
    /// The number of bytes of their documents.
    pub bytes: usize,
}

impl Extent {
    /// All that there are.
    pub const ALL: Extent = Extent { events: usize::MAX, bytes: usize::MAX };

    /// Whether events with so many bytes of documents are a whole page.
    #[must_use]
    pub fn is_reached(self, events: usize, bytes: usize) -> bool {
        events >= self.events || (events > 0 && bytes >= self.bytes)
    }

    /// The page that these events begin with, and whether there are more of them.
    pub fn page<'a>(self, events: impl Iterator<Item = &'a Event>) -> (Vec<Event>, bool) {
        let (mut page, mut bytes) = (Vec::new(), 0);
        for event in events {
            if self.is_reached(page.len(), bytes) {
                return (page, true);
            }
            bytes += event.document.len();
            page.push(event.clone());
        }
        (page, false)
    }
}

/// A party of a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// The account that is invited.
    Account(AccountId),
    /// The organization that invites.
    Organization(OrganizationId),
}

/// A page of a list: what comes after the last key seen, at most so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Page {
    /// The last key of the page before.
    pub after: Option<AccountId>,
    /// The number of items wanted.
    pub limit: usize,
}

impl Page {
    /// This page and one item more, which tells whether there is another page.
    #[must_use]
    pub fn and_one_more(self) -> Page {
        Page { limit: self.limit + 1, ..self }
    }
}

/// What was seen. Everything that was read is here, absences included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Standings; `None` where there is no record.
    pub standings: BTreeMap<AccountId, Option<Standing>>,
    /// Relationships; `None` where there is no record.
    pub relationships: BTreeMap<Pair, Option<Relationship>>,
    /// Directory entries; `None` where there is none.
    pub accounts: BTreeMap<AccountId, Option<Account>>,
    /// Organizations; `None` where there is none.
    pub organizations: BTreeMap<OrganizationId, Option<Organization>>,
    /// Invitations into organizations; `None` where there is none.
    pub handshakes: BTreeMap<HandshakeId, Option<Handshake>>,
    /// Requests to create accounts; `None` where there is none.
    pub creations: BTreeMap<CreationId, Option<Creation>>,
    /// Accounts by the key of their email; `None` where no account has it.
    pub emails: BTreeMap<String, Option<AccountId>>,
    /// The page of rows.
    pub rows: Vec<Relationship>,
    /// The page of invitations.
    pub invitations: Vec<Received>,
    /// The number of invitations.
    pub invitation_count: u64,
    /// The page of accounts.
    pub account_page: Vec<(AccountId, Account)>,
    /// The page of handshakes.
    pub handshake_page: Vec<Handshake>,
    /// The page of requests to create accounts.
    pub creation_page: Vec<Creation>,
    /// Scopes.
    pub scopes: Vec<Scope>,
    /// Access keys; `None` where there is none.
    pub access_keys: BTreeMap<KeyId, Option<AccessKey>>,
    /// Roles; `None` where there is none.
    pub roles: BTreeMap<RoleKey, Option<Role>>,
    /// The page of access keys.
    pub access_key_page: Vec<AccessKey>,
    /// The page of roles.
    pub role_page: Vec<Role>,
    /// The page of events.
    pub event_page: Vec<Event>,
    /// Whether there are events beyond that page.
    pub more_events: bool,
}

impl View {
    /// Adds what another load saw, later.
    pub fn merge(&mut self, later: View) {
        self.standings.extend(later.standings);
        self.relationships.extend(later.relationships);
        self.accounts.extend(later.accounts);
        self.organizations.extend(later.organizations);
        self.handshakes.extend(later.handshakes);
        self.creations.extend(later.creations);
        self.emails.extend(later.emails);
        self.rows.extend(later.rows);
        self.invitations.extend(later.invitations);
        self.invitation_count += later.invitation_count;
        self.account_page.extend(later.account_page);
        self.handshake_page.extend(later.handshake_page);
        self.creation_page.extend(later.creation_page);
        self.scopes.extend(later.scopes);
        self.access_keys.extend(later.access_keys);
        self.roles.extend(later.roles);
        self.access_key_page.extend(later.access_key_page);
        self.role_page.extend(later.role_page);
        self.event_page.extend(later.event_page);
        self.more_events |= later.more_events;
    }

    /// The organization of an account, if both were read and it is in one.
    #[must_use]
    pub fn organization_of(&self, account: AccountId) -> Option<&Organization> {
        let id = self.accounts.get(&account)?.as_ref()?.organization()?;
        self.organizations.get(&id)?.as_ref()
    }
}
