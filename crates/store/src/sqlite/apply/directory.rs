//! Accounts and organizations, written.

use accede_membership::directory::{
    Account, Creation, CreationId, Handshake, HandshakeId, Organization, OrganizationId,
};
use accede_membership::{AccountId, Change};
use rusqlite::{ToSql, params};

use super::{execute, integer, put, version_in};
use crate::sqlite::digits::Digits;
use crate::sqlite::query::{ACCOUNTS, CREATIONS, HANDSHAKES, ORGANIZATIONS, Query};
use crate::sqlite::reader::{ACCOUNT, CREATION, EMAIL, HANDSHAKE, ORGANIZATION, scopes_of};
use crate::sqlite::rows::{
    account_columns, creation_columns, handshake_columns, organization_columns,
};
use crate::sqlite::statements::Statements;
use crate::{Key, StoreError, Version, documents, emails, whereabouts};

const RELEASE_EMAIL: &str = "UPDATE account SET email_key = NULL WHERE account = ?1";
/// Not `REPLACE`, which would remove another account with the same email.
const PUT_ACCOUNT: &str = concat!(
    "INSERT INTO account (",
    account_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
     ON CONFLICT (account) DO UPDATE SET version = ?2, document = ?3, email_key = ?4, \
     organization = ?5, parent = ?6, sum = ?7"
);
const PUT_ORGANIZATION: &str =
    concat!("REPLACE INTO organization (", organization_columns!(), ") VALUES (?1, ?2, ?3, ?4)");
const PUT_HANDSHAKE: &str =
    concat!("REPLACE INTO handshake (", handshake_columns!(), ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
const PUT_CREATION: &str =
    concat!("REPLACE INTO creation (", creation_columns!(), ") VALUES (?1, ?2, ?3, ?4, ?5)");
const DELETE_ACCOUNT: &str = "DELETE FROM account WHERE account = ?1";
const DELETE_ORGANIZATION: &str = "DELETE FROM organization WHERE organization = ?1";
const DELETE_HANDSHAKE: &str = "DELETE FROM handshake WHERE handshake = ?1";
const DELETE_CREATION: &str = "DELETE FROM creation WHERE creation = ?1";

/// Every statement, to be checked.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    ACCOUNT,
    EMAIL,
    ORGANIZATION,
    HANDSHAKE,
    CREATION,
    RELEASE_EMAIL,
    PUT_ACCOUNT,
    PUT_ORGANIZATION,
    PUT_HANDSHAKE,
    PUT_CREATION,
    DELETE_ACCOUNT,
    DELETE_ORGANIZATION,
    DELETE_HANDSHAKE,
    DELETE_CREATION,
];

/// The version of a record of the directory, `0` where there is none.
pub(super) fn version(statements: &Statements<'_>, key: &Key) -> Result<i64, StoreError> {
    let of = |table| Query { statements, table, scope: None };
    match key {
        Key::Account(id) => version_in(of(ACCOUNTS), ACCOUNT, [Digits::of(*id)], 1),
        Key::Organization(id) => version_in(of(ORGANIZATIONS), ORGANIZATION, [id.to_string()], 1),
        Key::Handshake(id) => version_in(of(HANDSHAKES), HANDSHAKE, [id.to_string()], 1),
        Key::Creation(id) => version_in(of(CREATIONS), CREATION, [id.to_string()], 1),
        Key::Email(email) => version_in(of(ACCOUNTS), EMAIL, [email], 1),
        Key::ScopesOf(account) => {
            let version = whereabouts::version_of(&scopes_of(statements, *account)?);
            integer(version, "standing", "account")
        }
        Key::Standing(_) | Key::Relationship(_) | Key::AccessKey(_) | Key::Role(_) => Ok(0),
    }
}

/// The account that has an email, by its key.
pub(super) fn holder(
    statements: &Statements<'_>,
    key: &str,
) -> Result<Option<AccountId>, StoreError> {
    Query { statements, table: ACCOUNTS, scope: None }.one(EMAIL, [key], |row| row.account(0))
}

