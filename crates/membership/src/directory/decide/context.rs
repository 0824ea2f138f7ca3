//! What everything that is decided may look at, and the guards that many commands begin with.

use super::{Effect, Limits};
use crate::decide::draft::Draft;
use crate::directory::{
    Account, AccountState, DirectoryRefusal, DirectoryReply, KnownAccount, Organization,
};
use crate::{AccountId, Ids, Read, Tags, Timestamp, View};

/// What everything that is decided may look at.
pub(super) struct Context<'a> {
    pub(super) limits: &'a Limits,
    pub(super) now: Timestamp,
    pub(super) ids: &'a mut dyn Ids,
    pub(super) view: &'a View,
    pub(super) draft: Draft<'a>,
    pub(super) effects: Vec<Effect>,
}

/// What it takes to know an account and its organization.
pub(super) fn organization_of(account: AccountId, seen: &View) -> Vec<Read> {
    let mut reads = vec![Read::OrganizationOf(account)];
    // Whoever read the account again, later, may have seen it in another organization.
    let entry = seen.accounts.get(&account).and_then(Option::as_ref);
    let unseen = entry
        .and_then(Account::organization)
        .filter(|organization| !seen.organizations.contains_key(organization));
    reads.extend(unseen.map(Read::Organization));
    reads
}

/// The same, and another account if there is one to be seen.
pub(super) fn organization_and(
    caller: AccountId,
    other: Option<AccountId>,
    seen: &View,
) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    reads.extend(other.map(Read::Account));
    reads
}

impl<'a> Context<'a> {
    pub(super) fn of(
        limits: &'a Limits,
        view: &'a View,
        now: Timestamp,
        ids: &'a mut dyn Ids,
    ) -> Context<'a> {
        Context { limits, now, ids, view, draft: Draft::of(view), effects: Vec::new() }
    }

    /// The organization of the caller, whoever it is in it.
    pub(super) fn organization_of(
        &self,
        caller: AccountId,
    ) -> Result<Organization, DirectoryRefusal> {
        let organization = self.draft.organization_of(caller);
        organization.cloned().ok_or(DirectoryRefusal::NotInOrganization)
    }

    /// The organization of a caller that may read about it: the management account or a delegated
    /// administrator (semantics §10.2).
    pub(super) fn as_reader(&self, caller: AccountId) -> Result<Organization, DirectoryRefusal> {
        let organization = self.organization_of(caller)?;
        let may = organization.management == caller || organization.is_delegated(caller);
        if may { Ok(organization) } else { Err(DirectoryRefusal::AccessDenied) }
    }

    /// The organization of a caller that may change it: the management account.
    pub(super) fn as_management(
        &self,
        caller: AccountId,
    ) -> Result<Organization, DirectoryRefusal> {
        let organization = self.organization_of(caller)?;
        let may = organization.management == caller;
        if may { Ok(organization) } else { Err(DirectoryRefusal::AccessDenied) }
    }

    /// An account of an organization.
    pub(super) fn account_in(
        &self,
        organization: &Organization,
        id: AccountId,
    ) -> Result<&Account, DirectoryRefusal> {
        let in_it = |account: &&Account| account.organization() == Some(organization.id);
        self.draft.account(id).filter(in_it).ok_or(DirectoryRefusal::AccountNotFound)
    }

    /// An account that the operator names: one that the directory knows.
    pub(super) fn known(&self, id: AccountId) -> Result<&Account, DirectoryRefusal> {
        self.draft.account(id).ok_or(DirectoryRefusal::AccountNotFound)
    }

    /// Refuses what only accounts in use may do. An account that nobody created is in use.
    pub(super) fn require_active(&self, id: AccountId) -> Result<(), DirectoryRefusal> {
        let state = self.draft.account(id).map(|account| account.state).unwrap_or_default();
        let active = state == AccountState::Active;
        if active { Ok(()) } else { Err(DirectoryRefusal::AccountNotActive) }
    }

    pub(super) fn require_few(&self, tags: &Tags) -> Result<(), DirectoryRefusal> {
        let few = tags.len() <= self.limits.tags;
        if few { Ok(()) } else { Err(DirectoryRefusal::TagLimit) }
    }

    /// The entry of an account as it is to be; one that is made now says so.
    pub(super) fn entry(&mut self, id: AccountId) -> &mut Account {
        let known = self.draft.account(id).is_some();
        let now = self.now;
        let entry = self.draft.account_mut(id);
        if !known {
            entry.created_at = now;
        }
        entry
    }

    /// The account with an email, whatever the case.
    pub(super) fn with_email(&self, email: &str) -> Option<AccountId> {
        self.view.emails.get(&Account::email_key(email)).copied().flatten()
    }

    /// What is known of an account, as it is to be.
    pub(super) fn known_account(&self, id: AccountId) -> KnownAccount {
        KnownAccount { id, account: self.draft.account(id).cloned().unwrap_or_default() }
    }

    /// The answer that shows one account, and its organization if it is in one.
    pub(super) fn shown(&self, id: AccountId) -> DirectoryReply {
        DirectoryReply::Account {
            account: Box::new(self.known_account(id)),
            organization: self.draft.organization_of(id).cloned().map(Box::new),
        }
    }
}
