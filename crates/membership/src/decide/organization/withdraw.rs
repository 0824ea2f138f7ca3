//! `DisableOrganizationAdminAccount`: the management account ends a designation, in this Region only (S23, M22).
//! The account stays delegated in Organizations (semantics §9.1).

use super::everybody_of;
use crate::decide::account_event::undesignated;
use crate::decide::{Context, Reply};
use crate::{AccountId, Read, Refusal, Service, Subject, View};

pub(super) fn reads(caller: AccountId, account: &Subject, seen: &View) -> Vec<Read> {
    everybody_of(caller, account, seen)
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    account: &Subject,
    feature: Service,
) -> Result<Reply, Refusal> {
    let account = account.account().ok_or(Refusal::NotAnAccount)?;
    let mut organization = cx.require_management()?.clone();
    let scope = cx.scope_of(feature);
    if organization.administrator(&scope) != Some(account) {
        return Err(Refusal::NotDesignated);
    }
    // Central configuration is of the home Region and rules the others too.
    if organization.is_central(feature) {
        return Err(Refusal::ConfiguredCentrally);
    }
    organization.designations.remove(&scope);
    cx.draft.put_organization(organization);
    if feature == cx.rules.service {
        undesignated::end_members(cx, account);
    }
    Ok(Reply::Done)
}
