//! Write skew: two commits, each of which only sees what the other one writes. Made one after the other in either order,
//! the second is a conflict; so it is when they are made at the same time.

use std::sync::Arc;

use accede_membership::directory::Account;
use accede_membership::{Change, Read, Scope, Service};
use accede_store::{Commit, CommitError, Part, Store};
use tokio::sync::Barrier;

use super::entries::{access_key, creation, handshake, known, organization, role};
use super::make::{
    DIRECTORY, account, invited, numbered, pair, put, reads_of, scope, scope_of, seen,
};

/// How often each pair meets.
const TURNS: u64 = 12;

/// A change in its scope, and what was only seen for it: records that exist, or do not, and of the other scope.
struct Side {
    scope: Option<Scope>,
    change: Change,
    sees: Vec<(Option<Scope>, Read)>,
}

impl Side {
    /// What is seen now, and the change.
    async fn commit(&self, store: &dyn Store) -> Commit {
        let mut parts = Vec::new();
        for (scope, read) in &self.sees {
            let loaded = store.load(scope.as_ref(), std::slice::from_ref(read)).await.unwrap();
            parts.push(Part { scope: scope.clone(), seen: loaded.seen, changes: Vec::new() });
        }
        let changes = vec![self.change.clone()];
        let seen = seen(store, self.scope.as_ref(), &changes).await;
        parts.push(Part { scope: self.scope.clone(), seen, changes });
        Commit { parts }
    }

    async fn is_made(&self, store: &dyn Store) -> bool {
        let reads = reads_of(std::slice::from_ref(&self.change));
        let loaded = store.load(self.scope.as_ref(), &reads).await.unwrap();
        let mut world = accede_membership::World::default();
        world.apply(std::slice::from_ref(&self.change));
        loaded.view == world.load(&reads)
    }
}

/// Has both made at the same time; one is, and the other is not.
async fn meet(store: &Arc<dyn Store>, sides: [Side; 2]) {
    let commits = [sides[0].commit(&**store).await, sides[1].commit(&**store).await];
    let start = Arc::new(Barrier::new(2));
    let tasks = commits.map(|commit| {
        let (store, start) = (Arc::clone(store), Arc::clone(&start));
        tokio::spawn(async move {
            start.wait().await;
            store.commit(commit).await
        })
    });
    let mut made = Vec::new();
    for (task, side) in tasks.into_iter().zip(&sides) {
        let outcome = task.await.unwrap();
        assert!(matches!(outcome, Ok(()) | Err(CommitError::Conflict)), "{outcome:?}");
        assert_eq!(outcome.is_ok(), side.is_made(&**store).await, "{:?}", side.change);
        made.push(outcome.is_ok());
    }
    let changes = sides.map(|side| side.change);
    assert_eq!(made.iter().filter(|made| **made).count(), 1, "{made:?} {changes:?}");
}

/// Changes of records of different kinds, and of the same.
fn couples(turn: u64) -> Vec<[Change; 2]> {
    let (number, other) = (2 * turn, 2 * turn + 1);
    let standing = |number| Change::Standing(account(number), Some(numbered(turn + 1)));
    vec![
        [standing(number), standing(other)],
        [invited(pair(number, other)), invited(pair(other, number))],
        [known(number, None), standing(1_000 + number)],
        [organization(number, turn), handshake(number, number, other)],
        [access_key(number, turn), creation(number, turn)],
        [role("one", number), role("two", number)],
    ]
}

/// Each sees what the other one changes.
fn crossed([one, other]: [Change; 2], scopes: [Option<Scope>; 2]) -> [Side; 2] {
    let read = |change: &Change| reads_of(std::slice::from_ref(change)).remove(0);
    let [first, second] = scopes;
    let of_other = vec![(second.clone(), read(&other))];
    let of_one = vec![(first.clone(), read(&one))];
    [
        Side { scope: first, change: one, sees: of_other },
        Side { scope: second, change: other, sees: of_one },
    ]
}

