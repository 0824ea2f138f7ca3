//! What happens when somebody asks for something: one file for each thing that can be asked.
//!
//! Each file has two halves: what the command needs to see, and the decision, a column of guards in the
//! order of [`Refusal`] followed by what changes. A file is named after its command and begins with the
//! operations that ask for it: what happens when a member declines is in `decline_invitations.rs`.

mod accept_invitation;
mod account_event;
mod aggregator;
mod configure;
mod count_invitations;
mod create_members;
mod decline_invitations;
mod delete_invitations;
mod delete_members;
mod describe_service;
mod disable_service;
mod disassociate_members;
mod discovery;
pub(crate) mod draft;
mod enable_service;
mod get_administrator;
mod get_members;
mod invite_members;
mod leave_administrator;
mod list_invitations;
mod list_members;
mod organization;
mod tags;
mod update_member_session;
mod update_service;
mod verify_email;

use draft::Draft;

use crate::directory::AccountState;
use crate::{
    AccountId, Change, Command, Discovery, InvitationId, OverBatch, Pair, Read, Refusal, Region,
    Reply, Resource, Rules, Subject, Timestamp, Unprocessed, View,
};

/// What a command comes to: what changes, and what is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The records that change; none for a command that only reads, or that finds all as it should be.
    pub changes: Vec<Change>,
    /// The answer, once the changes are stored.
    pub reply: Reply,
}

/// Where new ids come from.
pub trait Ids {
    /// An invitation id that was never given before.
    fn invitation(&mut self) -> InvitationId;

    /// A number that was never given before, as good as: 64 random bits.
    fn number(&mut self) -> u64;
}

/// What everything that is decided may look at.
pub(crate) struct Context<'a> {
    rules: &'a Rules,
    region: &'a Region,
    caller: AccountId,
    now: Timestamp,
    ids: &'a mut dyn Ids,
    view: &'a View,
    draft: Draft<'a>,
}

impl Context<'_> {
    /// The caller's account is in use: what it became by suspension or closing does not become undone by a request of
    /// its own (semantics §11 U30). An account that the directory does not know is in use.
    fn require_in_use(&self) -> Result<(), Refusal> {
        let state = self.draft.account(self.caller).map(|account| account.state);
        let in_use = state.is_none_or(|state| state == AccountState::Active);
        if in_use { Ok(()) } else { Err(Refusal::AccountNotInUse) }
    }

    /// Step 6 of the order of checks: the caller's service is on.
    fn require_service_on(&self) -> Result<(), Refusal> {
        if self.draft.standing(self.caller).is_on() { Ok(()) } else { Err(Refusal::ServiceOff) }
    }

    /// Whether the caller has an administrator, which keeps it from adding and inviting.
    fn caller_is_member(&self) -> bool {
        self.draft.standing(self.caller).administrator.is_some()
    }

    /// Whether this is the service's own resource in the caller's account.
    fn is_own(&self, resource: Resource) -> bool {
        match resource {
            Resource::Service => true,
            Resource::Identified(id) => {
                let settings = &self.draft.standing(self.caller).settings;
                let known = self.rules.identified_by.and_then(|name| settings.get(name));
                known.is_some_and(|known| *known == hex(id))
            }
            Resource::Member(_) | Resource::Unknown => false,
        }
    }

    /// A random UUID, version 4.
    fn uuid(&mut self) -> u128 {
        let random = u128::from(self.ids.number()) << 64 | u128::from(self.ids.number());
        random & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62
    }

    /// Runs `one` over the accounts of a batch and collects those that it refuses.
    fn each(
        &mut self,
        subjects: &[Subject],
        one: impl FnMut(&mut Self, AccountId) -> Result<(), Refusal>,
    ) -> Vec<Unprocessed> {
        self.each_up_to(self.rules.quotas.batch, subjects, one)
    }

    /// The same with a limit of its own.
    fn each_up_to(
        &mut self,
        limit: usize,
        subjects: &[Subject],
        mut one: impl FnMut(&mut Self, AccountId) -> Result<(), Refusal>,
    ) -> Vec<Unprocessed> {
        self.each_of(limit, subjects, |subject| subject, |cx, account, _| one(cx, account))
    }

    /// The same for items that name an account and say more about it.
    fn each_of<T>(
        &mut self,
        limit: usize,
        items: &[T],
        subject: impl Fn(&T) -> &Subject,
        mut one: impl FnMut(&mut Self, AccountId, &T) -> Result<(), Refusal>,
    ) -> Vec<Unprocessed> {
        let mut unprocessed = Vec::new();
        for (place, item) in items.iter().enumerate() {
            let subject = subject(item);
            let outcome = match subject {
                _ if place >= limit => Err(Refusal::OverBatch),
                Subject::NotAnAccount(_) => Err(Refusal::NotAnAccount),
                Subject::Account(account) => one(self, *account, item),
            };
            if let Err(refusal) = outcome {
                unprocessed.push(Unprocessed { subject: subject.clone(), refusal });
            }
        }
        unprocessed
    }

    /// Whether one more row may count against the caller's quota.
    fn require_quota(&self, administrator: AccountId) -> Result<(), Refusal> {
        let counted = self.draft.standing(administrator).tally.counted;
        if counted < self.rules.quotas.members { Ok(()) } else { Err(Refusal::QuotaExceeded) }
    }
}

