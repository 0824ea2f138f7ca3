//! Lists of the directory: in order of ids, of one owner each, and stable while records come and go.

use std::sync::Arc;

use accede_membership::directory::{AccountsOf, ListPage};
use accede_membership::{Change, Party, Read, World};
use accede_store::Store;

use super::entries::{creation, handshake, joined, known, list_page, organization_id, root, unit};
use super::make::{DIRECTORY, account, agree, gone, load, put, scope};

/// Numbers whose order as numbers, texts and insertions differ; some are not those of an account.
const MIXED: [u64; 8] = [90, 1_000, 9, 100_000_000_000, 10, 999_999_999_999, 0, 35];
const BEYOND: [u64; 3] = [999_999_999_998, 1_000_000_000_000, u64::MAX];

/// Every list there is, of an organization with this number and the account with it.
fn lists(number: u64, page: ListPage) -> Vec<Read> {
    let organization = organization_id(number);
    let accounts = [
        AccountsOf::Everybody,
        AccountsOf::Organization(organization),
        AccountsOf::Parent(organization, root(number)),
        AccountsOf::Parent(organization, unit(number, 1)),
        AccountsOf::Parent(organization, unit(number, 2)),
        // A parent is known only within its organization.
        AccountsOf::Parent(organization_id(number + 100), root(number)),
    ];
    let parties = [Party::Account(account(number)), Party::Organization(organization)];
    let mut reads: Vec<_> = accounts.map(|of| Read::AccountPage { of, page }).into();
    reads.extend(parties.map(|of| Read::HandshakePage { of, page }));
    reads.push(Read::CreationPage { organization, page });
    reads
}

/// A record in each list of the organization and the account with a number.
fn listed(number: u64, owner: u64) -> [Change; 3] {
    let parent = if number.is_multiple_of(2) { root(owner) } else { unit(owner, 1) };
    [joined(number, owner, parent), handshake(number, owner, owner), creation(number, owner)]
}

async fn agree_on_pages(store: &Arc<dyn Store>, world: &World, limits: &[usize]) {
    let after = MIXED.into_iter().chain(BEYOND).map(Some).chain([None]);
    for (after, limit) in after.flat_map(|after| limits.iter().map(move |limit| (after, *limit))) {
        for owner in [1, 2, 3] {
            for read in lists(owner, list_page(after, limit)) {
                let scope = (owner == 2).then(scope);
                agree(&**store, scope.as_ref(), world, &[read]).await;
            }
        }
    }
}

pub(crate) async fn every_list_is_in_the_order_of_ids(store: &Arc<dyn Store>) {
    let mut world = World::default();
    for (turn, number) in (0..).zip(MIXED) {
        let changes = listed(number, 1 + turn % 2);
        put(&**store, DIRECTORY, &changes).await;
        world.apply(&changes);
    }
    let nowhere = [known(50, "ann@example.com"), known(51, None)];
    put(&**store, DIRECTORY, &nowhere).await;
    world.apply(&nowhere);
    agree_on_pages(store, &world, &[0, 1, 3, 4, usize::MAX]).await;
}

pub(crate) async fn a_record_leaves_one_list_for_another(store: &Arc<dyn Store>) {
    let mut world = World::default();
    let moves: [Vec<Change>; 7] = [
        [listed(9, 1), listed(10, 1), listed(11, 2)].concat(),
        listed(9, 2).into(),
        vec![joined(10, 1, unit(1, 2)), joined(11, 2, unit(2, 2))],
        // The same unit, of another organization.
        vec![joined(10, 2, unit(1, 2))],
        vec![known(10, "ann@example.com"), handshake(10, 1, 2), handshake(9, 2, 1)],
        gone(&listed(11, 2)),
        [listed(10, 1), listed(11, 1)].concat(),
    ];
    for changes in moves {
        put(&**store, DIRECTORY, &changes).await;
        world.apply(&changes);
        agree_on_pages(store, &world, &[2]).await;
    }
}

async fn numbers(store: &Arc<dyn Store>, read: Read) -> Vec<u64> {
    let loaded = load(&**store, DIRECTORY, &[read]).await;
    assert!(loaded.seen.is_empty());
    let view = loaded.view;
    let accounts = view.account_page.iter().map(|(id, _)| id.number());
    let handshakes = view.handshake_page.iter().map(|handshake| handshake.id.number());
    let creations = view.creation_page.iter().map(|creation| creation.id.number());
    accounts.chain(handshakes).chain(creations).collect()
}

pub(crate) async fn no_list_skips_or_repeats(store: &Arc<dyn Store>) {
    let there_all_along: Vec<u64> = (1_000..1_100).step_by(3).collect();
    // Those in the root, which have even numbers, and those in the first unit.
    for list in 0..lists(1, list_page(None, 0)).len() {
        if [4, 5].contains(&list) {
            continue;
        }
        let first: Vec<_> = there_all_along.iter().flat_map(|number| listed(*number, 1)).collect();
        put(&**store, DIRECTORY, &first).await;
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = numbers(store, lists(1, list_page(after, 7)).remove(list)).await;
            let Some(last) = page.last().copied() else { break };
            seen.extend(page);
            after = Some(last);
            // Come and go, on both sides of the last one, and next to it.
            let beside = [1_001, last - 2, last + 1, (last + 11).min(1_100)];
            let beside = beside.into_iter().filter(|number| number % 3 != 1);
            for number in beside.clone() {
                put(&**store, DIRECTORY, &listed(number, 1)).await;
            }
            for number in beside.skip(1) {
                put(&**store, DIRECTORY, &gone(&listed(number, 1))).await;
            }
        }
        assert!(seen.is_sorted() && seen.windows(2).all(|two| two[0] != two[1]), "{seen:?}");
        let of_list = there_all_along.iter().filter(|number| match list {
            2 => number.is_multiple_of(2),
            3 => !number.is_multiple_of(2),
            _ => true,
        });
        for number in of_list {
            assert!(seen.contains(number), "{number} is not in list {list}: {seen:?}");
        }
    }
}
