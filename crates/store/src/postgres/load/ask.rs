//! From reads to the statement that answers them.

use std::collections::BTreeSet;

use accede_membership::access::{KeyId, RoleKey};
use accede_membership::directory::{CreationId, HandshakeId, OrganizationId};
use accede_membership::{AccountId, Pair, Read, Scope, StatusSet};

use super::super::sql::Statement;
use super::shape::Question;
use super::{directory, lists, pages, scope as scoped_parts};
use crate::{StoreError, scoped};

/// What the reads of one load want, each thing once. Of several pages of one kind, the last counts.
#[derive(Debug, Default)]
pub(super) struct Wanted<'a> {
    pub(super) standings: BTreeSet<AccountId>,
    pub(super) relationships: BTreeSet<Pair>,
    pub(super) administrators_of: BTreeSet<AccountId>,
    pub(super) members_of: Vec<(AccountId, StatusSet)>,
    pub(super) rows_of: BTreeSet<AccountId>,
    pub(super) everybody_of: BTreeSet<AccountId>,
    pub(super) accounts: BTreeSet<AccountId>,
    pub(super) organizations_of: BTreeSet<AccountId>,
    pub(super) organizations: BTreeSet<OrganizationId>,
    pub(super) emails: BTreeSet<&'a str>,
    pub(super) handshakes: BTreeSet<HandshakeId>,
    pub(super) creations: BTreeSet<CreationId>,
    pub(super) scopes_of: BTreeSet<AccountId>,
    pub(super) access_keys: BTreeSet<KeyId>,
    pub(super) roles: BTreeSet<&'a RoleKey>,
    pub(super) pages: Vec<&'a Read>,
}

/// The statement that answers these reads, if there is anything to be read.
pub(in super::super) fn ask(
    scope: Option<&Scope>,
    reads: &[Read],
) -> Result<Option<Statement>, StoreError> {
    let wanted = Wanted::of(scope, reads)?;
    let mut question = Question::new();
    if let Some(scope) = scope {
        scoped_parts::add(&mut question, scope, &wanted);
    }
    directory::add(&mut question, &wanted);
    for read in &wanted.pages {
        pages::add(&mut question, scope, read);
        lists::add(&mut question, read);
    }
    Ok(question.statement())
}

impl<'a> Wanted<'a> {
    fn of(scope: Option<&Scope>, reads: &'a [Read]) -> Result<Wanted<'a>, StoreError> {
        let mut wanted = Wanted::default();
        for read in reads {
            if is_scoped(read) {
                scoped(scope)?;
            }
            wanted.add(read);
        }
        Ok(wanted)
    }

    fn add(&mut self, read: &'a Read) {
        match read {
            Read::Standing(account) => drop(self.standings.insert(*account)),
            Read::Relationship(pair) => drop(self.relationships.insert(*pair)),
            Read::AdministratorOf(member) => {
                self.standings.insert(*member);
                self.administrators_of.insert(*member);
            }
            Read::MembersOf { administrator, statuses } => {
                self.standings.insert(*administrator);
                self.members_of.push((*administrator, *statuses));
            }
            Read::RowsOf(administrator) => {
                self.standings.insert(*administrator);
                self.rows_of.insert(*administrator);
            }
            Read::EverybodyOf(administrator) => {
                self.standings.insert(*administrator);
                self.rows_of.insert(*administrator);
                self.everybody_of.insert(*administrator);
            }
            Read::Account(account) => drop(self.accounts.insert(*account)),
            Read::OrganizationOf(account) => {
                self.accounts.insert(*account);
                self.organizations_of.insert(*account);
            }
            Read::Organization(id) => drop(self.organizations.insert(*id)),
            Read::AccountByEmail(email) => drop(self.emails.insert(email)),
            Read::Handshake(id) => drop(self.handshakes.insert(*id)),
            Read::Creation(id) => drop(self.creations.insert(*id)),
            Read::ScopesOf(account) => drop(self.scopes_of.insert(*account)),
            Read::AccessKey(id) => drop(self.access_keys.insert(*id)),
            Read::Role(key) => drop(self.roles.insert(key)),
            Read::RowPage { .. }
            | Read::InvitationPage { .. }
            | Read::InvitationCount { .. }
            | Read::AccountPage { .. }
            | Read::HandshakePage { .. }
            | Read::CreationPage { .. }
            | Read::AccessKeyPage { .. }
            | Read::RolePage { .. }
            | Read::EventPage { .. } => self.add_page(read),
        }
    }

    fn add_page(&mut self, read: &'a Read) {
        let kind = std::mem::discriminant(read);
        self.pages.retain(|other| std::mem::discriminant(*other) != kind);
        self.pages.push(read);
    }
}

fn is_scoped(read: &Read) -> bool {
    matches!(
        read,
        Read::Standing(_)
            | Read::Relationship(_)
            | Read::AdministratorOf(_)
            | Read::MembersOf { .. }
            | Read::RowsOf(_)
            | Read::EverybodyOf(_)
            | Read::RowPage { .. }
            | Read::InvitationPage { .. }
            | Read::InvitationCount { .. }
    )
}
