//! `CreateAccount`: a new account in the organization's root. The request is settled at once; that it failed is
//! said by its status, not by a refusal. The account comes with a role that its organization's management account may
//! assume.

use std::collections::BTreeSet;

use super::{Context, Outcome, join, organization_of};
use crate::access::{Role, RoleKey};
use crate::directory::{
    Account, Creation, CreationFailure, CreationId, DirectoryRefusal, DirectoryReply, JoinedMethod,
    NewRole, Organization,
};
use crate::{AccountId, Read, Tags, View};

/// The longest session of its role, in seconds: what IAM gives a role for which nobody asks for more.
const SESSION: u32 = 3_600;

/// What the account is to be.
pub(super) struct Wanted<'a> {
    pub(super) id: AccountId,
    pub(super) request: CreationId,
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) tags: &'a Tags,
    pub(super) role: &'a NewRole,
}

pub(super) fn reads(
    caller: AccountId,
    (id, request): (AccountId, CreationId),
    email: &str,
    role: &NewRole,
    seen: &View,
) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    reads.push(Read::Account(id));
    reads.push(Read::Creation(request));
    reads.push(Read::AccountByEmail(Account::email_key(email)));
    reads.push(Read::Role(RoleKey::of(id, &role.name)));
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
    give_role(cx, organization.management, wanted);
    join(cx, &mut organization, wanted.id, JoinedMethod::Created);
    cx.draft.put_organization(organization);
}

/// A role of that name that the operator made beforehand stays what it is.
fn give_role(cx: &mut Context<'_>, management: AccountId, wanted: &Wanted<'_>) {
    let NewRole { name, id } = wanted.role.clone();
    if cx.draft.role(&RoleKey::of(wanted.id, &name)).is_some() {
        return;
    }
    cx.draft.put_role(Role {
        account: wanted.id,
        name,
        path: "/".to_owned(),
        id,
        trusts: BTreeSet::from([management]),
        external_id: None,
        max_session: SESSION,
        created_at: cx.now,
    });
}
