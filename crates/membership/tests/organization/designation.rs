//! Designating the administrator and taking it back (semantics §9.1), point by point, for both services. What
//! is refused has its rows in `refusals/`.

use accede_membership::directory::Designation;
use accede_membership::{Quotas, Refusal, Reply, Scope, Service, Switch};

use crate::common::Who::{self, A, B, G, M};
use crate::common::commands::{create, disassociate, enable, pause, set};
use crate::common::organizations::{configure, designate, list_designated, withdraw};
use crate::common::{Lab, both, hub, macie};

fn two() -> [Lab; 2] {
    both(Quotas::default())
}

/// Whom the management account sees as the administrator.
fn listed(lab: &Lab) -> Option<Who> {
    let service = lab.rules.service;
    match lab.clone().run(G, &list_designated(service)) {
        Ok(Reply::Designated(account)) => {
            account.map(|id| Who::AND_G.into_iter().find(|w| w.id() == id).expect("one of them"))
        }
        other => unreachable!("{other:?}"),
    }
}

fn elsewhere(lab: &Lab) -> Scope {
    Scope { region: "eu-west-1".parse().expect("a Region"), ..lab.scope() }
}

fn delegated(lab: &mut Lab) -> Vec<(String, accede_membership::AccountId)> {
    lab.the_organization().delegated.keys().cloned().collect()
}

#[test]
fn the_management_account_designates_whether_its_own_service_is_on_or_off() {
    for lab in two() {
        assert_eq!(listed(&lab.clone().organized(&[A])), None);
        assert!(!lab.standing(G).is_on());
        assert_eq!(listed(&lab.clone().organized(&[A]).designated(A)), Some(A));
        let on = lab.after(G, enable()).organized(&[A]).designated(A);
        assert_eq!(listed(&on), Some(A));
    }
}

#[test]
fn it_trusts_the_service_and_delegates_in_organizations() {
    for (lab, principal) in two().into_iter().zip(["securityhub", "macie"]) {
        let principal = format!("{principal}.amazonaws.com");
        let mut lab = lab.organized(&[A]).designated(A);
        let now = lab.now();
        assert_eq!(lab.the_organization().trusted, [(principal.clone(), now)].into());
        let delegated = [((principal, A.id()), now)].into();
        assert_eq!(lab.the_organization().delegated, delegated);
    }
}

#[test]
fn what_was_trusted_and_delegated_already_stays() {
    for lab in two() {
        let mut lab = lab.organized(&[A]).designated(A);
        let (trusted, delegated) =
            (lab.the_organization().trusted.clone(), lab.the_organization().delegated.clone());
        let mut lab = lab.withdrawn(A).designated(A);
        assert_eq!(lab.the_organization().trusted, trusted);
        assert_eq!(lab.the_organization().delegated, delegated, "withdrawing deregisters nobody");
    }
}

#[test]
fn it_switches_the_service_on_in_the_administrator() {
    for lab in two() {
        let lab = lab.off(A).organized(&[A]).designated(A);
        let standing = lab.standing(A);
        assert_eq!(standing.switch, Switch::Enabled);
        assert_eq!((standing.enabled_at, standing.updated_at), (lab.now(), lab.now()));
        let names = standing.configuration.keys().map(String::as_str);
        assert!(names.eq(lab.rules.default_standards.iter().copied()));
        assert_eq!(standing.settings.len(), lab.rules.default_settings.len());
    }
}

#[test]
fn nothing_changes_in_an_administrator_whose_service_is_on() {
    for lab in [hub().after(A, set("x", "y")), macie().after(A, pause())] {
        let before = lab.standing(A);
        assert_eq!(lab.organized(&[A]).designated(A).standing(A), before);
    }
}

#[test]
fn it_is_for_this_region() {
    for lab in two() {
        let mut lab = lab.organized(&[A]).designated(A);
        let scope = lab.scope();
        assert_eq!(lab.the_organization().designations, [(scope, Designation::of(A.id()))].into());
    }
}

#[test]
fn another_region_has_the_same_administrator() {
    for lab in two() {
        let mut lab = lab.organized(&[A, B]);
        let there = elsewhere(&lab);
        lab.the_organization().designations.insert(there, Designation::of(A.id()));
        assert_eq!(listed(&lab), None, "it is not listed here");
        assert_eq!(listed(&lab.clone().designated(A)), Some(A));
        let service = lab.rules.service;
        assert_eq!(lab.run(G, &designate(B, service)), Err(Refusal::AnotherDesignated));
    }
}

#[test]
fn replace_security_hub_takes_back_the_old_one_and_designates_the_new_one() {
    let mut lab = hub().organized(&[A, B]).designated(A).withdrawn(A).designated(B);
    assert_eq!(listed(&lab), Some(B));
    assert_eq!(delegated(&mut lab), [("securityhub.amazonaws.com".to_owned(), B.id())]);
}

