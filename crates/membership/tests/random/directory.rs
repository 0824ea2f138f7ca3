//! The directory of a simulation: its organization, and what happens to accounts.

use accede_membership::directory::{AccountState, Designation};
use accede_membership::{
    AccountEvent, AccountId, Command, Delegation, Rules, Scope, Subject, World,
};

use super::steps::{Aim, Role, Step};
use super::{Sim, numbered};
use crate::common::organizations::{
    founded, joined, joining, organization, organization_id, record,
};
use crate::common::region;

/// Founds the organization and designates its administrator.
pub(super) fn organize(world: &mut World, rules: &Rules, accounts: usize) {
    let administrator = numbered(accounts - 3);
    let mut organization = founded(numbered(accounts - 1));
    let principal = rules.service.principal().to_owned();
    organization.trusted.insert(principal.clone(), organization.created_at);
    organization.delegated.insert((principal, administrator), organization.created_at);
    let scope = Scope { service: rules.service, region: region() };
    organization.designations.insert(scope, Designation::of(administrator));
    world.organizations.insert(organization_id(), organization);

    let member = |index: &usize| *index + 1 == accounts || in_the_quarter(*index, accounts);
    let early = |index: &usize| index.is_multiple_of(2) && *index < accounts - 2;
    for index in (0..accounts).filter(|index| member(index) || early(index)) {
        world.accounts.entry(numbered(index)).or_default().joined = Some(joined());
    }
}

/// Whether this is the administrator or one of its first members.
fn in_the_quarter(index: usize, accounts: usize) -> bool {
    (accounts - 3 - accounts / 4..=accounts - 3).contains(&index)
}

impl Sim {
    pub(crate) fn scope(&self) -> Scope {
        Scope { service: self.rules.service, region: region() }
    }

    /// The management account.
    pub(crate) fn management(&self) -> AccountId {
        numbered(self.accounts - 1)
    }

    /// The organization's administrator, if there is one.
    pub(crate) fn administrator(&self) -> Option<AccountId> {
        organization(&self.world)?.administrator(&self.scope())
    }

    pub(super) fn caller_of(&self, step: &Step) -> AccountId {
        match step.role {
            Role::Anybody => step.caller,
            Role::Management => self.management(),
            Role::Administrator => self.administrator().unwrap_or(step.caller),
        }
    }

    /// The scope's own service; and for a withdrawal mostly whom it can be about.
    pub(super) fn name_the_administrator(&self, step: &Step, command: &mut Command) {
        let Command::Delegation(delegation) = command else { return };
        match delegation {
            Delegation::Designate { feature, .. } | Delegation::List { feature } => {
                *feature = self.rules.service;
            }
            Delegation::Withdraw { account, feature } => {
                *feature = self.rules.service;
                let current = self.administrator().filter(|_| step.right_id);
                *account = current.map_or(account.clone(), Subject::Account);
            }
            Delegation::Describe | Delegation::RequireCentral | Delegation::Configure { .. } => {}
        }
    }

    /// Nobody accepts in a Region that is off: it is switched on instead. And mostly nobody tries while the account is
    /// not in use: it comes back instead.
    pub(super) fn while_in_use(
        &self,
        step: &Step,
        caller: AccountId,
        command: Command,
    ) -> (AccountId, Command) {
        let accepts = matches!(command, Command::AcceptInvitation { .. });
        let enables = matches!(command, Command::EnableService { .. });
        let (back, on) = (AccountEvent::Reinstated, AccountEvent::RegionEnabled);
        if (accepts || enables) && step.right_id && self.can_happen(caller, &back) {
            (caller, Command::Account(back))
        } else if accepts && self.can_happen(caller, &on) {
            (caller, Command::Account(on))
        } else {
            (caller, command)
        }
    }

    /// Whether an account is not in use, or the Region is off in it.
    pub(super) fn is_out_of_use(&self, account: AccountId) -> bool {
        let back = [AccountEvent::Reinstated, AccountEvent::RegionEnabled];
        back.iter().any(|event| self.can_happen(account, event))
    }

    /// To whom something happens: to somebody to whom it can, of whom it is news.
    pub(super) fn resolve_event(&self, step: &Step, event: &AccountEvent) -> (AccountId, Command) {
        let all = (0..self.accounts).map(numbered);
        let possible: Vec<_> = all.filter(|account| self.can_happen(*account, event)).collect();
        let Some((index, aim)) = step.aim.filter(|_| !possible.is_empty()) else {
            return (step.caller, Command::GetAdministrator);
        };
        let is_member = |account: &AccountId| {
            self.world.standings.get(account).is_some_and(|s| s.administrator.is_some())
        };
        let members: Vec<_> = possible.iter().copied().filter(is_member).collect();
        let among = if aim == Aim::Members && !members.is_empty() { members } else { possible };
        let account = *index.get(&among);
        let event = match event {
            AccountEvent::Joined { .. } => self.joining(account),
            event => event.clone(),
        };
        (account, Command::Account(event))
    }

    /// That an account joins, which is of interest to a scope only whose administrator enables it.
    fn joining(&self, account: AccountId) -> AccountEvent {
        let administrator = if account == numbered(0) { numbered(1) } else { numbered(0) };
        let unheard = AccountEvent::Joined { administrator, standards: true };
        joining(&self.world, &self.scope(), account).unwrap_or(unheard)
    }

    pub(super) fn can_happen(&self, account: AccountId, event: &AccountEvent) -> bool {
        let Some(entry) = self.world.accounts.get(&account) else { return false };
        let organization = organization(&self.world).expect("an organization");
        let member = entry.joined.is_some();
        let delegated = organization.is_delegated(account);
        match event {
            AccountEvent::Joined { .. } => !member && entry.state == AccountState::Active,
            AccountEvent::Left => {
                let management = organization.management == account;
                member && !management && !delegated && self.administrator() != Some(account)
            }
            AccountEvent::Suspended => entry.state == AccountState::Active,
            // Also of a closed account: another one of the same number begins.
            AccountEvent::Reinstated => entry.state != AccountState::Active,
            AccountEvent::Closed => entry.state != AccountState::Closed,
            AccountEvent::RegionDisabled => !entry.disabled_regions.contains(&region()),
            AccountEvent::RegionEnabled => entry.disabled_regions.contains(&region()),
            AccountEvent::Undesignated => delegated || self.administrator() == Some(account),
        }
    }

    /// Whether the scope hears of what happens: of accounts that join, only where they are enabled.
    pub(super) fn reaches_the_scope(&self, caller: AccountId, command: &Command) -> bool {
        match command {
            Command::Account(AccountEvent::Joined { .. }) => {
                joining(&self.world, &self.scope(), caller).is_some()
            }
            _ => true,
        }
    }

    /// The directory records what happened to an account.
    pub(super) fn record(&mut self, caller: AccountId, command: &Command) {
        if let Command::Account(event) = command {
            let changes = record(&self.world, &self.scope(), caller, event);
            self.commit(changes);
        }
    }
}
