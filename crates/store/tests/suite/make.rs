//! Records, and the few steps that every case takes.

use accede_membership::{
    AccountId, Change, Invitation, InvitationId, InvitationState, Kind, Page, Pair, Read, Region,
    Relationship, Row, Scope, Service, Standing, Status, StatusSet, Timestamp, World,
};
use accede_store::{Commit, CommitError, Key, Loaded, Seen, Store};

pub(crate) fn account(number: u64) -> AccountId {
    AccountId::new(number).unwrap()
}

pub(crate) fn pair(administrator: u64, member: u64) -> Pair {
    Pair { administrator: account(administrator), member: account(member) }
}

pub(crate) fn scope_of(service: Service, region: &str) -> Scope {
    Scope { service, region: region.parse::<Region>().unwrap() }
}

/// The scope of cases that need only one.
pub(crate) fn scope() -> Scope {
    scope_of(Service::SecurityHub, "eu-central-1")
}

pub(crate) fn row(status: Status) -> Row {
    Row {
        status,
        email: None,
        tags: [].into(),
        created_at: Timestamp(1),
        updated_at: Timestamp(2),
        invited_at: None,
        message: None,
    }
}

pub(crate) fn invitation(id: u128, state: InvitationState) -> Invitation {
    Invitation { id: InvitationId(id), invited_at: Timestamp(3), state }
}

pub(crate) fn relationship(
    pair: Pair,
    status: impl Into<Option<Status>>,
    state: impl Into<Option<InvitationState>>,
) -> Relationship {
    let id = u128::from(pair.administrator.number()) << 64 | u128::from(pair.member.number());
    let row = status.into().map(row);
    let invitation = state.into().map(|state| invitation(id, state));
    Relationship { pair, kind: Kind::Invitation, row, invitation }
}

/// An invited member: both views are there.
pub(crate) fn invited(pair: Pair) -> Change {
    let record = relationship(pair, Status::Invited, InvitationState::Pending);
    Change::Relationship(pair, Some(record))
}

/// A standing that can be told from others by a number.
pub(crate) fn numbered(rows: u64) -> Standing {
    let mut standing = Standing::default();
    standing.tally.rows = rows;
    standing
}

/// The number of a standing that was loaded, `0` where there is none.
pub(crate) fn number(loaded: &Loaded, of: AccountId) -> u64 {
    loaded.view.standings[&of].as_ref().map_or(0, |standing| standing.tally.rows)
}

pub(crate) fn page(after: Option<u64>, limit: usize) -> Page {
    Page { after: after.map(account), limit }
}

/// What must be seen to make these changes.
pub(crate) fn reads_of(changes: &[Change]) -> Vec<Read> {
    let read = |change: &Change| match change {
        Change::Standing(account, _) => Read::Standing(*account),
        Change::Relationship(pair, _) => Read::Relationship(*pair),
    };
    changes.iter().map(read).collect()
}

/// What is seen now of the records that these changes name.
pub(crate) async fn seen(store: &dyn Store, scope: &Scope, changes: &[Change]) -> Seen {
    store.load(scope, &reads_of(changes)).await.unwrap().seen
}

pub(crate) async fn try_put(
    store: &dyn Store,
    scope: &Scope,
    seen: Seen,
    changes: &[Change],
) -> Result<(), CommitError> {
    store.commit(Commit { scope: scope.clone(), seen, changes: changes.to_vec() }).await
}

/// Makes changes, whatever is there.
pub(crate) async fn put(store: &dyn Store, scope: &Scope, changes: &[Change]) {
    loop {
        let seen = seen(store, scope, changes).await;
        match try_put(store, scope, seen, changes).await {
            Ok(()) => return,
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => panic!("{error}"),
        }
    }
}

pub(crate) fn assert_conflict(outcome: Result<(), CommitError>) {
    assert!(matches!(outcome, Err(CommitError::Conflict)), "{outcome:?}");
}

/// Loads, and checks the answer against the model's, and what was seen against the answer.
pub(crate) async fn agree(store: &dyn Store, scope: &Scope, world: &World, reads: &[Read]) {
    let Loaded { view, mut seen } = store.load(scope, reads).await.unwrap();
    assert_eq!(view, world.load(reads), "{reads:?}");
    let standings = view.standings.iter().map(|(id, s)| (Key::Standing(*id), s.is_some()));
    let relationships = view.relationships.iter();
    let relationships = relationships.map(|(id, r)| (Key::Relationship(*id), r.is_some()));
    let mut expected: Vec<_> = standings.chain(relationships).collect();
    expected.sort_unstable();
    seen.sort_unstable();
    let seen: Vec<_> = seen.into_iter().map(|(key, version)| (key, version != 0)).collect();
    assert_eq!(seen, expected, "{reads:?}");
}

pub(crate) fn members_of(administrator: AccountId) -> Read {
    Read::MembersOf { administrator, statuses: StatusSet::ASSOCIATED }
}

pub(crate) fn invitation_count(member: AccountId) -> Read {
    Read::InvitationCount { member, besides: InvitationState::Accepted }
}
