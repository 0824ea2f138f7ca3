//! `ListAccounts`, `ListAccountsForParent`.

use super::{Context, Outcome, organization_of, pages};
use crate::directory::{
    AccountsOf, DirectoryRefusal, DirectoryReply, KnownAccount, ListPage, ParentId,
};
use crate::{AccountId, Read, View};

pub(super) fn reads(
    caller: AccountId,
    parent: Option<ParentId>,
    page: ListPage,
    seen: &View,
) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    let page = page.and_one_more();
    reads.extend(seen.organization_of(caller).map(|organization| {
        let all = AccountsOf::Organization(organization.id);
        let of = parent.map_or(all, |parent| AccountsOf::Parent(organization.id, parent));
        Read::AccountPage { of, page }
    }));
    reads
}

pub(super) fn decide(
    cx: &Context<'_>,
    caller: AccountId,
    parent: Option<ParentId>,
    page: ListPage,
) -> Outcome {
    let organization = cx.as_reader(caller)?;
    if parent.is_some_and(|parent| !organization.has(parent)) {
        return Err(DirectoryRefusal::ParentNotFound);
    }
    let loaded = cx.view.account_page.clone();
    let (accounts, next) = pages::cut(loaded, page, |(id, _)| id.number());
    let accounts = accounts.into_iter().map(|(id, account)| KnownAccount { id, account });
    Ok(DirectoryReply::Accounts {
        accounts: accounts.collect(),
        organization: Some(Box::new(organization)),
        next,
    })
}
