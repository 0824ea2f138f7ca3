//! Every reason to refuse, in every situation that has it; that nothing changes is checked with each.

use accede_membership::access::{
    AccessCommand as Asked, AccessKey, AccessRefusal as R, KeyStatus, Role, RoleKey,
};
use accede_membership::directory::AccountState;

use crate::lab::{Ask, Lab, a, ask, b, key, key_id, role, x};

/// A situation in which something is refused.
type Row = (&'static str, fn(&mut Lab), Asked, R);

fn anything(_: &mut Lab) {}

fn disabled(lab: &mut Lab) {
    lab.did(Asked::SetKeyStatus { id: key_id(1), status: KeyStatus::Inactive });
}

fn deleted(lab: &mut Lab) {
    lab.did(Asked::DeleteKey { id: key_id(1) });
}

fn suspended(lab: &mut Lab) {
    [a(), b()].into_iter().for_each(|id| lab.set_state(id, AccountState::Suspended));
}

fn closed(lab: &mut Lab) {
    [a(), b()].into_iter().for_each(|id| lab.set_state(id, AccountState::Closed));
}

fn rows() -> Vec<Row> {
    let identify = |number| Asked::IdentifyKey { id: key_id(number) };
    let set = |number, status| Asked::SetKeyStatus { id: key_id(number), status };
    let create = |key: AccessKey| Asked::CreateKey(key);
    let make = |role: Role| Asked::CreateRole(role);
    vec![
        ("identify nobody's", anything, identify(2), R::KeyUnknown),
        ("identify a disabled one", disabled, identify(1), R::KeyUnknown),
        ("identify a deleted one", deleted, identify(1), R::KeyUnknown),
        ("identify a suspended account's", suspended, identify(1), R::KeyUnknown),
        ("identify a closed account's", closed, identify(1), R::KeyUnknown),
        ("admit a suspended one", suspended, Asked::Admit { account: a() }, R::AccountNotActive),
        ("admit a closed one", closed, Asked::Admit { account: a() }, R::AccountNotActive),
        ("create a key twice", anything, create(key(1, b())), R::KeyExists),
        ("create another account's key", anything, create(key(1, x())), R::KeyExists),
        ("create a suspended account's", suspended, create(key(2, a())), R::AccountNotActive),
        ("create a closed account's", closed, create(key(2, a())), R::AccountNotActive),
        ("enable twice", anything, set(1, KeyStatus::Active), R::KeyAlreadyInStatus),
        ("disable twice", disabled, set(1, KeyStatus::Inactive), R::KeyAlreadyInStatus),
        ("enable nobody's", anything, set(2, KeyStatus::Active), R::KeyUnknown),
        ("disable a deleted one", deleted, set(1, KeyStatus::Inactive), R::KeyUnknown),
        ("delete twice", deleted, Asked::DeleteKey { id: key_id(1) }, R::KeyUnknown),
        ("make a role twice", anything, make(role("Demo")), R::RoleExists),
        ("make it in another case", anything, make(role("dEMO")), R::RoleExists),
        (
            "make it in another path",
            anything,
            make(Role { path: "/a/".to_owned(), ..role("Demo") }),
            R::RoleExists,
        ),
        ("make a suspended account's", suspended, make(role("New")), R::AccountNotActive),
        ("make a closed account's", closed, make(role("New")), R::AccountNotActive),
        ("delete no role", anything, Asked::DeleteRole(RoleKey::of(a(), "New")), R::RoleUnknown),
        (
            "another account's",
            anything,
            Asked::DeleteRole(RoleKey::of(b(), "Demo")),
            R::RoleUnknown,
        ),
        ("assume by a stranger", anything, Ask { caller: x(), ..ask() }.into(), R::RoleDenied),
        ("assume of nobody", anything, Ask { of: x(), ..ask() }.into(), R::RoleDenied),
        ("assume of a suspended account", suspended, ask().into(), R::RoleDenied),
        ("assume too long", anything, Ask { seconds: 3_601, ..ask() }.into(), R::SessionTooLong),
    ]
}

#[test]
fn every_row_is_refused_and_changes_nothing() {
    for (name, prepare, command, refusal) in rows() {
        let mut lab = Lab::furnished();
        prepare(&mut lab);
        assert_eq!(lab.refused(command), refusal, "{name}");
    }
}

#[test]
fn every_refusal_has_a_row() {
    const ALL: [R; 8] = [
        R::KeyUnknown,
        R::AccountNotActive,
        R::KeyExists,
        R::KeyAlreadyInStatus,
        R::RoleExists,
        R::RoleUnknown,
        R::RoleDenied,
        R::SessionTooLong,
    ];
    assert_eq!(ALL.len(), R::SessionTooLong as usize + 1, "a refusal is not in the list");
    let covered: Vec<R> = rows().into_iter().map(|row| row.3).collect();
    let uncovered: Vec<_> = ALL.iter().filter(|refusal| !covered.contains(refusal)).collect();
    assert!(uncovered.is_empty(), "no row for {uncovered:?}");
}
