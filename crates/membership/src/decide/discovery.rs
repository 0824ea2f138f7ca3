//! Automated discovery of sensitive data: `UpdateAutomatedDiscoveryConfiguration` and its siblings (Macie).
//!
//! An administrator, and an account by itself, configures it. In a member it is on if it is on for the
//! administrator, and the administrator switched it on there: by itself when the member came, for all, or for
//! this one.

use super::Context;
use crate::discovery::{DiscoveryConfiguration, is_enabled, status};
use crate::{
    AccountId, AutoEnable, Discovery, Page, Read, Refusal, Reply, Rules, Standing, StatusSet,
    Subject, Switch, Unprocessed,
};

/// The setting of a member: whether its administrator switched discovery on in it.
const IN_MEMBER: &str = "automatedDiscovery.statusAsMember";
/// The setting of an administrator: whether it switched discovery off in its own account alone.
const IN_ITSELF: &str = "automatedDiscovery.statusInItself";

pub(super) fn reads(rules: &Rules, caller: AccountId, discovery: &Discovery) -> Vec<Read> {
    let most = rules.quotas.batch;
    let members = Read::MembersOf { administrator: caller, statuses: StatusSet::MEMBERS };
    let mut reads = vec![Read::AdministratorOf(caller)];
    match discovery {
        Discovery::Describe => {}
        Discovery::Configure { .. } => reads.push(members),
        Discovery::List { only, .. } if only.is_empty() => reads.push(members),
        Discovery::List { only, .. } => {
            reads.extend(only.iter().take(most).copied().map(Read::Standing));
        }
        Discovery::Update { accounts } => {
            let accounts = accounts.iter().take(most).filter_map(|(account, _)| account.account());
            reads.extend(accounts.map(Read::Standing));
        }
    }
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, discovery: &Discovery) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    match discovery {
        Discovery::Describe => {
            require_own(cx)?;
            Ok(Reply::Discovery(DiscoveryConfiguration::of(cx.draft.standing(cx.caller))))
        }
        Discovery::Configure { enabled, auto_enable } => configure(cx, *enabled, *auto_enable),
        Discovery::List { only, page } => Ok(list(cx, only, *page)),
        Discovery::Update { accounts } => {
            require_own(cx)?;
            if !DiscoveryConfiguration::of(cx.draft.standing(cx.caller)).enabled {
                return Err(Refusal::DiscoveryOff);
            }
            let limit = cx.rules.quotas.batch;
            let one =
                |cx: &mut Context<'_>, account, item: &(Subject, bool)| update(cx, account, item.1);
            let unprocessed: Vec<Unprocessed> =
                cx.each_of(limit, accounts, |(account, _)| account, one);
            Ok(Reply::Batch { unprocessed })
        }
    }
}

/// A member follows its administrator, and has no configuration of its own.
fn require_own(cx: &Context<'_>) -> Result<(), Refusal> {
    if cx.caller_is_member() { Err(Refusal::SetByAdministrator) } else { Ok(()) }
}

fn configure(
    cx: &mut Context<'_>,
    enabled: bool,
    auto_enable: Option<AutoEnable>,
) -> Result<Reply, Refusal> {
    require_own(cx)?;
    let before = DiscoveryConfiguration::of(cx.draft.standing(cx.caller));
    let default = if enabled { AutoEnable::All } else { before.auto_enable };
    let mut after = before;
    after.enabled = enabled;
    after.auto_enable = auto_enable.unwrap_or(default);
    if enabled {
        after.first_enabled_at = before.first_enabled_at.or(Some(cx.now));
        after.disabled_at = None;
        after.scope = before.scope.or_else(|| Some(cx.ids.invitation().0));
        after.template = before.template.or_else(|| Some(cx.ids.invitation().0));
    } else if before.enabled {
        after.disabled_at = Some(cx.now);
    }
    if after != before {
        after.updated_at = cx.now;
        let settings = &mut cx.draft.standing_mut(cx.caller).settings;
        settings.remove(IN_ITSELF);
        after.keep(settings);
    }
    if !enabled || after.auto_enable == AutoEnable::All {
        for member in members(cx) {
            set_in_member(cx.draft.standing_mut(member), enabled);
        }
    }
    Ok(Reply::Done)
}

/// The caller's members among the accounts that were read.
fn members(cx: &Context<'_>) -> Vec<AccountId> {
    let accounts = cx.view.standings.keys().copied();
    accounts.filter(|account| is_member(cx, *account)).collect()
}

fn is_member(cx: &Context<'_>, account: AccountId) -> bool {
    cx.draft.standing(account).administrator == Some(cx.caller)
}

fn list(cx: &Context<'_>, only: &[AccountId], page: Page) -> Reply {
    let wanted = |account: &AccountId| only.is_empty() || only.contains(account);
    let beyond = |account: &AccountId| page.after.is_none_or(|after| *account > after);
    let seen = cx.view.standings.keys().copied();
    let own = seen.filter(|account| *account == cx.caller || is_member(cx, *account));
    let mut rest = own.filter(wanted).filter(beyond);
    let shown = rest.by_ref().take(page.limit);
    let accounts: Vec<_> = shown.map(|account| (account, is_on(cx, account))).collect();
    let next = accounts.last().map(|(account, _)| *account).filter(|_| rest.next().is_some());
    Reply::DiscoveryPage { accounts, next }
}

/// Whether discovery is on in the caller, or in a member of the caller.
fn is_on(cx: &Context<'_>, account: AccountId) -> bool {
    let standing = cx.draft.standing(account);
    let leading = standing.administrator.map(|administrator| cx.draft.standing(administrator));
    let here = match leading {
        Some(_) => is_enabled(&standing.settings, IN_MEMBER),
        None => !standing.settings.contains_key(IN_ITSELF),
    };
    let enabled = DiscoveryConfiguration::of(leading.unwrap_or(standing)).enabled;
    here && enabled && standing.switch == Switch::Enabled
}

fn update(cx: &mut Context<'_>, account: AccountId, enabled: bool) -> Result<(), Refusal> {
    let itself = account == cx.caller;
    if !itself && !is_member(cx, account) {
        return Err(Refusal::NoRow);
    }
    if cx.draft.standing(account).switch != Switch::Enabled {
        return Err(Refusal::MemberPaused);
    }
    let standing = cx.draft.standing_mut(account);
    match (itself, enabled) {
        (false, _) => set_in_member(standing, enabled),
        (true, true) => drop(standing.settings.remove(IN_ITSELF)),
        (true, false) => {
            standing.settings.insert(IN_ITSELF.to_owned(), status(false).to_owned());
        }
    }
    Ok(())
}

/// Whether discovery is switched on by itself in the members that an account with this standing gets.
pub(super) fn takes_in(administrator: &Standing) -> bool {
    let configuration = DiscoveryConfiguration::of(administrator);
    configuration.enabled && configuration.auto_enable != AutoEnable::None
}

/// Switches discovery on or off in a member.
pub(super) fn set_in_member(member: &mut Standing, enabled: bool) {
    if enabled {
        member.settings.insert(IN_MEMBER.to_owned(), status(true).to_owned());
    } else {
        member.settings.remove(IN_MEMBER);
    }
}
