//! What it means for a scope that something happened to an account: it joined or left an organization, was
//! suspended, reinstated or closed, or a Region was switched off in it (S18, S21 to S25; M20, M22, M24, M25).
//!
//! The directory has decided these things; nothing here refuses. What does not apply changes nothing.

mod closed;
mod interrupted;
mod joined;
mod left;
pub(super) mod undesignated;

use super::Context;
use crate::{AccountEvent, AccountId, Pair, Read, Relationship, Reply, Status};

pub(super) fn reads(account: AccountId, event: &AccountEvent) -> Vec<Read> {
    match event {
        AccountEvent::Joined { administrator, .. } => joined::reads(account, *administrator),
        AccountEvent::Left => vec![Read::AdministratorOf(account)],
        AccountEvent::Suspended | AccountEvent::Closed => {
            vec![Read::AdministratorOf(account), Read::EverybodyOf(account)]
        }
        AccountEvent::Reinstated | AccountEvent::RegionDisabled | AccountEvent::RegionEnabled => {
            vec![Read::AdministratorOf(account), Read::Account(account)]
        }
        AccountEvent::Undesignated => vec![Read::EverybodyOf(account)],
    }
}

pub(super) fn decide(cx: &mut Context<'_>, event: &AccountEvent) -> Reply {
    match event {
        AccountEvent::Joined { administrator, standards } => {
            joined::decide(cx, *administrator, *standards);
        }
        AccountEvent::Left => left::decide(cx),
        AccountEvent::Suspended => interrupted::suspended(cx),
        AccountEvent::Reinstated => interrupted::reinstated(cx),
        AccountEvent::RegionDisabled => interrupted::region_disabled(cx),
        AccountEvent::RegionEnabled => interrupted::region_enabled(cx),
        AccountEvent::Closed => closed::decide(cx),
        AccountEvent::Undesignated => undesignated::end_members(cx, cx.caller),
    }
    Reply::Done
}

/// The caller's relationship with its administrator.
fn membership(cx: &Context<'_>) -> Option<Relationship> {
    let administrator = cx.draft.standing(cx.caller).administrator?;
    cx.draft.relationship(Pair { administrator, member: cx.caller }).cloned()
}

/// The relationships in which an account has a row.
pub(super) fn rows(cx: &Context<'_>, administrator: AccountId) -> Vec<Relationship> {
    let mine = cx.view.relationships.keys().filter(|pair| pair.administrator == administrator);
    let rows = mine.filter_map(|pair| cx.draft.relationship(*pair).cloned());
    rows.filter(|relationship| relationship.row.is_some()).collect()
}

/// Ends a membership from above, so that its row shows `Removed`.
fn remove(cx: &mut Context<'_>, mut row: Relationship) {
    cx.part(row.pair.administrator, row.pair.member);
    row.show(Status::Removed, cx.now);
    row.invitation = None;
    cx.draft.put(row);
}
