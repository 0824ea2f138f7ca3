//! Inviting accounts, by id and by email.

use accede_membership::directory::{
    DirectoryRefusal, DirectoryReply, FeatureSet, Handshake, HandshakeId, HandshakeInFull,
    HandshakeState, Invitee, OrganizationsCommand as Asked,
};
use accede_membership::{Tags, Timestamp};

use crate::lab::{Lab, a, account, b, m, tags, x};

fn sent(reply: DirectoryReply) -> HandshakeInFull {
    let DirectoryReply::Handshake(full) = reply else { panic!("no handshake") };
    *full
}

#[test]
fn an_invitation_says_who_invites_whom_and_until_when() {
    let mut lab = Lab::founded();
    lab.create_account(m(), "m@example.com");
    let (candidate, invitee) = (HandshakeId::of(9), Invitee::Account(x()));
    let (notes, tags) = (Some("come".to_owned()), tags(&[("k", "v")]));
    let command = Asked::InviteAccount { candidate, invitee, notes, tags };
    let full = sent(lab.did(m(), command));
    let (organization, now) = (lab.organization().id, lab.now());
    let expected = Handshake {
        id: candidate,
        organization,
        management: m(),
        account: x(),
        invitee: Invitee::Account(x()),
        state: HandshakeState::Open,
        requested_at: now,
        expires_at: Timestamp(now.0 + 15 * 86_400_000),
        notes: Some("come".to_owned()),
        tags: crate::lab::tags(&[("k", "v")]),
    };
    assert_eq!(full.handshake, expected);
    assert_eq!(full.management, lab.account(m()));
    assert_eq!(full.features, Some(FeatureSet::All));
    assert_eq!(lab.world.handshakes[&candidate], expected);
    assert_eq!(lab.organization().inviting[&x()].handshake, candidate);
    assert!(!lab.world.accounts.contains_key(&x()), "nobody created it, and nobody did now");
}

#[test]
fn an_invitation_by_email_finds_the_account() {
    let mut lab = Lab::founded();
    lab.create_account(x(), "Who@Example.com");
    let command = lab.invitation(Invitee::Email("who@example.COM".to_owned()));
    let full = sent(lab.did(m(), command));
    assert_eq!(full.handshake.account, x());
    assert_eq!(full.handshake.invitee, Invitee::Email("who@example.COM".to_owned()));
}

#[test]
fn one_open_invitation_of_one_organization_at_a_time() {
    let mut lab = Lab::founded();
    let first = lab.invite(m(), x());
    let command = lab.invitation(Invitee::Account(x()));
    assert_eq!(lab.refused(m(), command.clone()), DirectoryRefusal::DuplicateHandshake);
    lab.create_organization(account(1), FeatureSet::All);
    let other = lab.invite(account(1), x());
    lab.did(x(), Asked::DeclineHandshake { id: first });
    let again = sent(lab.did(m(), command)).handshake.id;
    lab.did(x(), Asked::AcceptHandshake { id: again });
    // The other organization's stays open, but not to be accepted.
    let refusal = lab.refused(x(), Asked::AcceptHandshake { id: other });
    assert_eq!(refusal, DirectoryRefusal::HandshakeAlreadyInOrganization);
    lab.did(account(1), Asked::CancelHandshake { id: other });
}

#[test]
fn an_expired_invitation_is_in_nobodys_way() {
    let mut lab = Lab::founded();
    let first = lab.invite(m(), x());
    lab.invite(m(), account(2));
    lab.clock += Handshake::LIFETIME;
    let again = lab.invite(m(), x());
    let inviting: Vec<_> = lab.organization().inviting.keys().copied().collect();
    assert_eq!(inviting, [x()], "what has expired is forgotten");
    let refusal = lab.refused(x(), Asked::AcceptHandshake { id: first });
    assert_eq!(refusal, DirectoryRefusal::InvalidHandshakeTransition);
    lab.did(x(), Asked::AcceptHandshake { id: again });
}

#[test]
fn whoever_is_invited_takes_a_place() {
    let mut lab = Lab::founded();
    lab.limits.accounts = 6;
    let first = lab.invite(m(), x());
    lab.invite(m(), account(2));
    let command = lab.invitation(Invitee::Account(account(3)));
    assert_eq!(lab.refused(m(), command.clone()), DirectoryRefusal::AccountLimit);
    lab.did(m(), Asked::CancelHandshake { id: first });
    lab.did(m(), command);
}

#[test]
fn a_place_can_be_lost_before_it_is_taken() {
    let mut lab = Lab::founded();
    lab.limits.accounts = 5;
    let id = lab.invite(m(), x());
    let command = lab.creation("new@example.com");
    lab.did(m(), command);
    let refusal = lab.refused(x(), Asked::AcceptHandshake { id });
    assert_eq!(refusal, DirectoryRefusal::AccountLimit);
    lab.did(m(), Asked::RemoveAccount { id: b() });
    lab.did(x(), Asked::AcceptHandshake { id });
}

#[test]
fn an_id_that_is_taken_is_not_given_twice() {
    let mut lab = Lab::founded();
    let taken = lab.invite(m(), x());
    let invitee = Invitee::Account(account(2));
    let (notes, tags) = (None, Tags::new());
    let command = Asked::InviteAccount { candidate: taken, invitee, notes, tags };
    assert_eq!(lab.refused(m(), command), DirectoryRefusal::IdTaken);
    assert_eq!(lab.account(a()).organization(), Some(lab.organization().id));
}