#[test]
fn replace_macie_deregisters_the_old_one_too() {
    let mut lab = macie().organized(&[A, B]).designated(A).withdrawn(A);
    let refusal = lab.run(G, &designate(B, Service::Macie));
    assert_eq!(refusal, Err(Refusal::AnotherDesignated));
    let mut lab = lab.deregistered(A).designated(B);
    assert_eq!(listed(&lab), Some(B));
    assert_eq!(delegated(&mut lab), [("macie.amazonaws.com".to_owned(), B.id())]);
}

#[test]
fn replace_deregistering_alone_is_enough() {
    for lab in two() {
        let lab = lab.organized(&[A, B]).designated(A).deregistered(A);
        assert_eq!(listed(&lab), None);
        assert_eq!(listed(&lab.designated(B)), Some(B));
    }
}

#[test]
fn replace_what_the_old_one_configured_is_gone() {
    for lab in two() {
        let lab = lab.organized(&[A]).designated(A).after(A, configure(true));
        let mut lab = lab.withdrawn(A).designated(A);
        let scope = lab.scope();
        assert_eq!(lab.the_organization().designations[&scope], Designation::of(A.id()));
    }
}

#[test]
fn the_management_account_may_be_the_administrator_once_its_service_is_on() {
    for lab in two() {
        let mut lab = lab.after(G, enable()).organized(&[M]).designated(G);
        assert_eq!(listed(&lab), Some(G));
        assert_eq!(delegated(&mut lab), [], "Organizations does not register it");
        let lab = lab.after(G, create(M));
        assert_eq!(lab.views_of(G, M), "Enabled | Enabled | - | G Enabled | 0");
        let lab = lab.withdrawn(G);
        assert_eq!(lab.views_of(G, M), "- | Removed | - | - | 0");
    }
}

#[test]
fn a_management_account_that_is_a_member_of_the_administrator() {
    let admitted = |lab: Lab| lab.after(G, enable()).delegated().after(A, create(G));
    assert_eq!(listed(&admitted(hub())), Some(A));
    assert_eq!(listed(&admitted(hub()).withdrawn(A)), None);

    let mut lab = admitted(macie());
    for command in [list_designated(Service::Macie), withdraw(A, Service::Macie)] {
        let refusal = lab.run(G, &command);
        assert_eq!(refusal, Err(Refusal::ManagementIsMember), "Macie: must be removed first");
    }
    let lab = lab.after(A, disassociate(G));
    assert_eq!(listed(&lab.withdrawn(A)), None);
}

#[test]
fn registering_only_through_organizations_is_not_reflected() {
    for lab in two() {
        let mut lab = lab.organized(&[A, M]);
        let principal = lab.rules.service.principal().to_owned();
        let now = lab.now();
        lab.the_organization().delegated.insert((principal, A.id()), now);
        assert_eq!(listed(&lab), None);
        let refusal = lab.run(A, &configure(true));
        assert_eq!(refusal, Err(Refusal::NotOrganizationAdministrator));
        let by_invitation = lab.clone().after(A, create(M));
        assert_eq!(by_invitation.views(), "- | Created | - | - | 0");
        assert_eq!(listed(&lab.designated(A)), Some(A), "the same account can be designated");
    }
}

#[test]
fn the_second_security_hub_has_a_designation_of_its_own() {
    let two = Service::SecurityHubV2;
    let mut lab = hub().off(A).organized(&[A, B]).after(G, designate(A, two));
    assert_eq!(lab.run(G, &list_designated(two)), Ok(Reply::Designated(Some(A.id()))));
    assert_eq!(listed(&lab), None);
    assert!(!lab.standing(A).is_on(), "the first one is not switched on by the second");
    let refusal = lab.run(G, &designate(B, Service::SecurityHub));
    assert_eq!(refusal, Err(Refusal::AnotherDesignated), "one principal, one administrator");

    let mut lab = lab.designated(A).organized(&[M]).after(A, create(M));
    lab.must(G, withdraw(A, two));
    assert_eq!(listed(&lab), Some(A));
    assert_eq!(lab.views(), "Enabled | Enabled | - | A Enabled | 0", "its members stay");
}

#[test]
fn withdrawing_is_for_this_region_and_deregisters_nobody() {
    for lab in two() {
        let mut lab = lab.delegated();
        let there = elsewhere(&lab);
        lab.the_organization().designations.insert(there.clone(), Designation::of(A.id()));
        let before = delegated(&mut lab);
        let mut lab = lab.withdrawn(A);
        let designations = lab.the_organization().designations.clone();
        assert_eq!(designations, [(there, Designation::of(A.id()))].into());
        assert_eq!(delegated(&mut lab), before);
    }
}

#[test]
fn a_former_administrator_is_like_any_account() {
    for lab in two() {
        let mut lab = lab.admitted().withdrawn(A);
        assert_eq!(lab.run(A, &configure(true)), Err(Refusal::NotOrganizationAdministrator));
        let lab = lab.after(A, create(B));
        assert_eq!(lab.views_of(A, B), "- | Created | - | - | 0");
        let lab = lab.after(A, crate::common::commands::delete(B)).off(A);
        assert!(!lab.standing(A).is_on());
    }
}