/// What a command needs to see, given what was seen already: asked again after each load, until it wants nothing
/// more. Nearly all want everything at once. A command that names more accounts than a request may is not worth
/// more reads than the limit.
#[must_use]
pub fn reads(rules: &Rules, caller: AccountId, command: &Command, seen: &View) -> Vec<Read> {
    match command {
        Command::EnableService { .. } => enable_service::reads(caller),
        Command::DescribeService { .. } => describe_service::reads(caller),
        Command::UpdateService { settings, .. } => update_service::reads(rules, caller, settings),
        Command::DisableService => disable_service::reads(caller),
        Command::CreateMembers { members } => create_members::reads(rules, caller, members),
        Command::InviteMembers { accounts, .. } => invite_members::reads(rules, caller, accounts),
        Command::VerifyEmail { member } => verify_email::reads(caller, *member),
        Command::GetMembers { accounts } => get_members::reads(rules, caller, accounts),
        Command::ListMembers { statuses, page } => list_members::reads(caller, *statuses, *page),
        Command::DisassociateMembers { accounts } => {
            disassociate_members::reads(rules, caller, accounts)
        }
        Command::DeleteMembers { accounts } => delete_members::reads(rules, caller, accounts),
        Command::UpdateMemberSession { account, .. } => {
            update_member_session::reads(caller, account)
        }
        Command::ListInvitations { page } => list_invitations::reads(caller, *page),
        Command::CountInvitations => count_invitations::reads(caller),
        Command::AcceptInvitation { administrator, .. } => {
            accept_invitation::reads(caller, administrator)
        }
        Command::DeclineInvitations { accounts } => {
            decline_invitations::reads(rules, caller, accounts)
        }
        Command::DeleteInvitations { accounts } => {
            delete_invitations::reads(rules, caller, accounts)
        }
        Command::GetAdministrator => get_administrator::reads(caller),
        Command::LeaveAdministrator => leave_administrator::reads(caller),
        Command::ListTags { resource }
        | Command::Tag { resource, .. }
        | Command::Untag { resource, .. } => tags::reads(caller, *resource),
        Command::Configure(_) => configure::reads(caller),
        Command::Delegation(delegation) => organization::reads(caller, delegation, seen),
        Command::Aggregation(_) => aggregator::reads(caller),
        Command::Discovery(discovery) => discovery::reads(rules, caller, discovery),
        Command::Account(event) => account_event::reads(caller, event),
    }
}

/// Decides a command. `view` must hold what [`reads`] asked for.
///
/// # Errors
///
/// The first reason to refuse it, in the order of [`Refusal`]. A refused command changes nothing.
pub fn decide(
    rules: &Rules,
    region: &Region,
    caller: AccountId,
    view: &View,
    command: &Command,
    now: Timestamp,
    ids: &mut dyn Ids,
) -> Result<Decision, Refusal> {
    require_batch(rules, command)?;
    let mut context = Context { rules, region, caller, now, ids, view, draft: Draft::of(view) };
    let reply = dispatch(&mut context, command)?;
    Ok(Decision { changes: context.draft.into_changes(), reply })
}

