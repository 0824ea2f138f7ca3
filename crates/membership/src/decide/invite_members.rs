//! `InviteMembers`, `CreateInvitations`: an administrator sends invitations (S2, S7, S10; M2, M13).

use super::{Context, accounts, pair, verify_email};
use crate::{
    AccountId, EmailCheck, Read, Refusal, Relationship, Reply, Rules, Status, StatusSet, Subject,
};

/// The rows from which an invitation can be sent. `EmailVerificationFailed` is not among them: such a row
/// must be deleted and added again (M5).
const INVITABLE: StatusSet =
    StatusSet::of(&[Status::Created, Status::Removed, Status::Resigned, Status::Deleted]);

pub(super) fn reads(rules: &Rules, caller: AccountId, subjects: &[Subject]) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller), Read::OrganizationOf(caller)];
    for member in accounts(rules, subjects) {
        reads.extend([Read::Relationship(pair(caller, member)), Read::Account(member)]);
        if !rules.invites_members_of_others {
            reads.push(Read::Standing(member));
        }
    }
    reads
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    subjects: &[Subject],
    message: Option<&str>,
) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let unprocessed = cx.each(subjects, |cx, account| invite(cx, account, message));
    Ok(Reply::Batch { unprocessed })
}

fn invite(cx: &mut Context<'_>, account: AccountId, message: Option<&str>) -> Result<(), Refusal> {
    if cx.caller_is_member() {
        return Err(Refusal::CallerIsMember);
    }
    if account == cx.caller {
        return Err(Refusal::Oneself);
    }
    let mut relationship = invitable(cx, account)?;
    relationship.set_message(message);
    match cx.rules.email_check {
        EmailCheck::Never => relationship.invite(cx.ids.invitation(), cx.now),
        EmailCheck::Later => relationship.start_verification(cx.now),
        EmailCheck::AtOnce => {
            relationship.start_verification(cx.now);
            verify_email::settle(cx, &mut relationship);
        }
    }
    cx.draft.put(relationship);
    Ok(())
}

fn invitable(cx: &Context<'_>, account: AccountId) -> Result<Relationship, Refusal> {
    let relationship = cx.draft.relationship(pair(cx.caller, account));
    let Some((relationship, row)) = relationship.and_then(|r| Some((r, r.row.as_ref()?))) else {
        return Err(Refusal::NoRow);
    };
    if row.status == Status::EmailVerificationFailed {
        return Err(Refusal::EmailNotVerified);
    }
    // Accounts of the organization receive no invitations, removed ones neither (semantics §9.3).
    if cx.administers(account).is_some() || !INVITABLE.contains(row.status) {
        return Err(Refusal::AlreadyInvited);
    }
    if row.email.is_none() && cx.rules.email_check != EmailCheck::Never {
        return Err(Refusal::EmailMissing);
    }
    if !cx.rules.invites_members_of_others && is_member_of_another(cx, account) {
        return Err(Refusal::MemberOfAnother);
    }
    if !StatusSet::COUNTED.contains(row.status) {
        cx.require_quota(cx.caller)?;
    }
    Ok(relationship.clone())
}

fn is_member_of_another(cx: &Context<'_>, account: AccountId) -> bool {
    cx.draft.standing(account).administrator.is_some_and(|other| other != cx.caller)
}
