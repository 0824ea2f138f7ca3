//! Records, and the few steps that every case takes.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use accede_membership::{
    AccountId, Change, Invitation, InvitationId, InvitationState, Kind, Page, Pair, Read, Region,
    Relationship, Row, Scope, Service, Standing, Status, StatusSet, Timestamp, View, World,
};
use accede_store::answers::{Known, Question, about};
use accede_store::{Commit, CommitError, Key, Loaded, Part, Seen, Store, StoreError};

/// Texts that a store may stumble over.
pub(crate) const TEXTS: [&str; 9] = [
    "",
    " ",
    "it's \"quoted\" \\ %_; --",
    "zażółć gęślą jaźń",
    "日本語 العربية",
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "a\0b",
    "line\r\nline\ttab\u{7f}\u{2028}",
    "null",
];

pub(crate) const TIMES: [i64; 7] = [i64::MIN, -1, 0, 1, 1_735_689_600_000, (1 << 53) + 1, i64::MAX];

pub(crate) fn account(number: u64) -> AccountId {
    AccountId::new(number).unwrap()
}

pub(crate) fn pair(administrator: u64, member: u64) -> Pair {
    Pair { administrator: account(administrator), member: account(member) }
}

pub(crate) fn scope_of(service: Service, region: &str) -> Scope {
    Scope { service, region: region.parse::<Region>().unwrap() }
}

/// Where the directory is: in no scope.
pub(crate) const DIRECTORY: Option<&Scope> = None;

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
    let read = |change: &Change| {
        Some(match change {
            Change::Standing(account, _) => Read::Standing(*account),
            Change::Relationship(pair, _) => Read::Relationship(*pair),
            Change::Account(account, _) => Read::Account(*account),
            Change::Organization(id, _) => Read::Organization(*id),
            Change::Handshake(id, _) => Read::Handshake(*id),
            Change::Creation(id, _) => Read::Creation(*id),
            Change::AccessKey(id, _) => Read::AccessKey(*id),
            Change::Role(key, _) => Read::Role(key.clone()),
            Change::Event(_) => return None,
        })
    };
    changes.iter().filter_map(read).collect()
}

/// The same records, gone.
pub(crate) fn gone(changes: &[Change]) -> Vec<Change> {
    let gone = |change: &Change| {
        Some(match change {
            Change::Standing(account, _) => Change::Standing(*account, None),
            Change::Relationship(pair, _) => Change::Relationship(*pair, None),
            Change::Account(account, _) => Change::Account(*account, None),
            Change::Organization(id, _) => Change::Organization(*id, None),
            Change::Handshake(id, _) => Change::Handshake(*id, None),
            Change::Creation(id, _) => Change::Creation(*id, None),
            Change::AccessKey(id, _) => Change::AccessKey(*id, None),
            Change::Role(key, _) => Change::Role(key.clone(), None),
            Change::Event(_) => return None,
        })
    };
    changes.iter().filter_map(gone).collect()
}

/// What is seen now of the records that these changes name.
pub(crate) async fn seen<'a>(
    store: &dyn Store,
    scope: impl Into<Option<&'a Scope>>,
    changes: &[Change],
) -> Seen {
    store.load(scope.into(), &reads_of(changes)).await.unwrap().seen
}

/// The part of a commit.
pub(crate) fn part<'a>(
    scope: impl Into<Option<&'a Scope>>,
    seen: impl Into<Seen>,
    changes: &[Change],
) -> Part {
    Part { scope: scope.into().cloned(), seen: seen.into(), changes: changes.to_vec() }
}

pub(crate) async fn try_put<'a>(
    store: &dyn Store,
    scope: impl Into<Option<&'a Scope>>,
    seen: impl Into<Seen>,
    changes: &[Change],
) -> Result<(), CommitError> {
    store.commit(Commit { parts: vec![part(scope, seen, changes)] }).await
}

/// Makes changes, whatever is there.
pub(crate) async fn put<'a>(
    store: &dyn Store,
    scope: impl Into<Option<&'a Scope>>,
    changes: &[Change],
) {
    let scope = scope.into();
    for _ in 0..1_000 {
        let seen = seen(store, scope, changes).await;
        match try_put(store, scope, seen, changes).await {
            Ok(()) => return,
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => panic!("{error}"),
        }
    }
    panic!("nobody else can have been faster so often: {changes:?}");
}

pub(crate) fn assert_conflict(outcome: Result<(), CommitError>) {
    assert!(matches!(outcome, Err(CommitError::Conflict)), "{outcome:?}");
}

/// What is loaded, and what is kept of it: answers are kept in words, and here a word is the number of one of these.
static LOADED: Mutex<Vec<Arc<Loaded>>> = Mutex::new(Vec::new());

/// Who may ask for this, so that the answer is kept: the account that all of it is about.
fn asker(reads: &[Read]) -> Option<AccountId> {
    let first = match reads.first()? {
        Read::Standing(id) => *id,
        Read::Relationship(pair) => pair.member,
        Read::RowPage { administrator, .. } => *administrator,
        Read::InvitationPage { member, .. } | Read::InvitationCount { member, .. } => *member,
        _ => return None,
    };
    about(first, reads).then_some(first)
}

