//! Records as rows of a table.

use accede_membership::access::{AccessKey, KeyId, Role};
use accede_membership::directory::{
    Account, Creation, CreationId, Handshake, HandshakeId, Organization, OrganizationId,
};
use accede_membership::{
    AccountId, Event, EventId, EventPlace, Invitation, InvitationId, InvitationState, Kind, Pair,
    Received, Relationship, Row, Scope, Service, Standing, Status, Switch, Tally,
};

use super::cells::Cells;
use crate::{StoreError, Version, documents};

// Columns, in the order in which they are read, and in which a row's checksum covers them: it is the last. In front
// of those of a scope are its service and its Region.

/// The columns that [`standing`] reads.
macro_rules! standing_columns {
    () => {
        "account, version, switch, enabled_at, updated_at, settings, tags, administrator, \
         tally_rows, tally_counted, tally_blocking, tally_associated, tally_organization, \
         configuration, sum"
    };
}

/// The columns that [`relationship`] reads.
macro_rules! relationship_columns {
    () => {
        "administrator, member, version, kind, status, email, tags, created_at, updated_at, \
         invited_at, message, invitation_id, invitation_at, invitation_state, sum"
    };
}

/// The columns that [`received`] reads. The index covers them, and the checksum is of them alone.
macro_rules! received_columns {
    () => {
        "administrator, member, invitation_id, invitation_at, invitation_state, status, \
         invitation_sum"
    };
}

/// The columns that [`account`] reads.
macro_rules! account_columns {
    () => {
        "account, version, document, email_key, organization, parent, sum"
    };
}

/// The columns that [`organization`] reads.
macro_rules! organization_columns {
    () => {
        "organization, version, document, sum"
    };
}

/// The columns that [`handshake`] reads.
macro_rules! handshake_columns {
    () => {
        "handshake, version, document, account, organization, sum"
    };
}

/// The columns that [`creation`] reads.
macro_rules! creation_columns {
    () => {
        "creation, version, document, organization, sum"
    };
}

/// The columns that [`access_key`] reads.
macro_rules! access_key_columns {
    () => {
        "access_key, version, document, account, sum"
    };
}

/// The columns that [`role`] reads.
macro_rules! role_columns {
    () => {
        "account, role, version, document, sum"
    };
}

/// The columns that [`event`] reads.
macro_rules! event_columns {
    () => {
        "account, region, at, id, document, sum"
    };
}

pub(super) use {
    access_key_columns, account_columns, creation_columns, event_columns, handshake_columns,
    organization_columns, received_columns, relationship_columns, role_columns, standing_columns,
};

/// How many columns a scope has, in front of others.
pub(super) const SCOPE: usize = 2;

/// The standing in a row, and its version.
pub(super) fn standing(row: &Cells<'_>) -> Result<(Standing, Version), StoreError> {
    let tally = Tally {
        rows: row.count(8)?,
        counted: row.count(9)?,
        blocking: row.count(10)?,
        associated: row.count(11)?,
        organization: row.count(12)?,
    };
    let standing = Standing {
        switch: row.named(2, Switch::from_name)?,
        enabled_at: row.time(3)?,
        updated_at: row.time(4)?,
        settings: row.texts(5)?,
        tags: row.texts(6)?,
        configuration: row.texts(13)?,
        administrator: row.there(7)?.then(|| row.account(7)).transpose()?,
        tally,
    };
    Ok((standing, row.count(1)?))
}

/// The status of the relationship in a row, without the rest of it.
pub(super) fn status(row: &Cells<'_>) -> Result<Option<Status>, StoreError> {
    row.there(4)?.then(|| row.named(4, Status::from_name)).transpose()
}

