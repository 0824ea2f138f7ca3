//! `ListTagsForResource`, `TagResource`, `UntagResource`: of accounts, units and the root. Also
//! `ListPoliciesForTarget`, which asks about the same: whether the target is there is all that there is to say, for
//! no policy type can be enabled.

use super::{Context, Outcome};
use crate::directory::{DirectoryRefusal, DirectoryReply, Organization, ParentId, Tagged};
use crate::{AccountId, Tags};

pub(super) fn list_policies(cx: &Context<'_>, caller: AccountId, target: Tagged) -> Outcome {
    let organization = cx.as_reader(caller)?;
    tags_of(cx, &organization, target)?;
    Ok(DirectoryReply::Done)
}

pub(super) fn list(cx: &Context<'_>, caller: AccountId, resource: Tagged) -> Outcome {
    let organization = cx.as_reader(caller)?;
    Ok(DirectoryReply::Tags(tags_of(cx, &organization, resource)?))
}

pub(super) fn tag(
    cx: &mut Context<'_>,
    caller: AccountId,
    resource: Tagged,
    new: &Tags,
) -> Outcome {
    let organization = cx.as_management(caller)?;
    let mut tags = tags_of(cx, &organization, resource)?;
    tags.extend(new.clone());
    cx.require_few(&tags)?;
    set_tags(cx, organization, resource, tags);
    Ok(DirectoryReply::Done)
}

pub(super) fn untag(
    cx: &mut Context<'_>,
    caller: AccountId,
    resource: Tagged,
    keys: &[String],
) -> Outcome {
    let organization = cx.as_management(caller)?;
    let mut tags = tags_of(cx, &organization, resource)?;
    tags.retain(|key, _| !keys.contains(key));
    set_tags(cx, organization, resource, tags);
    Ok(DirectoryReply::Done)
}

fn tags_of(
    cx: &Context<'_>,
    organization: &Organization,
    resource: Tagged,
) -> Result<Tags, DirectoryRefusal> {
    let tags = match resource {
        Tagged::Account(id) => cx.account_in(organization, id).ok().map(|account| &account.tags),
        Tagged::Parent(ParentId::Root(root)) => {
            (root == organization.root()).then_some(&organization.root_tags)
        }
        Tagged::Parent(ParentId::Unit(id)) => organization.units.get(&id).map(|unit| &unit.tags),
        Tagged::Unknown => None,
    };
    tags.cloned().ok_or(DirectoryRefusal::TargetNotFound)
}

fn set_tags(cx: &mut Context<'_>, mut organization: Organization, resource: Tagged, tags: Tags) {
    match resource {
        Tagged::Account(id) => cx.draft.account_mut(id).tags = tags,
        Tagged::Parent(ParentId::Root(_)) => organization.root_tags = tags,
        Tagged::Parent(ParentId::Unit(id)) => {
            organization.units.entry(id).and_modify(|unit| unit.tags = tags);
        }
        Tagged::Unknown => {}
    }
    cx.draft.put_organization(organization);
}
