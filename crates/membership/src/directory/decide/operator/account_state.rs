//! `accede account suspend` and `accede account reinstate` (S22, M24, M25). The account keeps its place in its
//! organization.

use super::{Context, Outcome, effects};
use crate::directory::{AccountState, DirectoryRefusal, DirectoryReply};
use crate::{AccountEvent, AccountId};

pub(super) fn suspend(cx: &mut Context<'_>, id: AccountId) -> Outcome {
    match cx.known(id)?.state {
        AccountState::Active => {}
        AccountState::Suspended => return Err(DirectoryRefusal::AlreadySuspended),
        AccountState::Closed => return Err(DirectoryRefusal::AccountAlreadyClosed),
    }
    Ok(change(cx, id, AccountState::Suspended, AccountEvent::Suspended))
}

pub(super) fn reinstate(cx: &mut Context<'_>, id: AccountId) -> Outcome {
    match cx.known(id)?.state {
        AccountState::Active => return Err(DirectoryRefusal::NotSuspended),
        AccountState::Suspended => {}
        AccountState::Closed => return Err(DirectoryRefusal::AccountAlreadyClosed),
    }
    Ok(change(cx, id, AccountState::Active, AccountEvent::Reinstated))
}

fn change(
    cx: &mut Context<'_>,
    id: AccountId,
    state: AccountState,
    event: AccountEvent,
) -> DirectoryReply {
    cx.draft.account_mut(id).state = state;
    cx.effects.push(effects::everywhere(id, event));
    cx.shown(id)
}
