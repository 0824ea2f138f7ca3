//! No two accounts have the same email, and whoever looked for one is guarded.

use std::sync::Arc;

use accede_membership::directory::Account;
use accede_membership::{AccountId, Change, Read, World};
use accede_store::{CommitError, Key, Loaded, Seen, Store};
use tokio::task::JoinSet;

use super::entries::{joined, known, root};
use super::make::{DIRECTORY, account, agree, assert_conflict, part, put, scope, seen, try_put};

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";

async fn look(store: &dyn Store, email: &str) -> (Option<AccountId>, Seen) {
    let key = Account::email_key(email);
    let Loaded { view, seen } =
        store.load(None, &[Read::AccountByEmail(key.clone())]).await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].0, Key::Email(key.clone()));
    (view.emails[&key], seen)
}

async fn holder(store: &Arc<dyn Store>, email: &str) -> Option<AccountId> {
    look(&**store, email).await.0
}

pub(crate) async fn an_email_is_found_whatever_its_case(store: &Arc<dyn Store>) {
    let mut world = World::default();
    for (number, email) in (1..).zip(["Ann@Example.COM", "BOB@EXAMPLE.COM", "ÅNN+2@exämple.com"])
    {
        let changes = [known(number, email)];
        put(&**store, DIRECTORY, &changes).await;
        world.apply(&changes);
        assert_eq!(holder(store, email).await, Some(account(number)));
        assert_eq!(holder(store, &email.to_ascii_uppercase()).await, Some(account(number)));
        let reads = [email.to_owned(), Account::email_key(email)].map(Read::AccountByEmail);
        agree(&**store, &scope(), &world, &reads).await;
        // An absence is seen too; and letters that are not ASCII are compared as they are.
        let reads = ["ånn+2@exämple.com", "ann@example.co", ""].map(str::to_owned);
        agree(&**store, DIRECTORY, &world, &reads.map(Read::AccountByEmail)).await;
    }
}

pub(crate) async fn an_email_has_the_version_of_its_account(store: &Arc<dyn Store>) {
    assert_eq!(look(&**store, ANN).await, (None, vec![(Key::Email(ANN.to_owned()), 0)].into()));
    put(&**store, DIRECTORY, &[known(1, ANN)]).await;
    let of_account = seen(&**store, DIRECTORY, &[known(1, ANN)]).await[0].1;
    assert_eq!(look(&**store, ANN).await.1[0].1, of_account);
}

pub(crate) async fn a_stale_email_is_refused(store: &Arc<dyn Store>) {
    let steps = [
        known(1, ANN),
        // The same account, written again.
        known(1, "ANN@example.com"),
        known(1, BOB),
        known(2, ANN),
        Change::Account(account(2), None),
        known(2, None),
        known(2, ANN),
    ];
    for step in steps {
        let stale = look(&**store, ANN).await.1;
        let fresh = look(&**store, "nobody@example.com").await.1;
        let before = holder(store, ANN).await;
        put(&**store, DIRECTORY, std::slice::from_ref(&step)).await;
        let other = [known(9, None)];
        let after = holder(store, ANN).await;
        if before.is_none() && after.is_none() {
            try_put(&**store, DIRECTORY, stale, &[]).await.unwrap();
        } else {
            assert_conflict(try_put(&**store, DIRECTORY, stale, &other).await);
        }
        try_put(&**store, &scope(), fresh, &[]).await.unwrap();
    }
}

pub(crate) async fn two_accounts_never_have_one_email(store: &Arc<dyn Store>) {
    put(&**store, DIRECTORY, &[known(1, ANN), known(2, BOB)]).await;
    for clash in [
        vec![known(3, "Ann@Example.com")],
        vec![known(2, ANN)],
        vec![known(3, "carl@example.com"), known(4, "CARL@example.com")],
        vec![known(5, None), known(1, BOB)],
    ] {
        let now = seen(&**store, DIRECTORY, &clash).await;
        assert_conflict(try_put(&**store, DIRECTORY, now.clone(), &clash).await);
        assert_eq!(seen(&**store, DIRECTORY, &clash).await, now);
    }
    assert_eq!(holder(store, ANN).await, Some(account(1)));
    assert_eq!(holder(store, BOB).await, Some(account(2)));
    assert_eq!(holder(store, "carl@example.com").await, None);
}

