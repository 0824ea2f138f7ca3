//! `DescribeHub`, `GetMacieSession` and whatever else shows the caller's switch, settings and configuration
//! (semantics §3.1, §3.6, §4.1).

use super::Context;
use crate::{AccountId, Read, Refusal, Reply, Resource};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>, resource: Resource) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    if !cx.is_own(resource) {
        return Err(Refusal::NoSuchResource);
    }
    Ok(Reply::Service(cx.draft.standing(cx.caller).clone()))
}
