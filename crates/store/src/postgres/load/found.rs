//! What the rows of a load are.

use std::collections::{BTreeMap, BTreeSet};

use accede_membership::access::{AccessKey, KeyId, Role, RoleKey};
use accede_membership::directory::{
    Account, Creation, CreationId, Handshake, HandshakeId, Organization, OrganizationId,
};
use accede_membership::{
    AccountId, Event, EventId, EventPlace, Invitation, InvitationId, InvitationState, Pair,
    Received, Relationship, Scope, Service, Standing, Status, Timestamp,
};

use super::column;
use super::shape::Part;
use crate::postgres::cells::Cells;
use crate::postgres::text::read;
use crate::postgres::wire::Row;
use crate::{StoreError, Version, documents};

/// Records with their versions.
type Records<K, V> = BTreeMap<K, (V, Version)>;

/// Everything that was found, by its key.
#[derive(Debug, Default)]
pub(in super::super) struct Found {
    pub(super) standings: Records<AccountId, Standing>,
    pub(super) relationships: Records<Pair, Relationship>,
    pub(super) members: BTreeMap<AccountId, BTreeSet<(AccountId, Status)>>,
    pub(super) accounts: Records<AccountId, Account>,
    pub(super) emails: Records<String, AccountId>,
    pub(super) organizations: Records<OrganizationId, Organization>,
    pub(super) handshakes: Records<HandshakeId, Handshake>,
    pub(super) creations: Records<CreationId, Creation>,
    pub(super) access_keys: Records<KeyId, AccessKey>,
    pub(super) roles: Records<RoleKey, Role>,
    pub(super) scopes: BTreeMap<AccountId, Vec<Scope>>,
    pub(super) whereabouts: BTreeMap<AccountId, Version>,
    pub(super) row_page: Vec<Relationship>,
    pub(super) invitation_page: Vec<Received>,
    pub(super) invitation_count: u64,
    pub(super) account_page: Vec<(AccountId, Account)>,
    pub(super) handshake_page: Vec<Handshake>,
    pub(super) creation_page: Vec<Creation>,
    pub(super) access_key_page: Vec<AccessKey>,
    pub(super) role_page: Vec<Role>,
    pub(super) event_page: Vec<Event>,
}

impl Found {
    /// Takes a row in.
    pub(super) fn add(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        let number = Cells { row, table: "?" }.number(column::PART)?;
        let part = Part::of(number)
            .ok_or_else(|| StoreError::new(format!("a load has no part {number}")))?;
        let cells = Cells { row, table: part.table() };
        match part {
            Part::Standing => {
                drop(self.standings.insert(cells.account(column::A)?, standing(&cells)?))
            }
            Part::Relationship => {
                let (relationship, version) = relationship(&cells)?;
                self.relationships.insert(relationship.pair, (relationship, version));
            }
            Part::Member => {
                let status = cells.parsed(column::S, Status::from_name)?;
                let members = self.members.entry(cells.account(column::A)?).or_default();
                members.insert((cells.account(column::B)?, status));
            }
            Part::Scope | Part::ScopeOfRows => {
                let scopes = self.scopes.entry(cells.account(column::S)?).or_default();
                scopes.push(scope(&cells)?);
            }
            Part::Whereabouts => {
                self.whereabouts.insert(cells.account(column::A)?, cells.version()?);
            }
            Part::RowPage => self.row_page.push(relationship(&cells)?.0),
            Part::InvitationPage => self.invitation_page.push(received(&cells)?),
            Part::InvitationCount => self.invitation_count = cells.count(column::VERSION)?,
            Part::EventPage => self.event_page.push(event(&cells)?),
            _ => self.add_to_directory(part, &cells)?,
        }
        Ok(())
    }

