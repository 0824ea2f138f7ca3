//! `DisassociateFromAdministratorAccount`, `DisassociateFromMasterAccount`: a member leaves (S5; M8).

use super::{Context, pair};
use crate::{AccountId, Kind, Read, Refusal, Reply};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::AdministratorOf(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let administrator = cx.draft.standing(cx.caller).administrator;
    let administrator = administrator.ok_or(Refusal::NoAdministrator)?;
    let relationship = cx.draft.relationship(pair(administrator, cx.caller)).cloned();
    let mut relationship = relationship.ok_or(Refusal::NoAdministrator)?;
    if relationship.kind == Kind::Organization {
        return Err(Refusal::CannotLeaveOrganization);
    }
    cx.draft.standing_mut(cx.caller).administrator = None;
    relationship.leave(cx.now);
    cx.draft.put(relationship);
    Ok(Reply::Done)
}
