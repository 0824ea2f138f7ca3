//! S23, M22: an account no longer administers the service for its organization. Members through the
//! organization are disassociated and keep their service; members by invitation stay.

use super::{remove, rows};
use crate::decide::Context;
use crate::{AccountId, Kind, Relationship, StatusSet};

/// Ends the memberships that an account has through its organization.
pub(in crate::decide) fn end_members(cx: &mut Context<'_>, administrator: AccountId) {
    let live = |row: &Relationship| {
        row.kind == Kind::Organization
            && row.status().is_some_and(|status| StatusSet::COUNTED.contains(status))
    };
    for row in rows(cx, administrator).into_iter().filter(live) {
        remove(cx, row);
    }
}
