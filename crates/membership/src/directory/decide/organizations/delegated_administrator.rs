//! `RegisterDelegatedAdministrator`, `DeregisterDelegatedAdministrator`. To be registered here is not to be
//! designated: that the service does, Region by Region (semantics §9.1).

use super::{Context, Outcome, effects};
use crate::directory::{DirectoryRefusal, DirectoryReply, FeatureSet, Organization};
use crate::{AccountId, Service};

pub(super) fn register(
    cx: &mut Context<'_>,
    caller: AccountId,
    id: AccountId,
    principal: &str,
) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    if organization.features != FeatureSet::All {
        return Err(DirectoryRefusal::OnlyConsolidatedBilling);
    }
    cx.account_in(&organization, id)?;
    if id == organization.management {
        return Err(DirectoryRefusal::CannotRegisterManagement);
    }
    if !organization.trusted.contains_key(principal) {
        return Err(DirectoryRefusal::ServiceAccessNotEnabled);
    }
    cx.require_active(id)?;
    let key = (principal.to_owned(), id);
    if organization.delegated.contains_key(&key) {
        return Err(DirectoryRefusal::AccountAlreadyRegistered);
    }
    if allows_one(principal) && is_delegated_for(&organization, principal) {
        return Err(DirectoryRefusal::DelegatedAdministratorExists);
    }
    if organization.delegated.len() >= cx.limits.delegated {
        return Err(DirectoryRefusal::DelegatedLimit);
    }
    organization.delegated.insert(key, cx.now);
    cx.draft.put_organization(organization);
    Ok(DirectoryReply::Done)
}

/// Ends what it administers of the service, in every Region (S23, M22).
pub(super) fn deregister(
    cx: &mut Context<'_>,
    caller: AccountId,
    id: AccountId,
    principal: &str,
) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    cx.account_in(&organization, id)?;
    if organization.delegated.remove(&(principal.to_owned(), id)).is_none() {
        return Err(DirectoryRefusal::AccountNotRegistered);
    }
    let ended = effects::undesignate(&mut organization, |scope, designation| {
        scope.service.principal() == principal && designation.administrator == id
    });
    cx.effects.extend(ended);
    cx.draft.put_organization(organization);
    Ok(DirectoryReply::Done)
}

/// The services that are served here have one administrator in an organization; of others nothing is known.
fn allows_one(principal: &str) -> bool {
    Service::ALL.iter().any(|service| service.principal() == principal)
}

fn is_delegated_for(organization: &Organization, principal: &str) -> bool {
    organization.delegated.keys().any(|(delegated, _)| delegated == principal)
}
