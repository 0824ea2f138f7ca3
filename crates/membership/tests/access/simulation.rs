//! Hundreds of random commands over a handful of accounts, keys and roles. After each: a refusal changed nothing,
//! and who is known, who may assume what, and when keys were used is what the records alone say.

use accede_membership::access::{
    AccessCommand as Asked, AccessReply, KeyStatus, Role, RoleKey, Stranger,
};
use accede_membership::directory::AccountState;
use accede_membership::{AccountId, World};
use proptest::prelude::*;

use crate::lab::{Ask, Lab, a, account, b, key, key_id, role, used, x};

const KEYS: u64 = 5;
const NAMES: [&str; 4] = ["One", "one", "Two", "Three"];

/// Something that happens.
#[derive(Debug, Clone)]
enum Step {
    State(AccountId, AccountState),
    Ask(Asked),
}

fn accounts() -> impl Strategy<Value = AccountId> {
    prop::sample::select(vec![a(), b(), x(), account(7)])
}

fn ids() -> impl Strategy<Value = u64> {
    0..KEYS
}

fn of_keys() -> impl Strategy<Value = Asked> {
    let uses = prop::collection::vec((ids(), 0..50_i64), 0..4);
    prop_oneof![
        ids().prop_map(|n| Asked::IdentifyKey { id: key_id(n) }),
        (ids(), accounts()).prop_map(|(n, account)| Asked::CreateKey(key(n, account))),
        (ids(), any::<bool>()).prop_map(|(n, active)| {
            let status = if active { KeyStatus::Active } else { KeyStatus::Inactive };
            Asked::SetKeyStatus { id: key_id(n), status }
        }),
        ids().prop_map(|n| Asked::DeleteKey { id: key_id(n) }),
        uses.prop_map(|uses| {
            Asked::NoteUses(uses.iter().map(|(n, at)| (key_id(*n), used(*at, "sts"))).collect())
        }),
        accounts().prop_map(|account| Asked::Admit { account }),
    ]
}

fn of_roles() -> impl Strategy<Value = Asked> {
    let name = || prop::sample::select(NAMES.to_vec());
    let made = (accounts(), name(), accounts(), any::<bool>(), any::<bool>());
    let asked = (accounts(), accounts(), name(), any::<bool>(), any::<bool>(), any::<bool>());
    prop_oneof![
        made.prop_map(|(account, name, trusted, guarded, long)| {
            let external_id = guarded.then(|| "an/id".to_owned());
            let max_session = if long { 7_200 } else { 3_600 };
            let trusts = [trusted].into();
            Asked::CreateRole(Role { account, trusts, external_id, max_session, ..role(name) })
        }),
        (accounts(), name()).prop_map(|(of, name)| Asked::DeleteRole(RoleKey::of(of, name))),
        asked.prop_map(|(caller, of, name, knows, long, welcome)| {
            let external_id = knows.then_some("an/id");
            let seconds = if long { 7_200 } else { 3_600 };
            let stranger = if welcome { Stranger::Welcome } else { Stranger::Denied };
            Ask { caller, of, name, external_id, seconds, stranger, ..ask_of(caller) }.into()
        }),
    ]
}

fn ask_of(caller: AccountId) -> Ask {
    Ask { caller, ..crate::lab::ask() }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let states = prop::sample::select(AccountState::ALL.to_vec());
    let step = prop_oneof![
        1 => (accounts(), states).prop_map(|(id, state)| Step::State(id, state)),
        6 => of_keys().prop_map(Step::Ask),
        6 => of_roles().prop_map(Step::Ask),
    ];
    prop::collection::vec(step, 1..120)
}

fn in_use(world: &World, id: AccountId) -> bool {
    world.accounts.get(&id).is_none_or(|account| account.state == AccountState::Active)
}

/// What was given out was to be, judged by the records before.
fn judge(before: &World, command: &Asked, reply: &AccessReply) {
    match (command, reply) {
        (Asked::IdentifyKey { id }, AccessReply::Key(found)) => {
            let known = &before.access_keys[id];
            assert_eq!((known, known.status), (&**found, KeyStatus::Active));
            assert!(in_use(before, known.account));
        }
        (Asked::Admit { account }, _) => assert!(in_use(before, *account)),
        (Asked::AssumeRole { stranger, role, .. }, AccessReply::Role(None)) => {
            assert_eq!(*stranger, Stranger::Welcome);
            assert!(!before.roles.contains_key(role));
        }
        (
            Asked::AssumeRole { caller, name, external_id, seconds, .. },
            AccessReply::Role(given),
        ) => {
            let given = given.as_deref().expect("a role");
            assert!(in_use(before, given.account) && given.trusts.contains(caller));
            assert!(given.name == *name && *seconds <= given.max_session);
            assert!(given.external_id.is_none() || given.external_id == *external_id);
        }
        _ => {}
    }
}

/// Uses never go back, and nothing but a key's deletion takes them away.
fn uses_stay(before: &World, after: &World) {
    for (id, key) in &after.access_keys {
        let then = before.access_keys.get(id).and_then(|key| key.last_used.as_ref());
        let now = key.last_used.as_ref();
        assert!(then.map(|last| last.at) <= now.map(|last| last.at), "{id}");
    }
}

fn take(lab: &mut Lab, step: Step) {
    let command = match step {
        Step::State(id, state) => return lab.set_state(id, state),
        Step::Ask(command) => command,
    };
    let before = lab.world.clone();
    match lab.ask(&command) {
        Ok(reply) => judge(&before, &command, &reply),
        Err(refusal) => assert_eq!(lab.world, before, "{command:?}: {refusal:?}"),
    }
    uses_stay(&before, &lab.world);
    for (key, role) in &lab.world.roles {
        assert_eq!(*key, role.key());
    }
}

proptest! {
    #[test]
    fn all_that_must_hold_holds(steps in steps()) {
        let mut lab = Lab::default();
        for step in steps {
            take(&mut lab, step);
        }
    }
}