pub(crate) async fn of_two_commits_that_see_each_other_one_is_made(store: &Arc<dyn Store>) {
    for turn in 0..TURNS {
        // What is there before differs from what is written.
        for couple in couples(turn) {
            put(&**store, &scope(), &couple.clone().map(altered)).await;
            meet(store, crossed(couple, [Some(scope()), Some(scope())])).await;
        }
    }
}

/// The same record, but not the same.
fn altered(mut change: Change) -> Change {
    match &mut change {
        Change::Standing(_, Some(standing)) => standing.tally.rows += 1,
        Change::Relationship(_, Some(record)) => record.invitation = None,
        Change::Account(id, Some(entry)) => entry.email = Some(format!("{id}@example.com")),
        Change::Organization(_, Some(entry)) => entry.accounts += 1,
        Change::Handshake(_, Some(entry)) => entry.notes = Some("before".to_owned()),
        Change::Creation(_, Some(entry)) => "before".clone_into(&mut entry.name),
        Change::AccessKey(_, Some(key)) => key.user = Some("before".to_owned()),
        Change::Role(_, Some(role)) => role.max_session += 1,
        other => panic!("{other:?}"),
    }
    change
}

pub(crate) async fn of_two_commits_that_see_what_is_absent_one_is_made(store: &Arc<dyn Store>) {
    for turn in 0..TURNS {
        for couple in couples(turn) {
            meet(store, crossed(couple, [Some(scope()), Some(scope())])).await;
        }
    }
}

pub(crate) async fn of_two_commits_over_scopes_one_is_made(store: &Arc<dyn Store>) {
    let other = scope_of(Service::Macie, "us-east-1");
    for turn in 0..TURNS {
        let standing = |number: u64| Change::Standing(account(turn), Some(numbered(number)));
        let scopes = || [Some(scope()), Some(other.clone())];
        meet(store, crossed([standing(1), standing(2)], scopes())).await;
        meet(store, crossed([standing(3), standing(4)], scopes())).await;
        let scopes = [Some(scope()), None];
        meet(store, crossed([standing(5), known(turn, None)], scopes)).await;
    }
}

/// One gives an email to an account, the other one makes a role because nobody has that email.
pub(crate) async fn an_email_that_was_seen_absent_is_not_given_meanwhile(store: &Arc<dyn Store>) {
    for turn in 0..TURNS {
        let email = format!("{turn}@example.com");
        let (gives, makes) = (known(turn, email.as_str()), role("one", turn));
        let nobody = Read::AccountByEmail(Account::email_key(&email));
        let no_role = reads_of(std::slice::from_ref(&makes)).remove(0);
        let sides = [
            Side { scope: None, change: gives, sees: vec![(None, no_role)] },
            Side { scope: None, change: makes, sees: vec![(None, nobody)] },
        ];
        meet(store, sides).await;
    }
}

/// One makes a standing, first where the account has none and then where it has others; the other one closes the
/// account because of the scopes that it is in.
pub(crate) async fn the_scopes_that_were_seen_are_not_left_meanwhile(store: &Arc<dyn Store>) {
    let elsewhere = scope_of(Service::Macie, "us-east-1");
    for turn in 0..TURNS {
        for there in [false, true] {
            let number = 2 * turn + u64::from(there);
            if there {
                let before = [Change::Standing(account(number), Some(numbered(1)))];
                put(&**store, &elsewhere, &before).await;
            }
            let enters = Change::Standing(account(number), Some(numbered(2)));
            let sides = [
                Side {
                    scope: Some(scope()),
                    change: enters,
                    sees: vec![(None, Read::Account(account(number)))],
                },
                Side {
                    scope: None,
                    change: known(number, None),
                    sees: vec![(DIRECTORY.cloned(), Read::ScopesOf(account(number)))],
                },
            ];
            meet(store, sides).await;
        }
    }
}
