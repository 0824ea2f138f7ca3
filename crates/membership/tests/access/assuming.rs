//! `AssumeRole` (semantics §10.1): who may, and who is told what.

use accede_membership::access::{
    AccessCommand as Asked, AccessRefusal as R, AccessReply, Role, RoleKey, Stranger,
};
use accede_membership::directory::AccountState;

use crate::lab::{Ask, Lab, a, ask, b, role, x};

/// What is given, and whether it was one that somebody made; or the refusal.
fn outcome(lab: &mut Lab, ask: Ask) -> Result<bool, R> {
    match lab.ask(&ask.into())? {
        AccessReply::Role(found) => Ok(found.is_some()),
        other => panic!("no role: {other:?}"),
    }
}

/// Where the role has a path, an external id and up to two hours.
fn lab() -> Lab {
    let mut lab = Lab::default();
    lab.did(Asked::CreateRole(Role {
        path: "/team/".to_owned(),
        external_id: Some("an/id".to_owned()),
        max_session: 7_200,
        ..role("Demo")
    }));
    lab
}

fn right() -> Ask {
    Ask { path: "/team/", external_id: Some("an/id"), seconds: 7_200, ..ask() }
}

#[test]
fn whoever_is_trusted_and_knows_all_of_it_may() {
    for stranger in [Stranger::Denied, Stranger::Welcome] {
        let mut lab = lab();
        let asked = Ask { stranger, ..right() };
        assert_eq!(outcome(&mut lab, asked.clone()), Ok(true));
        let AccessReply::Role(Some(found)) = lab.did(asked) else { panic!("no role") };
        assert_eq!(*found, lab.world.roles[&RoleKey::of(a(), "demo")]);
    }
}

#[test]
fn every_denial_is_the_same() {
    for stranger in [Stranger::Denied, Stranger::Welcome] {
        let mut lab = lab();
        let right = || Ask { stranger, ..right() };
        for (why, asked) in [
            ("a stranger", Ask { caller: x(), ..right() }),
            ("its own account is not among those", Ask { caller: a(), ..right() }),
            ("another spelling", Ask { name: "demo", ..right() }),
            ("no path", Ask { path: "/", ..right() }),
            ("another path", Ask { path: "/Team/", ..right() }),
            ("no external id", Ask { external_id: None, ..right() }),
            ("another external id", Ask { external_id: Some("an/ID"), ..right() }),
            ("too long, by a stranger", Ask { caller: x(), seconds: 43_200, ..right() }),
        ] {
            assert_eq!(outcome(&mut lab, asked), Err(R::RoleDenied), "{why}");
        }
        for state in [AccountState::Suspended, AccountState::Closed] {
            lab.set_state(a(), state);
            assert_eq!(outcome(&mut lab, right()), Err(R::RoleDenied), "{state:?}");
        }
    }
}

#[test]
fn a_session_is_no_longer_than_the_role_allows() {
    let mut lab = lab();
    let too_long = Ask { seconds: 7_201, ..right() };
    assert_eq!(outcome(&mut lab, too_long), Err(R::SessionTooLong));
    assert_eq!(outcome(&mut lab, Ask { seconds: 900, ..right() }), Ok(true));
}

#[test]
fn an_external_id_that_nobody_asked_for_does_no_harm() {
    let mut lab = Lab::furnished();
    assert_eq!(outcome(&mut lab, Ask { external_id: Some("an/id"), ..ask() }), Ok(true));
}

#[test]
fn an_account_trusts_itself_if_it_says_so() {
    let mut lab = Lab::default();
    lab.did(Asked::CreateRole(Role { trusts: [a(), b()].into(), ..role("Demo") }));
    for caller in [a(), b()] {
        assert_eq!(outcome(&mut lab, Ask { caller, ..ask() }), Ok(true));
    }
}

#[test]
fn a_role_that_nobody_made_is_for_everybody_or_for_nobody() {
    let mut lab = Lab::furnished();
    for state in AccountState::ALL {
        lab.set_state(a(), state);
        for (stranger, expected) in
            [(Stranger::Welcome, Ok(false)), (Stranger::Denied, Err(R::RoleDenied))]
        {
            let asked = Ask { name: "Other", stranger, seconds: 43_200, ..ask() };
            assert_eq!(outcome(&mut lab, asked), expected, "{state:?}");
        }
    }
}

#[test]
fn a_role_that_is_deleted_is_one_that_nobody_made() {
    let mut lab = Lab::furnished();
    lab.did(Asked::DeleteRole(RoleKey::of(a(), "Demo")));
    assert_eq!(outcome(&mut lab, ask()), Err(R::RoleDenied));
    assert_eq!(outcome(&mut lab, Ask { stranger: Stranger::Welcome, ..ask() }), Ok(false));
}
