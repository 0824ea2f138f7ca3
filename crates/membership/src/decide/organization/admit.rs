//! An account of the organization becomes a member without invitation (S17, S18, S20, S22; M19, M20; §9.2).

use crate::decide::accept_invitation::follow;
use crate::decide::enable_service::switch_on;
use crate::decide::{Context, pair};
use crate::directory::{AccountState, Designation};
use crate::{AccountId, Activity, Kind, Refusal, Relationship, Status, StatusSet, Switch, Tags};

/// The organization's administrator adds an account by `CreateMembers`.
pub(in crate::decide) fn admit_by_hand(
    cx: &mut Context<'_>,
    account: AccountId,
    tags: Tags,
    designation: &Designation,
) -> Result<(), Refusal> {
    let management = cx.draft.organization_of(cx.caller).map(|o| o.management);
    if management == Some(account) && !cx.draft.standing(account).is_on() {
        return Err(Refusal::ManagementServiceOff);
    }
    let status = status_of(cx, account);
    admit(cx, cx.caller, account, tags, status, designation.auto_enable_standards)
}

/// What the row of an account shows that is added now: members work only where their account does.
fn status_of(cx: &Context<'_>, account: AccountId) -> Status {
    let Some(entry) = cx.draft.account(account) else { return Status::Enabled };
    if entry.state != AccountState::Active {
        return Status::AccountSuspended;
    }
    if cx.rules.shows_disabled_regions && entry.disabled_regions.contains(cx.region) {
        return Status::RegionDisabled;
    }
    Status::Enabled
}

/// Makes an account a member through the organization. Where its service is off, it is switched on; where it
/// is on, nothing else changes in it.
pub(in crate::decide) fn admit(
    cx: &mut Context<'_>,
    administrator: AccountId,
    account: AccountId,
    tags: Tags,
    status: Status,
    standards: bool,
) -> Result<(), Refusal> {
    let key = pair(administrator, account);
    let known = cx.draft.relationship(key).cloned();
    let current = known.as_ref().filter(|known| known.is_associated());
    if current.is_some_and(|current| current.kind == Kind::Organization) {
        return Err(Refusal::RowExists);
    }
    // U23: what the administrator has already stays, and is of the organization from now on.
    if let Some(current) = current {
        let mut current = current.clone();
        require_organization_quota(cx, administrator)?;
        current.flip();
        cx.draft.put(current);
        return Ok(());
    }
    require_admissible(cx, administrator, account)?;
    let counts = |known: &Relationship| {
        known.kind == Kind::Organization
            && known.status().is_some_and(|status| StatusSet::COUNTED.contains(status))
    };
    if !known.as_ref().is_some_and(counts) {
        require_organization_quota(cx, administrator)?;
    }
    cx.draft.put(Relationship::of_organization(key, tags, status, cx.now));
    if status == Status::Enabled {
        if !cx.draft.standing(account).is_on() {
            switch_on(cx, account, Activity::Enabled, standards);
        }
        follow(cx, administrator, account);
    }
    Ok(())
}

fn require_admissible(
    cx: &Context<'_>,
    administrator: AccountId,
    account: AccountId,
) -> Result<(), Refusal> {
    let standing = cx.draft.standing(account);
    if standing.administrator.is_some_and(|other| other != administrator) {
        return Err(Refusal::MemberOfAnother);
    }
    if standing.tally.blocking > 0 {
        return Err(Refusal::MemberHasMembers);
    }
    if standing.switch == Switch::Paused {
        return Err(Refusal::MemberPaused);
    }
    Ok(())
}

fn require_organization_quota(cx: &Context<'_>, administrator: AccountId) -> Result<(), Refusal> {
    let members = cx.draft.standing(administrator).tally.organization;
    if members < cx.rules.quotas.organization { Ok(()) } else { Err(Refusal::QuotaExceeded) }
}
