//! S21: an account left its organization. A member by invitation stays one.

use super::membership;
use crate::Kind;
use crate::decide::Context;

pub(super) fn decide(cx: &mut Context<'_>) {
    let membership = membership(cx).filter(|membership| membership.kind == Kind::Organization);
    if let Some(mut membership) = membership {
        cx.draft.standing_mut(cx.caller).administrator = None;
        membership.show(cx.rules.departed_shows, cx.now);
        cx.draft.put(membership);
    }
}
