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

/// The columns that [`standing`] reads, in its order.
macro_rules! standing_columns {
    () => {
        "account, version, switch, enabled_at, updated_at, settings, tags, administrator, \
         tally_rows, tally_counted, tally_blocking, tally_associated, tally_organization, \
         configuration"
    };
}

/// The columns that [`relationship`] reads, in its order.
macro_rules! relationship_columns {
    () => {
        "administrator, member, version, kind, status, email, tags, created_at, updated_at, \
         invited_at, message, invitation_id, invitation_at, invitation_state"
    };
}

/// The columns that [`received`] reads, in its order. The index covers them.
macro_rules! received_columns {
    () => {
        "administrator, member, invitation_id, invitation_at, invitation_state, status"
    };
}

pub(super) use {received_columns, relationship_columns, standing_columns};

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
        state: row.named(4, InvitationState::from_name)?,
        row: row.there(5)?.then(|| row.named(5, Status::from_name)).transpose()?,
    })
}

/// The scope in a row of the index of standings by account.
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
