//! `CreateOrganization`: the caller founds one and becomes its management account. AWS says of it too that it
//! was invited. Invitations that it received stay open.

use super::{Context, Outcome, join, organization_of};
use crate::directory::{
    DirectoryRefusal, DirectoryReply, FeatureSet, JoinedMethod, Organization, OrganizationId,
};
use crate::{AccountId, Read, Tags, Timestamp, View};

pub(super) fn reads(caller: AccountId, candidate: OrganizationId, seen: &View) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    reads.push(Read::Organization(candidate));
    reads
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    caller: AccountId,
    candidate: OrganizationId,
    features: FeatureSet,
) -> Outcome {
    if cx.draft.account(caller).is_some_and(|account| account.joined.is_some()) {
        return Err(DirectoryRefusal::AlreadyInOrganization);
    }
    cx.require_active(caller)?;
    if cx.draft.organization(candidate).is_some() {
        return Err(DirectoryRefusal::IdTaken);
    }
    let mut organization = empty(candidate, caller, features, cx.now);
    join(cx, &mut organization, caller, JoinedMethod::Invited);
    cx.draft.put_organization(organization.clone());
    Ok(DirectoryReply::Organization {
        organization: Box::new(organization),
        management: Box::new(cx.known_account(caller)),
    })
}

fn empty(
    id: OrganizationId,
    management: AccountId,
    features: FeatureSet,
    created_at: Timestamp,
) -> Organization {
    Organization {
        id,
        management,
        features,
        created_at,
        accounts: 0,
        root_accounts: 0,
        root_tags: Tags::new(),
        units: Default::default(),
        trusted: Default::default(),
        delegated: Default::default(),
        designations: Default::default(),
        inviting: Default::default(),
    }
}
