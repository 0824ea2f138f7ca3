//! What one read finds by following another is of the same moment.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accede_membership::{Change, Read, Status, Timestamp, View};
use accede_store::Store;
use tokio::task::JoinSet;

use super::entries::{joined, organization, root};
use super::make::{account, members_of, numbered, pair, put, relationship, scope};

/// Account 1 administers account 2, which is in organization 1: each record with the number of the turn.
fn turn(number: u64) -> [Change; 5] {
    let mut member = numbered(number);
    member.administrator = Some(account(1));
    let mut related = relationship(pair(1, 2), Status::Enabled, None);
    related.row.as_mut().unwrap().created_at = Timestamp(number.cast_signed());
    let mut entry = joined(2, 1, root(1));
    if let Change::Account(_, Some(entry)) = &mut entry {
        entry.created_at = Timestamp(number.cast_signed());
    }
    [
        Change::Standing(account(1), Some(numbered(number))),
        Change::Relationship(pair(1, 2), Some(related)),
        Change::Standing(account(2), Some(member)),
        entry,
        organization(1, number),
    ]
}

/// How many records are in a view, and the numbers of their turns.
fn turns(view: &View) -> (usize, BTreeSet<u64>) {
    let standings = view.standings.values().flatten().map(|standing| standing.tally.rows);
    let rows = view.relationships.values().flatten().filter_map(|related| related.row.as_ref());
    let rows = rows.map(|row| row.created_at.0.cast_unsigned());
    let entries = view.accounts.values().flatten().map(|entry| entry.created_at.0.cast_unsigned());
    let organizations = view.organizations.values().flatten().map(|record| record.accounts);
    let all: Vec<_> = standings.chain(rows).chain(entries).chain(organizations).collect();
    (all.len(), all.into_iter().collect())
}

pub(crate) async fn a_follow_up_is_of_the_same_moment(store: &Arc<dyn Store>) {
    put(&**store, &scope(), &turn(1)).await;
    let reads = [
        (Read::AdministratorOf(account(2)), 3),
        (members_of(account(1)), 2),
        (Read::RowsOf(account(1)), 2),
        (Read::EverybodyOf(account(1)), 4),
        (Read::OrganizationOf(account(2)), 2),
    ];
    let stop = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for (read, records) in reads {
        let (store, stop) = (Arc::clone(store), Arc::clone(&stop));
        readers.spawn(async move {
            let reads = [read];
            while !stop.load(Ordering::Relaxed) {
                let loaded = store.load(Some(&scope()), &reads).await.unwrap();
                let (found, turns) = turns(&loaded.view);
                assert_eq!((found, turns.len()), (records, 1), "{reads:?}: {turns:?}");
                tokio::task::yield_now().await;
            }
        });
    }
    for number in 2..=200 {
        put(&**store, &scope(), &turn(number)).await;
    }
    stop.store(true, Ordering::Relaxed);
    while let Some(reader) = readers.join_next().await {
        reader.unwrap();
    }
}
