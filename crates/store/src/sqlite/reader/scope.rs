//! Reads of standings and relationships, in one scope.

use std::ops::ControlFlow;

use accede_membership::{AccountId, InvitationState, Page, Pair, StatusSet};
use rusqlite::params;

use super::Load;
use crate::sqlite::digits::Digits;
use crate::sqlite::query::{RELATIONSHIPS, STANDINGS};
use crate::sqlite::rows::{self, received_columns, relationship_columns, standing_columns};
use crate::{Key, StoreError};

pub(in crate::sqlite) const STANDING: &str = concat!(
    "SELECT ",
    standing_columns!(),
    " FROM standing WHERE service = ?1 AND region = ?2 AND account = ?3"
);
pub(in crate::sqlite) const RELATIONSHIP: &str = concat!(
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
const INVITATIONS: &str = concat!(
    "SELECT ",
    received_columns!(),
    " FROM relationship WHERE service = ?1 AND region = ?2 AND member = ?3 AND administrator > ?4 \
     AND invitation_id IS NOT NULL ORDER BY administrator LIMIT ?5"
);

/// Every statement, to be checked.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[STANDING, RELATIONSHIP, ROWS, INVITATIONS];

impl Load<'_, '_> {
    pub(super) fn see_standing(&mut self, account: AccountId) -> Result<(), StoreError> {
        if self.loaded.view.standings.contains_key(&account) {
            return Ok(());
        }
        let (service, region) = self.name()?;
        let key = params![service, region, Digits::of(account)];
        let found = self.one(STANDING, key, STANDINGS, rows::standing)?;
        let (standing, version) = found.unzip();
        self.saw(Key::Standing(account), version);
        self.loaded.view.standings.insert(account, standing);
        Ok(())
    }

    pub(super) fn see_relationship(&mut self, pair: Pair) -> Result<(), StoreError> {
        if self.loaded.view.relationships.contains_key(&pair) {
            return Ok(());
        }
        let (service, region) = self.name()?;
        let (administrator, member) = (Digits::of(pair.administrator), Digits::of(pair.member));
        let key = params![service, region, administrator, member];
        let found = self.one(RELATIONSHIP, key, RELATIONSHIPS, rows::relationship)?;
        let (relationship, version) = found.unzip();
        self.saw(Key::Relationship(pair), version);
        self.loaded.view.relationships.insert(pair, relationship);
        Ok(())
    }

    pub(super) fn see_administrator_of(&mut self, member: AccountId) -> Result<(), StoreError> {
        self.see_standing(member)?;
        let standing = self.loaded.view.standings.get(&member).and_then(Option::as_ref);
        if let Some(administrator) = standing.and_then(|standing| standing.administrator) {
            self.see_standing(administrator)?;
            self.see_relationship(Pair { administrator, member })?;
        }
        Ok(())
    }

    pub(super) fn see_members_of(
        &mut self,
        administrator: AccountId,
        statuses: StatusSet,
    ) -> Result<(), StoreError> {
        self.see_standing(administrator)?;
        let (service, region) = self.name()?;
        let key = params![service, region, Digits::of(administrator), ""];
        let mut members = Vec::new();
        self.each(ROWS, key, RELATIONSHIPS, |row| {
            if rows::status(row)?.is_some_and(|status| statuses.contains(status)) {
                members.push(row.account(1)?);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        members.into_iter().try_for_each(|member| self.see_standing(member))
    }

    /// Answers the members, too.
    pub(super) fn see_rows_of(
        &mut self,
        administrator: AccountId,
    ) -> Result<Vec<AccountId>, StoreError> {
        self.see_standing(administrator)?;
        let (service, region) = self.name()?;
        let key = params![service, region, Digits::of(administrator), ""];
        let mut found = Vec::new();
        self.each(ROWS, key, RELATIONSHIPS, |row| {
            let (relationship, version) = rows::relationship(row)?;
            if relationship.row.is_some() {
                found.push((relationship, version));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let mut members = Vec::with_capacity(found.len());
        for (relationship, version) in found {
            let pair = relationship.pair;
            members.push(pair.member);
            if self.loaded.view.relationships.insert(pair, Some(relationship)).is_none() {
                self.saw(Key::Relationship(pair), Some(version));
            }
        }
        Ok(members)
    }

    pub(super) fn see_everybody_of(&mut self, administrator: AccountId) -> Result<(), StoreError> {
        for member in self.see_rows_of(administrator)? {
            self.see_standing(member)?;
            self.see_account(member)?;
        }
        Ok(())
    }

    pub(super) fn see_row_page(
        &mut self,
        administrator: AccountId,
        statuses: StatusSet,
        Page { after, limit }: Page,
    ) -> Result<(), StoreError> {
        let (service, region) = self.name()?;
        let after = after.map(Digits::of);
        let after: &dyn rusqlite::ToSql = after.as_ref().map_or(&"", |after| after);
        let key = params![service, region, Digits::of(administrator), after];
        let mut page = Vec::new();
        self.each(ROWS, key, RELATIONSHIPS, |row| {
            if page.len() < limit && rows::status(row)?.is_some_and(|s| statuses.contains(s)) {
                page.push(rows::relationship(row)?.0);
            }
            Ok(if page.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        self.loaded.view.rows = page;
        Ok(())
    }

    pub(super) fn see_invitation_page(
        &mut self,
        member: AccountId,
        Page { after, limit }: Page,
    ) -> Result<(), StoreError> {
        let (service, region) = self.name()?;
        let after = after.map(Digits::of);
        let after: &dyn rusqlite::ToSql = after.as_ref().map_or(&"", |after| after);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let key = params![service, region, Digits::of(member), after, limit];
        let mut page = Vec::new();
        self.each(INVITATIONS, key, RELATIONSHIPS, |row| {
            page.push(rows::received(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        self.loaded.view.invitations = page;
        Ok(())
    }

    pub(super) fn see_invitation_count(
        &mut self,
        member: AccountId,
        besides: InvitationState,
    ) -> Result<(), StoreError> {
        let (service, region) = self.name()?;
        let key = params![service, region, Digits::of(member), "", i64::MAX];
        let mut count = 0;
        // Counted here, because only what is read is known to be what was written.
        self.each(INVITATIONS, key, RELATIONSHIPS, |row| {
            count += u64::from(rows::state(row)? != besides);
            Ok(ControlFlow::Continue(()))
        })?;
        self.loaded.view.invitation_count = count;
        Ok(())
    }
}
