//! `DescribeHub`, `GetMacieSession`: the caller's switch and settings (semantics §3.1, §4.1).

use super::Context;
use crate::{AccountId, Read, Refusal, Reply, Resource};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>, resource: Resource) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    if resource != Resource::Service {
        return Err(Refusal::NoSuchResource);
    }
    Ok(Reply::Service(cx.draft.standing(cx.caller).clone()))
}
