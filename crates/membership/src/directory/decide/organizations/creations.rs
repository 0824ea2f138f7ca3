//! `DescribeCreateAccountStatus`, `ListCreateAccountStatus`.

use super::{Context, Outcome, organization_of, pages};
use crate::directory::{CreationId, DirectoryRefusal, DirectoryReply, ListPage};
use crate::{AccountId, Read, View};

pub(super) fn reads_one(caller: AccountId, id: CreationId, seen: &View) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    reads.push(Read::Creation(id));
    reads
}

pub(super) fn reads_page(caller: AccountId, page: ListPage, seen: &View) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    let page = page.and_one_more();
    let organization = seen.organization_of(caller).map(|organization| organization.id);
    reads.extend(organization.map(|organization| Read::CreationPage { organization, page }));
    reads
}

pub(super) fn describe(cx: &Context<'_>, caller: AccountId, id: CreationId) -> Outcome {
    let organization = cx.as_reader(caller)?;
    let creation = cx.draft.creation(id).filter(|c| c.organization == organization.id);
    let creation = creation.cloned().ok_or(DirectoryRefusal::CreationNotFound)?;
    Ok(DirectoryReply::Creation(creation))
}

/// A page may show less than it could: what it passes over counts.
pub(super) fn list(
    cx: &Context<'_>,
    caller: AccountId,
    (succeeded, failed): (bool, bool),
    page: ListPage,
) -> Outcome {
    cx.as_reader(caller)?;
    let loaded = cx.view.creation_page.clone();
    let (mut creations, next) = pages::cut(loaded, page, |creation| creation.id.number());
    creations.retain(|c| if c.outcome.is_ok() { succeeded } else { failed });
    Ok(DirectoryReply::Creations { creations, next })
}
