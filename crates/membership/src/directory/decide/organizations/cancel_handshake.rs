//! `CancelHandshake`: by the management account of the organization that sent it.

use super::{Context, Outcome, handshakes};
use crate::AccountId;
use crate::directory::{DirectoryReply, HandshakeId, HandshakeState};

pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId, id: HandshakeId) -> Outcome {
    let handshake = handshakes::sent(cx, caller, id)?;
    let canceled = handshakes::end(cx, handshake, HandshakeState::Canceled)?;
    Ok(DirectoryReply::Handshake(Box::new(canceled)))
}
