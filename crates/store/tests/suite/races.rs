//! Commands that race: loaded, decided and committed as the server does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use accede_membership::directory::Account;
use accede_membership::{
    Activity, Change, Command, Email, Ids, InvitationId, NewMember, Page, Pair, Quotas, Read,
    Refusal, Reply, Rules, Scope, Service, Settings, StatusSet, Subject, Tags, Tally, Timestamp,
    View, decide, invariants, reads,
};
use accede_store::{Commit, CommitError, Store};
use tokio::task::JoinSet;

use super::make::{DIRECTORY, account, load, put, scope_of};
use super::random::Random;

struct Counted;

static LAST: AtomicU64 = AtomicU64::new(0);

impl Ids for Counted {
    fn invitation(&mut self) -> InvitationId {
        InvitationId(LAST.fetch_add(1, Ordering::Relaxed).into())
    }

    fn number(&mut self) -> u64 {
        LAST.fetch_add(1, Ordering::Relaxed)
    }
}

/// Has a command decided and its changes made, again and again until nothing came between.
async fn ask(
    store: &dyn Store,
    scope: &Scope,
    caller: u64,
    command: &Command,
) -> Result<Reply, Refusal> {
    let rules = Rules::of(scope.service, Quotas::default());
    let caller = account(caller);
    loop {
        let wanted = reads(&rules, caller, command, &View::default());
        let loaded = store.load(Some(scope), &wanted).await.unwrap();
        let now = Timestamp(1_735_689_600_000);
        let decision =
            decide(&rules, &scope.region, caller, &loaded.view, command, now, &mut Counted)?;
        let commit = Commit::of(scope, loaded.seen, decision.changes);
        match store.commit(commit).await {
            Ok(()) => return Ok(decision.reply),
            Err(CommitError::Conflict) => tokio::task::yield_now().await,
            Err(CommitError::Store(error)) => panic!("{error}"),
        }
    }
}

fn enable() -> Command {
    let (settings, tags) = (Settings::new(), Tags::new());
    Command::EnableService { settings, tags, activity: Activity::Enabled, standards: true }
}

fn create(member: u64) -> Command {
    let email = Email::Given(format!("{member}@example.com"));
    let member = NewMember { account: account(member).into(), email, tags: Tags::new() };
    Command::CreateMembers { members: vec![member] }
}

fn invite(member: u64) -> Command {
    Command::InviteMembers { accounts: vec![account(member).into()], message: None }
}

async fn know(store: &dyn Store, number: u64) {
    let email = Some(format!("{number}@example.com"));
    let entry = Account { email, ..Account::default() };
    put(store, DIRECTORY, &[Change::Account(account(number), Some(entry))]).await;
}

pub(crate) async fn one_of_many_invitations_is_accepted(store: &Arc<dyn Store>) {
    const MEMBER: u64 = 7;
    let administrators = 100..132_u64;
    know(&**store, MEMBER).await;
    for service in Service::WITH_MEMBERS {
        let scope = scope_of(service, "us-east-1");
        ask(&**store, &scope, MEMBER, &enable()).await.unwrap();
        for administrator in administrators.clone() {
            for command in [enable(), create(MEMBER), invite(MEMBER)] {
                ask(&**store, &scope, administrator, &command).await.unwrap();
            }
        }
        let list = Command::ListInvitations { page: Page { after: None, limit: 50 } };
        let list = ask(&**store, &scope, MEMBER, &list).await;
        let Ok(Reply::InvitationPage { invitations, .. }) = list else { panic!("{list:?}") };
        assert_eq!(invitations.len(), administrators.clone().count());

        let mut clients = JoinSet::new();
        for invitation in invitations {
            let (store, scope) = (Arc::clone(store), scope.clone());
            clients.spawn(async move {
                let administrator = invitation.administrator;
                let (id, sender) = (Some(invitation.id), Subject::Account(administrator));
                let accept = Command::AcceptInvitation { administrator: sender, invitation: id };
                (administrator, ask(&*store, &scope, MEMBER, &accept).await)
            });
        }
        let outcomes = clients.join_all().await;
        let winners = outcomes.iter().filter(|(_, outcome)| outcome.is_ok());
        let winners: Vec<_> = winners.map(|(administrator, _)| *administrator).collect();
        let refusal = Err(Refusal::AlreadyAssociated);
        let refused = outcomes.iter().filter(|(_, outcome)| *outcome == refusal).count();
        assert_eq!((winners.len(), refused), (1, 31), "{outcomes:?}");
        let loaded = store.load(Some(&scope), &[Read::Standing(account(MEMBER))]).await.unwrap();
        let standing = loaded.view.standings[&account(MEMBER)].clone().unwrap();
        assert_eq!(standing.administrator, Some(winners[0]));
        check_invariants(&**store, &scope, &administrators.clone().collect::<Vec<_>>()).await;
    }
}

