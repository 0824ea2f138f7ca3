//! Access keys and roles: every field, and their pages. What is seen of them is guarded as entries of the
//! directory are.

use std::sync::Arc;

use accede_membership::access::RoleKey;
use accede_membership::{Change, Read, World};
use accede_store::Store;

use super::entries::{access_key, key_id, role};
use super::make::{DIRECTORY, TEXTS, account, agree, gone, put, scope};
use super::random::Random;

const RECORDS: u64 = 80;

/// Accounts whose order as numbers, texts and insertions differ.
const ACCOUNTS: [u64; 4] = [90, 1_000, 9, 999_999_999_999];
const NAMES: [&str; 6] = ["b", "a", "A-1", "aa", "Ab", "_"];

fn keys(of: Option<u64>, after: Option<(u64, u64)>, limit: usize) -> Read {
    let after = after.map(|(of, number)| (account(of), key_id(number)));
    Read::AccessKeyPage { account: of.map(account), after, limit }
}

fn roles(of: Option<u64>, after: Option<(u64, &str)>, limit: usize) -> Read {
    let after = after.map(|(of, name)| RoleKey::of(account(of), name));
    Read::RolePage { account: of.map(account), after, limit }
}

pub(crate) async fn every_field_of_an_access_key(store: &Arc<dyn Store>) {
    let mut random = Random(Random::seed());
    let id = key_id(u64::MAX >> 12);
    for _ in 0..RECORDS {
        let key = random.access_key(id);
        let page = Read::AccessKeyPage { account: Some(key.account), after: None, limit: 2 };
        let change = [Change::AccessKey(id, Some(key))];
        put(&**store, DIRECTORY, &change).await;
        let mut world = World::default();
        world.apply(&change);
        for read in [Read::AccessKey(id), Read::AccessKey(key_id(1)), keys(None, None, 2), page] {
            agree(&**store, DIRECTORY, &world, &[read]).await;
        }
    }
}

pub(crate) async fn every_field_of_a_role(store: &Arc<dyn Store>) {
    let mut random = Random(Random::seed());
    for turn in 0..RECORDS {
        // A name is never empty.
        let role = random.role(TEXTS[1 + turn as usize % (TEXTS.len() - 1)]);
        let (of, key) = (role.account, role.key());
        let change = [Change::Role(key.clone(), Some(role))];
        put(&**store, DIRECTORY, &change).await;
        let mut world = World::default();
        world.apply(&change);
        let page = Read::RolePage { account: Some(of), after: None, limit: 2 };
        let other = Read::Role(RoleKey::of(of, "other"));
        for read in [Read::Role(key), other, roles(None, None, 2), page] {
            agree(&**store, DIRECTORY, &world, &[read]).await;
        }
        put(&**store, DIRECTORY, &gone(&change)).await;
    }
}

pub(crate) async fn keys_come_by_account_and_id(store: &Arc<dyn Store>) {
    let mut world = World::default();
    for (number, of) in [5, 3, 8, 1, 9, 2, 7].into_iter().zip(ACCOUNTS.into_iter().cycle()) {
        let change = [access_key(number, of)];
        put(&**store, DIRECTORY, &change).await;
        world.apply(&change);
    }
    agree_on_keys(store, &world).await;
    // From one account to another, to one that has none, and away.
    let moves = [access_key(5, 1_000), access_key(3, 4), access_key(8, 9)];
    for change in moves.iter().chain(&gone(&moves)) {
        put(&**store, DIRECTORY, std::slice::from_ref(change)).await;
        world.apply(std::slice::from_ref(change));
        agree_on_keys(store, &world).await;
    }
}

async fn agree_on_keys(store: &Arc<dyn Store>, world: &World) {
    let accounts = || [4, 50].into_iter().chain(ACCOUNTS);
    let after = || accounts().flat_map(|of| [0, 1, 5, 8, 9].map(|number| (of, number)));
    for of in accounts().map(Some).chain([None]) {
        for after in after().map(Some).chain([None]) {
            for limit in [0, 1, 2, usize::MAX] {
                agree(&**store, DIRECTORY, world, &[keys(of, after, limit)]).await;
            }
        }
    }
}

