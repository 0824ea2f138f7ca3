//! Access keys.

use accede_membership::Timestamp;
use accede_membership::access::{
    AccessCommand as Asked, AccessKey, AccessRefusal, AccessReply, KeyStatus,
};
use accede_membership::directory::AccountState;

use crate::lab::{Lab, a, b, key, key_id, used, x};

fn identify(lab: &mut Lab, number: u64) -> Result<AccessKey, AccessRefusal> {
    match lab.ask(&Asked::IdentifyKey { id: key_id(number) })? {
        AccessReply::Key(key) => Ok(*key),
        other => panic!("no key: {other:?}"),
    }
}

fn set(number: u64, status: KeyStatus) -> Asked {
    Asked::SetKeyStatus { id: key_id(number), status }
}

#[test]
fn a_new_key_is_new_whatever_is_said_of_it() {
    let mut lab = Lab::default();
    let said = AccessKey {
        user: Some("ann".to_owned()),
        created_at: Timestamp(77),
        last_used: Some(used(77, "sts")),
        ..key(1, a())
    };
    let reply = lab.did(Asked::CreateKey(said.clone()));
    let made = AccessKey { created_at: Timestamp(lab.clock), last_used: None, ..said };
    assert_eq!(reply, AccessReply::Key(Box::new(made.clone())));
    assert_eq!(lab.key(1), &made);
    assert_eq!(identify(&mut lab, 1), Ok(made));
}

#[test]
fn a_key_identifies_while_it_is_active() {
    let mut lab = Lab::furnished();
    assert_eq!(identify(&mut lab, 1).map(|key| key.account), Ok(b()));
    lab.did(set(1, KeyStatus::Inactive));
    assert_eq!(identify(&mut lab, 1), Err(AccessRefusal::KeyUnknown));
    lab.did(set(1, KeyStatus::Active));
    assert!(identify(&mut lab, 1).is_ok());
    let before = lab.key(1).clone();
    let reply = lab.did(Asked::DeleteKey { id: key_id(1) });
    assert_eq!(reply, AccessReply::Key(Box::new(before)), "as it was");
    assert_eq!(identify(&mut lab, 1), Err(AccessRefusal::KeyUnknown));
    assert!(lab.world.access_keys.is_empty());
}

#[test]
fn a_key_identifies_while_its_account_is_in_use() {
    let mut lab = Lab::furnished();
    for (state, known) in [
        (AccountState::Active, true),
        (AccountState::Suspended, false),
        (AccountState::Active, true),
        (AccountState::Closed, false),
    ] {
        lab.set_state(b(), state);
        assert_eq!(identify(&mut lab, 1).is_ok(), known, "{state:?}");
        let admitted = lab.ask(&Asked::Admit { account: b() });
        let expected =
            if known { Ok(AccessReply::Done) } else { Err(AccessRefusal::AccountNotActive) };
        assert_eq!(admitted, expected, "{state:?}");
    }
    assert_eq!(lab.did(Asked::Admit { account: x() }), AccessReply::Done, "nobody created it");
}

#[test]
fn the_operator_may_change_the_keys_of_an_account_that_is_closed() {
    let mut lab = Lab::furnished();
    lab.set_state(b(), AccountState::Closed);
    lab.did(set(1, KeyStatus::Inactive));
    lab.did(Asked::DeleteKey { id: key_id(1) });
}

#[test]
fn the_latest_use_counts_and_never_goes_back() {
    let mut lab = Lab::furnished();
    lab.did(Asked::CreateKey(key(2, a())));
    let uses = |uses: &[(u64, i64, &str)]| {
        Asked::NoteUses(uses.iter().map(|(n, at, name)| (key_id(*n), used(*at, name))).collect())
    };
    for (noted, first, second) in [
        (uses(&[]), None, None),
        (uses(&[(1, 10, "sts")]), Some(used(10, "sts")), None),
        (uses(&[(1, 9, "macie2")]), Some(used(10, "sts")), None),
        (uses(&[(1, 10, "macie2")]), Some(used(10, "sts")), None),
        (uses(&[(1, 12, "a"), (2, 5, "b"), (1, 11, "c")]), Some(used(12, "a")), Some(used(5, "b"))),
        (uses(&[(3, 99, "gone"), (2, 6, "d")]), Some(used(12, "a")), Some(used(6, "d"))),
    ] {
        assert_eq!(lab.did(noted), AccessReply::Done);
        assert_eq!((&lab.key(1).last_used, &lab.key(2).last_used), (&first, &second));
    }
    assert_eq!(lab.world.access_keys.len(), 2, "no key comes of a use");
    lab.did(set(1, KeyStatus::Inactive));
    assert_eq!(lab.key(1).last_used, Some(used(12, "a")), "it is kept");
}

#[test]
fn keys_are_listed_by_account_and_id_a_page_at_a_time() {
    let mut lab = Lab::default();
    for (number, account) in [(5, b()), (1, x()), (4, a()), (3, b()), (2, a())] {
        lab.did(Asked::CreateKey(key(number, account)));
    }
    let mut page = |account, after, limit| match lab.did(Asked::ListKeys { account, after, limit })
    {
        AccessReply::Keys(keys, more) => (keys.iter().map(|key| key.id).collect::<Vec<_>>(), more),
        other => panic!("no keys: {other:?}"),
    };
    let ids = |numbers: &[u64]| numbers.iter().map(|n| key_id(*n)).collect::<Vec<_>>();
    assert_eq!(page(None, None, 9), (ids(&[2, 4, 3, 5, 1]), false));
    assert_eq!(page(None, None, 5), (ids(&[2, 4, 3, 5, 1]), false));
    assert_eq!(page(None, None, 2), (ids(&[2, 4]), true));
    assert_eq!(page(None, Some((a(), key_id(4))), 2), (ids(&[3, 5]), true));
    assert_eq!(page(None, Some((b(), key_id(5))), 2), (ids(&[1]), false));
    assert_eq!(page(Some(b()), None, 1), (ids(&[3]), true));
    assert_eq!(page(Some(b()), Some((b(), key_id(3))), 1), (ids(&[5]), false));
    assert_eq!(page(Some(b()), Some((b(), key_id(4))), 9), (ids(&[5]), false), "it may be gone");
}
