//! `ListOrganizationAdminAccounts`: by the management account (semantics §3.4, §4.4).

use crate::decide::{Context, Reply};
use crate::{AccountId, Read, Refusal, Service};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller), Read::OrganizationOf(caller)]
}

pub(super) fn decide(cx: &mut Context<'_>, feature: Service) -> Result<Reply, Refusal> {
    let organization = cx.require_management()?;
    Ok(Reply::Designated(organization.administrator(&cx.scope_of(feature))))
}
