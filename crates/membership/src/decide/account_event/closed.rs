//! S24, S25, M24: an account was closed. Its administrator has no row of it any more, and it has none itself; its
//! members keep their service. Rows of others that had not made it a member stay, to be deleted by hand.

use super::{membership, rows};
use crate::decide::Context;

pub(super) fn decide(cx: &mut Context<'_>) {
    if let Some(mut membership) = membership(cx) {
        cx.draft.standing_mut(cx.caller).administrator = None;
        membership.delete_row();
        cx.draft.put(membership);
    }
    for mut row in rows(cx, cx.caller) {
        cx.part(cx.caller, row.pair.member);
        row.delete_row();
        cx.draft.put(row);
    }
}
