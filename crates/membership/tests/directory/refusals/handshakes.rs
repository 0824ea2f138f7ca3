//! Refusals of invitations and their answers. More of the answers are in `handshakes.rs` beside this folder.

use accede_membership::Tags;
use accede_membership::directory::{
    AccountState, DirectoryRefusal as R, HandshakeId, HandshakesOf, Invitee,
    OrganizationsCommand as Asked,
};

use super::Row;
use crate::lab::{Lab, a, account, all, m, numbered_tags, x};

/// The only invitation after those of the members.
const SENT: u64 = 50;

fn invite(invitee: Invitee, tags: Tags) -> Asked {
    Asked::InviteAccount { candidate: HandshakeId::of(SENT), invitee, notes: None, tags }
}

fn to(id: accede_membership::AccountId) -> Asked {
    invite(Invitee::Account(id), Tags::new())
}

fn anything(_: &mut Lab) {}

fn invited(lab: &mut Lab) {
    lab.did(m(), to(x()));
}

fn declined(lab: &mut Lab) {
    invited(lab);
    lab.did(x(), Asked::DeclineHandshake { id: HandshakeId::of(SENT) });
}

pub(super) fn rows() -> Vec<Row> {
    use Row as Of;
    let id = HandshakeId::of(SENT);
    let nobody = || invite(Invitee::Email("nobody@example.com".to_owned()), Tags::new());
    let suspended = |lab: &mut Lab| lab.set_state(x(), AccountState::Suspended);
    let closed = |lab: &mut Lab| lab.set_state(x(), AccountState::Closed);
    let full = |lab: &mut Lab| lab.limits.accounts = 4;
    let invited_and_suspended = |lab: &mut Lab| {
        invited(lab);
        lab.set_state(x(), AccountState::Suspended);
    };
    let duplicate = |lab: &mut Lab| _ = lab.invite(m(), x());
    let many = || invite(Invitee::Account(x()), numbered_tags(51));
    let accept = || Asked::AcceptHandshake { id };
    let decline = || Asked::DeclineHandshake { id };
    let cancel = || Asked::CancelHandshake { id };
    let describe = || Asked::DescribeHandshake { id };
    let (of, page) = (HandshakesOf::Organization, all());
    let sent = || Asked::ListHandshakes { of, state: None, page };
    vec![
        Of::new("an unknown email", anything, m(), nobody(), R::InviteeNotFound),
        Of::new("suspended", suspended, m(), to(x()), R::InviteeNotFound),
        Of::new("closed", closed, m(), to(x()), R::InviteeNotFound),
        Of::new("a member", anything, m(), to(a()), R::HandshakeAlreadyInOrganization),
        Of::new("oneself", anything, m(), to(m()), R::HandshakeAlreadyInOrganization),
        Of::new("twice", duplicate, m(), to(x()), R::DuplicateHandshake),
        Of::new("no room", full, m(), to(x()), R::AccountLimit),
        Of::new("tags", anything, m(), many(), R::TagLimit),
        Of::new("a taken id", declined, m(), to(account(5)), R::IdTaken),
        Of::new("a member invites", anything, a(), to(x()), R::AccessDenied),
        Of::new("nothing to accept", anything, x(), accept(), R::HandshakeNotFound),
        Of::new("nothing to decline", anything, x(), decline(), R::HandshakeNotFound),
        Of::new("nothing to cancel", anything, m(), cancel(), R::HandshakeNotFound),
        Of::new("nothing to show", anything, m(), describe(), R::HandshakeNotFound),
        Of::new("somebody else's", invited, account(5), accept(), R::HandshakeNotFound),
        Of::new("the sender accepts", invited, m(), accept(), R::AccessDenied),
        Of::new("the receiver cancels", invited, x(), cancel(), R::AccessDenied),
        Of::new("declined before", declined, x(), decline(), R::HandshakeAlreadyInState),
        Of::new("declined, accepted", declined, x(), accept(), R::InvalidHandshakeTransition),
        Of::new("suspended accepts", invited_and_suspended, x(), accept(), R::AccountNotActive),
        Of::new("sent by outsiders", anything, x(), sent(), R::NotInOrganization),
        Of::new("sent, by a member", anything, a(), sent(), R::AccessDenied),
    ]
}
