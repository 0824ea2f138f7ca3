//! Which services an organization trusts, and whom it delegates.

use accede_membership::directory::{
    DirectoryRefusal, DirectoryReply, OrganizationsCommand as Asked,
};
use accede_membership::{AccountId, Timestamp};

use crate::lab::{HUB, Lab, MACIE, OTHER, a, all, b, d, m};

fn services(lab: &mut Lab, command: Asked) -> Vec<(String, Timestamp)> {
    let reply = lab.did(m(), command);
    let DirectoryReply::Services { services, next: None } = reply else { panic!("no services") };
    services
}

fn delegated(lab: &mut Lab, principal: Option<&str>) -> Vec<(AccountId, Timestamp)> {
    let principal = principal.map(str::to_owned);
    let reply = lab.did(m(), Asked::ListDelegatedAdministrators { principal, page: all() });
    let DirectoryReply::Delegated { administrators, organization, next: None } = reply else {
        panic!("no administrators")
    };
    assert_eq!(&*organization, lab.organization());
    for delegated in &administrators {
        assert_eq!(delegated.account.account, lab.account(delegated.account.id));
    }
    administrators.into_iter().map(|delegated| (delegated.account.id, delegated.since)).collect()
}

#[test]
fn a_service_is_trusted_since_the_first_time() {
    let mut lab = Lab::founded();
    lab.trust(OTHER);
    let since = lab.now();
    lab.trust(OTHER);
    lab.trust(HUB);
    let expected = vec![(OTHER.to_owned(), since), (HUB.to_owned(), lab.now())];
    assert_eq!(services(&mut lab, Asked::ListServiceAccess { page: all() }), expected);
    for _twice in 0..2 {
        lab.did(m(), Asked::DisableServiceAccess { principal: OTHER.to_owned() });
    }
    assert_eq!(services(&mut lab, Asked::ListServiceAccess { page: all() }), expected[1..]);
}

#[test]
fn administrators_are_listed_since_their_earliest_service() {
    let mut lab = Lab::delegated();
    let since_other = lab.organization().delegated[&(OTHER.to_owned(), d())];
    lab.register(a(), HUB);
    let since_hub = lab.now();
    lab.register(d(), MACIE);
    let since_macie = lab.now();
    lab.register(a(), OTHER);
    let second_other = lab.now();
    for (principal, expected) in [
        (None, vec![(a(), since_hub), (d(), since_other)]),
        (Some(HUB), vec![(a(), since_hub)]),
        (Some(MACIE), vec![(d(), since_macie)]),
        (Some(OTHER), vec![(a(), second_other), (d(), since_other)]),
        (Some("nothing.amazonaws.com"), vec![]),
    ] {
        assert_eq!(delegated(&mut lab, principal), expected, "{principal:?}");
    }
    let of_a = services(&mut lab, Asked::ListDelegatedServices { id: a(), page: all() });
    assert_eq!(of_a, [(OTHER.to_owned(), second_other), (HUB.to_owned(), since_hub)]);
}

#[test]
fn services_that_are_served_have_one_administrator_and_others_several() {
    let mut lab = Lab::delegated();
    lab.register(a(), OTHER);
    lab.register(b(), OTHER);
    for principal in [HUB, MACIE] {
        lab.register(a(), principal);
        let principal = principal.to_owned();
        let command = Asked::RegisterDelegatedAdministrator { id: b(), principal };
        assert_eq!(lab.refused(m(), command), DirectoryRefusal::DelegatedAdministratorExists);
    }
}

#[test]
fn to_be_registered_is_not_to_be_designated() {
    let mut lab = Lab::delegated();
    lab.register(a(), HUB);
    assert!(lab.organization().designations.is_empty());
    assert_eq!(lab.effects, []);
}

#[test]
fn a_delegation_ends_for_one_service_alone() {
    let mut lab = Lab::designated(&["us-east-1"]);
    let principal = HUB.to_owned();
    lab.did(m(), Asked::DeregisterDelegatedAdministrator { id: a(), principal });
    let left = services(&mut lab, Asked::ListDelegatedServices { id: a(), page: all() });
    assert_eq!(left.into_iter().map(|(principal, _)| principal).collect::<Vec<_>>(), [MACIE]);
    lab.register(b(), HUB);
}

#[test]
fn without_trust_nobody_is_delegated() {
    let mut lab = Lab::delegated();
    lab.register(a(), OTHER);
    lab.register(a(), MACIE);
    lab.did(m(), Asked::DisableServiceAccess { principal: OTHER.to_owned() });
    assert_eq!(lab.organization().delegated.keys().count(), 1);
    let refusal = lab.refused(d(), Asked::ListRoots);
    assert_eq!(refusal, DirectoryRefusal::AccessDenied, "and so reads nothing");
}
