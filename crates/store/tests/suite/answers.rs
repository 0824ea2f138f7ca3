//! Answers that are kept: they are never older than what anybody knows already.
//!
//! Pairs of few accounts are counted up, one pair with each commit. Its count stands in the administrator's row and in the
//! member's invitation, and each account's standing has the sum of its pairs. So one commit changes what two accounts see,
//! and each answer says by itself whether it is of one moment.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Waker};

use accede_membership::{
    AccountId, Change, InvitationState, Pair, Read, Scope, Service, Status, StatusSet, Timestamp,
};
use accede_store::{Commit, CommitError, Loaded, Store};
use tokio::task::JoinSet;

use super::make::{
    account, answer, assert_conflict, gone, invitation_count, invited, load, number, numbered,
    page, pair, part, put, reads_of, relationship, scope, scope_of, seen, try_put,
};
use super::random::Random;

const WRITERS: u64 = 6;
const TURNS: usize = 60;
const READERS: u64 = 4;

/// As far apart as a store may want to have those that it keeps together.
const ACCOUNTS: [u64; 4] = [16, 32, 48, 64];

fn pairs() -> impl Iterator<Item = Pair> {
    let beside = |one: u64| ACCOUNTS.into_iter().filter(move |other| *other != one);
    ACCOUNTS.into_iter().flat_map(move |one| beside(one).map(move |other| pair(one, other)))
}

/// How far each pair has come.
type Counts = BTreeMap<Pair, u64>;

/// How far each pair is known by everybody to have come.
struct Acknowledged(BTreeMap<Pair, AtomicU64>);

impl Acknowledged {
    fn none() -> Arc<Acknowledged> {
        Arc::new(Acknowledged(pairs().map(|pair| (pair, AtomicU64::new(0))).collect()))
    }

    fn raise(&self, pair: Pair, count: u64) {
        self.0[&pair].fetch_max(count, Ordering::SeqCst);
    }

    /// Adds what everybody knows to what somebody knows.
    fn tell(&self, counts: &mut Counts) {
        for (pair, count) in &self.0 {
            let known = counts.entry(*pair).or_default();
            *known = (*known).max(count.load(Ordering::SeqCst));
        }
    }
}

/// Counts a pair up, by so much.
fn counted(loaded: &Loaded, pair: Pair, more: u64) -> (u64, [Change; 3]) {
    let count =
        loaded.view.relationships[&pair].as_ref().and_then(|there| there.invitation.as_ref());
    let count = count.map_or(0, |invitation| invitation.invited_at.0.cast_unsigned()) + more;
    let at = Timestamp(count.cast_signed());
    let mut record = relationship(pair, Status::Invited, InvitationState::Pending);
    record.row.as_mut().unwrap().updated_at = at;
    record.invitation.as_mut().unwrap().invited_at = at;
    let standing = |of| Change::Standing(of, Some(numbered(number(loaded, of) + more)));
    let both = [standing(pair.administrator), standing(pair.member)];
    let [one, other] = both;
    (count, [one, other, Change::Relationship(pair, Some(record))])
}

/// Begins, and goes away.
fn begin(store: &dyn Store, commit: Commit) {
    let _ = pin!(store.commit(commit)).as_mut().poll(&mut Context::from_waker(Waker::noop()));
}

async fn write(store: Arc<dyn Store>, acknowledged: Arc<Acknowledged>, mut random: Random) {
    let all: Vec<_> = pairs().collect();
    for _ in 0..TURNS {
        let pair = random.one_of(&all);
        let (one, other) = (Read::Standing(pair.administrator), Read::Standing(pair.member));
        let reads = [one, other, Read::Relationship(pair)];
        let loaded = store.load(Some(&scope()), &reads).await.unwrap();
        let (count, changes) = counted(&loaded, pair, 1);
        let commit = Commit::of(&scope(), loaded.seen.clone(), changes.to_vec());
        let how = random.below(8);
        if how == 0 {
            // It is made or not: both are right.
            begin(&*store, commit);
            continue;
        }
        match store.commit(commit).await {
            Ok(()) => acknowledged.raise(pair, count),
            Err(CommitError::Conflict) => tokio::task::yield_now().await,
            Err(CommitError::Store(error)) => panic!("{error}"),
        }
        if how < 3 {
            // Whatever came of it, what was seen is not there any more.
            let (_, wrong) = counted(&loaded, pair, 1_000_000);
            assert_conflict(try_put(&*store, &scope(), loaded.seen, &wrong).await);
        }
    }
}

