//! `GetAdministratorAccount`, `GetMasterAccount`: the caller's administrator (semantics §3.3, §4.3).

use super::{Context, pair};
use crate::{AccountId, Read, Refusal, Reply};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::AdministratorOf(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let administrator = cx.draft.standing(cx.caller).administrator;
    let relationship = administrator.and_then(|a| cx.draft.relationship(pair(a, cx.caller)));
    Ok(Reply::Administrator(relationship.cloned()))
}