/// Lets another account have an account's email.
pub(super) fn release_email(statements: &Statements<'_>, id: AccountId) -> Result<(), StoreError> {
    execute(statements, RELEASE_EMAIL, [Digits::of(id)]).map(drop)
}

/// Changes a record of the directory.
pub(super) fn change(
    statements: &Statements<'_>,
    change: &Change,
    version: Version,
) -> Result<(), StoreError> {
    match change {
        Change::Account(id, Some(account)) => put_account(statements, *id, account, version),
        Change::Account(id, None) => {
            execute(statements, DELETE_ACCOUNT, [Digits::of(*id)]).map(drop)
        }
        Change::Organization(id, Some(record)) => {
            put_organization(statements, *id, record, version)
        }
        Change::Organization(id, None) => {
            execute(statements, DELETE_ORGANIZATION, [id.to_string()]).map(drop)
        }
        Change::Handshake(id, Some(record)) => put_handshake(statements, *id, record, version),
        Change::Handshake(id, None) => {
            execute(statements, DELETE_HANDSHAKE, [id.to_string()]).map(drop)
        }
        Change::Creation(id, Some(record)) => put_creation(statements, *id, record, version),
        Change::Creation(id, None) => {
            execute(statements, DELETE_CREATION, [id.to_string()]).map(drop)
        }
        Change::Standing(..)
        | Change::Relationship(..)
        | Change::AccessKey(..)
        | Change::Role(..)
        | Change::Event(_) => Ok(()),
    }
}

/// Puts an entry. Also what moves entries from an older schema.
pub(in crate::sqlite) fn put_account(
    statements: &Statements<'_>,
    id: AccountId,
    account: &Account,
    version: Version,
) -> Result<(), StoreError> {
    let cells: &[&dyn ToSql] = params![
        Digits::of(id),
        integer(version, "account", "version")?,
        written("account", documents::write_account(account))?,
        emails::key_of(account),
        account.joined.map(|joined| joined.organization.to_string()),
        account.joined.map(|joined| joined.parent.to_string()),
    ];
    put(statements, PUT_ACCOUNT, ACCOUNTS, cells).map(drop)
}

fn put_organization(
    statements: &Statements<'_>,
    id: OrganizationId,
    organization: &Organization,
    version: Version,
) -> Result<(), StoreError> {
    let document = written("organization", documents::write_organization(organization))?;
    let version = integer(version, "organization", "version")?;
    put(statements, PUT_ORGANIZATION, ORGANIZATIONS, params![id.to_string(), version, document])
        .map(drop)
}

fn put_handshake(
    statements: &Statements<'_>,
    id: HandshakeId,
    handshake: &Handshake,
    version: Version,
) -> Result<(), StoreError> {
    let cells: &[&dyn ToSql] = params![
        id.to_string(),
        integer(version, "handshake", "version")?,
        written("handshake", documents::write_handshake(handshake))?,
        Digits::of(handshake.account),
        handshake.organization.to_string(),
    ];
    put(statements, PUT_HANDSHAKE, HANDSHAKES, cells).map(drop)
}

fn put_creation(
    statements: &Statements<'_>,
    id: CreationId,
    creation: &Creation,
    version: Version,
) -> Result<(), StoreError> {
    let cells: &[&dyn ToSql] = params![
        id.to_string(),
        integer(version, "creation", "version")?,
        written("creation", documents::write_creation(creation))?,
        creation.organization.to_string(),
    ];
    put(statements, PUT_CREATION, CREATIONS, cells).map(drop)
}

pub(super) fn written(
    table: &str,
    document: documents::Result<String>,
) -> Result<String, StoreError> {
    let wrong = |error| StoreError::new(format!("table {table}, column document: {error}"));
    document.map_err(wrong)
}