/// What of an account is asked for: all of it, or a part.
fn looks(random: &mut Random, of: AccountId) -> Vec<Read> {
    // More pages than anybody would keep.
    let page = page(None, 10 + random.below(20) as usize);
    let rows = Read::RowPage { administrator: of, statuses: StatusSet::ALL, page };
    let invitations = Read::InvitationPage { member: of, page };
    match random.below(6) {
        0 => vec![Read::Standing(of)],
        1 => vec![rows],
        2 => vec![invitations],
        3 => vec![invitation_count(of), Read::Standing(of)],
        _ => vec![Read::Standing(of), rows, invitations],
    }
}

/// What an answer shows of pairs.
fn shown(loaded: &Loaded, of: AccountId) -> Counts {
    let rows = loaded
        .view
        .rows
        .iter()
        .map(|record| (record.pair, record.row.as_ref().unwrap().updated_at.0.cast_unsigned()));
    let invitations = loaded.view.invitations.iter().map(|received| {
        let pair = Pair { administrator: received.administrator, member: of };
        (pair, received.invited_at.0.cast_unsigned())
    });
    rows.chain(invitations).collect()
}

/// Holds an answer against what was known before it was asked for, and learns from it.
fn learn(known: &mut Counts, loaded: &Loaded, of: AccountId, reads: &[Read]) {
    let shown = shown(loaded, of);
    let asked = |pair: &Pair| {
        reads.iter().any(|read| match read {
            Read::RowPage { .. } => pair.administrator == of,
            Read::InvitationPage { .. } => pair.member == of,
            _ => false,
        })
    };
    let of_account =
        known.iter().filter(|(pair, _)| [pair.administrator, pair.member].contains(&of));
    for (pair, known) in of_account.clone().filter(|(pair, _)| asked(pair)) {
        let count = shown.get(pair).copied().unwrap_or_default();
        assert!(count >= *known, "{pair:?} is at {count}, but was at {known}: {reads:?}");
    }
    let sent = of_account.clone().filter(|(pair, known)| pair.member == of && **known > 0).count();
    if reads.contains(&invitation_count(of)) {
        let count = loaded.view.invitation_count;
        assert!(count >= sent as u64, "{count} invitations of {of}, but there were {sent}");
    }
    if reads.contains(&Read::Standing(of)) {
        let (sum, least) = (number(loaded, of), of_account.map(|(_, known)| known).sum::<u64>());
        assert!(sum >= least, "{of} is at {sum}, but was at {least}: {reads:?}");
        let is_all = reads.len() == 3;
        assert!(!is_all || sum == shown.values().sum::<u64>(), "{of} is at {sum}, with {shown:?}");
    }
    known.extend(shown);
}

async fn look(
    store: Arc<dyn Store>,
    acknowledged: Arc<Acknowledged>,
    mut random: Random,
    stop: Arc<AtomicBool>,
) {
    let mut known = Counts::new();
    let mut is_last = false;
    while !is_last {
        is_last = stop.load(Ordering::SeqCst);
        let of = account(random.one_of(&ACCOUNTS));
        let reads = looks(&mut random, of);
        acknowledged.tell(&mut known);
        let loaded = if random.below(5) == 0 {
            // This may show what is not acknowledged yet: from then on it is known.
            Arc::new(store.load(Some(&scope()), &reads).await.unwrap())
        } else {
            answer(&*store, Some(&scope()), &reads).await.unwrap()
        };
        learn(&mut known, &loaded, of, &reads);
        tokio::task::yield_now().await;
    }
}

