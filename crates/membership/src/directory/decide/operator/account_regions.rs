//! Switching a Region off and on in an account (M25). Asking for what is already so changes nothing.

use super::{Context, Outcome, effects};
use crate::directory::{AccountState, DirectoryRefusal};
use crate::{AccountEvent, AccountId, Region};

pub(super) fn disable(cx: &mut Context<'_>, id: AccountId, region: &Region) -> Outcome {
    require_open(cx, id)?;
    if cx.draft.account_mut(id).disabled_regions.insert(region.clone()) {
        cx.effects.push(effects::in_region(id, AccountEvent::RegionDisabled, region));
    }
    Ok(cx.shown(id))
}

pub(super) fn enable(cx: &mut Context<'_>, id: AccountId, region: &Region) -> Outcome {
    require_open(cx, id)?;
    if cx.draft.account_mut(id).disabled_regions.remove(region) {
        cx.effects.push(effects::in_region(id, AccountEvent::RegionEnabled, region));
    }
    Ok(cx.shown(id))
}

fn require_open(cx: &Context<'_>, id: AccountId) -> Result<(), DirectoryRefusal> {
    let closed = cx.known(id)?.state == AccountState::Closed;
    if closed { Err(DirectoryRefusal::AccountAlreadyClosed) } else { Ok(()) }
}
