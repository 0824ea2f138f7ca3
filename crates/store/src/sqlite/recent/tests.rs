use accede_membership::{Page, Pair, Relationship, Service, Timestamp};

use accede_membership::Change;

use super::*;

const BYTES: usize = 1 << 20;

fn account(number: u64) -> AccountId {
    AccountId::new(number).unwrap()
}

fn scope(region: &str) -> Scope {
    Scope { service: Service::Macie, region: region.parse().unwrap() }
}

fn reads(number: u64) -> [Read; 2] {
    let (member, page) = (account(number), Page { after: None, limit: 21 });
    [Read::Standing(member), Read::InvitationPage { member, page }]
}

/// An answer that is told from others by its number.
fn loaded(number: u64) -> Loaded {
    let mut loaded = Loaded::default();
    loaded.view.invitation_count = number;
    loaded
}

/// What is answered where the store would say this, to one who asks for the second time.
fn asked(recent: &Recent, region: &str, number: u64, store: u64) -> u64 {
    know(recent, region, number);
    let answer = recent.answer(Some(&scope(region)), &reads(number), || Ok(loaded(store)));
    answer.unwrap().view.invitation_count
}

/// Somebody has asked for the account before.
fn know(recent: &Recent, region: &str, number: u64) {
    let key = (scope(region), account(number));
    recent.shard(&key).asked.again(&key);
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
    let recent = Arc::new(Recent::new(BYTES));
    assert_eq!(asked(&recent, "us-east-1", 1, 10), 10);
    for change in [
        relationship(1, 2),
        relationship(2, 1),
        Change::Standing(account(1), None),
        Change::Standing(account(1), Some(Default::default())),
    ] {
        for region in ["us-east-1", "eu-west-1"] {
            asked(&recent, region, 1, 10);
            asked(&recent, region, 3, 30);
        }
        assert_eq!(asked(&recent, "us-east-1", 1, 11), 10, "kept before {change:?}");
        drop(recent.changing(&commit(vec![change.clone()])));
        assert_eq!(asked(&recent, "us-east-1", 1, 12), 12, "gone after {change:?}");
        assert_eq!(asked(&recent, "eu-west-1", 1, 12), 10, "another Region");
        assert_eq!(asked(&recent, "us-east-1", 3, 31), 30, "another account");
        drop(recent.changing(&commit(vec![change])));
    }
}

#[test]
fn nothing_is_kept_while_a_commit_is_under_way() {
    let recent = Arc::new(Recent::new(BYTES));
    assert_eq!(asked(&recent, "us-east-1", 1, 10), 10);
    let first = recent.changing(&commit(vec![relationship(1, 2)]));
    let second = recent.changing(&commit(vec![relationship(3, 1)]));
    for store in [11, 12] {
        assert_eq!(asked(&recent, "us-east-1", 1, store), store);
    }
    drop(first);
    for store in [13, 14] {
        assert_eq!(asked(&recent, "us-east-1", 1, store), store);
    }
    drop(second);
    assert_eq!(asked(&recent, "us-east-1", 1, 15), 15);
    assert_eq!(asked(&recent, "us-east-1", 1, 16), 15);
    assert!(recent.shards.iter().all(|shard| shard.lock().unwrap().changing.is_empty()));
}

#[test]
fn what_was_read_before_a_commit_is_not_kept_after_it() {
    let recent = Arc::new(Recent::new(BYTES));
    know(&recent, "us-east-1", 1);
    let answer = recent.answer(Some(&scope("us-east-1")), &reads(1), || {
        drop(recent.changing(&commit(vec![relationship(1, 2)])));
        Ok(loaded(10))
    });
    assert_eq!(answer.unwrap().view.invitation_count, 10);
    assert_eq!(asked(&recent, "us-east-1", 1, 11), 11);
}

#[test]
fn other_reads_of_an_account_have_answers_of_their_own() {
    let recent = Recent::new(BYTES);
    let (scope, all) = (scope("us-east-1"), reads(1));
    know(&recent, "us-east-1", 1);
    for (store, reads) in [(1, &all[..]), (2, &all[..1]), (3, &all[1..])] {
        let answer = recent.answer(Some(&scope), reads, || Ok(loaded(store)));
        assert_eq!(answer.unwrap().view.invitation_count, store);
    }
}

#[test]
fn what_concerns_two_accounts_is_not_kept_and_a_fault_neither() {
    let recent = Recent::new(BYTES);
    let here = scope("us-east-1");
    let pair = Pair { administrator: account(1), member: account(2) };
    let two = [Read::Standing(account(1)), Read::Standing(account(2))];
    for reads in [&two[..], &[Read::Relationship(pair)], &[Read::AdministratorOf(account(1))], &[]]
    {
        for store in [1, 2] {
            let answer = recent.answer(Some(&here), reads, || Ok(loaded(store)));
            assert_eq!(answer.unwrap().view.invitation_count, store, "{reads:?}");
        }
    }
    let fault = || Err(StoreError::new("no disk"));
    assert!(recent.answer(Some(&here), &reads(1), fault).is_err());
    assert_eq!(asked(&recent, "us-east-1", 1, 5), 5);
    for store in [1, 2] {
        let answer = recent.answer(None, &reads(7), || Ok(loaded(store)));
        assert_eq!(answer.unwrap().view.invitation_count, store, "without a scope");
    }
}

#[test]
fn without_room_nothing_is_kept() {
    let recent = Recent::new(0);
    for store in [1, 2] {
        assert_eq!(asked(&recent, "us-east-1", 1, store), store);
    }
}

#[test]
fn what_is_asked_for_once_is_not_kept() {
    let recent = Recent::new(BYTES);
    for (store, answered) in [(1, 1), (2, 2), (3, 2)] {
        let answer = recent.answer(Some(&scope("us-east-1")), &reads(1), || Ok(loaded(store)));
        assert_eq!(answer.unwrap().view.invitation_count, answered);
    }
}
