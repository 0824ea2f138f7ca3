//! `UpdateMemberSession`: an administrator suspends or resumes a member's service (M15, M18).

use super::update_service::member_status;
use super::{Context, pair};
use crate::{AccountId, Activity, Kind, Read, Refusal, Relationship, Reply, Subject, Switch};

pub(super) fn reads(caller: AccountId, account: &Subject) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller)];
    if let Some(member) = account.account() {
        reads.extend([Read::Relationship(pair(caller, member)), Read::Standing(member)]);
    }
    reads
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    account: &Subject,
    activity: Activity,
) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    let member = account.account().ok_or(Refusal::NotAnAccount)?;
    let relationship = cx.draft.relationship(pair(cx.caller, member)).cloned();
    let relationship = relationship.filter(Relationship::is_associated);
    let mut relationship = relationship.ok_or(Refusal::NoRow)?;
    // U19: whom an invitation made a member resumes by itself.
    if activity == Activity::Enabled && relationship.kind == Kind::Invitation {
        return Err(Refusal::CannotResume);
    }
    let switch = Switch::from(activity);
    if cx.draft.standing(member).switch != switch {
        let standing = cx.draft.standing_mut(member);
        standing.switch = switch;
        standing.updated_at = cx.now;
        relationship.show(member_status(switch), cx.now);
        cx.draft.put(relationship);
    }
    Ok(Reply::Done)
}
