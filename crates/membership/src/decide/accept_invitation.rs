//! `AcceptAdministratorInvitation`, `AcceptInvitation`: a member accepts (S3, S6; M6, M9).

use super::update_service::member_status;
use super::{Context, discovery, pair};
use crate::{
    AccountId, Invitation, InvitationId, InvitationState, Read, Refusal, Relationship, Reply,
    StatusSet, Subject,
};

pub(super) fn reads(caller: AccountId, administrator: &Subject) -> Vec<Read> {
    let mut reads = vec![Read::Standing(caller), Read::OrganizationOf(caller)];
    if let Some(administrator) = administrator.account() {
        reads.push(Read::Standing(administrator));
        reads.push(Read::Relationship(pair(administrator, caller)));
    }
    reads
}

pub(super) fn decide(
    cx: &mut Context<'_>,
    administrator: &Subject,
    id: Option<InvitationId>,
) -> Result<Reply, Refusal> {
    cx.require_service_on()?;
    cx.require_in_use()?;
    let standing = cx.draft.standing(cx.caller);
    if standing.tally.blocking > 0 || cx.is_organization_administrator() {
        return Err(Refusal::HasMembers);
    }
    let administrator = administrator.account();
    match standing.administrator {
        Some(current) if Some(current) == administrator => return accept_again(cx, current, id),
        Some(_) => return Err(Refusal::AlreadyAssociated),
        None => {}
    }
    let administrator = administrator.ok_or(Refusal::NoPendingInvitation)?;
    let relationship = acceptable(cx, administrator, id)?;
    if cx.draft.standing(administrator).administrator.is_some() {
        return Err(Refusal::InviterIsMember);
    }
    let counted = relationship.status().is_some_and(|status| StatusSet::COUNTED.contains(status));
    if !counted {
        cx.require_quota(administrator)?;
    }
    associate(cx, administrator, relationship);
    Ok(Reply::Done)
}

/// U4: whether accepting the current administrator's invitation again is a success or a refusal.
fn accept_again(
    cx: &Context<'_>,
    current: AccountId,
    id: Option<InvitationId>,
) -> Result<Reply, Refusal> {
    let relationship = cx.draft.relationship(pair(current, cx.caller));
    let invitation = relationship.and_then(|r| r.invitation.as_ref());
    let same = invitation.is_some_and(|invitation| Some(invitation.id) == id);
    if same && cx.rules.accepts_again { Ok(Reply::Done) } else { Err(Refusal::NoPendingInvitation) }
}

/// The relationship whose live invitation has this id.
fn acceptable(
    cx: &Context<'_>,
    administrator: AccountId,
    id: Option<InvitationId>,
) -> Result<Relationship, Refusal> {
    let relationship = cx.draft.relationship(pair(administrator, cx.caller));
    let is_live = |r: &&Relationship| {
        r.row.is_some() && r.invitation.as_ref().is_some_and(|i| Some(i.id) == id && live(cx, i))
    };
    relationship.filter(is_live).cloned().ok_or(Refusal::NoPendingInvitation)
}

/// U3: whether a declined invitation can still be accepted shows in what its member sees.
fn live(cx: &Context<'_>, invitation: &Invitation) -> bool {
    match invitation.state {
        InvitationState::Pending | InvitationState::Left => true,
        InvitationState::Declined => cx.rules.declined_shows == crate::Status::Invited,
        InvitationState::Accepted => false,
    }
}

fn associate(cx: &mut Context<'_>, administrator: AccountId, mut relationship: Relationship) {
    follow(cx, administrator, cx.caller);
    let status = member_status(cx.draft.standing(cx.caller).switch);
    relationship.accept(status, cx.now);
    cx.draft.put(relationship);
}

/// An account has an administrator from now on, and follows it in the settings in which members do.
pub(super) fn follow(cx: &mut Context<'_>, administrator: AccountId, member: AccountId) {
    let leading = cx.draft.standing(administrator);
    let followed = |name: &&str| Some(((*name).to_owned(), leading.settings.get(*name)?.clone()));
    let followed: Vec<_> = cx.rules.followed_settings.iter().filter_map(followed).collect();
    let discovers = discovery::takes_in(leading);

    let standing = cx.draft.standing_mut(member);
    standing.administrator = Some(administrator);
    standing.settings.extend(followed);
    discovery::set_in_member(standing, discovers);
}
