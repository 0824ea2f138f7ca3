//! `ListChildren`: the accounts or the units directly in a root or unit.

use super::{Context, Outcome, pages, tree};
use crate::AccountId;
use crate::directory::{
    Child, ChildKind, DirectoryRefusal, DirectoryReply, ListPage, Organization, ParentId,
};

pub(super) fn decide(
    cx: &Context<'_>,
    caller: AccountId,
    parent: ParentId,
    kind: ChildKind,
    page: ListPage,
) -> Outcome {
    let organization = cx.as_reader(caller)?;
    if !organization.has(parent) {
        return Err(DirectoryRefusal::ParentNotFound);
    }
    Ok(match kind {
        ChildKind::Account => accounts(cx, page),
        ChildKind::Unit => units(&organization, parent, page),
    })
}

fn accounts(cx: &Context<'_>, page: ListPage) -> DirectoryReply {
    let loaded = cx.view.account_page.iter().map(|(id, _)| *id).collect();
    let (accounts, next) = pages::cut(loaded, page, |id: &AccountId| id.number());
    let children = accounts.into_iter().map(Child::Account).collect();
    DirectoryReply::Children { children, next }
}

fn units(organization: &Organization, parent: ParentId, page: ListPage) -> DirectoryReply {
    let there = tree::units_in(organization, parent).map(|(id, _)| id);
    let (units, next) = pages::of(there, page, |id| id.number());
    let children = units.into_iter().map(Child::Unit).collect();
    DirectoryReply::Children { children, next }
}
