//! `DisableSecurityHub`, `DisableMacie`: the caller switches its service off (semantics §3.1, §4.1, §5.5;
//! S26, M26).
//!
//! Invitations that the caller received are not part of its service and stay.

use super::Context;
use crate::{AccountId, Disable, Pair, Read, Refusal, Reply, Rules};

pub(super) fn reads(rules: &Rules, caller: AccountId) -> Vec<Read> {
    match rules.disable {
        Disable::DropsRows => vec![Read::RowsOf(caller)],
        Disable::NeedsNoRows => vec![Read::Standing(caller)],
    }
}

pub(super) fn decide(cx: &mut Context<'_>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let standing = cx.draft.standing(cx.caller);
    if standing.administrator.is_some() {
        return Err(Refusal::MemberCannotDisable);
    }
    match cx.rules.disable {
        Disable::NeedsNoRows if standing.tally.rows > 0 => return Err(Refusal::RowsLeft),
        Disable::DropsRows if standing.tally.associated > 0 => {
            return Err(Refusal::AdministratorCannotDisable);
        }
        Disable::NeedsNoRows => {}
        Disable::DropsRows => drop_rows(cx),
    }
    cx.draft.standing_mut(cx.caller).switch_off();
    Ok(Reply::Done)
}

fn drop_rows(cx: &mut Context<'_>) {
    let mine = |pair: &Pair| pair.administrator == cx.caller;
    let rows: Vec<Pair> = cx.view.relationships.keys().copied().filter(mine).collect();
    for pair in rows {
        if let Some(mut relationship) = cx.draft.relationship(pair).cloned() {
            relationship.delete_row();
            cx.draft.put(relationship);
        }
    }
}
