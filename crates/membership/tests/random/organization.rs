//! The second model's part about the organization (semantics §9): who may designate whom, who is added, and what
//! moves when something happens to an account.

use accede_membership::directory::{AccountState, Organization};
use accede_membership::{
    AccountEvent, AccountId, Command, Delegation, Kind, Pair, Refusal, Scope, Status, Subject,
    Switch,
};

use super::checks::blocks;
use super::model::{Expected, Model, rows, takes_a_place};
use super::table::Event;
use crate::common::organizations::organization;
use crate::common::region;

impl Model<'_> {
    fn organization(&self) -> &Organization {
        organization(self.world).expect("an organization")
    }

    fn designated(&self) -> Option<AccountId> {
        let scope = Scope { service: self.rules.service, region: region() };
        self.organization().administrator(&scope)
    }

    /// Whether the caller administers the service for the organization.
    pub(super) fn administers(&self) -> bool {
        self.designated() == Some(self.caller)
    }

    pub(super) fn is_of_organization(&self, account: AccountId) -> bool {
        self.world.accounts.get(&account).is_some_and(|entry| entry.joined.is_some())
    }

    fn state(&self, account: AccountId) -> AccountState {
        self.world.accounts.get(&account).map(|entry| entry.state).unwrap_or_default()
    }

    pub(super) fn is_in_use(&self, account: AccountId) -> bool {
        self.state(account) == AccountState::Active
    }

    /// Macie shows where the Region is off; Security Hub has no status for that.
    fn is_disabled(&self, account: AccountId) -> bool {
        let entry = self.world.accounts.get(&account);
        !self.hub() && entry.is_some_and(|entry| entry.disabled_regions.contains(&region()))
    }

    /// The relationships in which the caller has a row, and which of them are memberships.
    fn own_rows(&self) -> Vec<(Pair, Kind, Status, bool)> {
        let member = |pair: &Pair| self.administrator(pair.member) == Some(self.caller);
        rows(self.world, self.caller)
            .map(|(member, kind, status)| (self.to(member), kind, status))
            .map(|(pair, kind, status)| (pair, kind, status, member(&pair)))
            .collect()
    }

    pub(super) fn expect_of_organization(&self, command: &Command, expected: &mut Expected) {
        match command {
            Command::Delegation(delegation) => self.expect_delegation(delegation, expected),
            Command::Account(event) => self.expect_event(event, expected),
            _ => {}
        }
    }

    fn expect_delegation(&self, delegation: &Delegation, expected: &mut Expected) {
        match delegation {
            Delegation::Describe | Delegation::Configure { .. } => {
                expected.refuse(!self.administers(), Refusal::NotOrganizationAdministrator);
            }
            // Nobody configures centrally here: that takes a finding aggregator.
            Delegation::RequireCentral => expected.refuse(true, Refusal::NotCentral),
            Delegation::List { .. } => self.expect_management(expected),
            Delegation::Designate { account, .. } => {
                self.expect_management(expected);
                self.expect_designation(account, expected);
            }
            Delegation::Withdraw { account, .. } => {
                self.expect_management(expected);
                let named = account.account();
                expected.refuse(named.is_none(), Refusal::NotAnAccount);
                let designated = self.designated();
                expected.refuse(named != designated || named.is_none(), Refusal::NotDesignated);
                if let Some(administrator) = named {
                    self.like(administrator).expect_undesignated(expected);
                }
            }
        }
    }

    /// The same, for another caller.
    fn like(&self, caller: AccountId) -> Model<'_> {
        Model { caller, ..*self }
    }

    fn expect_management(&self, expected: &mut Expected) {
        let management = self.organization().management == self.caller;
        let inside = self.is_of_organization(self.caller);
        expected.refuse(!inside, Refusal::NotInOrganization);
        expected.refuse(inside && !management, Refusal::NotManagement);
        let administrator = self.administrator(self.caller);
        let member = administrator.is_some() && administrator == self.designated();
        expected.refuse(!self.hub() && management && member, Refusal::ManagementIsMember);
    }

    fn expect_designation(&self, account: &Subject, expected: &mut Expected) {
        let Some(account) = account.account() else {
            return expected.refuse(true, Refusal::NotAnAccount);
        };
        let inside = self.is_of_organization(account);
        let usable = inside && self.state(account) == AccountState::Active;
        expected.refuse(!usable, Refusal::NotOfOrganization);
        let current = self.designated();
        expected.refuse(current == Some(account), Refusal::AlreadyDesignated);
        expected.refuse(current.is_some_and(|a| a != account), Refusal::AnotherDesignated);
        let delegated = self.organization().delegated.keys().any(|(_, a)| *a != account);
        expected.refuse(!self.hub() && delegated, Refusal::AnotherDesignated);
        let management = self.organization().management == account;
        let off = self.switch(account) == Switch::Off;
        expected.refuse(management && off, Refusal::ManagementServiceOff);
        expected.refuse(self.administrator(account).is_some(), Refusal::AdministratorIsMember);
        if self.hub() {
            return;
        }
        let administrator = self.like(account);
        for (pair, kind, _, is_member) in administrator.own_rows() {
            if is_member && kind == Kind::Invitation && self.is_of_organization(pair.member) {
                expected.moves_if_it_can(self, pair, Event::Designate);
            }
        }
    }

    /// S17, S20, S22, M19: the caller administers the organization, and adds one of its accounts.
    pub(super) fn expect_admission(&self, account: AccountId, expected: &mut Expected) {
        let management = self.organization().management == account;
        let off = self.switch(account) == Switch::Off;
        expected.refuse(management && off, Refusal::ManagementServiceOff);
        let event = match self.state(account) {
            AccountState::Suspended | AccountState::Closed => Event::AdmitSuspended,
            AccountState::Active if self.is_disabled(account) => Event::AdmitDisabled,
            AccountState::Active => Event::Admit,
        };
        self.expect_member(account, event, expected);
    }

    fn expect_member(&self, account: AccountId, event: Event, expected: &mut Expected) {
        let pair = self.to(account);
        expected.moves(self, pair, event, Refusal::RowExists);
        let of_another = self.administrator(account).is_some_and(|a| a != self.caller);
        expected.refuse(of_another, Refusal::MemberOfAnother);
        let blocked = rows(self.world, account).any(|(_, _, status)| blocks(status));
        expected.refuse(blocked, Refusal::MemberHasMembers);
        let status = self.seen(pair).0;
        let works = matches!(status, Some(Status::Enabled | Status::Paused));
        let paused = self.switch(account) == Switch::Paused;
        expected.refuse(paused && !works, Refusal::MemberPaused);
        let places = |(_, kind, status): &(AccountId, Kind, Status)| {
            *kind == Kind::Organization && takes_a_place(*status)
        };
        let taken = rows(self.world, self.caller).filter(places).count() as u64;
        let has_place =
            self.kind(pair) == Some(Kind::Organization) && status.is_some_and(takes_a_place);
        let full = taken >= self.rules.quotas.organization && !has_place;
        expected.refuse(full, Refusal::QuotaExceeded);
    }

    fn expect_event(&self, event: &AccountEvent, expected: &mut Expected) {
        let membership = self.administrator(self.caller).map(|a| self.from(a));
        let mut moves = |event: Event| {
            membership.is_some_and(|pair| expected.moves_if_it_can(self, pair, event))
        };
        let suspended = self.state(self.caller) == AccountState::Suspended;
        match event {
            AccountEvent::Joined { administrator, .. } => {
                self.expect_joined(*administrator, expected);
            }
            AccountEvent::Left => _ = moves(Event::Depart),
            AccountEvent::Suspended => {
                moves(Event::SuspendAccount);
                if !self.hub() {
                    self.expect_loss(expected);
                }
            }
            AccountEvent::Reinstated if self.is_disabled(self.caller) => {
                moves(Event::DisableRegion);
            }
            AccountEvent::RegionDisabled if !self.hub() && !suspended => {
                moves(Event::DisableRegion);
            }
            AccountEvent::Reinstated => _ = moves(self.recovery()),
            AccountEvent::RegionEnabled if !suspended => _ = moves(self.recovery()),
            AccountEvent::RegionDisabled | AccountEvent::RegionEnabled => {}
            AccountEvent::Closed => {
                moves(Event::Close);
                for (pair, ..) in self.own_rows() {
                    expected.moves_if_it_can(self, pair, Event::Close);
                }
            }
            AccountEvent::Undesignated => self.expect_undesignated(expected),
        }
    }

    fn recovery(&self) -> Event {
        let paused = self.switch(self.caller) == Switch::Paused;
        if paused { Event::RecoverPaused } else { Event::Recover }
    }

    /// S18, M20: whom the administrator could not add is passed over.
    fn expect_joined(&self, administrator: AccountId, expected: &mut Expected) {
        let scope = Scope { service: self.rules.service, region: region() };
        let designation = self.organization().designations.get(&scope);
        let enables =
            designation.is_some_and(|d| d.auto_enable && d.administrator == administrator);
        let entry = self.world.accounts.get(&self.caller);
        let off = entry.is_some_and(|entry| entry.disabled_regions.contains(&region()));
        let heard = enables && !off;
        let in_use = self.state(administrator) == AccountState::Active;
        if !heard || !in_use || self.switch(administrator) == Switch::Off {
            return;
        }
        let mut joining = Expected::default();
        self.like(administrator).expect_member(self.caller, Event::Admit, &mut joining);
        if joining.reasons.is_empty() {
            expected.moves.extend(joining.moves);
        }
    }

    /// M24: its members are removed.
    fn expect_loss(&self, expected: &mut Expected) {
        for (pair, _, _, is_member) in self.own_rows() {
            if is_member {
                expected.moves_if_it_can(self, pair, Event::LoseAdministrator);
            }
        }
    }

    /// S23, M22: members through the organization are disassociated.
    fn expect_undesignated(&self, expected: &mut Expected) {
        for (pair, kind, ..) in self.own_rows() {
            if kind == Kind::Organization {
                expected.moves_if_it_can(self, pair, Event::Undesignate);
            }
        }
    }
}