pub(crate) async fn roles_come_by_account_and_name(store: &Arc<dyn Store>) {
    let mut world = World::default();
    for (of, name) in ACCOUNTS.into_iter().flat_map(|of| NAMES.map(|name| (of, name))) {
        let change = [role(name, of)];
        put(&**store, DIRECTORY, &change).await;
        world.apply(&change);
    }
    // The same role, spelt in another way.
    let change = [role("B", 9)];
    put(&**store, DIRECTORY, &change).await;
    world.apply(&change);
    let accounts = || [4, 50].into_iter().chain(ACCOUNTS);
    for of in accounts().map(Some).chain([None]) {
        let after = accounts().flat_map(|of| ["", "a", "AB", "zz"].map(|name| (of, name)));
        for after in after.map(Some).chain([None]) {
            for limit in [0, 1, 4, usize::MAX] {
                agree(&**store, &scope(), &world, &[roles(of, after, limit)]).await;
            }
        }
    }
}

pub(crate) async fn no_page_of_keys_skips_or_repeats(store: &Arc<dyn Store>) {
    let there: Vec<_> = (100..200).step_by(3).collect();
    for number in &there {
        put(&**store, DIRECTORY, &[access_key(*number, number % 2)]).await;
    }
    for of in [None, Some(0), Some(1)] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let loaded = store.load(None, &[keys(of, after, 4)]).await.unwrap();
            assert!(loaded.seen.is_empty());
            let Some(last) = loaded.view.access_key_page.last() else { break };
            let number: u64 = last.id.as_str()[4..].parse().unwrap();
            after = Some((last.account.number(), number));
            seen.extend(loaded.view.access_key_page.iter().map(|key| (key.account, key.id)));
            // Come and go, on both sides of the last one, and in other accounts.
            let beside = [(number - 1, number % 2), (number + 1, number % 2), (number + 4, 7)];
            let beside = beside.map(|(number, of)| access_key(number, of));
            put(&**store, DIRECTORY, &beside).await;
            put(&**store, DIRECTORY, &gone(&beside)).await;
        }
        let mine = there.iter().filter(|number| of.is_none_or(|of| *number % 2 == of));
        let mut expected: Vec<_> =
            mine.map(|number| (account(number % 2), key_id(*number))).collect();
        expected.sort_unstable();
        assert_eq!(seen, expected);
    }
}

pub(crate) async fn no_page_of_roles_skips_or_repeats(store: &Arc<dyn Store>) {
    let name = |number: u64| format!("Role-{number:04}");
    let there: Vec<_> = (100..200).step_by(3).collect();
    for number in &there {
        put(&**store, DIRECTORY, &[role(&name(*number), number % 2)]).await;
    }
    for of in [None, Some(0), Some(1)] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = Read::RolePage { account: of.map(account), after, limit: 4 };
            let loaded = store.load(None, &[page]).await.unwrap();
            assert!(loaded.seen.is_empty());
            let Some(last) = loaded.view.role_page.last().cloned() else { break };
            after = Some(last.key());
            seen.extend(loaded.view.role_page.into_iter().map(|role| role.key()));
            // Come and go, on both sides of the last one.
            let beside = ["", "-"].map(|end| role(&format!("{}{end}", last.name), 7));
            let beside = [beside, [role("a", last.account.number()), role("z", 1)]].concat();
            put(&**store, DIRECTORY, &beside).await;
            put(&**store, DIRECTORY, &gone(&beside)).await;
        }
        assert!(seen.windows(2).all(|two| two[0] < two[1]), "{seen:?}");
        let mine = there.iter().filter(|number| of.is_none_or(|of| *number % 2 == of));
        let mut expected: Vec<_> =
            mine.map(|number| RoleKey::of(account(number % 2), &name(*number))).collect();
        expected.sort_unstable();
        assert_eq!(seen, expected);
    }
}
