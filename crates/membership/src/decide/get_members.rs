//! `GetMembers`, `GetMember`: rows by account, in any status (semantics §3.2, §4.2).

use super::{Context, accounts, pair};
use crate::{AccountId, Read, Refusal, Reply, Rules, Subject};

pub(super) fn reads(rules: &Rules, caller: AccountId, subjects: &[Subject]) -> Vec<Read> {
    let rows = accounts(rules, subjects).map(|m| Read::Relationship(pair(caller, m)));
    std::iter::once(Read::Standing(caller)).chain(rows).collect()
}

pub(super) fn decide(cx: &mut Context<'_>, subjects: &[Subject]) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let mut members = Vec::new();
    let unprocessed = cx.each(subjects, |cx, account| {
        let row = cx.draft.relationship(pair(cx.caller, account)).filter(|r| r.row.is_some());
        members.push(row.ok_or(Refusal::NoRow)?.clone());
        Ok(())
    });
    Ok(Reply::Members { members, unprocessed })
}
