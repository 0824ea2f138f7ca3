//! Answering invitations: who may, and from which state to which.

use accede_membership::directory::{
    AccountState, DirectoryRefusal as R, DirectoryReply, FeatureSet, Handshake, HandshakeId,
    HandshakeState as S, HandshakesOf, JoinedMethod, OrganizationsCommand as Asked,
};
use accede_membership::{AccountId, Tags};

use crate::lab::{Lab, a, account, all, d, m, tags, x};

/// The management account of another organization.
fn stranger() -> AccountId {
    account(777_777_777_777)
}

fn settle(lab: &mut Lab, id: HandshakeId, state: S) {
    match state {
        S::Open => {}
        S::Canceled => drop(lab.did(m(), Asked::CancelHandshake { id })),
        S::Declined => drop(lab.did(x(), Asked::DeclineHandshake { id })),
        S::Expired => lab.clock += Handshake::LIFETIME,
        S::Accepted => {
            lab.did(x(), Asked::AcceptHandshake { id });
            lab.did(x(), Asked::LeaveOrganization);
        }
    }
}

#[test]
fn every_transition() {
    for from in S::ALL {
        for to in [S::Accepted, S::Declined, S::Canceled] {
            let mut lab = Lab::founded();
            let id = lab.invite(m(), x());
            settle(&mut lab, id, from);
            let (caller, command) = match to {
                S::Accepted => (x(), Asked::AcceptHandshake { id }),
                S::Declined => (x(), Asked::DeclineHandshake { id }),
                _ => (m(), Asked::CancelHandshake { id }),
            };
            if from == S::Open {
                let reply = lab.did(caller, command);
                let DirectoryReply::Handshake(full) = reply else { panic!("no handshake") };
                assert_eq!(full.handshake, lab.world.handshakes[&id]);
                assert_eq!(full.handshake.state, to);
                assert_eq!(full.features, Some(FeatureSet::All));
                assert!(lab.organization().inviting.is_empty());
                continue;
            }
            let expected =
                if from == to { R::HandshakeAlreadyInState } else { R::InvalidHandshakeTransition };
            assert_eq!(lab.refused(caller, command), expected, "{from:?} to {to:?}");
        }
    }
}

#[test]
fn who_may_answer() {
    let mut lab = Lab::delegated();
    lab.create_organization(stranger(), FeatureSet::All);
    let id = lab.invite(m(), x());
    let (accept, decline) = (Asked::AcceptHandshake { id }, Asked::DeclineHandshake { id });
    for answer in [accept, decline] {
        assert_eq!(lab.refused(m(), answer.clone()), R::AccessDenied);
        for caller in [a(), d(), stranger(), account(1)] {
            assert_eq!(lab.refused(caller, answer.clone()), R::HandshakeNotFound);
        }
    }
    assert_eq!(lab.refused(x(), Asked::CancelHandshake { id }), R::AccessDenied);
    for caller in [a(), d(), stranger(), account(1)] {
        assert_eq!(lab.refused(caller, Asked::CancelHandshake { id }), R::HandshakeNotFound);
    }
}

#[test]
fn who_may_look() {
    let mut lab = Lab::delegated();
    lab.create_organization(stranger(), FeatureSet::All);
    let id = lab.invite(m(), x());
    for caller in [m(), d(), x()] {
        let reply = lab.did(caller, Asked::DescribeHandshake { id });
        let DirectoryReply::Handshake(full) = reply else { panic!("no handshake") };
        assert_eq!((full.handshake.id, full.handshake.state), (id, S::Open));
    }
    for caller in [a(), stranger(), account(1)] {
        let command = Asked::DescribeHandshake { id };
        assert_eq!(lab.refused(caller, command), R::HandshakeNotFound, "{caller}");
    }
    lab.clock += Handshake::LIFETIME;
    let reply = lab.did(x(), Asked::DescribeHandshake { id });
    let DirectoryReply::Handshake(full) = reply else { panic!("no handshake") };
    assert_eq!(full.handshake.state, S::Expired);
}

#[test]
fn whoever_accepts_is_in_the_root_with_the_tags_of_the_invitation() {
    let mut lab = Lab::founded();
    let command = lab.invitation(accede_membership::directory::Invitee::Account(x()));
    let Asked::InviteAccount { candidate, invitee, notes, .. } = command else { panic!("no") };
    let tags: Tags = tags(&[("k", "v")]);
    lab.did(m(), Asked::InviteAccount { candidate, invitee, notes, tags: tags.clone() });
    lab.did(x(), Asked::AcceptHandshake { id: candidate });
    let joined = lab.account(x()).joined.expect("joined");
    let expected = (lab.organization().id, lab.root(), JoinedMethod::Invited, lab.now());
    assert_eq!((joined.organization, joined.parent, joined.method, joined.at), expected);
    assert_eq!((lab.account(x()).tags, lab.account(x()).created_at), (tags, lab.now()));
    assert_eq!((lab.organization().accounts, lab.organization().root_accounts), (5, 5));
}

#[test]
fn an_account_out_of_use_may_decline_and_no_more() {
    for state in [AccountState::Suspended, AccountState::Closed] {
        let mut lab = Lab::founded();
        let id = lab.invite(m(), x());
        lab.set_state(x(), state);
        assert_eq!(lab.refused(x(), Asked::AcceptHandshake { id }), R::AccountNotActive);
        lab.did(x(), Asked::DeclineHandshake { id });
    }
}

#[test]
fn lists_show_what_was_received_and_what_was_sent() {
    let mut lab = Lab::founded();
    lab.create_organization(stranger(), FeatureSet::ConsolidatedBilling);
    let declined = lab.invite(m(), x());
    lab.did(x(), Asked::DeclineHandshake { id: declined });
    let open = lab.invite(m(), x());
    let other = lab.invite(stranger(), x());
    let received = [(None, vec![declined, open, other]), (Some(S::Open), vec![open, other])];
    for (state, expected) in received {
        assert_eq!(listed(&mut lab, x(), HandshakesOf::Account, state), expected);
    }
    // Those that the members accepted when they came are there too.
    let sent = [(Some(S::Declined), vec![declined]), (Some(S::Open), vec![open])];
    for (state, expected) in sent {
        assert_eq!(listed(&mut lab, m(), HandshakesOf::Organization, state), expected);
    }
    assert_eq!(listed(&mut lab, m(), HandshakesOf::Organization, None).len(), 5);
    assert_eq!(listed(&mut lab, account(1), HandshakesOf::Account, None), []);
    lab.clock += Handshake::LIFETIME;
    let expired = listed(&mut lab, x(), HandshakesOf::Account, Some(S::Expired));
    assert_eq!(expired, [open, other]);
}

fn listed(
    lab: &mut Lab,
    caller: AccountId,
    of: HandshakesOf,
    state: Option<S>,
) -> Vec<HandshakeId> {
    let reply = lab.did(caller, Asked::ListHandshakes { of, state, page: all() });
    let DirectoryReply::Handshakes { handshakes, next: None } = reply else { panic!("no list") };
    for full in &handshakes {
        let organization = &lab.world.organizations[&full.handshake.organization];
        assert_eq!(full.features, Some(organization.features));
        assert_eq!(full.management, lab.account(organization.management));
    }
    handshakes.into_iter().map(|full| full.handshake.id).collect()
}