fn dispatch(cx: &mut Context<'_>, command: &Command) -> Result<Reply, Refusal> {
    match command {
        Command::EnableService { settings, tags, activity, standards } => {
            enable_service::decide(cx, settings, tags, *activity, *standards)
        }
        Command::DescribeService { resource } => describe_service::decide(cx, *resource),
        Command::UpdateService { settings, activity } => {
            update_service::decide(cx, settings, *activity)
        }
        Command::DisableService => disable_service::decide(cx),
        Command::CreateMembers { members } => create_members::decide(cx, members),
        Command::InviteMembers { accounts, message } => {
            invite_members::decide(cx, accounts, message.as_deref())
        }
        Command::VerifyEmail { member } => verify_email::decide(cx, *member),
        Command::GetMembers { accounts } => get_members::decide(cx, accounts),
        Command::ListMembers { page, .. } => list_members::decide(cx, *page),
        Command::DisassociateMembers { accounts } => disassociate_members::decide(cx, accounts),
        Command::DeleteMembers { accounts } => delete_members::decide(cx, accounts),
        Command::UpdateMemberSession { account, activity } => {
            update_member_session::decide(cx, account, *activity)
        }
        Command::ListInvitations { page } => list_invitations::decide(cx, *page),
        Command::CountInvitations => count_invitations::decide(cx),
        Command::AcceptInvitation { administrator, invitation } => {
            accept_invitation::decide(cx, administrator, *invitation)
        }
        Command::DeclineInvitations { accounts } => decline_invitations::decide(cx, accounts),
        Command::DeleteInvitations { accounts } => delete_invitations::decide(cx, accounts),
        Command::GetAdministrator => get_administrator::decide(cx),
        Command::LeaveAdministrator => leave_administrator::decide(cx),
        Command::ListTags { resource } => tags::list(cx, *resource),
        Command::Tag { resource, tags } => tags::tag(cx, *resource, tags),
        Command::Untag { resource, keys } => tags::untag(cx, *resource, keys),
        Command::Configure(configuring) => configure::decide(cx, configuring),
        Command::Delegation(delegation) => organization::decide(cx, delegation),
        Command::Aggregation(aggregation) => aggregator::decide(cx, aggregation),
        Command::Discovery(discovery) => discovery::decide(cx, discovery),
        Command::Account(event) => Ok(account_event::decide(cx, event)),
    }
}

/// U20: Macie refuses a batch over the limit as a whole; Security Hub processes its first accounts.
fn require_batch(rules: &Rules, command: &Command) -> Result<(), Refusal> {
    let named = match command {
        Command::CreateMembers { members } => members.len(),
        Command::InviteMembers { accounts, .. }
        | Command::GetMembers { accounts }
        | Command::DisassociateMembers { accounts }
        | Command::DeleteMembers { accounts }
        | Command::DeclineInvitations { accounts }
        | Command::DeleteInvitations { accounts } => accounts.len(),
        Command::Discovery(Discovery::List { only, .. }) => only.len(),
        Command::Discovery(Discovery::Update { accounts }) => accounts.len(),
        _ => 0,
    };
    let over = rules.over_batch == OverBatch::Refused && named > rules.quotas.batch;
    if over { Err(Refusal::TooManyAccounts) } else { Ok(()) }
}

/// The accounts of a batch that are worth reading for.
fn accounts<'a>(
    rules: &Rules,
    subjects: impl IntoIterator<Item = &'a Subject>,
) -> impl Iterator<Item = AccountId> {
    subjects.into_iter().take(rules.quotas.batch).filter_map(Subject::account)
}

/// An id of 128 bits, as it is kept in settings.
fn hex(id: u128) -> String {
    format!("{id:032x}")
}

/// The key of a relationship.
fn pair(administrator: AccountId, member: AccountId) -> Pair {
    Pair { administrator, member }
}
