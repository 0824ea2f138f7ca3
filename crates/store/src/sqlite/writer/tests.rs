//! Commits whose end is reported to have failed.

use accede_membership::{AccountId, Change, Region, Scope, Service, Standing};

use super::*;
use crate::Key;
use crate::sqlite::open::{Opened, Purpose, open};

/// What happens at the end of a transaction instead.
type End = fn(&Thread<'_>) -> Result<(), StoreError>;

fn broken() -> StoreError {
    StoreError::new("the disk is not well")
}

/// It is made, and a failure is reported.
fn made(thread: &Thread<'_>) -> Result<(), StoreError> {
    thread.execute_commit()?;
    Err(broken())
}

/// It is rolled back.
fn undone(thread: &Thread<'_>) -> Result<(), StoreError> {
    thread.execute("ROLLBACK", [])?;
    Err(broken())
}

/// It stays open.
fn open_still(_: &Thread<'_>) -> Result<(), StoreError> {
    Err(broken())
}

/// It is made, and then nothing can be read any more.
fn unreadable(thread: &Thread<'_>) -> Result<(), StoreError> {
    thread.execute_commit()?;
    thread.execute("ALTER TABLE meta RENAME TO lost", [])?;
    Err(broken())
}

fn account(number: u64) -> AccountId {
    AccountId::new(number).unwrap()
}

/// A commit of the first standing that an account has.
fn job(number: u64) -> Job {
    let scope = Scope { service: Service::Macie, region: Region::home() };
    let seen = vec![(Key::Standing(account(number)), 0)];
    let changes = vec![Change::Standing(account(number), Some(Standing::default()))];
    Job {
        work: Work::Commit(Commit::of(&scope, seen, changes)),
        changing: Changing::default(),
        done: oneshot::channel().0,
    }
}

/// What becomes of commits of these accounts, and how many standings there are then.
fn make(end: End, numbers: &[u64]) -> (Vec<Outcome>, i64) {
    let directory = tempfile::tempdir().unwrap();
    let opened = open(&directory.path().join("accede.db"), &[7; 32], Purpose::Use).unwrap();
    let Opened { connection, secret, version, exclusive, .. } = opened;
    let (waiting, epoch, made) = (channel().1, Arc::default(), Arc::default());
    let changed = Changed::since(version);
    let (mark, held) = Default::default();
    let (statements, log) = (Statements::of(&connection), Moving::of(None));
    let mut thread = Thread {
        statements,
        secret,
        version,
        changed,
        made,
        mark,
        held,
        waiting,
        epoch,
        log,
        commit: end,
    };
    let batch: Vec<_> = numbers.iter().map(|number| job(*number)).collect();
    let outcomes = thread.make(&batch);
    thread.roll_back();
    let count = "SELECT count(*) FROM standing";
    let there = thread.statements.connection().query_row(count, [], |row| row.get(0)).unwrap();
    drop(thread);
    drop(exclusive);
    (outcomes, there)
}

fn are_faults(outcomes: &[Outcome]) -> bool {
    let is_fault = |outcome: &Outcome| matches!(outcome, Err(CommitError::Store(why)) if why.to_string().contains("not well"));
    outcomes.iter().all(is_fault)
}

#[test]
fn what_was_made_is_not_made_again() {
    let (outcomes, there) = make(made, &[1, 2, 3]);
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!((outcomes.len(), there), (3, 3));
    // A conflict within the batch is one still.
    let (outcomes, there) = make(made, &[1, 1, 2]);
    assert!(matches!(outcomes[..], [Ok(()), Err(CommitError::Conflict), Ok(())]), "{outcomes:?}");
    assert_eq!(there, 2);
    let (outcomes, there) = make(made, &[1]);
    assert!(outcomes[0].is_ok() && there == 1, "{outcomes:?}");
}

#[test]
fn what_was_not_made_fails() {
    for end in [undone as End, open_still] {
        for numbers in [&[1, 2, 3][..], &[1]] {
            let (outcomes, there) = make(end, numbers);
            assert!(are_faults(&outcomes), "{outcomes:?}");
            assert_eq!((outcomes.len(), there), (numbers.len(), 0));
        }
    }
}

#[test]
fn what_was_not_made_is_made_again_one_by_one() {
    let first_fails: End = |thread| {
        let standings = "SELECT count(*) FROM standing";
        let there =
            thread.statements.connection().query_row(standings, [], |row| row.get::<_, i64>(0));
        if there.is_ok_and(|there| there == 3) && thread.version < 4 {
            return undone(thread);
        }
        thread.execute_commit()
    };
    let (outcomes, there) = make(first_fails, &[1, 2, 3]);
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(there, 3);
}

#[test]
fn what_may_have_been_made_is_not_tried_again() {
    let (outcomes, there) = make(unreadable, &[1, 2]);
    assert!(are_faults(&outcomes), "neither made nor in conflict: {outcomes:?}");
    assert_eq!((outcomes.len(), there), (2, 2));
}
