//! A second model of what commands do, naive and slow: every reason that holds is found by looking at all
//! relationships, in no order; the first of them must be the refusal. Where none holds, the table of the
//! reference says what both accounts see next.

use std::collections::BTreeSet;

use accede_membership::{
    AccountId, Command, Delegation, Email, EmailCheck, InvitationId, Kind, NewMember, Pair,
    Refusal, Relationship, Resource, Rules, Service, Settings, Status, Subject, Switch, World,
};

use super::checks::blocks;
use super::subject;
use super::table::{self, Event, Seen, Transition};
use crate::common::commands::FOLLOWED;

/// The accounts that have this one as a member, also as one that is interrupted.
pub(crate) fn administrators(
    world: &World,
    interrupted: &BTreeSet<Pair>,
    member: AccountId,
) -> Vec<AccountId> {
    let associated = |r: &&Relationship| {
        let current = matches!(r.status(), Some(Status::Enabled | Status::Paused));
        r.pair.member == member && (current || interrupted.contains(&r.pair))
    };
    world.relationships.values().filter(associated).map(|r| r.pair.administrator).collect()
}

/// The rows of an administrator.
pub(crate) fn rows(
    world: &World,
    administrator: AccountId,
) -> impl Iterator<Item = (AccountId, Kind, Status)> {
    let mine = world.relationships.values().filter(move |r| r.pair.administrator == administrator);
    mine.filter_map(|r| Some((r.pair.member, r.kind, r.status()?)))
}

/// What a command without a batch, or a batch of one, is expected to come to.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    /// Every reason to refuse it that holds.
    pub(crate) reasons: BTreeSet<Refusal>,
    /// If there is none: the relationships that move, and by which rows of the reference.
    pub(crate) moves: Vec<(Pair, &'static Transition)>,
}

impl Expected {
    pub(super) fn refuse(&mut self, holds: bool, refusal: Refusal) {
        if holds {
            self.reasons.insert(refusal);
        }
    }

    /// The relationship moves by the row for this event; without one, it is refused.
    pub(super) fn moves(
        &mut self,
        model: &Model<'_>,
        pair: Pair,
        event: Event,
        otherwise: Refusal,
    ) {
        let moves = self.moves_if_it_can(model, pair, event);
        self.refuse(!moves, otherwise);
    }

    /// The relationship moves if there is a row for this event.
    pub(super) fn moves_if_it_can(&mut self, model: &Model<'_>, pair: Pair, event: Event) -> bool {
        let row = table::find(model.rules.service, event, model.seen(pair));
        self.moves.extend(row.map(|row| (pair, row)));
        row.is_some()
    }
}

/// One scope as somebody sees it who knows nothing but its relationships.
pub(crate) struct Model<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) world: &'a World,
    pub(crate) interrupted: &'a BTreeSet<Pair>,
    pub(crate) caller: AccountId,
}

