//! Everything that is in a store, in one order: what copies and checks a whole store reads and writes.

use std::cmp::Ordering;

use accede_membership::access::{AccessKey, KeyId, Role, RoleKey};
use accede_membership::directory::{
    Account, Creation, CreationId, Handshake, HandshakeId, Organization, OrganizationId,
};
use accede_membership::{
    AccountId, Change, Event, EventPlace, Pair, Relationship, Scope, Standing,
};
use serde::Serialize;

use crate::{Commit, Key, Part, Seen, StoreError, documents};

/// One record, or one event: all that it is, but its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The directory's entry of an account.
    Account(AccountId, Account),
    /// An organization.
    Organization(Organization),
    /// An invitation into an organization.
    Handshake(Handshake),
    /// A request to create an account.
    Creation(Creation),
    /// An access key, with its secret sealed.
    AccessKey(AccessKey),
    /// A role.
    Role(Role),
    /// The standing of an account in a scope.
    Standing(Scope, AccountId, Standing),
    /// The relationship of two accounts in a scope.
    Relationship(Scope, Relationship),
    /// An event.
    Event(Event),
}

/// Which entry it is, and its place in the order of all: by kind, as they are listed here, then by scope, in the
/// order of the names of services and of Regions, then by what is named here in its own order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKey {
    /// An account.
    Account(AccountId),
    /// An organization.
    Organization(OrganizationId),
    /// An invitation into an organization.
    Handshake(HandshakeId),
    /// A request to create an account.
    Creation(CreationId),
    /// An access key.
    AccessKey(KeyId),
    /// A role.
    Role(RoleKey),
    /// The standing of an account.
    Standing(ByName, AccountId),
    /// The relationship of two accounts.
    Relationship(ByName, Pair),
    /// An event.
    Event(EventPlace),
}

/// A scope, in the order of the names of services and of Regions, which is that of every database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByName(pub Scope);

impl ByName {
    /// The names of the service and of the Region.
    #[must_use]
    pub fn names(&self) -> (&'static str, &str) {
        (self.0.service.name(), self.0.region.as_str())
    }
}

impl Ord for ByName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.names().cmp(&other.names())
    }
}

impl PartialOrd for ByName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A kind of entries, in the order of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// Accounts.
    Account,
    /// Organizations.
    Organization,
    /// Invitations into organizations.
    Handshake,
    /// Requests to create accounts.
    Creation,
    /// Access keys.
    AccessKey,
    /// Roles.
    Role,
    /// Standings.
    Standing,
    /// Relationships.
    Relationship,
    /// Events.
    Event,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [EntryKind; 9] = [
        EntryKind::Account,
        EntryKind::Organization,
        EntryKind::Handshake,
        EntryKind::Creation,
        EntryKind::AccessKey,
        EntryKind::Role,
        EntryKind::Standing,
        EntryKind::Relationship,
        EntryKind::Event,
    ];

    /// What one of them is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Account => "account",
            EntryKind::Organization => "organization",
            EntryKind::Handshake => "handshake",
            EntryKind::Creation => "creation",
            EntryKind::AccessKey => "access key",
            EntryKind::Role => "role",
            EntryKind::Standing => "standing",
            EntryKind::Relationship => "relationship",
            EntryKind::Event => "event",
        }
    }

    /// The kinds of what comes after an entry.
    pub(crate) fn from(after: Option<&EntryKey>) -> impl Iterator<Item = EntryKind> {
        let first = after.map_or(EntryKind::Account, EntryKey::kind);
        EntryKind::ALL.into_iter().filter(move |kind| *kind >= first)
    }
}

impl EntryKey {
    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> EntryKind {
        match self {
            EntryKey::Account(_) => EntryKind::Account,
            EntryKey::Organization(_) => EntryKind::Organization,
            EntryKey::Handshake(_) => EntryKind::Handshake,
            EntryKey::Creation(_) => EntryKind::Creation,
            EntryKey::AccessKey(_) => EntryKind::AccessKey,
            EntryKey::Role(_) => EntryKind::Role,
            EntryKey::Standing(..) => EntryKind::Standing,
            EntryKey::Relationship(..) => EntryKind::Relationship,
            EntryKey::Event(_) => EntryKind::Event,
        }
    }

    /// What tells it from others of its kind, as texts.
    pub(crate) fn words(&self) -> Vec<String> {
        let in_scope = |scope: &ByName, accounts: &[AccountId]| {
            let (service, region) = scope.names();
            let accounts = accounts.iter().map(AccountId::to_string);
            [service.to_owned(), region.to_owned()].into_iter().chain(accounts).collect()
        };
        match self {
            EntryKey::Account(id) => vec![id.to_string()],
            EntryKey::Organization(id) => vec![id.to_string()],
            EntryKey::Handshake(id) => vec![id.to_string()],
            EntryKey::Creation(id) => vec![id.to_string()],
            EntryKey::AccessKey(id) => vec![id.to_string()],
            EntryKey::Role(RoleKey { account, name }) => vec![account.to_string(), name.clone()],
            EntryKey::Standing(scope, account) => in_scope(scope, &[*account]),
            EntryKey::Relationship(scope, pair) => {
                in_scope(scope, &[pair.administrator, pair.member])
            }
            EntryKey::Event(place) => vec![place.at.0.to_string(), place.id.to_string()],
        }
    }
}

/// The kind and what tells it from others: `relationship securityhub us-east-1 111122223333 444455556666`.
impl std::fmt::Display for EntryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind().name())?;
        self.words().iter().try_for_each(|word| write!(f, " {word}"))
    }
}

