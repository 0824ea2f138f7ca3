//! A random history, compared with the reference model after every step.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use accede_membership::{
    Change, InvitationState, Kind, Page, Read, Scope, Service, Status, StatusSet, World,
};
use accede_store::Seen;

use super::Backend;
use super::make::{
    account, agree, assert_conflict, invitation_count, members_of, numbered, pair, reads_of,
    relationship, scope_of, seen, try_put,
};

/// Numbers that a seed determines (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A new seed, or the one in `ACCEDE_SEED`, to play a history again. It shows when a test fails.
    #[allow(clippy::disallowed_methods, reason = "a test is told its seed by the environment")]
    pub(crate) fn seed() -> u64 {
        let given = std::env::var("ACCEDE_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| RandomState::new().hash_one(0));
        eprintln!("to play this again: ACCEDE_SEED={seed}");
        seed
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u64) as usize]
    }

    fn maybe<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        (self.below(4) != 0).then(|| self.one_of(items))
    }

    fn change(&mut self) -> Change {
        let id = account(self.below(5));
        let key = pair(self.below(5), self.below(5));
        match self.below(5) {
            0 => Change::Standing(id, None),
            1 => {
                let mut standing = numbered(self.below(1_000));
                standing.administrator = self.maybe(&[account(0), account(1), account(9)]);
                Change::Standing(id, Some(standing))
            }
            2 => Change::Relationship(key, None),
            _ => {
                let status = self.maybe(&Status::ALL);
                let state = self.maybe(&InvitationState::ALL);
                let mut record = relationship(key, status, state);
                record.kind = self.one_of(&[Kind::Invitation, Kind::Organization]);
                Change::Relationship(key, Some(record))
            }
        }
    }

    /// A few changes, each record once.
    fn changes(&mut self) -> Vec<Change> {
        let mut changes: BTreeMap<Read, Change> = BTreeMap::new();
        for _ in 0..=self.below(5) {
            let change = self.change();
            changes.extend(reads_of(std::slice::from_ref(&change)).pop().zip(Some(change)));
        }
        changes.into_values().collect()
    }

    fn read(&mut self) -> Read {
        let id = account(self.below(6));
        let after = self.maybe(&[0, 1, 2, 3, 4, 5].map(account));
        let page = Page { after, limit: self.below(6) as usize };
        match self.below(9) {
            0 => Read::Standing(id),
            1 => Read::Relationship(pair(self.below(6), self.below(6))),
            2 => Read::AdministratorOf(id),
            3 => members_of(id),
            4 => Read::RowsOf(id),
            5 => Read::Account(id),
            6 => {
                let some = [self.one_of(&Status::ALL), self.one_of(&Status::ALL)];
                let statuses = self.one_of(&[StatusSet::ALL, StatusSet::of(&some)]);
                Read::RowPage { administrator: id, statuses, page }
            }
            7 => Read::InvitationPage { member: id, page },
            _ => invitation_count(id),
        }
    }
}

/// One scope of the history.
#[derive(Default)]
struct Played {
    world: World,
    /// The step that wrote each record that is there: the model of its version.
    written: BTreeMap<Read, usize>,
    /// Changes that were prepared before other steps were taken.
    held: Option<Prepared>,
}

/// Changes, and what was seen for them: by the store and by the model.
struct Prepared {
    changes: Vec<Change>,
    seen: Seen,
    written: Vec<Option<usize>>,
}

impl Played {
    fn written(&self, changes: &[Change]) -> Vec<Option<usize>> {
        reads_of(changes).iter().map(|read| self.written.get(read).copied()).collect()
    }

    fn apply(&mut self, changes: &[Change], step: usize) {
        self.world.apply(changes);
        for (read, change) in reads_of(changes).into_iter().zip(changes) {
            match change {
                Change::Standing(_, None) | Change::Relationship(_, None) => {
                    self.written.remove(&read)
                }
                _ => self.written.insert(read, step),
            };
        }
    }
}

pub(crate) async fn a_random_history_agrees_with_the_model(store: &Arc<dyn Backend>) {
    let mut random = Random(Random::seed());
    let scopes = [
        scope_of(Service::SecurityHub, "us-east-1"),
        scope_of(Service::SecurityHub, "us-east-2"),
        scope_of(Service::Macie, "us-east-1"),
    ];
    let mut played = [Played::default(), Played::default(), Played::default()];
    for step in 1..=600 {
        let turn = random.below(3) as usize;
        take_step(&**store, &scopes[turn], &mut played[turn], step, &mut random).await;
        let reads: Vec<_> = (0..random.below(5)).map(|_| random.read()).collect();
        agree(&**store, &scopes[turn], &played[turn].world, &reads).await;
    }
}

/// Makes some changes now, or puts them off and makes those that were put off before.
async fn take_step(
    store: &dyn Backend,
    scope: &Scope,
    played: &mut Played,
    step: usize,
    random: &mut Random,
) {
    let changes = random.changes();
    let seen = seen(store, scope, &changes).await;
    let mut prepared = Prepared { written: played.written(&changes), seen, changes };
    if random.below(4) == 0 {
        match played.held.replace(prepared) {
            Some(held) => prepared = held,
            None => return,
        }
    }
    let is_fresh = played.written(&prepared.changes) == prepared.written;
    let outcome = try_put(store, scope, prepared.seen, &prepared.changes).await;
    if is_fresh {
        outcome.unwrap();
        played.apply(&prepared.changes, step);
    } else {
        assert_conflict(outcome);
    }
}
