//! `AcceptHandshake`: the invited account joins.

use super::{Context, Outcome, handshakes, join};
use crate::directory::{
    DirectoryRefusal, DirectoryReply, HandshakeId, HandshakeState, JoinedMethod,
};
use crate::{AccountId, Read, View};

pub(super) fn reads(caller: AccountId, id: HandshakeId, seen: &View) -> Vec<Read> {
    let mut reads = handshakes::reads(id, seen);
    reads.push(Read::Account(caller));
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId, id: HandshakeId) -> Outcome {
    let mut handshake = handshakes::received(cx, caller, id)?;
    handshakes::require_open(cx, &handshake, HandshakeState::Accepted)?;
    if cx.draft.account(caller).is_some_and(|account| account.joined.is_some()) {
        return Err(DirectoryRefusal::HandshakeAlreadyInOrganization);
    }
    cx.require_active(caller)?;
    let organization = cx.draft.organization(handshake.organization).cloned();
    let mut organization = organization.ok_or(DirectoryRefusal::InvalidHandshakeTransition)?;
    if organization.accounts >= cx.limits.accounts {
        return Err(DirectoryRefusal::AccountLimit);
    }
    organization.inviting.remove(&caller);
    join(cx, &mut organization, caller, JoinedMethod::Invited);
    cx.draft.account_mut(caller).tags = handshake.tags.clone();
    cx.draft.put_organization(organization);
    handshake.state = HandshakeState::Accepted;
    cx.draft.put_handshake(handshake.clone());
    Ok(DirectoryReply::Handshake(Box::new(handshakes::in_full(cx, handshake))))
}
