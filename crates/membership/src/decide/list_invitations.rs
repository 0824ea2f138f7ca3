//! `ListInvitations`: what the caller received, the accepted invitation included (semantics §11 U4).

use super::{Context, list_members};
use crate::{AccountId, Page, Read, Received, Refusal, Reply};

pub(super) fn reads(caller: AccountId, page: Page) -> Vec<Read> {
    let page = page.and_one_more();
    vec![Read::Standing(caller), Read::InvitationPage { member: caller, page }]
}

pub(super) fn decide(cx: &mut Context<'_>, page: Page) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let key = |invitation: &Received| invitation.administrator;
    let (invitations, next) = list_members::cut(&cx.view.invitations, page.limit, key);
    Ok(Reply::InvitationPage { invitations, next })
}
