//! `DeclineHandshake`: by the invited account.

use super::{Context, Outcome, handshakes};
use crate::AccountId;
use crate::directory::{DirectoryReply, HandshakeId, HandshakeState};

pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId, id: HandshakeId) -> Outcome {
    let handshake = handshakes::received(cx, caller, id)?;
    let declined = handshakes::end(cx, handshake, HandshakeState::Declined)?;
    Ok(DirectoryReply::Handshake(Box::new(declined)))
}