/// Answers as servers do: with what is kept, or else with what is read now, which is then kept if it may be.
pub(crate) async fn answer(
    store: &dyn Store,
    scope: Option<&Scope>,
    reads: &[Read],
) -> Result<Arc<Loaded>, StoreError> {
    let (answers, asker) = (store.answers()?, asker(reads));
    let Some(((answers, scope), account)) = answers.zip(scope).zip(asker) else {
        return store.load(scope, reads).await.map(Arc::new);
    };
    // As accounts ask: each for what is its own, in the same words as all others.
    let asked = format!("{reads:?}").replace(&account.to_string(), "mine");
    let words = [asked.as_bytes(), b"", b""];
    let question = Question { scope, account, operation: "Load", words };
    match answers.recall(&question) {
        Known::Answer(number) => {
            let number = usize::from_be_bytes((*number).try_into().unwrap());
            Ok(Arc::clone(&LOADED.lock().unwrap()[number]))
        }
        Known::Not(since) => {
            let loaded = Arc::new(store.load(Some(scope), reads).await?);
            let number = {
                let mut all = LOADED.lock().unwrap();
                all.push(Arc::clone(&loaded));
                all.len() - 1
            };
            answers.keep(&question, since, &number.to_be_bytes());
            Ok(loaded)
        }
    }
}

/// Loads, and has it answered as well, by a store that nobody writes to meanwhile: that shows the same. What is asked for
/// the second time may be kept, and what is asked for the third time come from there.
pub(crate) async fn load<'a>(
    store: &dyn Store,
    scope: impl Into<Option<&'a Scope>>,
    reads: &[Read],
) -> Loaded {
    let scope = scope.into();
    let loaded = store.load(scope, reads).await.unwrap();
    for time in 1..=3 {
        let answer = answer(store, scope, reads).await.unwrap();
        assert_eq!(answer.view, loaded.view, "time {time}: {reads:?}");
    }
    loaded
}

/// Loads, and checks the answer against the model's, and what was seen against the answer.
pub(crate) async fn agree<'a>(
    store: &dyn Store,
    scope: impl Into<Option<&'a Scope>>,
    world: &World,
    reads: &[Read],
) {
    let Loaded { view, mut seen } = load(store, scope, reads).await;
    assert_eq!(view, world.load(reads), "{reads:?}");
    let mut expected = guarded(&view);
    expected.extend(whereabouts(reads));
    expected.sort_unstable();
    seen.sort_unstable();
    // A version of no scopes need not be that of no record.
    let is_there = |key: &Key, version| version != 0 || matches!(key, Key::ScopesOf(_));
    let seen = seen.into_iter().map(|(key, version)| (is_there(&key, version), key));
    let seen: Vec<_> = seen.map(|(is_there, key)| (key, is_there)).collect();
    assert_eq!(seen, expected, "{reads:?}");
}

/// What must be guarded of a view, and whether it is there.
fn guarded(view: &View) -> Vec<(Key, bool)> {
    let standings = view.standings.iter().map(|(id, s)| (Key::Standing(*id), s.is_some()));
    let relationships =
        view.relationships.iter().map(|(id, r)| (Key::Relationship(*id), r.is_some()));
    let accounts = view.accounts.iter().map(|(id, a)| (Key::Account(*id), a.is_some()));
    let organizations =
        view.organizations.iter().map(|(id, o)| (Key::Organization(*id), o.is_some()));
    let handshakes = view.handshakes.iter().map(|(id, h)| (Key::Handshake(*id), h.is_some()));
    let creations = view.creations.iter().map(|(id, c)| (Key::Creation(*id), c.is_some()));
    let emails = view.emails.iter().map(|(key, id)| (Key::Email(key.clone()), id.is_some()));
    let keys = view.access_keys.iter().map(|(id, k)| (Key::AccessKey(*id), k.is_some()));
    let roles = view.roles.iter().map(|(key, r)| (Key::Role(key.clone()), r.is_some()));
    let in_scope = standings.chain(relationships);
    let directory = accounts.chain(organizations).chain(handshakes).chain(creations);
    in_scope.chain(directory).chain(emails).chain(keys).chain(roles).collect()
}

/// What must be guarded of the scopes of accounts.
fn whereabouts(reads: &[Read]) -> BTreeSet<(Key, bool)> {
    let asked = |read: &Read| match read {
        Read::ScopesOf(id) => Some((Key::ScopesOf(*id), true)),
        _ => None,
    };
    reads.iter().filter_map(asked).collect()
}

pub(crate) fn members_of(administrator: AccountId) -> Read {
    Read::MembersOf { administrator, statuses: StatusSet::ASSOCIATED }
}

pub(crate) fn invitation_count(member: AccountId) -> Read {
    Read::InvitationCount { member, besides: InvitationState::Accepted }
}
