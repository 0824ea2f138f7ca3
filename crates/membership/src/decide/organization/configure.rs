//! `UpdateOrganizationConfiguration`: by the organization's administrator (semantics §3.4, §4.4).

use crate::decide::{Context, Reply};
use crate::{AccountId, Read, Refusal};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller), Read::OrganizationOf(caller)]
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    auto_enable: bool,
    standards: Option<bool>,
    central: Option<bool>,
) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let own = cx.own_designation().cloned();
    let mut designation = own.ok_or(Refusal::NotOrganizationAdministrator)?;
    designation.central = central.unwrap_or(designation.central);
    if designation.central {
        if auto_enable || standards == Some(true) {
            return Err(Refusal::CentralExcludesAutoEnable);
        }
        require_home_region(cx)?;
    }
    designation.auto_enable = auto_enable;
    designation.auto_enable_standards =
        standards.unwrap_or(designation.auto_enable_standards) && !designation.central;

    let scope = cx.scope_of(cx.rules.service);
    if let Some(mut organization) = cx.draft.organization_of(cx.caller).cloned() {
        organization.designations.insert(scope, designation);
        cx.draft.put_organization(organization);
    }
    Ok(Reply::Done)
}

/// Central configuration is steered from the home Region of the administrator's finding aggregator
/// (semantics §6.1).
fn require_home_region(cx: &Context<'_>) -> Result<(), Refusal> {
    let entry = cx.draft.account(cx.caller);
    let home = entry.and_then(|entry| entry.aggregator.as_ref()).map(|a| &a.region);
    if home == Some(cx.region) { Ok(()) } else { Err(Refusal::NotHomeRegion) }
}
