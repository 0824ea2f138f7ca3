//! What all operations of central configuration ask first: the caller administers Security Hub for its
//! organization, configures it centrally, and asks in the home Region (semantics §6.1).

use crate::decide::{Context, Reply};
use crate::{AccountId, Read, Refusal};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller), Read::OrganizationOf(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let organization = cx.draft.organization_of(cx.caller).ok_or(Refusal::NotCentral)?;
    let mut central = organization.designations.iter().filter(|(scope, designation)| {
        scope.service == cx.rules.service
            && designation.administrator == cx.caller
            && designation.central
    });
    if central.clone().next().is_none() {
        return Err(Refusal::NotCentral);
    }
    if central.any(|(scope, _)| scope.region == *cx.region) {
        Ok(Reply::Done)
    } else {
        Err(Refusal::NotHomeRegion)
    }
}
