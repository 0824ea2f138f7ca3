//! `GetInvitationsCount`: how many invitations the caller has besides the accepted one (semantics §11 U4).

use super::Context;
use crate::{AccountId, InvitationState, Read, Refusal, Reply};

pub(super) fn reads(caller: AccountId) -> Vec<Read> {
    vec![
        Read::Standing(caller),
        Read::InvitationCount { member: caller, besides: InvitationState::Accepted },
    ]
}

pub(super) fn decide(cx: &mut Context<'_>) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    Ok(Reply::InvitationCount(cx.view.invitation_count))
}
