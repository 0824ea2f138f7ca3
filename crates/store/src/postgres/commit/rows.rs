//! Records as rows of their tables.

use accede_membership::directory::{Account, Creation, Handshake};
use accede_membership::{AccountId, Change, Relationship, Standing};

use super::Table;
use crate::postgres::text::stored;
use crate::{Key, StoreError, documents, emails};

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

/// A row's place: the table, and its key within the scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Place {
    pub(super) table: Table,
    pub(super) key: Vec<String>,
}

impl Place {
    /// The place of what a key names; `None` for an email, which is a property of an account.
    pub(in super::super) fn of(key: &Key) -> Option<Place> {
        let one = |table, key: String| Some(Place { table, key: vec![key] });
        match key {
            Key::Standing(account) => one(Table::Standing, account.to_string()),
            Key::Relationship(pair) => Some(Place {
                table: Table::Relationship,
                key: vec![pair.administrator.to_string(), pair.member.to_string()],
            }),
            Key::Account(account) => one(Table::Account, account.to_string()),
            Key::Organization(id) => one(Table::Organization, id.to_string()),
            Key::Handshake(id) => one(Table::Handshake, id.to_string()),
            Key::Creation(id) => one(Table::Creation, id.to_string()),
            Key::Email(_) => None,
            Key::ScopesOf(account) => one(Table::Whereabouts, account.to_string()),
            Key::AccessKey(id) => one(Table::AccessKey, id.as_str().to_owned()),
            Key::Role(key) => Some(Place {
                table: Table::Role,
                key: vec![key.account.to_string(), stored(&key.name)],
            }),
        }
    }
}

/// A row as it is to be: no cells to delete it.
pub(in super::super) type NewRow = (Place, Option<Vec<Cell>>);

/// Where a change is, and what its row holds from now on: no cells to delete it. `None` for an event.
pub(in super::super) fn row_of(change: &Change) -> Result<Option<NewRow>, StoreError> {
    let Some(place) = Key::of(change).as_ref().and_then(Place::of) else { return Ok(None) };
    let wrong =
        |error| StoreError::new(format!("table {}, column document: {error}", place.table.name()));
    let cells = cells(change).transpose().map_err(wrong)?;
    Ok(Some((place, cells)))
}

fn cells(change: &Change) -> Option<documents::Result<Vec<Cell>>> {
    Some(match change {
        Change::Standing(_, record) => standing(record.as_ref()?),
        Change::Relationship(_, record) => relationship(record.as_ref()?),
        Change::Account(_, record) => account(record.as_ref()?),
        Change::Organization(_, record) => {
            documents::write_organization(record.as_ref()?).map(|document| vec![text(document)])
        }
        Change::Handshake(_, record) => handshake(record.as_ref()?),
        Change::Creation(_, record) => creation(record.as_ref()?),
        Change::AccessKey(_, record) => {
            let key = record.as_ref()?;
            documents::write_access_key(key)
                .map(|document| vec![text(document), text(key.account.to_string())])
        }
        Change::Role(_, record) => {
            documents::write_role(record.as_ref()?).map(|document| vec![text(document)])
        }
        Change::Event(_) => return None,
    })
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(Some(text.into()))
}

fn text_if_any(text: Option<impl Into<String>>) -> Cell {
    Cell::Text(text.map(Into::into))
}

fn standing(standing: &Standing) -> documents::Result<Vec<Cell>> {
    let administrator = standing.administrator.as_ref().map(AccountId::to_string);
    Ok(vec![text(documents::write_standing(standing)?), text_if_any(administrator)])
}

fn relationship(relationship: &Relationship) -> documents::Result<Vec<Cell>> {
    let row = relationship.row.as_ref();
    let invitation = relationship.invitation.as_ref();
    Ok(vec![
        text(documents::write_relationship(relationship.kind, row)?),
        text_if_any(row.map(|row| row.status.name())),
        Cell::Bytes(invitation.map(|invitation| invitation.id.0.to_be_bytes().to_vec())),
        Cell::Number(invitation.map(|invitation| invitation.invited_at.0)),
        text_if_any(invitation.map(|invitation| invitation.state.name())),
    ])
}

fn account(account: &Account) -> documents::Result<Vec<Cell>> {
    Ok(vec![
        text(documents::write_account(account)?),
        text_if_any(emails::key_of(account).map(|key| stored(&key))),
        text_if_any(account.joined.map(|joined| joined.organization.to_string())),
        text_if_any(account.joined.map(|joined| joined.parent.to_string())),
    ])
}

fn handshake(handshake: &Handshake) -> documents::Result<Vec<Cell>> {
    Ok(vec![
        text(documents::write_handshake(handshake)?),
        text(handshake.account.to_string()),
        text(handshake.organization.to_string()),
    ])
}

fn creation(creation: &Creation) -> documents::Result<Vec<Cell>> {
    let document = text(documents::write_creation(creation)?);
    Ok(vec![document, text(creation.organization.to_string())])
}
