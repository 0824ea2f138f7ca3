//! What a command needs to see, and what was seen.

use std::collections::BTreeMap;

use crate::{AccountId, InvitationState, Pair, Received, Relationship, Standing, StatusSet};

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
    /// What the directory knows of an account.
    Account(AccountId),
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

/// What the directory of accounts knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The email of the account's root user.
    pub email: String,
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
    /// The page of rows.
    pub rows: Vec<Relationship>,
    /// The page of invitations.
    pub invitations: Vec<Received>,
    /// The number of invitations.
    pub invitation_count: u64,
}
