//! `InviteAccountToOrganization`: any account may be invited that is in use and in no organization, also one that
//! nobody created.

use super::{Context, Outcome, handshakes, organization_of};
use crate::directory::{
    Account, AccountState, DirectoryRefusal, DirectoryReply, Handshake, HandshakeId,
    HandshakeState, Invitee, Organization, Sent,
};
use crate::{AccountId, Read, Tags, Timestamp, View};

/// The invitation that is to be.
pub(super) struct Wanted<'a> {
    pub(super) id: HandshakeId,
    pub(super) invitee: &'a Invitee,
    pub(super) notes: Option<&'a str>,
    pub(super) tags: &'a Tags,
}

pub(super) fn reads(
    caller: AccountId,
    id: HandshakeId,
    invitee: &Invitee,
    seen: &View,
) -> Vec<Read> {
    let mut reads = organization_of(caller, seen);
    reads.push(Read::Handshake(id));
    match invitee {
        Invitee::Account(id) => reads.push(Read::Account(*id)),
        Invitee::Email(email) => {
            let key = Account::email_key(email);
            let account = seen.emails.get(&key).copied().flatten();
            reads.push(Read::AccountByEmail(key));
            reads.extend(account.map(Read::Account));
        }
    }
    reads
}

pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId, wanted: &Wanted<'_>) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    cx.require_few(wanted.tags)?;
    let account = invitee(cx, wanted.invitee)?;
    let now = cx.now;
    organization.inviting.retain(|_, sent| now < sent.expires_at);
    if organization.inviting.contains_key(&account) {
        return Err(DirectoryRefusal::DuplicateHandshake);
    }
    require_room(cx, &organization)?;
    if cx.draft.handshake(wanted.id).is_some() {
        return Err(DirectoryRefusal::IdTaken);
    }
    let handshake = open(&organization, account, wanted, now);
    let sent = Sent { handshake: handshake.id, expires_at: handshake.expires_at };
    organization.inviting.insert(account, sent);
    cx.draft.put_organization(organization);
    cx.draft.put_handshake(handshake.clone());
    Ok(DirectoryReply::Handshake(Box::new(handshakes::in_full(cx, handshake))))
}

/// The account that is meant, if it may be invited.
fn invitee(cx: &Context<'_>, invitee: &Invitee) -> Result<AccountId, DirectoryRefusal> {
    let id = match invitee {
        Invitee::Account(id) => *id,
        Invitee::Email(email) => cx.with_email(email).ok_or(DirectoryRefusal::InviteeNotFound)?,
    };
    let account = cx.draft.account(id);
    if account.is_some_and(|account| account.state != AccountState::Active) {
        return Err(DirectoryRefusal::InviteeNotFound);
    }
    if account.is_some_and(|account| account.joined.is_some()) {
        return Err(DirectoryRefusal::HandshakeAlreadyInOrganization);
    }
    Ok(id)
}

/// Whoever is invited may come: an open invitation takes a place.
fn require_room(cx: &Context<'_>, organization: &Organization) -> Result<(), DirectoryRefusal> {
    let taken = organization.accounts + organization.inviting.len() as u64;
    if taken < cx.limits.accounts { Ok(()) } else { Err(DirectoryRefusal::AccountLimit) }
}

fn open(
    organization: &Organization,
    account: AccountId,
    wanted: &Wanted<'_>,
    now: Timestamp,
) -> Handshake {
    Handshake {
        id: wanted.id,
        organization: organization.id,
        management: organization.management,
        account,
        invitee: wanted.invitee.clone(),
        state: HandshakeState::Open,
        requested_at: now,
        expires_at: Timestamp(now.0.saturating_add(Handshake::LIFETIME)),
        notes: wanted.notes.map(str::to_owned),
        tags: wanted.tags.clone(),
    }
}
