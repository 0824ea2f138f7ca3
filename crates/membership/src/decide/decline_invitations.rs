//! `DeclineInvitations`: what happens when a member declines (S4; M7, M10).
//!
//! Security Hub keeps the administrator's row as `Resigned`, and the invitation can still be accepted.
//! Macie deletes the row, and the invitation stays with the member, dead, until it is deleted.

use super::{Context, accounts, pair};
use crate::{
    AccountId, Decline, InvitationState, Read, Refusal, Relationship, Reply, Rules, Subject,
};

pub(super) fn reads(rules: &Rules, caller: AccountId, subjects: &[Subject]) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller)];
    for administrator in accounts(rules, subjects) {
        reads.push(Read::Standing(administrator));
        reads.push(Read::Relationship(pair(administrator, caller)));
    }
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, subjects: &[Subject]) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let unprocessed = cx.each(subjects, decline);
    Ok(Reply::Batch { unprocessed })
}

fn decline(cx: &mut Context<'_>, administrator: AccountId) -> Result<(), Refusal> {
    let relationship = cx.draft.relationship(pair(administrator, cx.caller)).cloned();
    let mut relationship = relationship.ok_or(Refusal::NoPendingInvitation)?;
    match (state(&relationship), cx.rules.decline) {
        (None | Some(InvitationState::Accepted), _) => return Err(Refusal::NoPendingInvitation),
        (Some(InvitationState::Pending), Decline::KeepsRow) => {
            relationship.decline_keeping_row(cx.now);
        }
        // Security Hub: declined or left already, and the row says so.
        (Some(_), Decline::KeepsRow) => {}
        (Some(InvitationState::Declined), Decline::EndsRow) => {
            return Err(Refusal::NoPendingInvitation);
        }
        (Some(_), Decline::EndsRow) => relationship.decline_ending_row(),
    }
    cx.draft.put(relationship);
    Ok(())
}

fn state(relationship: &Relationship) -> Option<InvitationState> {
    relationship.invitation.as_ref().map(|invitation| invitation.state)
}
