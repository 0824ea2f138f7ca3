//! `ListOrganizationalUnitsForParent`.

use super::{Context, Outcome, pages, tree};
use crate::AccountId;
use crate::directory::{DirectoryRefusal, DirectoryReply, ListPage, ParentId};

pub(super) fn decide(
    cx: &Context<'_>,
    caller: AccountId,
    parent: ParentId,
    page: ListPage,
) -> Outcome {
    let organization = cx.as_reader(caller)?;
    if !organization.has(parent) {
        return Err(DirectoryRefusal::ParentNotFound);
    }
    let there = tree::units_in(&organization, parent).map(|(id, _)| id);
    let (units, next) = pages::of(there, page, |id| id.number());
    let units = units.into_iter().map(|id| tree::unit_in_full(&organization, id));
    Ok(DirectoryReply::Units { units: units.collect::<Result<_, _>>()?, next })
}
