//! `DeleteMembers`, `DeleteMember`: an administrator deletes rows that are not associated (S11, S12; M14).

use super::{Context, accounts, pair};
use crate::{AccountId, Kind, Read, Refusal, Relationship, Reply, Rules, Status, Subject};

pub(super) fn reads(rules: &Rules, caller: AccountId, subjects: &[Subject]) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller)];
    for member in accounts(rules, subjects) {
        reads.extend([Read::Relationship(pair(caller, member)), Read::Standing(member)]);
    }
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, subjects: &[Subject]) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let unprocessed = cx.each(subjects, delete);
    Ok(Reply::Batch { unprocessed })
}

fn delete(cx: &mut Context<'_>, member: AccountId) -> Result<(), Refusal> {
    let relationship = cx.draft.relationship(pair(cx.caller, member)).cloned();
    let Some(mut relationship) = relationship.filter(|r| r.row.is_some()) else {
        return Err(Refusal::NoRow);
    };
    if is_current(&relationship) {
        return Err(Refusal::StillAssociated);
    }
    // A member whose account is suspended still has its administrator.
    cx.part(cx.caller, member);
    relationship.delete_row();
    cx.draft.put(relationship);
    Ok(())
}

/// A member through an organization is current until it is disassociated or leaves (semantics §9.3).
fn is_current(relationship: &Relationship) -> bool {
    let ended = matches!(
        relationship.status(),
        Some(Status::Removed | Status::Deleted | Status::AccountSuspended)
    );
    relationship.is_associated() || (relationship.kind == Kind::Organization && !ended)
}
