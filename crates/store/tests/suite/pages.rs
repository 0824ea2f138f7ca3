//! Pages: in order, chosen by status, and stable while rows come and go.

use std::sync::Arc;

use accede_membership::{AccountId, Change, InvitationState, Pair, Read, Status, StatusSet, World};
use accede_store::Store;

use super::make::{
    account, agree, invitation_count, invited, load, page, pair, put, relationship, scope,
};

fn rows(statuses: StatusSet, after: Option<u64>, limit: usize) -> Read {
    Read::RowPage { administrator: account(5), statuses, page: page(after, limit) }
}

fn invitations(after: Option<u64>, limit: usize) -> Read {
    Read::InvitationPage { member: account(5), page: page(after, limit) }
}

async fn row_page(store: &Arc<dyn Store>, after: Option<u64>, limit: usize) -> Vec<u64> {
    let reads = [rows(StatusSet::ALL, after, limit)];
    let loaded = load(&**store, &scope(), &reads).await;
    assert!(loaded.seen.is_empty());
    loaded.view.rows.iter().map(|row| row.pair.member.number()).collect()
}

async fn invitation_page(store: &Arc<dyn Store>, after: Option<u64>, limit: usize) -> Vec<u64> {
    let loaded = load(&**store, &scope(), &[invitations(after, limit)]).await;
    assert!(loaded.seen.is_empty());
    loaded.view.invitations.iter().map(|i| i.administrator.number()).collect()
}

/// Accounts whose order as numbers, texts and insertions differ.
const MIXED: [u64; 8] = [90, 1_000, 9, 100_000_000_000, 10, 999_999_999_999, 0, 111_122_223_333];

pub(crate) async fn rows_come_in_the_order_of_accounts(store: &Arc<dyn Store>) {
    for member in MIXED {
        put(&**store, &scope(), &[invited(pair(5, member)), invited(pair(member, 77))]).await;
    }
    let mut sorted = MIXED;
    sorted.sort_unstable();
    assert_eq!(row_page(store, None, 100).await, sorted);
    for after in [0, 1, 10, 11, 999_999_999_998, 999_999_999_999] {
        let rest: Vec<_> = sorted.into_iter().filter(|member| *member > after).collect();
        assert_eq!(row_page(store, Some(after), 100).await, rest);
    }
}

pub(crate) async fn invitations_come_in_the_order_of_accounts(store: &Arc<dyn Store>) {
    for administrator in MIXED {
        let both = [invited(pair(administrator, 5)), invited(pair(77, administrator))];
        put(&**store, &scope(), &both).await;
    }
    let mut sorted = MIXED;
    sorted.sort_unstable();
    assert_eq!(invitation_page(store, None, 100).await, sorted);
    for after in [0, 1, 10, 11, 999_999_999_998, 999_999_999_999] {
        let rest: Vec<_> = sorted.into_iter().filter(|member| *member > after).collect();
        assert_eq!(invitation_page(store, Some(after), 100).await, rest);
    }
}

pub(crate) async fn rows_are_chosen_by_status(store: &Arc<dyn Store>) {
    let mut changes = Vec::new();
    for (member, status) in (100..).zip(Status::ALL.into_iter().map(Some).chain([None]).cycle()) {
        let record = relationship(pair(5, member), status, InvitationState::Pending);
        changes.push(Change::Relationship(pair(5, member), Some(record)));
        if member == 160 {
            break;
        }
    }
    put(&**store, &scope(), &changes).await;
    let mut world = World::default();
    world.apply(&changes);
    let sets = Status::ALL.map(|status| StatusSet::of(&[status])).into_iter().chain([
        StatusSet::ALL,
        StatusSet::ASSOCIATED,
        StatusSet::COUNTED,
        StatusSet::of(&[]),
    ]);
    for statuses in sets {
        for (after, limit) in [(None, 100), (None, 3), (Some(107), 3), (Some(150), 100)] {
            agree(&**store, &scope(), &world, &[rows(statuses, after, limit)]).await;
        }
    }
}

/// Reads on by the last key while accounts before and after it come and go; `turn` names the pair of a
/// listed account.
async fn neither_skips_nor_repeats<F>(
    store: &Arc<dyn Store>,
    turn: fn(u64) -> Pair,
    next_page: impl Fn(Arc<dyn Store>, Option<u64>, usize) -> F,
) where
    F: Future<Output = Vec<u64>>,
{
    let there_all_along: Vec<u64> = (1_000..1_100).step_by(3).collect();
    let first: Vec<_> = there_all_along.iter().map(|listed| invited(turn(*listed))).collect();
    put(&**store, &scope(), &first).await;
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = next_page(Arc::clone(store), after, 7).await;
        let Some(last) = page.last().copied() else { break };
        listed.extend(page);
        after = Some(last);
        // Come and go, on both sides of the last key, and next to it.
        for beside in [1_001, last - 2, last + 1, (last + 11).min(1_100)] {
            put(&**store, &scope(), &[invited(turn(beside))]).await;
        }
        let gone: Vec<_> = [last - 2, last + 1].map(|n| Change::Relationship(turn(n), None)).into();
        put(&**store, &scope(), &gone).await;
    }
    assert!(listed.is_sorted() && listed.windows(2).all(|two| two[0] != two[1]), "{listed:?}");
    assert!(there_all_along.iter().all(|listed_once| listed.contains(listed_once)), "{listed:?}");
}

pub(crate) async fn rows_neither_skip_nor_repeat(store: &Arc<dyn Store>) {
    let next =
        |store: Arc<dyn Store>, after, limit| async move { row_page(&store, after, limit).await };
    neither_skips_nor_repeats(store, |member| pair(5, member), next).await;
}

pub(crate) async fn invitations_neither_skip_nor_repeat(store: &Arc<dyn Store>) {
    let next = |store: Arc<dyn Store>, after, limit| async move {
        invitation_page(&store, after, limit).await
    };
    neither_skips_nor_repeats(store, |administrator| pair(administrator, 5), next).await;
}

pub(crate) async fn limits_of_a_page(store: &Arc<dyn Store>) {
    let mut changes = Vec::new();
    for other in 100..120 {
        changes.extend([invited(pair(5, other)), invited(pair(other, 5))]);
    }
    put(&**store, &scope(), &changes).await;
    let mut world = World::default();
    world.apply(&changes);
    let last = AccountId::MAX.number();
    for limit in [0, 1, 19, 20, 21, usize::MAX] {
        for after in [None, Some(0), Some(118), Some(119), Some(last)] {
            let reads = [rows(StatusSet::ALL, after, limit), invitations(after, limit)];
            agree(&**store, &scope(), &world, &reads).await;
        }
    }
}

pub(crate) async fn the_count_leaves_out_the_accepted_one(store: &Arc<dyn Store>) {
    let mut world = World::default();
    let states = InvitationState::ALL.into_iter().map(Some).chain([None]);
    for (administrator, state) in (100..130).zip(states.cycle()) {
        let key = pair(administrator, 5);
        let record = relationship(key, Status::Created, state);
        let change = [Change::Relationship(key, Some(record)), invited(pair(administrator, 6))];
        put(&**store, &scope(), &change).await;
        world.apply(&change);
        agree(&**store, &scope(), &world, &[invitation_count(account(5))]).await;
    }
    for administrator in 100..130 {
        let change = [Change::Relationship(pair(administrator, 5), None)];
        put(&**store, &scope(), &change).await;
        world.apply(&change);
        agree(&**store, &scope(), &world, &[invitation_count(account(5))]).await;
    }
}
