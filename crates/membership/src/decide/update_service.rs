//! `UpdateSecurityHubConfiguration`, `UpdateMacieSession`, the features of the second hub: the caller changes its
//! settings, or suspends and resumes its service (semantics §3.1, §3.6, §4.1; M16, M17). What is as asked for
//! already is no change.

use super::{Context, pair};
use crate::{
    AccountId, Activity, Kind, Read, Refusal, Reply, Rules, Settings, Status, StatusSet, Switch,
};

pub(super) fn reads(rules: &Rules, caller: AccountId, settings: &Settings) -> Vec<Read> {
    let mut reads = vec![Read::AdministratorOf(caller)];
    if followed(rules, settings).next().is_some() {
        reads.push(Read::MembersOf { administrator: caller, statuses: StatusSet::MEMBERS });
    }
    reads
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    settings: &Settings,
    activity: Option<Activity>,
) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    if activity == Some(Activity::Paused) {
        require_may_pause(cx)?;
    }
    require_follows(cx, settings)?;

    let now = cx.now;
    let standing = cx.draft.standing_mut(cx.caller);
    let switch = activity.map_or(standing.switch, Switch::from);
    let changes = |(name, value): (&String, &String)| standing.settings.get(name) != Some(value);
    if switch != standing.switch || settings.iter().any(changes) {
        standing.updated_at = now;
    }
    standing.settings.extend(settings.clone());
    standing.switch = switch;
    show_administrator(cx);
    show_members(cx, settings);
    Ok(Reply::Done)
}

fn require_may_pause(cx: &Context<'_>) -> Result<(), Refusal> {
    if cx.draft.standing(cx.caller).tally.associated > 0 {
        return Err(Refusal::AdministratorCannotPause);
    }
    if kind_of_membership(cx) == Some(Kind::Organization) {
        return Err(Refusal::OrganizationMemberCannotPause);
    }
    Ok(())
}

/// A member's value matches its administrator's, so it cannot be set to another.
fn require_follows(cx: &Context<'_>, settings: &Settings) -> Result<(), Refusal> {
    let Some(administrator) = cx.draft.standing(cx.caller).administrator else { return Ok(()) };
    let leading = &cx.draft.standing(administrator).settings;
    let follows = |(name, value): (String, String)| leading.get(&name) == Some(&value);
    if followed(cx.rules, settings).all(follows) {
        Ok(())
    } else {
        Err(Refusal::SetByAdministrator)
    }
}

fn kind_of_membership(cx: &Context<'_>) -> Option<Kind> {
    let administrator = cx.draft.standing(cx.caller).administrator?;
    cx.draft.relationship(pair(administrator, cx.caller)).map(|relationship| relationship.kind)
}

/// M16, M17: the administrator's row shows whether the member's service is suspended.
fn show_administrator(cx: &mut Context<'_>) {
    let standing = cx.draft.standing(cx.caller);
    let status = member_status(standing.switch);
    let Some(administrator) = standing.administrator else { return };
    let Some(relationship) = cx.draft.relationship(pair(administrator, cx.caller)) else { return };
    if relationship.is_associated() && relationship.status() != Some(status) {
        let mut relationship = relationship.clone();
        relationship.show(status, cx.now);
        cx.draft.put(relationship);
    }
}

/// Members follow their administrator in some settings, also while they are interrupted.
fn show_members(cx: &mut Context<'_>, settings: &Settings) {
    let followed: Settings = followed(cx.rules, settings).collect();
    if followed.is_empty() {
        return;
    }
    let follows =
        |account: &AccountId| cx.draft.standing(*account).administrator == Some(cx.caller);
    let members: Vec<AccountId> = cx.view.standings.keys().copied().filter(follows).collect();
    for member in members {
        cx.draft.standing_mut(member).settings.extend(followed.clone());
    }
}

fn followed(rules: &Rules, settings: &Settings) -> impl Iterator<Item = (String, String)> {
    let names = rules.followed_settings;
    let of = move |(name, value): (&String, &String)| {
        names.contains(&name.as_str()).then(|| (name.clone(), value.clone()))
    };
    settings.iter().filter_map(of).collect::<Vec<_>>().into_iter()
}

/// The status of a current member whose service stands so.
pub(super) fn member_status(switch: Switch) -> Status {
    match switch {
        Switch::Paused => Status::Paused,
        Switch::Off | Switch::Enabled => Status::Enabled,
    }
}
