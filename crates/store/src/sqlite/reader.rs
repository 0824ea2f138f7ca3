//! Answers reads from one snapshot.
//!
//! No rule is restated in SQL: which statuses are wanted is the caller's to say, and rows are chosen by it
//! here, as they come.

use std::ops::ControlFlow;

use accede_membership::{
    Account, AccountId, InvitationState, Page, Pair, Read, Scope, Status, StatusSet,
};
use rusqlite::{Connection, OptionalExtension, Params, params};

use super::rows::{self, Cells, Digits, received_columns, relationship_columns, standing_columns};
use crate::{Key, Loaded, StoreError, Version};

const STANDING: &str = concat!(
    "SELECT ",
    standing_columns!(),
    " FROM standing WHERE service = ?1 AND region = ?2 AND account = ?3"
);
const RELATIONSHIP: &str = concat!(
    "SELECT ",
    relationship_columns!(),
    " FROM relationship WHERE service = ?1 AND region = ?2 AND administrator = ?3 AND member = ?4"
);
const ROWS: &str = concat!(
    "SELECT ",
    relationship_columns!(),
    " FROM relationship WHERE service = ?1 AND region = ?2 AND administrator = ?3 AND member > ?4 \
     ORDER BY member"
);
const MEMBERS: &str = "SELECT administrator, member, status FROM relationship \
     WHERE service = ?1 AND region = ?2 AND administrator = ?3 AND status IS NOT NULL ORDER BY member";
const INVITATIONS: &str = concat!(
    "SELECT ",
    received_columns!(),
    " FROM relationship WHERE service = ?1 AND region = ?2 AND member = ?3 AND administrator > ?4 \
     AND invitation_id IS NOT NULL ORDER BY administrator LIMIT ?5"
);
const INVITATION_COUNT: &str = "SELECT count(*) FROM relationship WHERE service = ?1 AND region = ?2 \
     AND member = ?3 AND invitation_id IS NOT NULL AND invitation_state <> ?4";
const ACCOUNT: &str = "SELECT email FROM account WHERE account = ?1";

/// Answers all reads from one snapshot.
pub(super) fn load(
    connection: &Connection,
    scope: &Scope,
    reads: &[Read],
) -> Result<Loaded, StoreError> {
    // A statement is a snapshot by itself.
    let several = reads.len() > 1 || reads.iter().any(has_follow_up);
    let snapshot = several.then(|| Snapshot::begin(connection)).transpose()?;
    let mut load = Load { connection, scope, loaded: Loaded::default() };
    for read in reads {
        load.answer(read)?;
    }
    drop(snapshot);
    Ok(load.loaded)
}

/// Reads what every store has.
pub(super) fn probe(connection: &Connection) -> Result<(), StoreError> {
    connection.query_row("SELECT version FROM meta", [], |_| Ok(())).map_err(fault)
}

fn has_follow_up(read: &Read) -> bool {
    matches!(read, Read::AdministratorOf(_) | Read::MembersOf { .. } | Read::RowsOf(_))
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

struct Load<'a> {
    connection: &'a Connection,
    scope: &'a Scope,
    loaded: Loaded,
}