/// The relationship in a row, and its version.
pub(super) fn relationship(cells: &Cells<'_>) -> Result<(Relationship, Version), StoreError> {
    let row = || -> Result<Row, StoreError> {
        Ok(Row {
            status: cells.named(4, Status::from_name)?,
            email: cells.optional_text(5)?.map(str::to_owned),
            tags: cells.texts(6)?,
            created_at: cells.time(7)?,
            updated_at: cells.time(8)?,
            invited_at: cells.there(9)?.then(|| cells.time(9)).transpose()?,
            message: cells.optional_text(10)?.map(str::to_owned),
        })
    };
    let invitation = || -> Result<Invitation, StoreError> {
        Ok(Invitation {
            id: InvitationId(cells.wide(11)?),
            invited_at: cells.time(12)?,
            state: cells.named(13, InvitationState::from_name)?,
        })
    };
    let relationship = Relationship {
        pair: Pair { administrator: cells.account(0)?, member: cells.account(1)? },
        kind: cells.named(3, Kind::from_name)?,
        row: cells.there(4)?.then(row).transpose()?,
        invitation: cells.there(11)?.then(invitation).transpose()?,
    };
    Ok((relationship, cells.count(2)?))
}

/// The invitation in a row of the index.
pub(super) fn received(row: &Cells<'_>) -> Result<Received, StoreError> {
    Ok(Received {
        administrator: row.account(0)?,
        id: InvitationId(row.wide(2)?),
        invited_at: row.time(3)?,
        state: state(row)?,
        row: row.there(5)?.then(|| row.named(5, Status::from_name)).transpose()?,
    })
}

/// The state of the invitation in a row of the index, without the rest of it.
pub(super) fn state(row: &Cells<'_>) -> Result<InvitationState, StoreError> {
    row.named(4, InvitationState::from_name)
}

/// The scope in a row of standings of all scopes.
pub(super) fn scope(row: &Cells<'_>) -> Result<Scope, StoreError> {
    let service = row.named(0, Service::from_name)?;
    Ok(Scope { service, region: row.parsed(1, |text| text.parse().ok())? })
}

/// The id, version and entry of an account.
pub(super) fn account(row: &Cells<'_>) -> Result<(AccountId, Account, Version), StoreError> {
    Ok((row.account(0)?, row.document(2, documents::read_account)?, row.count(1)?))
}

/// The organization in a row, and its version.
pub(super) fn organization(row: &Cells<'_>) -> Result<(Organization, Version), StoreError> {
    let id = row.parsed(0, OrganizationId::parse)?;
    Ok((row.document(2, |json| documents::read_organization(id, json))?, row.count(1)?))
}

/// The handshake in a row, and its version.
pub(super) fn handshake(row: &Cells<'_>) -> Result<(Handshake, Version), StoreError> {
    let id = row.parsed(0, HandshakeId::parse)?;
    Ok((row.document(2, |json| documents::read_handshake(id, json))?, row.count(1)?))
}

/// The request in a row, and its version.
pub(super) fn creation(row: &Cells<'_>) -> Result<(Creation, Version), StoreError> {
    let id = row.parsed(0, CreationId::parse)?;
    Ok((row.document(2, |json| documents::read_creation(id, json))?, row.count(1)?))
}

/// The access key in a row, and its version.
pub(super) fn access_key(row: &Cells<'_>) -> Result<(AccessKey, Version), StoreError> {
    let id = row.parsed(0, KeyId::parse)?;
    Ok((row.document(2, |json| documents::read_access_key(id, json))?, row.count(1)?))
}

/// The role in a row, and its version.
pub(super) fn role(row: &Cells<'_>) -> Result<(Role, Version), StoreError> {
    let account = row.account(0)?;
    Ok((row.document(3, |json| documents::read_role(account, json))?, row.count(2)?))
}

/// The event in a row.
pub(super) fn event(row: &Cells<'_>) -> Result<Event, StoreError> {
    Ok(Event {
        account: row.account(0)?,
        region: row.parsed(1, |text| text.parse().ok())?,
        place: EventPlace { at: row.time(2)?, id: EventId(row.wide(3)?) },
        document: row.text(4)?.to_owned(),
    })
}
