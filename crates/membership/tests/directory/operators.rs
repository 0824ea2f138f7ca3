//! What whoever runs the server asks for.

use accede_membership::directory::{
    AccountState, DirectoryReply, Effect, OperatorCommand as Asked, Where,
};
use accede_membership::{AccountEvent, Service};

use crate::joining::everywhere;
use crate::lab::{HUB, Lab, MACIE, OTHER, a, all, d, m, region, scope, x};

#[test]
fn an_account_is_made_known() {
    let mut lab = Lab::default();
    lab.create_account(x(), "x@example.com");
    let known = lab.account(x());
    assert_eq!(
        (known.name.as_deref(), known.email.as_deref()),
        (Some("Name"), Some("x@example.com"))
    );
    assert_eq!((known.joined, known.created_at), (None, lab.now()));
    let reply = lab.operator(Asked::ShowAccount { id: x() });
    let DirectoryReply::Account { account, organization: None } = reply else { panic!("no") };
    assert_eq!((account.id, account.account), (x(), known));
}

#[test]
fn an_account_that_joined_unnamed_gets_a_name_and_stays() {
    let mut lab = Lab::founded();
    let before = lab.account(a());
    lab.create_account(a(), "a@example.com");
    let after = lab.account(a());
    assert_eq!((after.joined, after.created_at), (before.joined, before.created_at));
    let reply = lab.operator(Asked::ShowAccount { id: a() });
    let DirectoryReply::Account { organization, .. } = reply else { panic!("no account") };
    assert_eq!(organization.as_deref(), Some(lab.organization()));
}

#[test]
fn everybody_is_listed() {
    let mut lab = Lab::founded();
    lab.create_account(x(), "x@example.com");
    let reply = lab.operator(Asked::ListAccounts { page: all() });
    let DirectoryReply::Accounts { accounts, organization: None, next: None } = reply else {
        panic!("no accounts")
    };
    assert_eq!(accounts.len(), 5);
    assert!(accounts.iter().all(|known| known.account == lab.account(known.id)));
}

#[test]
fn an_account_is_suspended_and_reinstated() {
    let mut lab = Lab::designated(&["us-east-1"]);
    let before = lab.world.organizations.clone();
    lab.operator(Asked::SuspendAccount { id: a() });
    assert_eq!(lab.account(a()).state, AccountState::Suspended);
    assert_eq!(lab.effects, [everywhere(a(), AccountEvent::Suspended)]);
    lab.operator(Asked::ReinstateAccount { id: a() });
    assert_eq!(lab.account(a()).state, AccountState::Active);
    assert_eq!(lab.effects, [everywhere(a(), AccountEvent::Reinstated)]);
    assert_eq!(lab.world.organizations, before);
}

#[test]
fn the_operator_may_close_a_delegated_administrator() {
    let mut lab = Lab::designated(&["eu-west-1", "us-east-1"]);
    lab.designate(m(), scope(Service::SecurityHub, "ap-south-1"), true);
    lab.operator(Asked::CloseAccount { id: a() });
    assert_eq!(lab.effects, [everywhere(a(), AccountEvent::Closed)]);
    let organization = lab.organization();
    let delegated: Vec<_> = organization.delegated.keys().cloned().collect();
    assert_eq!(delegated, [(OTHER.to_owned(), d())]);
    let left: Vec<_> = organization.designations.keys().cloned().collect();
    assert_eq!(left, [scope(Service::SecurityHub, "ap-south-1")]);
    assert_eq!((organization.accounts, lab.account(a()).state), (4, AccountState::Closed));
    // The place is free for another.
    lab.register(d(), HUB);
    lab.register(d(), MACIE);
}

#[test]
fn the_operator_may_close_a_management_account() {
    let mut lab = Lab::delegated();
    lab.designate(m(), scope(Service::Macie, "us-east-1"), true);
    lab.operator(Asked::CloseAccount { id: m() });
    assert_eq!(lab.effects, [everywhere(m(), AccountEvent::Closed)]);
    assert!(lab.organization().designations.is_empty());
    assert_eq!(lab.organization().accounts, 4);
}

#[test]
fn an_account_in_no_organization_can_be_closed() {
    let mut lab = Lab::default();
    lab.create_account(x(), "x@example.com");
    lab.operator(Asked::CloseAccount { id: x() });
    assert_eq!(lab.account(x()).state, AccountState::Closed);
}

#[test]
fn a_region_is_switched_off_and_on_once() {
    let mut lab = Lab::founded();
    let there = region("eu-west-1");
    let effect = |event| Effect { account: a(), event, scopes: Where::InRegion(there.clone()) };
    let off = || Asked::DisableRegion { id: a(), region: there.clone() };
    let on = || Asked::EnableRegion { id: a(), region: there.clone() };
    for (command, expected, disabled) in [
        (on(), vec![], 0),
        (off(), vec![effect(AccountEvent::RegionDisabled)], 1),
        (off(), vec![], 1),
        (on(), vec![effect(AccountEvent::RegionEnabled)], 0),
    ] {
        lab.operator(command);
        assert_eq!(lab.effects, expected);
        assert_eq!(lab.account(a()).disabled_regions.len(), disabled);
    }
}