/// What two stores write the same, if they have the same.
#[derive(Serialize)]
struct Canonical<'a> {
    kind: &'static str,
    key: Vec<String>,
    /// What stores keep beside a document.
    beside: Vec<Option<String>>,
    document: &'a str,
}

impl Entry {
    /// Which entry it is.
    #[must_use]
    pub fn key(&self) -> EntryKey {
        let by_name = |scope: &Scope| ByName(scope.clone());
        match self {
            Entry::Account(id, _) => EntryKey::Account(*id),
            Entry::Organization(record) => EntryKey::Organization(record.id),
            Entry::Handshake(record) => EntryKey::Handshake(record.id),
            Entry::Creation(record) => EntryKey::Creation(record.id),
            Entry::AccessKey(record) => EntryKey::AccessKey(record.id),
            Entry::Role(record) => EntryKey::Role(record.key()),
            Entry::Standing(scope, account, _) => EntryKey::Standing(by_name(scope), *account),
            Entry::Relationship(scope, record) => {
                EntryKey::Relationship(by_name(scope), record.pair)
            }
            Entry::Event(event) => EntryKey::Event(event.place),
        }
    }

    /// One line of JSON that has all of it: the same for the same entry, whichever store it comes from.
    ///
    /// # Errors
    ///
    /// The entry cannot be written as a document, and so in no store that is not in memory.
    pub fn canonical(&self) -> Result<String, StoreError> {
        let key = self.key();
        let wrong = |error: serde_json::Error| StoreError::new(format!("{key}: {error}"));
        let document = self.document().map_err(wrong)?;
        let (kind, words) = (key.kind().name(), key.words());
        let line = Canonical { kind, key: words, beside: self.beside(), document: &document };
        serde_json::to_string(&line).map_err(wrong)
    }

    fn document(&self) -> documents::Result<String> {
        match self {
            Entry::Account(_, record) => documents::write_account(record),
            Entry::Organization(record) => documents::write_organization(record),
            Entry::Handshake(record) => documents::write_handshake(record),
            Entry::Creation(record) => documents::write_creation(record),
            Entry::AccessKey(record) => documents::write_access_key(record),
            Entry::Role(record) => documents::write_role(record),
            Entry::Standing(_, _, record) => documents::write_standing(record),
            Entry::Relationship(_, record) => {
                documents::write_relationship(record.kind, record.row.as_ref())
            }
            Entry::Event(event) => Ok(event.document.clone()),
        }
    }

    fn beside(&self) -> Vec<Option<String>> {
        match self {
            Entry::Standing(_, _, record) => vec![record.administrator.map(|id| id.to_string())],
            Entry::Relationship(_, record) => {
                let invitation = record.invitation.as_ref();
                vec![
                    record.status().map(|status| status.name().to_owned()),
                    invitation.map(|invitation| invitation.id.to_string()),
                    invitation.map(|invitation| invitation.invited_at.0.to_string()),
                    invitation.map(|invitation| invitation.state.name().to_owned()),
                ]
            }
            Entry::Event(event) => {
                vec![Some(event.account.to_string()), Some(event.region.to_string())]
            }
            _ => Vec::new(),
        }
    }

    fn into_change(self) -> (Option<Scope>, Option<Key>, Change) {
        match self {
            Entry::Account(id, record) => {
                (None, Some(Key::Account(id)), Change::Account(id, Some(record)))
            }
            Entry::Organization(record) => {
                let id = record.id;
                (None, Some(Key::Organization(id)), Change::Organization(id, Some(record)))
            }
            Entry::Handshake(record) => {
                let id = record.id;
                (None, Some(Key::Handshake(id)), Change::Handshake(id, Some(record)))
            }
            Entry::Creation(record) => {
                let id = record.id;
                (None, Some(Key::Creation(id)), Change::Creation(id, Some(record)))
            }
            Entry::AccessKey(record) => {
                let id = record.id;
                (None, Some(Key::AccessKey(id)), Change::AccessKey(id, Some(record)))
            }
            Entry::Role(record) => {
                let key = record.key();
                (None, Some(Key::Role(key.clone())), Change::Role(key, Some(record)))
            }
            Entry::Standing(scope, id, record) => {
                (Some(scope), Some(Key::Standing(id)), Change::Standing(id, Some(record)))
            }
            Entry::Relationship(scope, record) => {
                let pair = record.pair;
                let change = Change::Relationship(pair, Some(record));
                (Some(scope), Some(Key::Relationship(pair)), change)
            }
            Entry::Event(event) => (None, None, Change::Event(Box::new(event))),
        }
    }
}

/// A row whose record is another than its key says would have the next page begin anywhere.
pub(crate) fn in_order(
    after: Option<&EntryKey>,
    page: Vec<Entry>,
) -> Result<Vec<Entry>, StoreError> {
    let mut last = after.cloned();
    for entry in &page {
        let key = Some(entry.key());
        if key <= last {
            return Err(StoreError::new(format!(
                "the record is in another's row: {}",
                entry.key()
            )));
        }
        last = key;
    }
    Ok(page)
}

/// The commit that puts these entries where there are none.
pub(crate) fn commit_of(entries: Vec<Entry>) -> Commit {
    let mut parts: Vec<Part> = Vec::new();
    for entry in entries {
        let (scope, key, change) = entry.into_change();
        if parts.last().is_none_or(|part| part.scope != scope) {
            parts.push(Part { scope, seen: Seen::new(), changes: Vec::new() });
        }
        if let Some(part) = parts.last_mut() {
            part.seen.extend(key.map(|key| (key, 0)));
            part.changes.push(change);
        }
    }
    Commit { parts }
}
