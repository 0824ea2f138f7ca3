//! M24, M25: an account is suspended for a while, or a Region is switched off in it. The member keeps its
//! administrator; the row shows why it does not work.

use super::{membership, remove, rows};
use crate::Status;
use crate::decide::Context;
use crate::decide::update_service::member_status;
use crate::directory::AccountState;

pub(super) fn suspended(cx: &mut Context<'_>) {
    show(cx, Status::AccountSuspended);
    if cx.rules.suspension_ends_members {
        for row in rows(cx, cx.caller) {
            if cx.is_member_of(row.pair.member, cx.caller) {
                remove(cx, row);
            }
        }
    }
}

pub(super) fn reinstated(cx: &mut Context<'_>) {
    let off = cx.draft.account(cx.caller).is_some_and(|a| a.disabled_regions.contains(cx.region));
    let disabled = cx.rules.shows_disabled_regions && off;
    let working = member_status(cx.draft.standing(cx.caller).switch);
    show(cx, if disabled { Status::RegionDisabled } else { working });
}

pub(super) fn region_disabled(cx: &mut Context<'_>) {
    if cx.rules.shows_disabled_regions && !is_suspended(cx) {
        show(cx, Status::RegionDisabled);
    }
}

pub(super) fn region_enabled(cx: &mut Context<'_>) {
    if !is_suspended(cx) {
        let working = member_status(cx.draft.standing(cx.caller).switch);
        show(cx, working);
    }
}

fn is_suspended(cx: &Context<'_>) -> bool {
    cx.draft.account(cx.caller).is_some_and(|account| account.state == AccountState::Suspended)
}

/// What the administrator sees of the caller from now on.
fn show(cx: &mut Context<'_>, status: Status) {
    let Some(mut membership) = membership(cx).filter(|m| m.status() != Some(status)) else {
        return;
    };
    membership.show(status, cx.now);
    cx.draft.put(membership);
}