    fn add_to_directory(&mut self, part: Part, cells: &Cells<'_>) -> Result<(), StoreError> {
        match part {
            Part::Account => {
                let account = cells.document(documents::read_account)?;
                self.accounts.insert(cells.account(column::A)?, (account, cells.version()?));
            }
            Part::Email => {
                let email = read(cells.text(column::B)?);
                self.emails.insert(email, (cells.account(column::A)?, cells.version()?));
            }
            Part::Organization => {
                let id = cells.parsed(column::A, OrganizationId::parse)?;
                let record = cells.document(|json| documents::read_organization(id, json))?;
                self.organizations.insert(id, (record, cells.version()?));
            }
            Part::Handshake => {
                let (id, record) = handshake(cells)?;
                self.handshakes.insert(id, (record, cells.version()?));
            }
            Part::Creation => {
                let (id, record) = creation(cells)?;
                self.creations.insert(id, (record, cells.version()?));
            }
            Part::AccessKey => {
                let (id, record) = access_key(cells)?;
                self.access_keys.insert(id, (record, cells.version()?));
            }
            Part::Role => {
                let (account, record) = role(cells)?;
                let key = RoleKey { account, name: read(cells.text(column::B)?) };
                self.roles.insert(key, (record, cells.version()?));
            }
            Part::AccountPage => {
                let account = cells.document(documents::read_account)?;
                self.account_page.push((cells.account(column::A)?, account));
            }
            Part::HandshakePage => self.handshake_page.push(handshake(cells)?.1),
            Part::CreationPage => self.creation_page.push(creation(cells)?.1),
            Part::AccessKeyPage => self.access_key_page.push(access_key(cells)?.1),
            Part::RolePage => self.role_page.push(role(cells)?.1),
            _ => {}
        }
        Ok(())
    }
}

fn standing(cells: &Cells<'_>) -> Result<(Standing, Version), StoreError> {
    let administrator = cells.parsed_if_any(column::S, |text| text.parse().ok())?;
    let standing = Standing { administrator, ..cells.document(documents::read_standing)? };
    Ok((standing, cells.version()?))
}

fn relationship(cells: &Cells<'_>) -> Result<(Relationship, Version), StoreError> {
    let status = cells.parsed_if_any(column::S, Status::from_name)?;
    let (kind, row) = cells.document(|json| documents::read_relationship(status, json))?;
    let invitation = match cells.row.bytes(column::ID) {
        Some(_) => Some(Invitation {
            id: InvitationId(cells.wide(column::ID)?),
            invited_at: Timestamp(cells.number(column::AT)?),
            state: cells.parsed(column::T, InvitationState::from_name)?,
        }),
        None => None,
    };
    let pair = Pair { administrator: cells.account(column::A)?, member: cells.account(column::B)? };
    Ok((Relationship { pair, kind, row, invitation }, cells.version()?))
}

fn received(cells: &Cells<'_>) -> Result<Received, StoreError> {
    Ok(Received {
        administrator: cells.account(column::A)?,
        id: InvitationId(cells.wide(column::ID)?),
        invited_at: Timestamp(cells.number(column::AT)?),
        state: cells.parsed(column::T, InvitationState::from_name)?,
        row: cells.parsed_if_any(column::S, Status::from_name)?,
    })
}

fn scope(cells: &Cells<'_>) -> Result<Scope, StoreError> {
    let service = cells.parsed(column::A, Service::from_name)?;
    Ok(Scope { service, region: cells.parsed(column::B, |text| text.parse().ok())? })
}

fn handshake(cells: &Cells<'_>) -> Result<(HandshakeId, Handshake), StoreError> {
    let id = cells.parsed(column::A, HandshakeId::parse)?;
    Ok((id, cells.document(|json| documents::read_handshake(id, json))?))
}

fn creation(cells: &Cells<'_>) -> Result<(CreationId, Creation), StoreError> {
    let id = cells.parsed(column::A, CreationId::parse)?;
    Ok((id, cells.document(|json| documents::read_creation(id, json))?))
}

fn access_key(cells: &Cells<'_>) -> Result<(KeyId, AccessKey), StoreError> {
    let id = cells.parsed(column::A, KeyId::parse)?;
    Ok((id, cells.document(|json| documents::read_access_key(id, json))?))
}

fn role(cells: &Cells<'_>) -> Result<(AccountId, Role), StoreError> {
    let account = cells.account(column::A)?;
    Ok((account, cells.document(|json| documents::read_role(account, json))?))
}

fn event(cells: &Cells<'_>) -> Result<Event, StoreError> {
    let place = EventPlace {
        at: Timestamp(cells.number(column::AT)?),
        id: EventId(cells.wide(column::ID)?),
    };
    Ok(Event {
        account: cells.account(column::A)?,
        region: cells.parsed(column::B, |text| text.parse().ok())?,
        place,
        document: read(cells.text(column::DOCUMENT)?),
    })
}
