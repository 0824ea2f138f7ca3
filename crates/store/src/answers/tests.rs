use accede_membership::{Change, Pair, Relationship, Service, Timestamp};

use super::*;

const BYTES: usize = 1 << 20;

fn account(number: u64) -> AccountId {
    AccountId::new(number).unwrap()
}

fn scope(region: &str) -> Scope {
    Scope { service: Service::Macie, region: region.parse().unwrap() }
}

/// What a question of an account is, in a Region.
fn with<T>(
    region: &str,
    number: u64,
    operation: &'static str,
    then: impl FnOnce(&Question<'_>) -> T,
) -> T {
    let scope = scope(region);
    let (account, words) = (account(number), [&b""[..], b"MaxResults=20", b""]);
    then(&Question { scope: &scope, account, operation, words })
}

/// What is answered where the store would say what `read` says.
fn answer(answers: &Answers, region: &str, number: u64, read: impl FnOnce() -> u64) -> u64 {
    with(region, number, "ListInvitations", |question| match answers.recall(question) {
        Known::Answer(answer) => u64::from_be_bytes((*answer).try_into().unwrap()),
        Known::Not(since) => {
            let store = read();
            answers.keep(question, since, &store.to_be_bytes());
            store
        }
    })
}

/// What is answered where the store would say this, to one who asks for the second time.
fn asked(answers: &Answers, region: &str, number: u64, store: u64) -> u64 {
    know(answers, region, number);
    answer(answers, region, number, || store)
}

/// Somebody has asked for the account before.
fn know(answers: &Answers, region: &str, number: u64) {
    let key = Key::of(account(number), &scope(region));
    answers.shard(key.account).asked.again(&key);
}

fn commit(changes: Vec<Change>) -> Commit {
    Commit::of(&scope("us-east-1"), Vec::new(), changes)
}

fn relationship(administrator: u64, member: u64) -> Change {
    let pair = Pair { administrator: account(administrator), member: account(member) };
    let record = Relationship::created(pair, None, [].into(), Timestamp(0));
    Change::Relationship(pair, Some(record))
}

#[test]
fn what_was_read_is_answered_again_until_a_commit_is_about_it() {
    let answers = Arc::new(Answers::new(BYTES));
    assert_eq!(asked(&answers, "us-east-1", 1, 10), 10);
    for change in [
        relationship(1, 2),
        relationship(2, 1),
        Change::Standing(account(1), None),
        Change::Standing(account(1), Some(Default::default())),
    ] {
        for region in ["us-east-1", "eu-west-1"] {
            asked(&answers, region, 1, 10);
            asked(&answers, region, 3, 30);
        }
        assert_eq!(asked(&answers, "us-east-1", 1, 11), 10, "kept before {change:?}");
        drop(answers.changing(&commit(vec![change.clone()])));
        assert_eq!(asked(&answers, "us-east-1", 1, 12), 12, "gone after {change:?}");
        assert_eq!(asked(&answers, "eu-west-1", 1, 12), 10, "another Region");
        assert_eq!(asked(&answers, "us-east-1", 3, 31), 30, "another account");
        drop(answers.changing(&commit(vec![change])));
    }
}

#[test]
fn nothing_is_kept_while_a_commit_is_under_way() {
    let answers = Arc::new(Answers::new(BYTES));
    assert_eq!(asked(&answers, "us-east-1", 1, 10), 10);
    let first = answers.changing(&commit(vec![relationship(1, 2)]));
    let second = answers.changing(&commit(vec![relationship(3, 1)]));
    for store in [11, 12] {
        assert_eq!(asked(&answers, "us-east-1", 1, store), store);
    }
    drop(first);
    for store in [13, 14] {
        assert_eq!(asked(&answers, "us-east-1", 1, store), store);
    }
    drop(second);
    assert_eq!(asked(&answers, "us-east-1", 1, 15), 15);
    assert_eq!(asked(&answers, "us-east-1", 1, 16), 15);
    assert!(answers.shards.iter().all(|shard| shard.lock().unwrap().changing.is_empty()));
}

#[test]
fn what_was_read_before_a_commit_is_not_kept_after_it() {
    let answers = Arc::new(Answers::new(BYTES));
    know(&answers, "us-east-1", 1);
    let read = || {
        drop(answers.changing(&commit(vec![relationship(1, 2)])));
        10
    };
    assert_eq!(answer(&answers, "us-east-1", 1, read), 10);
    assert_eq!(asked(&answers, "us-east-1", 1, 11), 11);
}

#[test]
fn other_questions_of_an_account_have_answers_of_their_own_until_all_go() {
    let answers = Arc::new(Answers::new(BYTES));
    know(&answers, "us-east-1", 1);
    let operations = ["ListInvitations", "ListMembers"];
    for (store, operation) in (1u8..).zip(operations) {
        with("us-east-1", 1, operation, |question| {
            let Known::Not(since) = answers.recall(question) else { panic!("{operation}") };
            answers.keep(question, since, &[store]);
        });
    }
    let known = |operation| {
        with("us-east-1", 1, operation, |question| match answers.recall(question) {
            Known::Answer(answer) => Some(answer[0]),
            Known::Not(_) => None,
        })
    };
    assert_eq!(operations.map(known), [Some(1), Some(2)]);
    drop(answers.changing(&commit(vec![relationship(1, 2)])));
    assert_eq!(operations.map(known), [None, None]);
}

#[test]
fn what_is_not_to_be_kept_is_not() {
    let answers = Answers::new(BYTES);
    know(&answers, "us-east-1", 1);
    with("us-east-1", 1, "ListInvitations", |question| {
        answers.keep(question, Since::NEVER, b"{}");
        assert!(matches!(answers.recall(question), Known::Not(_)));
    });
}

#[test]
fn without_room_nothing_is_kept() {
    let answers = Answers::new(0);
    for store in [1, 2] {
        assert_eq!(asked(&answers, "us-east-1", 1, store), store);
    }
}

#[test]
fn what_is_asked_for_once_is_not_kept() {
    let answers = Answers::new(BYTES);
    for (store, answered) in [(1, 1), (2, 2), (3, 2)] {
        assert_eq!(answer(&answers, "us-east-1", 1, || store), answered);
    }
}
