//! What happens in scopes because somebody joins, leaves, or is no longer in use.

use accede_membership::directory::{
    Effect, FeatureSet, OperatorCommand, OrganizationsCommand as Asked, Where,
};
use accede_membership::{AccountEvent, AccountId, Scope, Service};

use crate::lab::{HUB, Lab, MACIE, a, b, d, m, region, scope, x};

pub(crate) fn everywhere(account: AccountId, event: AccountEvent) -> Effect {
    Effect { account, event, scopes: Where::Everywhere }
}

fn joined(account: AccountId, administrator: AccountId, standards: bool, scope: Scope) -> Effect {
    let event = AccountEvent::Joined { administrator, standards };
    Effect { account, event, scopes: Where::In(vec![scope]) }
}

#[test]
fn whoever_joins_becomes_a_member_where_that_is_automatic() {
    let mut lab = Lab::designated(&["eu-west-1", "us-east-1"]);
    let organization = lab.organization().id;
    let hub = |name| scope(Service::SecurityHub, name);
    let macie = |name| scope(Service::Macie, name);
    let record = lab.world.organizations.get_mut(&organization).expect("an organization");
    let set = &mut record.designations;
    set.get_mut(&hub("us-east-1")).expect("designated").auto_enable_standards = false;
    set.get_mut(&macie("us-east-1")).expect("designated").auto_enable = false;
    let expected = |id| {
        vec![
            joined(id, a(), true, hub("eu-west-1")),
            joined(id, a(), false, hub("us-east-1")),
            joined(id, a(), true, macie("eu-west-1")),
        ]
    };
    lab.join(m(), x());
    assert_eq!(lab.effects, expected(x()));
    let command = lab.creation("new@example.com");
    let Asked::CreateAccount { candidate, .. } = command else { panic!("no account") };
    lab.did(m(), command);
    assert_eq!(lab.effects, expected(candidate));
}

#[test]
fn not_where_the_region_is_off() {
    let mut lab = Lab::designated(&["eu-west-1", "us-east-1"]);
    lab.create_account(x(), "x@example.com");
    lab.operator(OperatorCommand::DisableRegion { id: x(), region: region("eu-west-1") });
    lab.join(m(), x());
    let expected = [
        joined(x(), a(), true, scope(Service::SecurityHub, "us-east-1")),
        joined(x(), a(), true, scope(Service::Macie, "us-east-1")),
    ];
    assert_eq!(lab.effects, expected);
}

#[test]
fn an_account_that_fails_to_be_created_joins_nothing() {
    let mut lab = Lab::designated(&["us-east-1"]);
    lab.limits.accounts = 4;
    let command = lab.creation("new@example.com");
    lab.did(m(), command);
    assert_eq!(lab.effects, []);
}

#[test]
fn founding_an_organization_joins_no_service() {
    let mut lab = Lab::designated(&["us-east-1"]);
    lab.create_organization(x(), FeatureSet::All);
    assert_eq!(lab.effects, []);
}

#[test]
fn whoever_is_no_longer_delegated_is_undesignated_in_every_region() {
    let hub = |name| scope(Service::SecurityHub, name);
    let regions = ["eu-west-1", "us-east-1"];
    let ways: [Asked; 2] = [
        Asked::DisableServiceAccess { principal: HUB.to_owned() },
        Asked::DeregisterDelegatedAdministrator { id: a(), principal: HUB.to_owned() },
    ];
    for way in ways {
        let mut lab = Lab::designated(&regions);
        lab.designate(a(), scope(Service::SecurityHubV2, "us-east-1"), false);
        lab.did(m(), way);
        let mut scopes: Vec<Scope> = regions.into_iter().map(hub).collect();
        scopes.push(scope(Service::SecurityHubV2, "us-east-1"));
        let event = AccountEvent::Undesignated;
        assert_eq!(lab.effects, [Effect { account: a(), event, scopes: Where::In(scopes) }]);
        let left: Vec<_> = lab.organization().designations.keys().map(|s| s.service).collect();
        assert_eq!(left, [Service::Macie, Service::Macie]);
    }
}

#[test]
fn without_trust_the_management_account_administers_no_more_either() {
    let mut lab = Lab::designated(&["us-east-1"]);
    lab.designate(m(), scope(Service::Macie, "eu-west-1"), true);
    lab.did(m(), Asked::DisableServiceAccess { principal: MACIE.to_owned() });
    let undesignated = |account, name| {
        let scopes = Where::In(vec![scope(Service::Macie, name)]);
        Effect { account, event: AccountEvent::Undesignated, scopes }
    };
    assert_eq!(lab.effects, [undesignated(m(), "eu-west-1"), undesignated(a(), "us-east-1")]);
}

#[test]
fn deregistering_an_account_leaves_the_others_what_they_are() {
    let mut lab = Lab::designated(&["us-east-1"]);
    lab.designate(m(), scope(Service::Macie, "eu-west-1"), true);
    let principal = MACIE.to_owned();
    lab.did(m(), Asked::DeregisterDelegatedAdministrator { id: a(), principal });
    let scopes = Where::In(vec![scope(Service::Macie, "us-east-1")]);
    assert_eq!(lab.effects, [Effect { account: a(), event: AccountEvent::Undesignated, scopes }]);
    assert_eq!(lab.organization().administrator(&scope(Service::Macie, "eu-west-1")), Some(m()));
}

#[test]
fn deregistering_for_a_service_that_is_not_served_changes_no_scope() {
    let mut lab = Lab::designated(&["us-east-1"]);
    let principal = crate::lab::OTHER.to_owned();
    lab.did(m(), Asked::DeregisterDelegatedAdministrator { id: d(), principal });
    assert_eq!(lab.effects, []);
    assert_eq!(lab.organization().designations.len(), 2);
}

#[test]
fn moving_and_tagging_change_no_scope() {
    let mut lab = Lab::designated(&["us-east-1"]);
    let unit = accede_membership::directory::ParentId::Unit(lab.unit(lab.root(), "Unit"));
    lab.put_in(b(), unit);
    assert_eq!(lab.effects, []);
}
