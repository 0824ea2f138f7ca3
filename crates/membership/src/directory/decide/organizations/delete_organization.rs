//! `DeleteOrganization`: once the management account is alone in it. Its units go with it, and the invitations
//! that it sent are taken back.

use super::{Context, Outcome, effects, organization_of};
use crate::directory::{DirectoryRefusal, DirectoryReply, HandshakeState};
use crate::{AccountId, Read, View};

pub(super) fn reads(caller: AccountId, seen: &View) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    let sent = seen.organization_of(caller).map(|organization| organization.inviting.values());
    reads.extend(sent.into_iter().flatten().map(|sent| Read::Handshake(sent.handshake)));
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    if organization.accounts > 1 {
        return Err(DirectoryRefusal::OrganizationNotEmpty);
    }
    for sent in organization.inviting.values() {
        let handshake = cx.draft.handshake(sent.handshake).cloned();
        let open = handshake.filter(|h| h.state_at(cx.now) == HandshakeState::Open);
        if let Some(mut handshake) = open {
            handshake.state = HandshakeState::Canceled;
            cx.draft.put_handshake(handshake);
        }
    }
    cx.effects.extend(effects::undesignate(&mut organization, |_, _| true));
    let entry = cx.draft.account_mut(caller);
    entry.joined = None;
    entry.tags.clear();
    cx.draft.drop_organization(organization.id);
    Ok(DirectoryReply::Done)
}
