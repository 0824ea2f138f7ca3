//! `ListTagsForResource`, `TagResource`, `UntagResource`: tags of the hub and of member resources
//! (semantics §3.5, §4.5).

use super::{Context, pair};
use crate::{AccountId, Read, Refusal, Relationship, Reply, Resource, Tags};

pub(super) fn reads(caller: AccountId, resource: Resource) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller)];
    if let Resource::Member(member) = resource {
        reads.push(Read::Relationship(pair(caller, member)));
    }
    reads
}

pub(super) fn list(cx: &mut Context<'_>, resource: Resource) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    Ok(Reply::Tags(tags_of(cx, resource)?))
}

pub(super) fn tag(cx: &mut Context<'_>, resource: Resource, new: &Tags) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let mut tags = tags_of(cx, resource)?;
    tags.extend(new.clone());
    if tags.len() > cx.rules.quotas.tags {
        return Err(Refusal::TooManyTags);
    }
    set_tags(cx, resource, tags);
    Ok(Reply::Done)
}

pub(super) fn untag(
    cx: &mut Context<'_>,
    resource: Resource,
    keys: &[String],
) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let mut tags = tags_of(cx, resource)?;
    tags.retain(|key, _| !keys.contains(key));
    set_tags(cx, resource, tags);
    Ok(Reply::Done)
}

fn member<'a>(cx: &'a Context<'_>, member: AccountId) -> Option<&'a Relationship> {
    cx.draft.relationship(pair(cx.caller, member))
}

fn tags_of(cx: &Context<'_>, resource: Resource) -> Result<Tags, Refusal> {
    let tags = match resource {
        Resource::Member(account) => {
            member(cx, account).and_then(|r| r.row.as_ref()).map(|row| &row.tags)
        }
        own => cx.is_own(own).then(|| &cx.draft.standing(cx.caller).tags),
    };
    tags.cloned().ok_or(Refusal::NoSuchResource)
}

/// Of a resource that has tags, which [`tags_of`] has seen.
fn set_tags(cx: &mut Context<'_>, resource: Resource, tags: Tags) {
    match resource {
        Resource::Member(account) => {
            if let Some(mut relationship) = member(cx, account).cloned() {
                if let Some(row) = &mut relationship.row {
                    row.tags = tags;
                }
                cx.draft.put(relationship);
            }
        }
        _ => cx.draft.standing_mut(cx.caller).tags = tags,
    }
}
