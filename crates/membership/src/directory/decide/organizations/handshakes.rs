//! What every command upon a handshake begins with.

use super::Context;
use crate::directory::{DirectoryRefusal, Handshake, HandshakeId, HandshakeInFull, HandshakeState};
use crate::{AccountId, Read, View};

/// A handshake and its organization.
pub(super) fn reads(id: HandshakeId, seen: &View) -> Vec<Read> {
    let mut reads = vec![Read::Handshake(id)];
    reads.extend(seen.handshakes.get(&id).and_then(Option::as_ref).into_iter().flat_map(parties));
    reads
}

/// What is shown with a handshake.
pub(super) fn parties(handshake: &Handshake) -> [Read; 2] {
    [Read::Account(handshake.management), Read::Organization(handshake.organization)]
}

/// A handshake that the caller received and may answer. That there is one is nobody's business but its
/// parties'.
pub(super) fn received(
    cx: &Context<'_>,
    caller: AccountId,
    id: HandshakeId,
) -> Result<Handshake, DirectoryRefusal> {
    match cx.draft.handshake(id) {
        Some(handshake) if handshake.account == caller => Ok(handshake.clone()),
        Some(handshake) if handshake.management == caller => Err(DirectoryRefusal::AccessDenied),
        _ => Err(DirectoryRefusal::HandshakeNotFound),
    }
}

/// A handshake that the caller sent and may take back.
pub(super) fn sent(
    cx: &Context<'_>,
    caller: AccountId,
    id: HandshakeId,
) -> Result<Handshake, DirectoryRefusal> {
    match cx.draft.handshake(id) {
        Some(handshake) if handshake.management == caller => Ok(handshake.clone()),
        Some(handshake) if handshake.account == caller => Err(DirectoryRefusal::AccessDenied),
        _ => Err(DirectoryRefusal::HandshakeNotFound),
    }
}

/// Refuses to settle what is settled.
pub(super) fn require_open(
    cx: &Context<'_>,
    handshake: &Handshake,
    wanted: HandshakeState,
) -> Result<(), DirectoryRefusal> {
    match handshake.state_at(cx.now) {
        HandshakeState::Open => Ok(()),
        state if state == wanted => Err(DirectoryRefusal::HandshakeAlreadyInState),
        _ => Err(DirectoryRefusal::InvalidHandshakeTransition),
    }
}

/// Settles a handshake without anybody joining.
pub(super) fn end(
    cx: &mut Context<'_>,
    mut handshake: Handshake,
    state: HandshakeState,
) -> Result<HandshakeInFull, DirectoryRefusal> {
    require_open(cx, &handshake, state)?;
    if let Some(mut organization) = cx.draft.organization(handshake.organization).cloned() {
        organization.inviting.remove(&handshake.account);
        cx.draft.put_organization(organization);
    }
    handshake.state = state;
    cx.draft.put_handshake(handshake.clone());
    Ok(in_full(cx, handshake))
}

/// A handshake as answers show it.
pub(super) fn in_full(cx: &Context<'_>, mut handshake: Handshake) -> HandshakeInFull {
    handshake.state = handshake.state_at(cx.now);
    let management = cx.draft.account(handshake.management).cloned().unwrap_or_default();
    let features = cx.draft.organization(handshake.organization).map(|o| o.features);
    HandshakeInFull { handshake, management, features }
}
