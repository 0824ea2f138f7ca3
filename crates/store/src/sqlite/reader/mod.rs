//! Answers reads from one snapshot.
//!
//! No rule is restated in SQL: which statuses are wanted is the caller's to say, and rows are chosen by it
//! here, as they come.

mod access;
mod directory;
mod entries;
mod scope;

pub(super) use access::has_events_before;
pub(super) use access::{KEY, ROLE};
pub(super) use directory::{ACCOUNT, CREATION, EMAIL, HANDSHAKE, ORGANIZATION, scopes_of};
pub(super) use entries::entries;
pub(super) use scope::{RELATIONSHIP, STANDING};

use std::ops::ControlFlow;

use accede_membership::{Read, Scope};
use rusqlite::{Connection, Params};

use super::cells::Cells;
use super::query::{Query, Table, fault};
use super::schema;
use super::statements::Statements;
use crate::{Key, Loaded, StoreError, Version, scoped};

/// At least as many statements as there are: none is ever prepared twice.
pub(super) const STATEMENTS: usize = 40;

/// Answers all reads from one snapshot.
pub(super) fn load(
    connection: &Connection,
    scope: Option<&Scope>,
    reads: &[Read],
) -> Result<Loaded, StoreError> {
    // A statement is a snapshot by itself.
    let several = reads.len() > 1 || reads.iter().any(has_follow_up);
    let snapshot = several.then(|| Snapshot::begin(connection)).transpose()?;
    let statements = Statements::of(connection);
    let mut load = Load { statements: &statements, scope, loaded: Loaded::default() };
    for read in reads {
        load.answer(read)?;
    }
    let loaded = load.loaded;
    drop(snapshot);
    Ok(loaded)
}

/// Reads what every store has.
pub(super) fn probe(connection: &Connection) -> Result<(), StoreError> {
    schema::read_meta(connection).map(drop)
}

fn has_follow_up(read: &Read) -> bool {
    matches!(
        read,
        Read::AdministratorOf(_)
            | Read::MembersOf { .. }
            | Read::RowsOf(_)
            | Read::EverybodyOf(_)
            | Read::OrganizationOf(_)
    )
}

/// A transaction that only reads: everything in it is of the moment of its first statement.
struct Snapshot<'a>(&'a Connection);

impl<'a> Snapshot<'a> {
    fn begin(connection: &'a Connection) -> Result<Snapshot<'a>, StoreError> {
        connection.prepare_cached("BEGIN").and_then(|mut s| s.execute([])).map_err(fault)?;
        Ok(Snapshot(connection))
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        // The pool does not take back a connection on which this failed.
        let _ = self.0.prepare_cached("COMMIT").and_then(|mut s| s.execute([]));
    }
}

struct Load<'a, 'c> {
    statements: &'a Statements<'c>,
    scope: Option<&'a Scope>,
    loaded: Loaded,
}

impl Load<'_, '_> {
    fn answer(&mut self, read: &Read) -> Result<(), StoreError> {
        match read {
            Read::Standing(account) => self.see_standing(*account),
            Read::Relationship(pair) => self.see_relationship(*pair),
            Read::AdministratorOf(member) => self.see_administrator_of(*member),
            Read::MembersOf { administrator, statuses } => {
                self.see_members_of(*administrator, *statuses)
            }
            Read::RowsOf(administrator) => self.see_rows_of(*administrator).map(drop),
            Read::EverybodyOf(administrator) => self.see_everybody_of(*administrator),
            Read::RowPage { administrator, statuses, page } => {
                self.see_row_page(*administrator, *statuses, *page)
            }
            Read::InvitationPage { member, page } => self.see_invitation_page(*member, *page),
            Read::InvitationCount { member, besides } => {
                self.see_invitation_count(*member, *besides)
            }
            Read::Account(account) => self.see_account(*account),
            Read::OrganizationOf(account) => self.see_organization_of(*account),
            Read::Organization(id) => self.see_organization(*id),
            Read::AccountByEmail(email) => self.see_email(email),
            Read::Handshake(id) => self.see_handshake(*id),
            Read::Creation(id) => self.see_creation(*id),
            Read::AccountPage { of, page } => self.see_account_page(*of, *page),
            Read::HandshakePage { of, page } => self.see_handshake_page(*of, *page),
            Read::CreationPage { organization, page } => {
                self.see_creation_page(*organization, *page)
            }
            Read::ScopesOf(account) => self.see_scopes_of(*account),
            Read::AccessKey(id) => self.see_access_key(*id),
            Read::AccessKeyPage { account, after, limit } => {
                self.see_access_key_page(*account, *after, *limit)
            }
            Read::Role(key) => self.see_role(key),
            Read::RolePage { account, after, limit } => {
                self.see_role_page(*account, after.as_ref(), *limit)
            }
            Read::EventPage { of, after, extent } => self.see_event_page(of, *after, *extent),
        }
    }
}

impl<'a, 'c> Load<'a, 'c> {
    /// The scope, as SQLite is given it.
    fn name(&self) -> Result<(&'static str, &'a str), StoreError> {
        let scope = scoped(self.scope)?;
        Ok((scope.service.name(), scope.region.as_str()))
    }

    fn saw(&mut self, key: Key, version: Option<Version>) {
        self.loaded.seen.push((key, version.unwrap_or_default()));
    }

    /// The only row of a query, if there is one.
    fn one<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        table: Table,
        decode: impl FnOnce(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.query(table).one(sql, params, decode)
    }

    /// The rows of a query, until `visit` breaks off.
    fn each(
        &self,
        sql: &'static str,
        params: impl Params,
        table: Table,
        visit: impl FnMut(&Cells<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        self.query(table).each(sql, params, visit)
    }

    /// All rows of a query.
    fn all<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        table: Table,
        decode: impl Fn(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::new();
        self.each(sql, params, table, |row| {
            all.push(decode(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }

    fn query(&self, table: Table) -> Query<'a, 'c> {
        Query { statements: self.statements, table, scope: self.scope }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::schema::require_indexes;

    fn statements() -> Vec<&'static str> {
        let in_load = [scope::STATEMENTS, directory::STATEMENTS, access::STATEMENTS].concat();
        [&in_load[..], entries::STATEMENTS].concat()
    }

    #[test]
    fn every_statement_is_answered_by_an_index() {
        require_indexes(&statements());
    }

    #[test]
    fn every_statement_is_kept() {
        assert!(statements().len() + 2 <= STATEMENTS);
    }
}