impl Model<'_> {
    /// What both accounts of a pair see.
    pub(crate) fn seen(&self, pair: Pair) -> Seen {
        let relationship = self.world.relationships.get(&pair);
        let invitation = relationship.and_then(Relationship::received);
        let row = relationship.and_then(Relationship::status);
        (row, invitation.map(|received| received.status(self.rules)))
    }

    pub(super) fn hub(&self) -> bool {
        self.rules.service == Service::SecurityHub
    }

    pub(super) fn switch(&self, account: AccountId) -> Switch {
        self.world.standings.get(&account).map_or(Switch::Off, |standing| standing.switch)
    }

    /// The account that has this one as a member.
    pub(super) fn administrator(&self, member: AccountId) -> Option<AccountId> {
        administrators(self.world, self.interrupted, member).first().copied()
    }

    fn is_member(&self, account: AccountId) -> bool {
        self.administrator(account).is_some()
    }

    pub(super) fn kind(&self, pair: Pair) -> Option<Kind> {
        self.world.relationships.get(&pair).map(|relationship| relationship.kind)
    }

    fn in_organization(&self) -> bool {
        let administrator = self.administrator(self.caller);
        let kind = administrator.and_then(|a| self.kind(self.from(a)));
        kind == Some(Kind::Organization)
    }

    fn has_members(&self) -> bool {
        rows(self.world, self.caller)
            .any(|(_, _, status)| matches!(status, Status::Enabled | Status::Paused))
    }

    /// Whether an administrator has no place for one more member by invitation.
    fn is_full(&self, administrator: AccountId) -> bool {
        let takes = |(_, kind, status): &(AccountId, Kind, Status)| {
            *kind == Kind::Invitation && takes_a_place(*status)
        };
        rows(self.world, administrator).filter(takes).count() as u64 >= self.rules.quotas.members
    }

    pub(super) fn to(&self, member: AccountId) -> Pair {
        Pair { administrator: self.caller, member }
    }

    pub(super) fn from(&self, administrator: AccountId) -> Pair {
        Pair { administrator, member: self.caller }
    }

    /// What is expected of a command that names at most one account.
    pub(crate) fn expect(&self, command: &Command) -> Expected {
        let mut expected = Expected::default();
        let enabling = matches!(command, Command::EnableService { .. });
        let asked_by_the_server =
            matches!(command, Command::VerifyEmail { .. } | Command::Account(_))
                || is_for_the_management_account(command);
        let off = self.switch(self.caller) == Switch::Off;
        let comes_in = enabling || matches!(command, Command::AcceptInvitation { .. });
        expected.refuse(comes_in && !self.is_in_use(self.caller), Refusal::AccountNotInUse);
        if off && !enabling && !asked_by_the_server {
            expected.refuse(true, Refusal::ServiceOff);
            return expected;
        }
        self.expect_of_service(command, &mut expected);
        self.expect_of_relationship(command, &mut expected);
        self.expect_of_organization(command, &mut expected);
        expected
    }

    fn expect_of_service(&self, command: &Command, expected: &mut Expected) {
        let limit = self.rules.quotas.tags;
        match command {
            Command::EnableService { tags, .. } => {
                let on = self.switch(self.caller) != Switch::Off;
                expected.refuse(on, Refusal::AlreadyEnabled);
                expected.refuse(tags.len() > limit, Refusal::TooManyTags);
            }
            Command::DisableService => {
                let stands = |(_, kind, status): (AccountId, Kind, Status)| {
                    kind == Kind::Invitation || takes_a_place(status)
                };
                let any = rows(self.world, self.caller).any(stands);
                let member = self.is_member(self.caller);
                let current = self.hub() && (self.has_members() || self.administers());
                expected.refuse(member, Refusal::MemberCannotDisable);
                expected.refuse(current, Refusal::AdministratorCannotDisable);
                expected.refuse(any && !self.hub(), Refusal::RowsLeft);
            }
            Command::UpdateService { settings, activity } => {
                self.expect_update(settings, activity.map(Switch::from), expected);
            }
            Command::Tag { resource, .. }
            | Command::Untag { resource, .. }
            | Command::ListTags { resource } => {
                let tags = self.tags(*resource);
                expected.refuse(tags.is_none(), Refusal::NoSuchResource);
                if let (Some(mut tags), Command::Tag { tags: new, .. }) = (tags, command) {
                    tags.extend(new.keys().cloned());
                    expected.refuse(tags.len() > limit, Refusal::TooManyTags);
                }
            }
            _ => {}
        }
    }

    fn expect_update(&self, settings: &Settings, switch: Option<Switch>, expected: &mut Expected) {
        let organization = self.in_organization();
        if switch == Some(Switch::Paused) {
            expected.refuse(self.has_members(), Refusal::AdministratorCannotPause);
            expected.refuse(organization, Refusal::OrganizationMemberCannotPause);
        }
        let administrator = self.administrator(self.caller);
        if let (true, Some(administrator), Some(value)) =
            (self.hub(), administrator, settings.get(FOLLOWED))
        {
            let leading = self.world.standings.get(&administrator).map(|one| &one.settings);
            let same = leading.and_then(|settings| settings.get(FOLLOWED)) == Some(value);
            expected.refuse(!same, Refusal::SetByAdministrator);
        }
        if let (Some(administrator), Some(switch)) = (administrator, switch)
            && !self.hub()
        {
            let event = if switch == Switch::Paused { Event::Suspend } else { Event::Resume };
            expected.moves_if_it_can(self, self.from(administrator), event);
        }
    }

    fn tags(&self, resource: Resource) -> Option<BTreeSet<String>> {
        let tags = match resource {
            Resource::Service => &self.world.standings.get(&self.caller)?.tags,
            Resource::Member(member) => {
                &self.world.relationships.get(&self.to(member))?.row.as_ref()?.tags
            }
            Resource::Unknown | Resource::Identified(_) => return None,
        };
        Some(tags.keys().cloned().collect())
    }

    fn expect_of_relationship(&self, command: &Command, expected: &mut Expected) {
        match command {
            Command::CreateMembers { members } => {
                return members.iter().for_each(|m| self.expect_create(m, expected));
            }
            Command::VerifyEmail { member } => return self.expect_verify(*member, expected),
            Command::UpdateMemberSession { account, activity } => {
                return self.expect_session(account, Switch::from(*activity), expected);
            }
            Command::AcceptInvitation { administrator, invitation } => {
                return self.expect_accept(administrator, *invitation, expected);
            }
            Command::LeaveAdministrator => return self.expect_leave(expected),
            _ => {}
        }
        let Some(subject) = subject(command) else { return };
        let Some(account) = subject.account() else {
            return expected.refuse(true, Refusal::NotAnAccount);
        };
        match command {
            Command::InviteMembers { .. } => self.expect_invite(account, expected),
            Command::GetMembers { .. } => self.expect_get(account, expected),
            Command::DisassociateMembers { .. } => self.expect_disassociate(account, expected),
            Command::DeleteMembers { .. } => self.expect_delete(account, expected),
            Command::DeclineInvitations { .. } => self.expect_decline(account, expected),
            Command::DeleteInvitations { .. } => self.expect_delete_invitation(account, expected),
            _ => {}
        }
    }

    fn expect_create(&self, member: &NewMember, expected: &mut Expected) {
        let Some(account) = member.account.account().filter(|_| member.email != Email::Malformed)
        else {
            return expected.refuse(true, Refusal::NotAnAccount);
        };
        expected.refuse(self.is_member(self.caller), Refusal::CallerIsMember);
        expected.refuse(member.tags.len() > self.rules.quotas.tags, Refusal::TooManyTags);
        expected.refuse(account == self.caller, Refusal::Oneself);
        if self.administers() && self.is_of_organization(account) {
            return self.expect_admission(account, expected);
        }
        expected.moves(self, self.to(account), Event::Create, Refusal::RowExists);
        expected.refuse(self.is_full(self.caller), Refusal::QuotaExceeded);
    }

    fn expect_invite(&self, account: AccountId, expected: &mut Expected) {
        expected.refuse(self.is_member(self.caller), Refusal::CallerIsMember);
        expected.refuse(account == self.caller, Refusal::Oneself);
        let pair = self.to(account);
        let relationship = self.world.relationships.get(&pair);
        let Some(row) = relationship.and_then(|r| r.row.as_ref()) else {
            return expected.refuse(true, Refusal::NoRow);
        };
        let email_wanted = self.rules.email_check != EmailCheck::Never;
        let of_another = self.administrator(account).is_some_and(|a| a != self.caller);
        let full = self.is_full(self.caller) && !takes_a_place(row.status);
        let otherwise = match row.status {
            Status::EmailVerificationFailed => Refusal::EmailNotVerified,
            _ => Refusal::AlreadyInvited,
        };
        let organization = self.administers() && self.is_of_organization(account);
        expected.refuse(organization, Refusal::AlreadyInvited);
        expected.refuse(email_wanted && row.email.is_none(), Refusal::EmailMissing);
        expected.refuse(self.hub() && of_another, Refusal::MemberOfAnother);
        expected.refuse(full, Refusal::QuotaExceeded);
        let event = match (self.rules.email_check, self.email_is_wrong(pair)) {
            (EmailCheck::Later, _) => Event::InviteUnchecked,
            (EmailCheck::AtOnce, true) => Event::InviteWrongEmail,
            (EmailCheck::AtOnce, false) | (EmailCheck::Never, _) => Event::Invite,
        };
        expected.moves(self, pair, event, otherwise);
    }

    fn email_is_wrong(&self, pair: Pair) -> bool {
        let row = self.world.relationships.get(&pair).and_then(|r| r.row.as_ref());
        let given = row.and_then(|row| row.email.as_ref());
        let known =
            self.world.accounts.get(&pair.member).and_then(|account| account.email.as_ref());
        known.is_some() && known != given
    }

    fn expect_verify(&self, member: AccountId, expected: &mut Expected) {
        let pair = self.to(member);
        let wrong = self.email_is_wrong(pair);
        let event = if wrong { Event::VerifyWrongEmail } else { Event::Verify };
        expected.moves_if_it_can(self, pair, event);
    }

    fn expect_get(&self, account: AccountId, expected: &mut Expected) {
        expected.refuse(self.seen(self.to(account)).0.is_none(), Refusal::NoRow);
    }

    fn expect_disassociate(&self, account: AccountId, expected: &mut Expected) {
        expected.moves(self, self.to(account), Event::Disassociate, Refusal::NoRow);
    }

    fn expect_delete(&self, account: AccountId, expected: &mut Expected) {
        let pair = self.to(account);
        let there = self.seen(pair).0.is_some();
        let otherwise = if there { Refusal::StillAssociated } else { Refusal::NoRow };
        expected.moves(self, pair, Event::Delete, otherwise);
    }

    fn expect_session(&self, account: &Subject, switch: Switch, expected: &mut Expected) {
        let Some(account) = account.account() else {
            return expected.refuse(true, Refusal::NotAnAccount);
        };
        let pair = self.to(account);
        let resume = switch == Switch::Enabled;
        let event = if resume { Event::Resume } else { Event::Suspend };
        expected.moves(self, pair, event, Refusal::NoRow);
        let by_invitation = self.kind(pair) == Some(Kind::Invitation);
        let moves = !expected.moves.is_empty();
        expected.refuse(resume && by_invitation && moves, Refusal::CannotResume);
    }

    fn expect_accept(
        &self,
        administrator: &Subject,
        id: Option<InvitationId>,
        expected: &mut Expected,
    ) {
        let blocked = rows(self.world, self.caller).any(|(_, _, status)| blocks(status));
        expected.refuse(blocked || self.administers(), Refusal::HasMembers);
        let administrator = administrator.account();
        let pair = administrator.map(|administrator| self.from(administrator));
        let invitation = pair
            .and_then(|pair| self.world.relationships.get(&pair))
            .and_then(|r| r.invitation.as_ref());
        let right_id = id.is_some() && invitation.map(|invitation| invitation.id) == id;
        expected.refuse(!right_id, Refusal::NoPendingInvitation);
        if let Some(current) = self.administrator(self.caller) {
            expected.refuse(Some(current) != administrator, Refusal::AlreadyAssociated);
            // U4: Security Hub accepts again, Macie does not.
            return expected.refuse(!self.hub(), Refusal::NoPendingInvitation);
        }
        let Some(pair) = pair else { return };
        let paused = self.switch(self.caller) == Switch::Paused;
        let event = if paused { Event::AcceptPaused } else { Event::Accept };
        expected.moves(self, pair, event, Refusal::NoPendingInvitation);
        let inviter = pair.administrator;
        expected.refuse(self.is_member(inviter), Refusal::InviterIsMember);
        let has_place = self.seen(pair).0.is_some_and(takes_a_place);
        expected.refuse(!has_place && self.is_full(inviter), Refusal::QuotaExceeded);
    }

    fn expect_decline(&self, administrator: AccountId, expected: &mut Expected) {
        let pair = self.from(administrator);
        expected.moves(self, pair, Event::Decline, Refusal::NoPendingInvitation);
    }

    fn expect_delete_invitation(&self, account: AccountId, expected: &mut Expected) {
        let (received, sent) = (self.from(account), self.to(account));
        if self.seen(received).1.is_some() {
            expected.moves(self, received, Event::DeleteInvitation, Refusal::StillAssociated);
        } else if self.hub() && self.seen(sent).1.is_some() {
            expected.moves(self, sent, Event::Withdraw, Refusal::StillAssociated);
        } else {
            expected.refuse(true, Refusal::NoPendingInvitation);
        }
    }

    fn expect_leave(&self, expected: &mut Expected) {
        let Some(administrator) = self.administrator(self.caller) else {
            return expected.refuse(true, Refusal::NoAdministrator);
        };
        expected.refuse(self.in_organization(), Refusal::CannotLeaveOrganization);
        let pair = self.from(administrator);
        expected.moves(self, pair, Event::Leave, Refusal::CannotLeaveOrganization);
    }
}

/// Whose service does not matter to it.
fn is_for_the_management_account(command: &Command) -> bool {
    use Delegation::{Designate, List, Withdraw};
    let Command::Delegation(delegation) = command else { return false };
    matches!(delegation, Designate { .. } | Withdraw { .. } | List { .. })
}

/// §5.7: whether a row takes one of its administrator's places.
pub(super) fn takes_a_place(status: Status) -> bool {
    !matches!(status, Status::Resigned | Status::Removed | Status::Deleted)
}