impl Load<'_> {
    fn answer(&mut self, read: &Read) -> Result<(), StoreError> {
        match *read {
            Read::Standing(account) => self.see_standing(account),
            Read::Relationship(pair) => self.see_relationship(pair),
            Read::AdministratorOf(member) => self.see_administrator_of(member),
            Read::MembersOf { administrator, statuses } => {
                self.see_members_of(administrator, statuses)
            }
            Read::RowsOf(administrator) => self.see_rows_of(administrator),
            Read::Account(account) => self.see_account(account),
            Read::RowPage { administrator, statuses, page } => {
                self.see_row_page(administrator, statuses, page)
            }
            Read::InvitationPage { member, page } => self.see_invitation_page(member, page),
            Read::InvitationCount { member, besides } => self.see_invitation_count(member, besides),
        }
    }

    fn see_standing(&mut self, account: AccountId) -> Result<(), StoreError> {
        if self.loaded.view.standings.contains_key(&account) {
            return Ok(());
        }
        let (service, region) = self.name();
        let key = params![service, region, Digits::of(account)];
        let found = self.one(STANDING, key, "standing", 1, rows::standing)?;
        let (standing, version) = found.unzip();
        self.saw(Key::Standing(account), version);
        self.loaded.view.standings.insert(account, standing);
        Ok(())
    }

    fn see_relationship(&mut self, pair: Pair) -> Result<(), StoreError> {
        if self.loaded.view.relationships.contains_key(&pair) {
            return Ok(());
        }
        let (service, region) = self.name();
        let (administrator, member) = (Digits::of(pair.administrator), Digits::of(pair.member));
        let key = params![service, region, administrator, member];
        let found = self.one(RELATIONSHIP, key, "relationship", 2, rows::relationship)?;
        let (relationship, version) = found.unzip();
        self.saw(Key::Relationship(pair), version);
        self.loaded.view.relationships.insert(pair, relationship);
        Ok(())
    }

    fn see_administrator_of(&mut self, member: AccountId) -> Result<(), StoreError> {
        self.see_standing(member)?;
        let standing = self.loaded.view.standings.get(&member).and_then(Option::as_ref);
        if let Some(administrator) = standing.and_then(|standing| standing.administrator) {
            self.see_standing(administrator)?;
            self.see_relationship(Pair { administrator, member })?;
        }
        Ok(())
    }

    fn see_members_of(
        &mut self,
        administrator: AccountId,
        statuses: StatusSet,
    ) -> Result<(), StoreError> {
        self.see_standing(administrator)?;
        let (service, region) = self.name();
        let key = params![service, region, Digits::of(administrator)];
        let mut members = Vec::new();
        self.each(MEMBERS, key, 2, |row| {
            if statuses.contains(row.named(2, Status::from_name)?) {
                members.push(row.account(1)?);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        members.into_iter().try_for_each(|member| self.see_standing(member))
    }

    fn see_rows_of(&mut self, administrator: AccountId) -> Result<(), StoreError> {
        self.see_standing(administrator)?;
        let (service, region) = self.name();
        let key = params![service, region, Digits::of(administrator), ""];
        let mut found = Vec::new();
        self.each(ROWS, key, 2, |row| {
            let (relationship, version) = rows::relationship(row)?;
            if relationship.row.is_some() {
                found.push((relationship, version));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for (relationship, version) in found {
            let pair = relationship.pair;
            if self.loaded.view.relationships.insert(pair, Some(relationship)).is_none() {
                self.saw(Key::Relationship(pair), Some(version));
            }
        }
        Ok(())
    }

    fn see_account(&mut self, account: AccountId) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(ACCOUNT).map_err(fault)?;
        let email = statement.query_row([Digits::of(account)], |row| row.get(0)).optional();
        let found = email.map_err(fault)?.map(|email| Account { email });
        self.loaded.view.accounts.insert(account, found);
        Ok(())
    }

    fn see_row_page(
        &mut self,
        administrator: AccountId,
        statuses: StatusSet,
        Page { after, limit }: Page,
    ) -> Result<(), StoreError> {
        let (service, region) = self.name();
        let after = after.map(Digits::of);
        let after: &dyn rusqlite::ToSql = after.as_ref().map_or(&"", |after| after);
        let key = params![service, region, Digits::of(administrator), after];
        let mut page = Vec::new();
        self.each(ROWS, key, 2, |row| {
            if page.len() < limit && rows::status(row)?.is_some_and(|s| statuses.contains(s)) {
                page.push(rows::relationship(row)?.0);
            }
            Ok(if page.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        self.loaded.view.rows = page;
        Ok(())
    }

    fn see_invitation_page(
        &mut self,
        member: AccountId,
        Page { after, limit }: Page,
    ) -> Result<(), StoreError> {
        let (service, region) = self.name();
        let after = after.map(Digits::of);
        let after: &dyn rusqlite::ToSql = after.as_ref().map_or(&"", |after| after);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let key = params![service, region, Digits::of(member), after, limit];
        let mut page = Vec::new();
        self.each(INVITATIONS, key, 2, |row| {
            page.push(rows::received(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        self.loaded.view.invitations = page;
        Ok(())
    }

    fn see_invitation_count(
        &mut self,
        member: AccountId,
        besides: InvitationState,
    ) -> Result<(), StoreError> {
        let (service, region) = self.name();
        let key = params![service, region, Digits::of(member), besides.name()];
        let count = self.one(INVITATION_COUNT, key, "relationship", 0, |row| row.count(0))?;
        self.loaded.view.invitation_count = count.unwrap_or_default();
        Ok(())
    }
}

impl<'a> Load<'a> {
    /// The scope, as SQLite is given it.
    fn name(&self) -> (&'static str, &'a str) {
        (self.scope.service.name(), self.scope.region.as_str())
    }

    fn saw(&mut self, key: Key, version: Option<Version>) {
        self.loaded.seen.push((key, version.unwrap_or_default()));
    }

    /// The only row of a query, if there is one.
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        table: &'static str,
        keys: usize,
        decode: impl FnOnce(&Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        let mut rows = statement.query(params).map_err(fault)?;
        let row = rows.next().map_err(fault)?;
        row.map(|row| decode(&Cells { row, table, scope: self.scope, keys })).transpose()
    }

    /// The rows of a query on relationships, until `visit` breaks off.
    fn each(
        &self,
        sql: &str,
        params: impl Params,
        keys: usize,
        mut visit: impl FnMut(&Cells<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        let mut rows = statement.query(params).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let cells = Cells { row, table: "relationship", scope: self.scope, keys };
            if visit(&cells)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn fault(error: rusqlite::Error) -> StoreError {
    StoreError::new(format!("cannot be read: {error}"))
}
