//! The directory: what each read of it answers, and that every field comes back as it was stored.

use std::sync::Arc;

use accede_membership::access::EventsOf;
use accede_membership::directory::{Account, AccountsOf, CreationId, HandshakeId};
use accede_membership::{Change, Party, Read, Service, World};
use accede_store::Store;

use super::entries::{
    joined, known, list_page, one_of_each, organization, organization_id, root, unit,
};
use super::events::first;
use super::make::{DIRECTORY, account, agree, gone, put, reads_of, scope, scope_of};
use super::random::Random;

const RECORDS: u64 = 80;

/// Stores a record, and reads it in every way there is.
async fn round_trip(store: &Arc<dyn Store>, change: Change) {
    let (one, page) = (reads_of(std::slice::from_ref(&change)), list_page(None, 10));
    let lists = match &change {
        Change::Account(id, Some(Account { email, joined, .. })) => {
            let mut lists = vec![Read::OrganizationOf(*id)];
            lists.push(Read::AccountPage { of: AccountsOf::Everybody, page });
            lists.extend(email.iter().map(|email| Read::AccountByEmail(Account::email_key(email))));
            lists.extend(joined.iter().map(|joined| {
                let of = AccountsOf::Parent(joined.organization, joined.parent);
                Read::AccountPage { of, page }
            }));
            lists
        }
        Change::Handshake(_, Some(handshake)) => {
            vec![Read::HandshakePage { of: Party::Account(handshake.account), page }]
        }
        Change::Creation(_, Some(creation)) => {
            vec![Read::CreationPage { organization: creation.organization, page }]
        }
        _ => Vec::new(),
    };
    let changes = [change];
    put(&**store, DIRECTORY, &changes).await;
    let mut world = World::default();
    world.apply(&changes);
    for read in one.into_iter().chain(lists) {
        agree(&**store, DIRECTORY, &world, &[read]).await;
    }
}

pub(crate) async fn every_field_of_an_account(store: &Arc<dyn Store>) {
    let mut random = Random(Random::seed());
    for _ in 0..RECORDS {
        round_trip(store, Change::Account(account(1), Some(random.account()))).await;
        round_trip(store, Change::Account(account(1), Some(Account::default()))).await;
    }
}

pub(crate) async fn every_field_of_an_organization(store: &Arc<dyn Store>) {
    let mut random = Random(Random::seed());
    for _ in 0..RECORDS {
        let id = random.organization_id();
        round_trip(store, Change::Organization(id, Some(random.organization(id)))).await;
        round_trip(store, organization(id.number(), 0)).await;
    }
}

pub(crate) async fn every_field_of_a_handshake(store: &Arc<dyn Store>) {
    let mut random = Random(Random::seed());
    for number in [0, u64::MAX] {
        let id = HandshakeId::of(number);
        for _ in 0..RECORDS {
            round_trip(store, Change::Handshake(id, Some(random.handshake(id)))).await;
        }
        put(&**store, DIRECTORY, &[Change::Handshake(id, None)]).await;
    }
}

pub(crate) async fn every_field_of_a_creation(store: &Arc<dyn Store>) {
    let mut random = Random(Random::seed());
    for number in [0, u64::MAX] {
        let id = CreationId::of(number);
        for _ in 0..RECORDS {
            round_trip(store, Change::Creation(id, Some(random.creation(id)))).await;
        }
        put(&**store, DIRECTORY, &[Change::Creation(id, None)]).await;
    }
}

/// Every read that needs no scope, about the records of [`one_of_each`].
fn every_read() -> Vec<Read> {
    let page = list_page(None, 10);
    let mut reads = reads_of(&one_of_each(1));
    reads.extend([
        Read::OrganizationOf(account(1)),
        Read::AccountByEmail("ann@example.com".to_owned()),
        Read::AccountPage { of: AccountsOf::Everybody, page },
        Read::AccountPage { of: AccountsOf::Organization(organization_id(1)), page },
        Read::AccountPage { of: AccountsOf::Parent(organization_id(1), root(1)), page },
        Read::HandshakePage { of: Party::Account(account(2)), page },
        Read::HandshakePage { of: Party::Organization(organization_id(1)), page },
        Read::CreationPage { organization: organization_id(1), page },
        Read::ScopesOf(account(1)),
        Read::AccessKeyPage { account: None, after: None, limit: 10 },
        Read::RolePage { account: Some(account(1)), after: None, limit: 10 },
        Read::EventPage { of: EventsOf::Everybody, after: None, extent: first(10) },
    ]);
    reads
}

/// Each read alone and all together, where they are needed for a decision in a scope and where not.
async fn agree_everywhere(store: &Arc<dyn Store>, world: &World) {
    let somewhere = scope_of(Service::Macie, "us-west-1");
    for scope in [None, Some(&scope()), Some(&somewhere)] {
        for read in every_read() {
            agree(&**store, scope, world, std::slice::from_ref(&read)).await;
            agree(&**store, scope, world, &[read.clone(), read]).await;
        }
        agree(&**store, scope, world, &every_read()).await;
    }
}

pub(crate) async fn every_scope_has_the_same_directory(store: &Arc<dyn Store>) {
    let mut world = World::default();
    agree_everywhere(store, &world).await;
    let somewhere = scope_of(Service::SecurityHub, "us-west-1");
    for (number, scope) in (1..).zip([Some(&somewhere), None, Some(&scope()), None]) {
        let changes = one_of_each(number);
        put(&**store, scope, &changes).await;
        world.apply(&changes);
        agree_everywhere(store, &world).await;
    }
    put(&**store, Some(&somewhere), &gone(&one_of_each(1))).await;
    agree_everywhere(store, &World::default()).await;
}

pub(crate) async fn an_organization_follows_its_account(store: &Arc<dyn Store>) {
    let changes = [
        joined(1, 7, root(7)),
        joined(2, 7, unit(7, 3)),
        // One whose organization has no record: the absence is seen too.
        joined(3, 8, root(8)),
        known(4, "ann@example.com"),
        organization(7, 2),
    ];
    put(&**store, DIRECTORY, &changes).await;
    let mut world = World::default();
    world.apply(&changes);
    for number in 1..=5 {
        agree(&**store, &scope(), &world, &[Read::OrganizationOf(account(number))]).await;
    }
    let all: Vec<_> = (1..=5).map(|number| Read::OrganizationOf(account(number))).collect();
    let overlapping = [Read::Account(account(1)), Read::Organization(organization_id(7))];
    agree(&**store, DIRECTORY, &world, &[all.as_slice(), &overlapping].concat()).await;
    agree(&**store, DIRECTORY, &world, &[overlapping.as_slice(), &all].concat()).await;
}
