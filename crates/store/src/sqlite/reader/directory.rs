//! Reads of the directory.

use accede_membership::directory::{
    Account, AccountsOf, CreationId, HandshakeId, ListPage, OrganizationId,
};
use accede_membership::{AccountId, Party, Scope};
use rusqlite::params;

use super::Load;
use crate::sqlite::cells::Cells;
use crate::sqlite::digits::Digits;
use crate::sqlite::query::{ACCOUNTS, ALL_STANDINGS, CREATIONS, HANDSHAKES, ORGANIZATIONS};
use crate::sqlite::rows::{
    self, account_columns, creation_columns, handshake_columns, organization_columns,
    standing_columns,
};
use crate::sqlite::statements::Statements;
use crate::{Key, Loaded, StoreError, whereabouts};

pub(in crate::sqlite) const ACCOUNT: &str =
    concat!("SELECT ", account_columns!(), " FROM account WHERE account = ?1");
pub(in crate::sqlite) const EMAIL: &str =
    concat!("SELECT ", account_columns!(), " FROM account WHERE email_key = ?1");
pub(in crate::sqlite) const ORGANIZATION: &str =
    concat!("SELECT ", organization_columns!(), " FROM organization WHERE organization = ?1");
pub(in crate::sqlite) const HANDSHAKE: &str =
    concat!("SELECT ", handshake_columns!(), " FROM handshake WHERE handshake = ?1");
pub(in crate::sqlite) const CREATION: &str =
    concat!("SELECT ", creation_columns!(), " FROM creation WHERE creation = ?1");
const ACCOUNT_PAGE: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account WHERE account > ?1 ORDER BY account LIMIT ?2"
);
const ORGANIZATION_PAGE: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account WHERE organization = ?3 AND account > ?1 ORDER BY account LIMIT ?2"
);
const PARENT_PAGE: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account WHERE organization = ?3 AND parent = ?4 AND account > ?1 \
     ORDER BY account LIMIT ?2"
);
const HANDSHAKES_TO: &str = concat!(
    "SELECT ",
    handshake_columns!(),
    " FROM handshake WHERE account = ?3 AND handshake > ?1 ORDER BY handshake LIMIT ?2"
);
const HANDSHAKES_FROM: &str = concat!(
    "SELECT ",
    handshake_columns!(),
    " FROM handshake WHERE organization = ?3 AND handshake > ?1 ORDER BY handshake LIMIT ?2"
);
const CREATION_PAGE: &str = concat!(
    "SELECT ",
    creation_columns!(),
    " FROM creation WHERE organization = ?3 AND creation > ?1 ORDER BY creation LIMIT ?2"
);
const SCOPES_OF: &str =
    concat!("SELECT service, region, ", standing_columns!(), " FROM standing WHERE account = ?1");

/// Every statement, to be checked.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    ACCOUNT,
    EMAIL,
    ORGANIZATION,
    HANDSHAKE,
    CREATION,
    ACCOUNT_PAGE,
    ORGANIZATION_PAGE,
    PARENT_PAGE,
    HANDSHAKES_TO,
    HANDSHAKES_FROM,
    CREATION_PAGE,
    SCOPES_OF,
];

/// What no id comes after: a page that begins beyond all ids begins here.
const BEYOND: &str = "~";

impl Load<'_, '_> {
    pub(super) fn see_account(&mut self, id: AccountId) -> Result<(), StoreError> {
        if self.loaded.view.accounts.contains_key(&id) {
            return Ok(());
        }
        let found = self.one(ACCOUNT, [Digits::of(id)], ACCOUNTS, rows::account)?;
        let (account, version) = found.map(|(_, account, version)| (account, version)).unzip();
        self.saw(Key::Account(id), version);
        self.loaded.view.accounts.insert(id, account);
        Ok(())
    }

    pub(super) fn see_organization_of(&mut self, account: AccountId) -> Result<(), StoreError> {
        self.see_account(account)?;
        let account = self.loaded.view.accounts.get(&account).and_then(Option::as_ref);
        match account.and_then(Account::organization) {
            Some(id) => self.see_organization(id),
            None => Ok(()),
        }
    }

    pub(super) fn see_organization(&mut self, id: OrganizationId) -> Result<(), StoreError> {
        if self.loaded.view.organizations.contains_key(&id) {
            return Ok(());
        }
        let key = [id.to_string()];
        let found = self.one(ORGANIZATION, key, ORGANIZATIONS, rows::organization)?;
        let (organization, version) = found.unzip();
        self.saw(Key::Organization(id), version);
        self.loaded.view.organizations.insert(id, organization);
        Ok(())
    }

