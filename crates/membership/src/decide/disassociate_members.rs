//! `DisassociateMembers`, `DisassociateMember`: an administrator ends relationships (S8, S9; M11, M12).

use super::{Context, pair};
use crate::{AccountId, OverBatch, Read, Refusal, Reply, Rules, Status, Subject};

pub(super) fn reads(rules: &Rules, caller: AccountId, subjects: &[Subject]) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller)];
    for member in subjects.iter().take(limit(rules)).filter_map(Subject::account) {
        reads.push(Read::Relationship(pair(caller, member)));
        reads.push(Read::Standing(member));
    }
    reads
}

/// How many accounts of a request are processed. Security Hub's answer has no place for those that are
/// not, so none may be left out in silence.
fn limit(rules: &Rules) -> usize {
    match rules.over_batch {
        OverBatch::Refused => rules.quotas.batch,
        OverBatch::Unprocessed => usize::MAX,
    }
}

pub(super) fn decide(cx: &mut Context<'_>, subjects: &[Subject]) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let unprocessed = cx.each_up_to(limit(cx.rules), subjects, disassociate);
    Ok(Reply::Batch { unprocessed })
}

fn disassociate(cx: &mut Context<'_>, member: AccountId) -> Result<(), Refusal> {
    let relationship = cx.draft.relationship(pair(cx.caller, member)).cloned();
    let Some(mut relationship) = relationship.filter(|r| r.row.is_some()) else {
        return Err(Refusal::NoRow);
    };
    // Clean-up tools disassociate every row they find: one that has ended already stays as it ended.
    if matches!(relationship.status(), Some(Status::Removed | Status::Resigned | Status::Deleted)) {
        return Ok(());
    }
    cx.part(cx.caller, member);
    relationship.remove(cx.now);
    cx.draft.put(relationship);
    Ok(())
}
