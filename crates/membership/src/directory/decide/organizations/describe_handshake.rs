//! `DescribeHandshake`: by the invited account, the management account that invited it, and whoever may read
//! about the organization.

use super::{Context, Outcome, handshakes, organization_of};
use crate::directory::{DirectoryRefusal, DirectoryReply, Handshake, HandshakeId};
use crate::{AccountId, Read, View};

pub(super) fn reads(caller: AccountId, id: HandshakeId, seen: &View) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    reads.extend(handshakes::reads(id, seen));
    reads
}

pub(super) fn decide(cx: &Context<'_>, caller: AccountId, id: HandshakeId) -> Outcome {
    let handshake = cx.draft.handshake(id).filter(|handshake| concerns(cx, handshake, caller));
    let handshake = handshake.cloned().ok_or(DirectoryRefusal::HandshakeNotFound)?;
    Ok(DirectoryReply::Handshake(Box::new(handshakes::in_full(cx, handshake))))
}

fn concerns(cx: &Context<'_>, handshake: &Handshake, caller: AccountId) -> bool {
    let reads = || cx.as_reader(caller).is_ok_and(|o| o.id == handshake.organization);
    handshake.account == caller || handshake.management == caller || reads()
}