pub(crate) async fn an_email_goes_from_one_account_to_another(store: &Arc<dyn Store>) {
    let mut world = World::default();
    let gone = || Change::Account(account(1), None);
    for changes in [
        vec![known(1, ANN), known(2, BOB)],
        // To each other, whichever is named first.
        vec![known(1, BOB), known(2, ANN)],
        vec![known(2, BOB), known(1, ANN)],
        vec![known(3, ANN), known(1, None)],
        vec![known(1, ANN), known(3, None)],
        vec![known(3, ANN), gone()],
        vec![joined(3, 1, root(1)), known(1, ANN)],
        vec![gone(), known(3, ANN)],
    ] {
        put(&**store, DIRECTORY, &changes).await;
        world.apply(&changes);
        let reads = [ANN, BOB].map(|email| Read::AccountByEmail(email.to_owned()));
        agree(&**store, DIRECTORY, &world, &reads).await;
        let reads = [1, 2, 3].map(|number| Read::Account(account(number)));
        agree(&**store, DIRECTORY, &world, &reads).await;
    }
}

pub(crate) async fn parts_of_a_commit_share_the_emails(store: &Arc<dyn Store>) {
    let commit = |one: &Change, other: &Change| {
        let (one, other) = (one.clone(), other.clone());
        let store = Arc::clone(store);
        async move {
            let first = seen(&*store, DIRECTORY, std::slice::from_ref(&one)).await;
            let second = seen(&*store, &scope(), std::slice::from_ref(&other)).await;
            let parts = vec![part(DIRECTORY, first, &[one]), part(&scope(), second, &[other])];
            store.commit(accede_store::Commit { parts }).await
        }
    };
    assert_conflict(commit(&known(1, ANN), &known(2, ANN)).await);
    assert_eq!(holder(store, ANN).await, None);
    commit(&known(1, ANN), &known(2, BOB)).await.unwrap();
    commit(&known(1, BOB), &known(2, ANN)).await.unwrap();
    assert_eq!(holder(store, ANN).await, Some(account(2)));
    assert_eq!(holder(store, BOB).await, Some(account(1)));
}

/// As the server creates accounts: it looks for the email, and creates the account if nobody has it.
async fn create(store: &dyn Store, number: u64, email: &str) -> bool {
    loop {
        let (found, mut seen_of_email) = look(store, email).await;
        if found.is_some() {
            return false;
        }
        let change = [known(number, email)];
        seen_of_email.extend(seen(store, DIRECTORY, &change).await);
        // Let the others look, too.
        tokio::task::yield_now().await;
        match try_put(store, DIRECTORY, seen_of_email, &change).await {
            Ok(()) => return true,
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => panic!("{error}"),
        }
    }
}

pub(crate) async fn one_of_many_gets_an_email(store: &Arc<dyn Store>) {
    let (first, second) = ([known(1, ANN)], [known(2, "Ann@example.com")]);
    let (before_first, before_second) = (look(&**store, ANN).await.1, look(&**store, ANN).await.1);
    try_put(&**store, DIRECTORY, before_first, &first).await.unwrap();
    assert_conflict(try_put(&**store, DIRECTORY, before_second, &second).await);

    for round in 0..5_u64 {
        let mut clients = JoinSet::new();
        for client in 0..16 {
            let store = Arc::clone(store);
            clients.spawn(async move {
                let email = format!("{round}@example.com");
                let email = if client % 2 == 0 { email.to_uppercase() } else { email };
                (client, create(&*store, 1_000 + round * 100 + client, &email).await)
            });
        }
        let outcomes = clients.join_all().await;
        let winners: Vec<_> = outcomes.iter().filter(|(_, created)| *created).collect();
        assert_eq!(winners.len(), 1, "{outcomes:?}");
        let holder = holder(store, &format!("{round}@example.com")).await;
        assert_eq!(holder, Some(account(1_000 + round * 100 + winners[0].0)));
    }
}