pub(crate) async fn a_crowd_of_commands_keeps_the_invariants(store: &Arc<dyn Store>) {
    const ACCOUNTS: u64 = 6;
    let seed = Random::seed();
    for number in 0..ACCOUNTS {
        know(&**store, number).await;
    }
    for service in Service::WITH_MEMBERS {
        let scope = scope_of(service, "us-east-1");
        let mut clients = JoinSet::new();
        for client in 0..12 {
            let (store, scope) = (Arc::clone(store), scope.clone());
            clients.spawn(async move {
                let mut random = Random(seed.wrapping_add(client));
                for _ in 0..40 {
                    let (caller, other) = (random.below(ACCOUNTS), random.below(ACCOUNTS));
                    let command = any_command(&*store, &scope, caller, other, &mut random).await;
                    // Many are refused; none may leave anything half done.
                    let _ = ask(&*store, &scope, caller, &command).await;
                }
            });
        }
        while let Some(client) = clients.join_next().await {
            client.unwrap();
        }
        check_invariants(&**store, &scope, &(0..ACCOUNTS).collect::<Vec<_>>()).await;
    }
}

async fn any_command(
    store: &dyn Store,
    scope: &Scope,
    caller: u64,
    other: u64,
    random: &mut Random,
) -> Command {
    let accounts = || vec![Subject::Account(account(other))];
    match random.below(16) {
        0 | 1 => enable(),
        2 | 3 => create(other),
        4..=6 => invite(other),
        7..=10 => {
            let pair = Pair { administrator: account(other), member: account(caller) };
            let loaded = store.load(Some(scope), &[Read::Relationship(pair)]).await.unwrap();
            let invitation = loaded.view.relationships[&pair].clone().and_then(|r| r.invitation);
            let invitation = invitation.map(|invitation| invitation.id);
            Command::AcceptInvitation { administrator: account(other).into(), invitation }
        }
        11 => Command::DeclineInvitations { accounts: accounts() },
        12 => Command::LeaveAdministrator,
        13 => Command::DisassociateMembers { accounts: accounts() },
        14 => Command::DeleteMembers { accounts: accounts() },
        _ => Command::DeleteInvitations { accounts: accounts() },
    }
}

/// What holds after any commands (see `accede_membership::invariants`).
async fn check_invariants(store: &dyn Store, scope: &Scope, accounts: &[u64]) {
    for administrator in accounts.iter().copied().map(account) {
        let loaded = load(store, scope, &[Read::RowsOf(administrator)]).await;
        let standing = loaded.view.standings[&administrator].clone().unwrap_or_default();
        let mut tally = Tally::default();
        for relationship in loaded.view.relationships.into_values().flatten() {
            tally = tally.moved(Tally::default(), Tally::of(Some(&relationship)));
            let member = relationship.pair.member;
            let of_member = load(store, scope, &[Read::Standing(member)]).await;
            let of_member = of_member.view.standings[&member].clone().unwrap_or_default();
            let broken = invariants::of_relationship(&relationship, &of_member);
            assert_eq!(broken, [""; 0], "{relationship:?}");
            let is_administrator = of_member.administrator == Some(administrator);
            assert_eq!(relationship.is_associated(), is_administrator, "{relationship:?}");
        }
        assert_eq!(invariants::of_tally(standing.tally, tally), [""; 0], "{administrator}");
        let page = Page { after: None, limit: 100 };
        let statuses = StatusSet::ASSOCIATED;
        let current = [Read::RowPage { administrator, statuses, page }];
        let current = load(store, scope, &current).await.view.rows.len() as u64;
        assert_eq!(current, tally.associated);
    }
}
