//! `ListMembers`: an administrator's rows (semantics §3.2, §4.2).

use super::Context;
use crate::{AccountId, Page, Read, Refusal, Relationship, Reply, StatusSet};

pub(super) fn reads(caller: AccountId, statuses: StatusSet, page: Page) -> Vec<Read> {
    let page = page.and_one_more();
    vec![Read::Standing(caller), Read::RowPage { administrator: caller, statuses, page }]
}

pub(super) fn decide(cx: &mut Context<'_>, page: Page) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let (members, next) = cut(&cx.view.rows, page.limit, |row: &Relationship| row.pair.member);
    Ok(Reply::MemberPage { members, next })
}

/// The items of a page, and the key of its last item if there are more.
pub(super) fn cut<T: Clone>(
    items: &[T],
    limit: usize,
    key: impl Fn(&T) -> AccountId,
) -> (Vec<T>, Option<AccountId>) {
    let shown = &items[..items.len().min(limit)];
    let more = items.len() > shown.len();
    (shown.to_vec(), shown.last().filter(|_| more).map(key))
}
