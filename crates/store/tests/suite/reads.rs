//! What each read answers, and what it puts into `seen`.

use std::sync::Arc;

use accede_membership::{Change, InvitationState, Read, Standing, Status, StatusSet, World};
use accede_store::Store;

use super::make::{
    account, agree, invitation_count, members_of, page, pair, put, relationship, scope,
};

/// Every kind of read, about account 1 or the pair (1, 2).
fn every_read() -> Vec<Read> {
    let statuses = StatusSet::ALL;
    vec![
        Read::Standing(account(1)),
        Read::Relationship(pair(1, 2)),
        Read::AdministratorOf(account(1)),
        members_of(account(1)),
        Read::RowsOf(account(1)),
        Read::Account(account(1)),
        Read::RowPage { administrator: account(1), statuses, page: page(None, 10) },
        Read::InvitationPage { member: account(1), page: page(None, 10) },
        invitation_count(account(1)),
    ]
}

/// A store and a model with the same records.
async fn with(store: &Arc<dyn Store>, changes: &[Change]) -> World {
    put(&**store, &scope(), changes).await;
    let mut world = World::default();
    world.apply(changes);
    world
}

fn administered(by: u64) -> Option<Standing> {
    Some(Standing { administrator: Some(account(by)), ..Standing::default() })
}

pub(crate) async fn nothing_is_there(store: &Arc<dyn Store>) {
    let world = World::default();
    for read in every_read() {
        agree(&**store, &scope(), &world, &[read]).await;
    }
    agree(&**store, &scope(), &world, &every_read()).await;
}

pub(crate) async fn a_record_and_its_absence(store: &Arc<dyn Store>) {
    let record = relationship(pair(1, 2), Status::Created, None);
    let world = with(
        store,
        &[
            Change::Standing(account(1), Some(Standing::default())),
            Change::Relationship(pair(1, 2), Some(record)),
        ],
    )
    .await;
    for number in [1, 2] {
        agree(&**store, &scope(), &world, &[Read::Standing(account(number))]).await;
    }
    for key in [pair(1, 2), pair(2, 1), pair(1, 3)] {
        agree(&**store, &scope(), &world, &[Read::Relationship(key)]).await;
    }
    agree(&**store, &scope(), &world, &every_read()).await;
}

pub(crate) async fn an_administrator_follows_its_member(store: &Arc<dyn Store>) {
    let enabled = relationship(pair(1, 2), Status::Enabled, InvitationState::Accepted);
    let world = with(
        store,
        &[
            Change::Standing(account(1), Some(Standing::default())),
            Change::Standing(account(2), administered(1)),
            Change::Relationship(pair(1, 2), Some(enabled)),
            // One whose administrator has no records: absences are seen too.
            Change::Standing(account(3), administered(9)),
            Change::Standing(account(4), Some(Standing::default())),
        ],
    )
    .await;
    for member in [1, 2, 3, 4, 5] {
        agree(&**store, &scope(), &world, &[Read::AdministratorOf(account(member))]).await;
    }
}

pub(crate) async fn members_follow_their_administrator(store: &Arc<dyn Store>) {
    let mut changes = vec![
        Change::Standing(account(1), Some(Standing::default())),
        Change::Standing(account(100), administered(1)),
    ];
    // Statuses in every place; most of the members have no standing.
    for (member, status) in (100..).zip(Status::ALL.into_iter().cycle().take(33)) {
        let record = relationship(pair(1, member), status, None);
        changes.push(Change::Relationship(pair(1, member), Some(record)));
        let of_another = relationship(pair(2, member), Status::Enabled, None);
        changes.push(Change::Relationship(pair(2, member), Some(of_another)));
    }
    let rowless = relationship(pair(1, 99), None, InvitationState::Declined);
    changes.push(Change::Relationship(pair(1, 99), Some(rowless)));
    let world = with(store, &changes).await;
    for administrator in [1, 2, 3, 100] {
        agree(&**store, &scope(), &world, &[members_of(account(administrator))]).await;
    }
}

pub(crate) async fn rows_follow_their_administrator(store: &Arc<dyn Store>) {
    let mut changes = vec![Change::Standing(account(1), Some(Standing::default()))];
    for (member, status) in (100..).zip(Status::ALL) {
        let record = relationship(pair(1, member), status, InvitationState::Pending);
        changes.push(Change::Relationship(pair(1, member), Some(record)));
    }
    for member in [99, 105, 199] {
        let rowless = relationship(pair(1, member), None, InvitationState::Declined);
        changes.push(Change::Relationship(pair(1, member), Some(rowless)));
    }
    let before = relationship(pair(0, 100), Status::Created, None);
    changes.push(Change::Relationship(pair(0, 100), Some(before)));
    // One by one: a row that is replaced by none is not a row.
    let mut world = World::default();
    for change in &changes {
        put(&**store, &scope(), std::slice::from_ref(change)).await;
        world.apply(std::slice::from_ref(change));
    }
    for administrator in [0, 1, 2] {
        agree(&**store, &scope(), &world, &[Read::RowsOf(account(administrator))]).await;
    }
}

pub(crate) async fn overlapping_reads_are_seen_once(store: &Arc<dyn Store>) {
    let enabled = relationship(pair(1, 2), Status::Enabled, InvitationState::Accepted);
    let world = with(
        store,
        &[
            Change::Standing(account(2), administered(1)),
            Change::Relationship(pair(1, 2), Some(enabled)),
        ],
    )
    .await;
    let reads = [
        Read::Standing(account(1)),
        Read::Relationship(pair(1, 2)),
        Read::AdministratorOf(account(2)),
        Read::AdministratorOf(account(2)),
        members_of(account(1)),
        Read::RowsOf(account(1)),
        Read::RowsOf(account(1)),
        Read::Relationship(pair(1, 2)),
        Read::Standing(account(2)),
        Read::Relationship(pair(3, 2)),
        Read::Relationship(pair(3, 2)),
    ];
    agree(&**store, &scope(), &world, &reads).await;
    let backwards: Vec<_> = reads.into_iter().rev().collect();
    agree(&**store, &scope(), &world, &backwards).await;
}

pub(crate) async fn no_reads_see_nothing(store: &Arc<dyn Store>) {
    agree(&**store, &scope(), &World::default(), &[]).await;
}