pub(crate) async fn no_answer_is_older_than_what_is_known(store: &Arc<dyn Store>) {
    let (seed, stop) = (Random::seed(), Arc::new(AtomicBool::new(false)));
    let acknowledged = Acknowledged::none();
    let (mut writers, mut readers) = (JoinSet::new(), JoinSet::new());
    for task in 0..READERS {
        let random = Random(seed.wrapping_add(1_000 + task));
        let (store, stop) = (Arc::clone(store), Arc::clone(&stop));
        readers.spawn(look(store, Arc::clone(&acknowledged), random, stop));
    }
    for task in 0..WRITERS {
        let random = Random(seed.wrapping_add(task));
        writers.spawn(write(Arc::clone(store), Arc::clone(&acknowledged), random));
    }
    while let Some(writer) = writers.join_next().await {
        writer.unwrap();
    }
    stop.store(true, Ordering::SeqCst);
    while let Some(reader) = readers.join_next().await {
        reader.unwrap();
    }
    // What was begun and not waited for is not made any more once the standings that it saw have gone.
    let standings = ACCOUNTS.map(|id| Change::Standing(account(id), Some(numbered(0))));
    let pairs = pairs().map(|pair| Change::Relationship(pair, None));
    put(&**store, &scope(), &standings.into_iter().chain(pairs).collect::<Vec<_>>()).await;
    let mut random = Random(seed);
    for of in ACCOUNTS.into_iter().map(account) {
        for _ in 0..20 {
            let loaded = load(&**store, &scope(), &looks(&mut random, of)).await;
            assert!(loaded.view.rows.is_empty() && loaded.view.invitations.is_empty());
        }
    }
}

/// What may be kept of both accounts of a pair, and another.
fn of_each() -> Vec<Vec<Read>> {
    let (statuses, page) = (StatusSet::ALL, page(None, 10));
    let of = |id| {
        let rows = Read::RowPage { administrator: id, statuses, page };
        let invitations = Read::InvitationPage { member: id, page };
        let one = [Read::Standing(id), rows, invitations, invitation_count(id)];
        one.clone().map(|read| vec![read]).into_iter().chain([one.to_vec()])
    };
    [1, 2, 3].map(account).into_iter().flat_map(of).collect()
}

async fn all_of_each(store: &dyn Store, scopes: &[Scope]) {
    for scope in scopes {
        for reads in of_each() {
            load(store, scope, &reads).await;
        }
    }
}

pub(crate) async fn answers_follow_every_change(store: &Arc<dyn Store>) {
    let scopes = [scope(), scope_of(Service::Macie, "us-east-1")];
    let accepted = relationship(pair(1, 2), Status::Enabled, InvitationState::Accepted);
    let declined = relationship(pair(2, 1), None, InvitationState::Declined);
    let changes = [
        Change::Standing(account(1), Some(numbered(1))),
        Change::Standing(account(1), Some(numbered(2))),
        invited(pair(1, 2)),
        invited(pair(2, 1)),
        Change::Relationship(pair(1, 2), Some(accepted)),
        Change::Relationship(pair(2, 1), Some(declined)),
    ];
    for change in changes.iter().cloned().chain(gone(&changes)) {
        all_of_each(&**store, &scopes).await;
        put(&**store, &scopes[0], std::slice::from_ref(&change)).await;
        all_of_each(&**store, &scopes).await;
        // In both scopes with one commit, and in the other one last.
        let mut parts = Vec::new();
        for scope in &scopes {
            let seen = seen(&**store, scope, std::slice::from_ref(&change)).await;
            parts.push(part(scope, seen, std::slice::from_ref(&change)));
        }
        store.commit(Commit { parts }).await.unwrap();
        all_of_each(&**store, &scopes).await;
    }
}

pub(crate) async fn answers_stay_after_a_commit_that_failed(store: &Arc<dyn Store>) {
    let changes = [Change::Standing(account(1), Some(numbered(1))), invited(pair(1, 2))];
    let scopes = [scope()];
    let stale = seen(&**store, &scope(), &changes).await;
    put(&**store, &scope(), &changes).await;
    let others = [Change::Standing(account(1), Some(numbered(7))), changes[1].clone()];
    for wrong in [&others[..], &gone(&changes)] {
        all_of_each(&**store, &scopes).await;
        assert_conflict(try_put(&**store, &scope(), stale.clone(), wrong).await);
        all_of_each(&**store, &scopes).await;
    }
    let loaded = load(&**store, &scope(), &reads_of(&changes)).await;
    assert_eq!(number(&loaded, account(1)), 1);
}
