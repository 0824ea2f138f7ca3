//! `DescribeOrganizationConfiguration`: by the organization's administrator (semantics §3.4, §4.4).

use crate::decide::{Context, Reply};
use crate::{AccountId, Read, Refusal};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller), Read::OrganizationOf(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let designation = cx.own_designation().cloned();
    let designation = designation.ok_or(Refusal::NotOrganizationAdministrator)?;
    let members = cx.draft.standing(cx.caller).tally.organization;
    let limit_reached = members >= cx.rules.quotas.organization;
    Ok(Reply::Designation { designation, limit_reached })
}
