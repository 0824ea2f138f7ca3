//! `DeleteInvitations`: a member deletes what it declined or left (S14, S15; M10), or, in Security Hub, an
//! administrator withdraws what it sent (S16; semantics §11 U1).

use super::{Context, accounts, pair};
use crate::{
    AccountId, InvitationState, Read, Refusal, Relationship, Reply, Rules, Status, Subject,
};

pub(super) fn reads(rules: &Rules, caller: AccountId, subjects: &[Subject]) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller)];
    for account in accounts(rules, subjects) {
        reads.push(Read::Standing(account));
        reads.push(Read::Relationship(pair(account, caller)));
        if rules.administrator_withdraws {
            reads.push(Read::Relationship(pair(caller, account)));
        }
    }
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, subjects: &[Subject]) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let unprocessed =
        cx.each(subjects, |cx, account| match with_invitation(cx, account, cx.caller) {
            Some(received) => delete(cx, received),
            None => withdraw(cx, account),
        });
    Ok(Reply::Batch { unprocessed })
}

fn with_invitation(
    cx: &Context<'_>,
    administrator: AccountId,
    member: AccountId,
) -> Option<Relationship> {
    cx.draft.relationship(pair(administrator, member)).filter(|r| r.invitation.is_some()).cloned()
}

fn delete(cx: &mut Context<'_>, mut received: Relationship) -> Result<(), Refusal> {
    let state = received.invitation.as_ref().map(|invitation| invitation.state);
    if matches!(state, Some(InvitationState::Pending | InvitationState::Accepted)) {
        return Err(Refusal::StillAssociated);
    }
    received.delete_invitation();
    if cx.rules.deleting_ends_row && received.status() == Some(Status::Resigned) {
        received.delete_row();
    }
    cx.draft.put(received);
    Ok(())
}

fn withdraw(cx: &mut Context<'_>, member: AccountId) -> Result<(), Refusal> {
    if !cx.rules.administrator_withdraws {
        return Err(Refusal::NoPendingInvitation);
    }
    let sent = with_invitation(cx, cx.caller, member);
    let mut sent = sent.ok_or(Refusal::NoPendingInvitation)?;
    // A member stays one while its account is suspended.
    if cx.is_member_of(member, cx.caller) {
        return Err(Refusal::StillAssociated);
    }
    sent.withdraw(cx.now);
    cx.draft.put(sent);
    Ok(())
}