    pub(super) fn see_email(&mut self, email: &str) -> Result<(), StoreError> {
        if self.loaded.view.emails.contains_key(email) {
            return Ok(());
        }
        let decode = |row: &Cells<'_>| Ok((row.account(0)?, row.count(1)?));
        let (account, version) = self.one(EMAIL, [email], ACCOUNTS, decode)?.unzip();
        self.saw(Key::Email(email.to_owned()), version);
        self.loaded.view.emails.insert(email.to_owned(), account);
        Ok(())
    }

    pub(super) fn see_handshake(&mut self, id: HandshakeId) -> Result<(), StoreError> {
        if self.loaded.view.handshakes.contains_key(&id) {
            return Ok(());
        }
        let found = self.one(HANDSHAKE, [id.to_string()], HANDSHAKES, rows::handshake)?;
        let (handshake, version) = found.unzip();
        self.saw(Key::Handshake(id), version);
        self.loaded.view.handshakes.insert(id, handshake);
        Ok(())
    }

    pub(super) fn see_creation(&mut self, id: CreationId) -> Result<(), StoreError> {
        if self.loaded.view.creations.contains_key(&id) {
            return Ok(());
        }
        let found = self.one(CREATION, [id.to_string()], CREATIONS, rows::creation)?;
        let (creation, version) = found.unzip();
        self.saw(Key::Creation(id), version);
        self.loaded.view.creations.insert(id, creation);
        Ok(())
    }

    pub(super) fn see_account_page(
        &mut self,
        of: AccountsOf,
        page: ListPage,
    ) -> Result<(), StoreError> {
        let after = after(page, |number| AccountId::new(number).map(|id| id.to_string()));
        let limit = limit(page.limit);
        let decode = |row: &Cells<'_>| rows::account(row).map(|(id, account, _)| (id, account));
        self.loaded.view.account_page = match of {
            AccountsOf::Everybody => {
                self.all(ACCOUNT_PAGE, params![after, limit], ACCOUNTS, decode)?
            }
            AccountsOf::Organization(id) => {
                let list = params![after, limit, id.to_string()];
                self.all(ORGANIZATION_PAGE, list, ACCOUNTS, decode)?
            }
            AccountsOf::Parent(id, parent) => {
                let list = params![after, limit, id.to_string(), parent.to_string()];
                self.all(PARENT_PAGE, list, ACCOUNTS, decode)?
            }
        };
        Ok(())
    }

    pub(super) fn see_handshake_page(
        &mut self,
        of: Party,
        page: ListPage,
    ) -> Result<(), StoreError> {
        let id_of = |number| Some(HandshakeId::of(number)).filter(|id| id.number() == number);
        let after = after(page, |number| id_of(number).map(|id| id.to_string()));
        let (sql, party) = match of {
            Party::Account(id) => (HANDSHAKES_TO, id.to_string()),
            Party::Organization(id) => (HANDSHAKES_FROM, id.to_string()),
        };
        let list = params![after, limit(page.limit), party];
        let found = self.all(sql, list, HANDSHAKES, |row| Ok(rows::handshake(row)?.0))?;
        self.loaded.view.handshake_page = found;
        Ok(())
    }

    pub(super) fn see_creation_page(
        &mut self,
        organization: OrganizationId,
        page: ListPage,
    ) -> Result<(), StoreError> {
        let id_of = |number| Some(CreationId::of(number)).filter(|id| id.number() == number);
        let after = after(page, |number| id_of(number).map(|id| id.to_string()));
        let list = params![after, limit(page.limit), organization.to_string()];
        let found = self.all(CREATION_PAGE, list, CREATIONS, |row| Ok(rows::creation(row)?.0))?;
        self.loaded.view.creation_page = found;
        Ok(())
    }

    pub(super) fn see_scopes_of(&mut self, account: AccountId) -> Result<(), StoreError> {
        let scopes = scopes_of(self.statements, account)?;
        let key = Key::ScopesOf(account);
        if !self.loaded.seen.iter().any(|(seen, _)| *seen == key) {
            self.saw(key, Some(whereabouts::version_of(&scopes)));
        }
        self.loaded.view.scopes = scopes;
        Ok(())
    }
}

/// The scopes in which an account has a standing. Also what the writer compares with what was seen.
pub(in crate::sqlite) fn scopes_of(
    statements: &Statements<'_>,
    account: AccountId,
) -> Result<Vec<Scope>, StoreError> {
    let load = Load { statements, scope: None, loaded: Loaded::default() };
    let mut scopes = load.all(SCOPES_OF, [Digits::of(account)], ALL_STANDINGS, rows::scope)?;
    // The order of services is not that of their names.
    scopes.sort_unstable();
    Ok(scopes)
}

/// The text that the page's ids come after.
fn after(page: ListPage, id_of: impl FnOnce(u64) -> Option<String>) -> String {
    match page.after {
        None => String::new(),
        Some(number) => id_of(number).unwrap_or_else(|| BEYOND.to_owned()),
    }
}

pub(super) fn limit(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}
