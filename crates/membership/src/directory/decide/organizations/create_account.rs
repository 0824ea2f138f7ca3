//! `CreateAccount`: a new account in the organization's root. The request is settled at once; that it failed is
//! said by its status, not by a refusal.

use super::{Context, Outcome, join, organization_of};
use crate::directory::{
    Account, Creation, CreationFailure, CreationId, DirectoryRefusal, DirectoryReply, JoinedMethod,
    Organization,
};
use crate::{AccountId, Read, Tags, View};

/// What the account is to be.
pub(super) struct Wanted<'a> {
    pub(super) id: AccountId,
    pub(super) request: CreationId,
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) tags: &'a Tags,
}

pub(super) fn reads(
    caller: AccountId,
    (id, request): (AccountId, CreationId),
    email: &str,
    seen: &View,
) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    reads.push(Read::Account(id));
    reads.push(Read::Creation(request));
    reads.push(Read::AccountByEmail(Account::email_key(email)));
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId, wanted: &Wanted<'_>) -> Outcome {
    let organization = cx.as_management(caller)?;
    cx.require_few(wanted.tags)?;
    if cx.draft.account(wanted.id).is_some() || cx.draft.creation(wanted.request).is_some() {
        return Err(DirectoryRefusal::IdTaken);
    }
    let creation = Creation {
        id: wanted.request,
        organization: organization.id,
        name: wanted.name.to_owned(),
        outcome: outcome(cx, &organization, wanted),
        at: cx.now,
    };
    if creation.outcome.is_ok() {
        create(cx, organization, wanted);
    }
    cx.draft.put_creation(creation.clone());
    Ok(DirectoryReply::Creation(creation))
}

fn outcome(
    cx: &Context<'_>,
    organization: &Organization,
    wanted: &Wanted<'_>,
) -> Result<AccountId, CreationFailure> {
    if organization.accounts >= cx.limits.accounts {
        return Err(CreationFailure::AccountLimitExceeded);
    }
    if cx.with_email(wanted.email).is_some() {
        return Err(CreationFailure::EmailAlreadyExists);
    }
    Ok(wanted.id)
}

fn create(cx: &mut Context<'_>, mut organization: Organization, wanted: &Wanted<'_>) {
    let entry = cx.entry(wanted.id);
    entry.name = Some(wanted.name.to_owned());
    entry.email = Some(wanted.email.to_owned());
    entry.tags = wanted.tags.clone();
    join(cx, &mut organization, wanted.id, JoinedMethod::Created);
    cx.draft.put_organization(organization);
}
