//! `EnableAWSServiceAccess`, `DisableAWSServiceAccess`, `ListAWSServiceAccessForOrganization`: which services an
//! organization trusts. Asking for what is already so changes nothing.

use super::{Context, Outcome, effects, pages};
use crate::AccountId;
use crate::directory::{DirectoryRefusal, DirectoryReply, FeatureSet, ListPage};

pub(super) fn enable(cx: &mut Context<'_>, caller: AccountId, principal: &str) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    if organization.features != FeatureSet::All {
        return Err(DirectoryRefusal::OnlyConsolidatedBilling);
    }
    let known = organization.trusted.contains_key(principal);
    if !known && organization.trusted.len() >= cx.limits.trusted {
        return Err(DirectoryRefusal::TrustedLimit);
    }
    organization.trusted.entry(principal.to_owned()).or_insert(cx.now);
    cx.draft.put_organization(organization);
    Ok(DirectoryReply::Done)
}

/// Without trust there are no delegations, and nobody administers the service in any Region (S23, M22).
pub(super) fn disable(cx: &mut Context<'_>, caller: AccountId, principal: &str) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    organization.trusted.remove(principal);
    organization.delegated.retain(|(delegated, _), _| delegated != principal);
    let ended =
        effects::undesignate(&mut organization, |scope, _| scope.service.principal() == principal);
    cx.effects.extend(ended);
    cx.draft.put_organization(organization);
    Ok(DirectoryReply::Done)
}

pub(super) fn list(cx: &Context<'_>, caller: AccountId, page: ListPage) -> Outcome {
    let organization = cx.as_reader(caller)?;
    let (services, next) = pages::by_place(organization.trusted.into_iter(), page);
    Ok(DirectoryReply::Services { services, next })
}
