//! `DisableSecurityHub`, `DisableMacie`: the caller switches its service off (semantics §3.1, §4.1, §5.5;
//! S26, M26).
//!
//! Invitations that the caller received are not part of its service and stay.

use super::Context;
use super::account_event::rows;
use crate::{AccountId, Disable, Read, Refusal, Reply, Status, StatusSet};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    let interrupted = Read::MembersOf { administrator: caller, statuses: StatusSet::INTERRUPTED };
    vec![Read::RowsOf(caller), interrupted, Read::OrganizationOf(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let standing = cx.draft.standing(cx.caller);
    if standing.administrator.is_some() {
        return Err(Refusal::MemberCannotDisable);
    }
    match cx.rules.disable {
        Disable::NeedsNoRows if standing.tally.rows > 0 => return Err(Refusal::RowsLeft),
        Disable::DropsRows
            if standing.tally.associated > 0 || cx.is_organization_administrator() =>
        {
            return Err(Refusal::AdministratorCannotDisable);
        }
        Disable::NeedsNoRows | Disable::DropsRows => drop_rows(cx),
    }
    cx.draft.standing_mut(cx.caller).switch_off();
    Ok(Reply::Done)
}

fn drop_rows(cx: &mut Context<'_>) {
    let interrupted = |status: Status| StatusSet::INTERRUPTED.contains(status);
    for mut row in rows(cx, cx.caller) {
        // Only such a row can be a member's still.
        if row.status().is_some_and(interrupted) {
            cx.part(cx.caller, row.pair.member);
        }
        row.delete_row();
        cx.draft.put(row);
    }
}
