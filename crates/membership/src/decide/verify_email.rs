//! The check of a row's email, which comes between request and invitation in Macie (M3, M4).
//!
//! An account whose email the directory does not know has nothing to compare with: the check passes.

use super::{Context, pair};
use crate::{AccountId, Read, Refusal, Relationship, Reply, Status};

pub(super) fn reads(caller: AccountId, member: AccountId) -> Vec<Read> {
    vec![Read::Standing(caller), Read::Relationship(pair(caller, member)), Read::Account(member)]
}

/// Settles a check that was left for later. A row that no longer waits for one is left as it is.
pub(super) fn decide(cx: &mut Context<'_>, member: AccountId) -> Result<Reply, Refusal> {
    let waiting = cx.draft.relationship(pair(cx.caller, member)).cloned();
    let waits = |r: &Relationship| r.status() == Some(Status::EmailVerificationInProgress);
    if let Some(mut relationship) = waiting.filter(waits) {
        settle(cx, &mut relationship);
        cx.draft.put(relationship);
    }
    Ok(Reply::Done)
}

/// Sends the invitation, or marks the row as failed.
pub(super) fn settle(cx: &mut Context<'_>, relationship: &mut Relationship) {
    if email_matches(cx, relationship) {
        relationship.invite(cx.ids.invitation(), cx.now);
    } else {
        relationship.fail_verification(cx.now);
    }
}

fn email_matches(cx: &Context<'_>, relationship: &Relationship) -> bool {
    debug_assert!(
        cx.view.accounts.contains_key(&relationship.pair.member),
        "directory entry of {} not read",
        relationship.pair.member
    );
    let known = cx
        .view
        .accounts
        .get(&relationship.pair.member)
        .and_then(|account| account.as_ref()?.email.as_ref());
    let given = relationship.row.as_ref().and_then(|row| row.email.as_ref());
    match (known, given) {
        (None, _) => true,
        (Some(known), Some(given)) => known.eq_ignore_ascii_case(given),
        (Some(_), None) => false,
    }
}
