//! `CloseAccount`: the management account closes a member (S25, M24). It stays listed.

use super::{Context, Outcome, effects, is_administrator};
use crate::directory::{AccountState, DirectoryRefusal, DirectoryReply, FeatureSet};
use crate::{AccountEvent, AccountId};

pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId, id: AccountId) -> Outcome {
    let organization = cx.as_management(caller)?;
    if organization.features != FeatureSet::All {
        return Err(DirectoryRefusal::OnlyConsolidatedBilling);
    }
    let state = cx.account_in(&organization, id)?.state;
    if id == organization.management {
        return Err(DirectoryRefusal::CannotCloseManagement);
    }
    if state == AccountState::Closed {
        return Err(DirectoryRefusal::AccountAlreadyClosed);
    }
    if is_administrator(&organization, id) {
        return Err(DirectoryRefusal::CannotCloseDelegatedAdministrator);
    }
    cx.draft.account_mut(id).state = AccountState::Closed;
    cx.effects.push(effects::everywhere(id, AccountEvent::Closed));
    Ok(DirectoryReply::Done)
}
