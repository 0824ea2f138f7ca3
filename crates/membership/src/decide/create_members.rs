//! `CreateMembers`, `CreateMember`: an administrator adds rows (S1, S13; M1), and an organization's
//! administrator its accounts (S17, S20, S22; M19).

use super::organization::admit_by_hand;
use super::{Context, accounts, pair};
use crate::{AccountId, Email, NewMember, Read, Refusal, Relationship, Reply, Rules};

pub(super) fn reads(rules: &Rules, caller: AccountId, members: &[NewMember]) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller), Read::OrganizationOf(caller)];
    for member in accounts(rules, members.iter().map(|member| &member.account)) {
        reads.extend([Read::Relationship(pair(caller, member)), Read::Account(member)]);
        reads.push(Read::Standing(member));
    }
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, members: &[NewMember]) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let unprocessed = cx.each_of(cx.rules.quotas.batch, members, |member| &member.account, create);
    Ok(Reply::Batch { unprocessed })
}

fn create(cx: &mut Context<'_>, account: AccountId, member: &NewMember) -> Result<(), Refusal> {
    let key = pair(cx.caller, account);
    let email = match &member.email {
        Email::Malformed => return Err(Refusal::NotAnAccount),
        Email::Absent => None,
        Email::Given(email) => Some(email.clone()),
    };
    if cx.caller_is_member() {
        return Err(Refusal::CallerIsMember);
    }
    if member.tags.len() > cx.rules.quotas.tags {
        return Err(Refusal::TooManyTags);
    }
    if account == cx.caller {
        return Err(Refusal::Oneself);
    }
    if let Some(designation) = cx.administers(account).cloned() {
        return admit_by_hand(cx, account, member.tags.clone(), &designation);
    }
    let known = cx.draft.relationship(key).cloned();
    if known.as_ref().is_some_and(|known| known.row.is_some()) {
        return Err(Refusal::RowExists);
    }
    cx.require_quota(cx.caller)?;

    let mut row = Relationship::created(key, email, member.tags.clone(), cx.now);
    // An invitation that the member declined stays in its list until it is deleted or replaced (U3).
    row.invitation = known.and_then(|known| known.invitation);
    cx.draft.put(row);
    Ok(())
}
