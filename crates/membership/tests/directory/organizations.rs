//! Founding, describing and deleting organizations.

use accede_membership::directory::{
    DirectoryRefusal, DirectoryReply, Effect, FeatureSet, HandshakeState, JoinedMethod,
    OrganizationId, OrganizationsCommand as Asked, Where,
};
use accede_membership::{AccountEvent, Service};

use crate::lab::{HUB, Lab, MACIE, a, b, d, m, scope, x};

#[test]
fn whoever_founds_an_organization_manages_it() {
    let mut lab = Lab::default();
    let candidate = OrganizationId::of(7);
    let command = Asked::CreateOrganization { candidate, features: FeatureSet::All };
    let DirectoryReply::Organization { organization, management } = lab.did(m(), command) else {
        panic!("no organization")
    };
    assert_eq!((organization.id, organization.management), (candidate, m()));
    assert_eq!((organization.accounts, organization.root_accounts), (1, 1));
    assert_eq!(organization.created_at, lab.now());
    assert_eq!(management.account, lab.account(m()));
    let joined = lab.account(m()).joined.expect("joined");
    assert_eq!((joined.method, joined.at), (JoinedMethod::Invited, lab.now()));
    // Nobody created the account: its entry says no more than where it is.
    assert_eq!((lab.account(m()).email, lab.account(m()).created_at), (None, lab.now()));
    assert_eq!(lab.effects, []);
}

#[test]
fn founding_keeps_what_is_known_of_the_account() {
    let mut lab = Lab::default();
    lab.create_account(m(), "m@example.com");
    let created_at = lab.account(m()).created_at;
    lab.create_organization(m(), FeatureSet::All);
    let known = lab.account(m());
    assert_eq!((known.email.as_deref(), known.created_at), (Some("m@example.com"), created_at));
}

#[test]
fn founding_leaves_invitations_open() {
    let mut lab = Lab::founded();
    let id = lab.invite(m(), x());
    lab.create_organization(x(), FeatureSet::All);
    assert_eq!(lab.world.handshakes[&id].state, HandshakeState::Open);
    let refusal = lab.refused(x(), Asked::AcceptHandshake { id });
    assert_eq!(refusal, DirectoryRefusal::HandshakeAlreadyInOrganization);
    lab.did(x(), Asked::DeleteOrganization);
    lab.did(x(), Asked::AcceptHandshake { id });
}

#[test]
fn every_member_may_describe_its_organization() {
    let mut lab = Lab::delegated();
    lab.create_account(m(), "m@example.com");
    for caller in [m(), a(), b(), d()] {
        let reply = lab.did(caller, Asked::DescribeOrganization);
        let DirectoryReply::Organization { organization, management } = reply else {
            panic!("no organization")
        };
        assert_eq!(&*organization, lab.organization());
        assert_eq!(management.account.email.as_deref(), Some("m@example.com"));
    }
}

#[test]
fn an_organization_is_deleted_with_its_units_and_its_invitations() {
    let mut lab = Lab::default();
    let organization = lab.create_organization(m(), FeatureSet::All);
    let unit = lab.unit(lab.root(), "Unit");
    lab.unit(accede_membership::directory::ParentId::Unit(unit), "Inner");
    let open = lab.invite(m(), a());
    let declined = lab.invite(m(), b());
    lab.did(b(), Asked::DeclineHandshake { id: declined });
    lab.did(m(), Asked::DeleteOrganization);
    assert!(!lab.world.organizations.contains_key(&organization));
    assert_eq!(lab.account(m()).joined, None);
    assert_eq!(lab.world.handshakes[&open].state, HandshakeState::Canceled);
    assert_eq!(lab.world.handshakes[&declined].state, HandshakeState::Declined);
    let refusal = lab.refused(a(), Asked::AcceptHandshake { id: open });
    assert_eq!(refusal, DirectoryRefusal::InvalidHandshakeTransition);
    // Both can still look at it, and the account can begin anew.
    for caller in [a(), m()] {
        let reply = lab.did(caller, Asked::DescribeHandshake { id: open });
        let DirectoryReply::Handshake(full) = reply else { panic!("no handshake") };
        assert_eq!((full.handshake.state, full.features), (HandshakeState::Canceled, None));
    }
    lab.create_organization(m(), FeatureSet::ConsolidatedBilling);
}

#[test]
fn an_expired_invitation_stays_expired_when_the_organization_goes() {
    let mut lab = Lab::default();
    lab.create_organization(m(), FeatureSet::All);
    let id = lab.invite(m(), a());
    lab.clock += accede_membership::directory::Handshake::LIFETIME;
    lab.did(m(), Asked::DeleteOrganization);
    assert_eq!(lab.world.handshakes[&id].state_at(lab.now()), HandshakeState::Expired);
}

#[test]
fn deleting_ends_what_the_management_account_administers() {
    let mut lab = Lab::default();
    lab.create_organization(m(), FeatureSet::All);
    lab.trust(HUB);
    lab.trust(MACIE);
    let scopes = vec![scope(Service::SecurityHub, "us-east-1"), scope(Service::Macie, "us-east-1")];
    for scope in &scopes {
        lab.designate(m(), scope.clone(), true);
    }
    lab.did(m(), Asked::DeleteOrganization);
    let event = AccountEvent::Undesignated;
    assert_eq!(lab.effects, [Effect { account: m(), event, scopes: Where::In(scopes) }]);
}
