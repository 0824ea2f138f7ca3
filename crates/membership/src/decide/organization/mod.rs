//! The AWS Organizations route: who administers a service for an organization, and its accounts as members
//! without invitation (semantics §9).

mod admit;
mod central;
mod configure;
mod describe;
mod designate;
mod list_designated;
mod withdraw;

pub(super) use admit::{admit, admit_by_hand};

use super::Context;
use crate::directory::{Designation, Organization};
use crate::{AccountId, Delegation, Read, Refusal, Reply, Scope, Service, Subject, View};

pub(super) fn reads(caller: AccountId, delegation: &Delegation, seen: &View) -> Vec<Read> {
    match delegation {
        Delegation::Designate { account, .. } => designate::reads(caller, account, seen),
        Delegation::Withdraw { account, .. } => withdraw::reads(caller, account, seen),
        Delegation::List { .. } => list_designated::reads(caller),
        Delegation::Describe => describe::reads(caller),
        Delegation::RequireCentral => central::reads(caller),
        Delegation::Configure { .. } => configure::reads(caller),
    }
}

pub(super) fn decide(cx: &mut Context<'_>, delegation: &Delegation) -> Result<Reply, Refusal> {
    match delegation {
        Delegation::Designate { account, feature } => designate::decide(cx, account, *feature),
        Delegation::Withdraw { account, feature } => withdraw::decide(cx, account, *feature),
        Delegation::List { feature } => list_designated::decide(cx, *feature),
        Delegation::Describe => describe::decide(cx),
        Delegation::RequireCentral => central::decide(cx),
        Delegation::Configure { auto_enable, standards, central } => {
            configure::decide(cx, *auto_enable, *standards, *central)
        }
    }
}

/// What it takes to see who an account is and whom it has; only the management account is worth that much
/// reading.
fn everybody_of(caller: AccountId, account: &Subject, seen: &View) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller), Read::OrganizationOf(caller)];
    let organization = seen.organization_of(caller);
    if organization.is_some_and(|organization| organization.management == caller)
        && let Some(account) = account.account()
    {
        reads.extend([Read::Account(account), Read::EverybodyOf(account)]);
    }
    reads
}

impl Context<'_> {
    /// The scope of a service in the Region of this request.
    fn scope_of(&self, service: Service) -> Scope {
        Scope { service, region: self.region.clone() }
    }

    /// The caller's designation, if it administers this service and Region for its organization.
    pub(super) fn own_designation(&self) -> Option<&Designation> {
        let organization = self.draft.organization_of(self.caller)?;
        let designation = organization.designations.get(&self.scope_of(self.rules.service))?;
        (designation.administrator == self.caller).then_some(designation)
    }

    /// Whether the caller administers this service and Region for its organization.
    pub(super) fn is_organization_administrator(&self) -> bool {
        self.own_designation().is_some()
    }

    /// The caller's designation, if this account is one of its organization.
    pub(super) fn administers(&self, account: AccountId) -> Option<&Designation> {
        let designation = self.own_designation()?;
        let own = self.draft.account(self.caller)?.organization();
        (self.draft.account(account)?.organization() == own).then_some(designation)
    }

    /// Step 7 of the order of checks: the caller is the management account of an organization, and no member
    /// of the account that administers it where that matters.
    fn require_management(&self) -> Result<&Organization, Refusal> {
        let organization = self.draft.organization_of(self.caller);
        let organization = organization.ok_or(Refusal::NotInOrganization)?;
        if organization.management != self.caller {
            return Err(Refusal::NotManagement);
        }
        let administrator = organization.administrator(&self.scope_of(self.rules.service));
        let is_member = administrator.is_some_and(|a| self.is_member_of(self.caller, a));
        if self.rules.management_must_be_free && is_member {
            return Err(Refusal::ManagementIsMember);
        }
        Ok(organization)
    }

    /// Whether one account is a member of another: the latter is its administrator, also while a suspended
    /// account or a disabled Region interrupts that.
    pub(super) fn is_member_of(&self, member: AccountId, administrator: AccountId) -> bool {
        self.draft.standing(member).administrator == Some(administrator)
    }

    /// Ends what makes one account the administrator of another, if it is.
    pub(super) fn part(&mut self, administrator: AccountId, member: AccountId) {
        if self.is_member_of(member, administrator) {
            self.draft.standing_mut(member).administrator = None;
        }
    }
}
