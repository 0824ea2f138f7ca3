//! `accede account show` and `accede account list`.

use super::{Context, Outcome, pages};
use crate::directory::{AccountsOf, DirectoryReply, KnownAccount, ListPage};
use crate::{AccountId, Read};

pub(super) fn reads_page(page: ListPage) -> Vec<Read> {
    vec![Read::AccountPage { of: AccountsOf::Everybody, page: page.and_one_more() }]
}

pub(super) fn show(cx: &Context<'_>, id: AccountId) -> Outcome {
    cx.known(id)?;
    Ok(cx.shown(id))
}

pub(super) fn list(cx: &Context<'_>, page: ListPage) -> DirectoryReply {
    let loaded = cx.view.account_page.clone();
    let (accounts, next) = pages::cut(loaded, page, |(id, _)| id.number());
    let accounts = accounts.into_iter().map(|(id, account)| KnownAccount { id, account });
    DirectoryReply::Accounts { accounts: accounts.collect(), organization: None, next }
}
