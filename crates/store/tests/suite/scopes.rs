//! Scopes share nothing: neither a service with another, nor a Region.

use std::sync::Arc;

use accede_membership::{Change, Read, Scope, Service, StatusSet, World};
use accede_store::Store;

use super::make::{
    account, agree, invitation_count, invited, numbered, page, pair, put, reads_of, scope_of, seen,
    try_put,
};

fn changes(number: u64) -> [Change; 2] {
    [Change::Standing(account(1), Some(numbered(number))), invited(pair(1, 100 + number))]
}

fn all_reads() -> Vec<Read> {
    let (administrator, member) = (account(1), account(101));
    let statuses = StatusSet::ALL;
    vec![
        Read::RowsOf(administrator),
        Read::RowPage { administrator, statuses, page: page(None, 100) },
        Read::InvitationPage { member, page: page(None, 100) },
        invitation_count(member),
    ]
}

async fn isolated(store: &Arc<dyn Store>, scopes: &[Scope]) {
    let mut worlds = vec![World::default(); scopes.len()];
    for (number, (scope, world)) in (1..).zip(scopes.iter().zip(&mut worlds)) {
        agree(&**store, scope, world, &all_reads()).await;
        put(&**store, scope, &changes(number)).await;
        world.apply(&changes(number));
    }
    for (scope, world) in scopes.iter().zip(&worlds) {
        agree(&**store, scope, world, &all_reads()).await;
    }
    let gone = [Change::Standing(account(1), None), Change::Relationship(pair(1, 101), None)];
    put(&**store, &scopes[0], &gone).await;
    worlds[0].apply(&gone);
    for (scope, world) in scopes.iter().zip(&worlds) {
        agree(&**store, scope, world, &all_reads()).await;
    }
}

pub(crate) async fn records_stay_in_their_scope(store: &Arc<dyn Store>) {
    let regions = ["us-east-1", "us-west-2", "eu-central-1"];
    let scopes = Service::ALL
        .into_iter()
        .flat_map(|service| regions.into_iter().map(move |region| scope_of(service, region)));
    isolated(store, &scopes.collect::<Vec<_>>()).await;
}

pub(crate) async fn versions_stay_in_their_scope(store: &Arc<dyn Store>) {
    let here = scope_of(Service::SecurityHub, "us-east-1");
    for there in
        [scope_of(Service::Macie, "us-east-1"), scope_of(Service::SecurityHub, "us-east-2")]
    {
        let mine = seen(&**store, &here, &changes(1)).await;
        put(&**store, &there, &changes(1)).await;
        assert_eq!(seen(&**store, &here, &changes(1)).await, mine);
        try_put(&**store, &here, mine, &changes(1)).await.unwrap();
        assert_eq!(reads_of(&changes(1)).len(), 2);
    }
}

pub(crate) async fn a_scope_is_not_a_prefix_of_another(store: &Arc<dyn Store>) {
    let scopes = ["a", "aa", "a-", "a1", "b"].map(|region| scope_of(Service::Macie, region));
    isolated(store, &scopes).await;
}
