//! Roles, as the operator makes them.

use accede_membership::Timestamp;
use accede_membership::access::{AccessCommand as Asked, AccessReply, Role, RoleKey};

use crate::lab::{Lab, a, b, role};

#[test]
fn a_role_is_made_as_it_was_asked_for_now() {
    let mut lab = Lab::default();
    let said = Role {
        path: "/team/".to_owned(),
        external_id: Some("an/id".to_owned()),
        max_session: 43_200,
        created_at: Timestamp(77),
        ..role("Demo")
    };
    let reply = lab.did(Asked::CreateRole(said.clone()));
    let made = Role { created_at: Timestamp(lab.clock), ..said };
    assert_eq!(reply, AccessReply::Role(Some(Box::new(made.clone()))));
    assert_eq!(lab.world.roles[&RoleKey::of(a(), "demo")], made);
}

#[test]
fn the_same_name_in_another_account_is_another_role() {
    let mut lab = Lab::furnished();
    lab.did(Asked::CreateRole(Role { account: b(), ..role("Demo") }));
    assert_eq!(lab.world.roles.len(), 2);
}

#[test]
fn a_role_is_deleted_however_its_name_is_spelt() {
    let mut lab = Lab::furnished();
    let made = lab.world.roles[&RoleKey::of(a(), "Demo")].clone();
    let reply = lab.did(Asked::DeleteRole(RoleKey::of(a(), "DEMO")));
    assert_eq!(reply, AccessReply::Role(Some(Box::new(made))));
    assert!(lab.world.roles.is_empty());
}

#[test]
fn roles_are_listed_by_account_and_name_a_page_at_a_time() {
    let mut lab = Lab::default();
    for (account, name) in [(b(), "One"), (a(), "two"), (a(), "One"), (b(), "three")] {
        lab.did(Asked::CreateRole(Role { account, ..role(name) }));
    }
    let mut page = |account, after, limit| match lab.did(Asked::ListRoles { account, after, limit })
    {
        AccessReply::Roles(roles, more) => {
            (roles.into_iter().map(|role| role.name).collect::<Vec<_>>(), more)
        }
        other => panic!("no roles: {other:?}"),
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(page(None, None, 4), (names(&["One", "two", "One", "three"]), false));
    assert_eq!(page(None, None, 3), (names(&["One", "two", "One"]), true));
    let after = Some(RoleKey::of(b(), "One"));
    assert_eq!(page(None, after, 3), (names(&["three"]), false));
    assert_eq!(page(Some(a()), None, 1), (names(&["One"]), true));
    assert_eq!(page(Some(a()), Some(RoleKey::of(a(), "one")), 1), (names(&["two"]), false));
}
