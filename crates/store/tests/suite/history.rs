//! A random history, compared with the reference model after every step.

use std::collections::BTreeMap;
use std::sync::Arc;

use accede_membership::directory::Account;
use accede_membership::{Change, Read, Scope, Service, Timestamp, World};
use accede_store::{Commit, Seen, Store};

use super::entries::place;
use super::make::{agree, assert_conflict, part, reads_of, scope_of};
use super::random::Random;

/// A scope by its number, or the directory.
type Place = usize;
const IN_DIRECTORY: Place = 3;

/// Three scopes and their directory.
struct Model {
    scopes: [Scope; 3],
    /// One world for each scope; all have the same directory.
    worlds: [World; 3],
    /// The step that wrote each record that is there: the model of its version.
    written: BTreeMap<(Place, Read), usize>,
}

/// Parts of a commit that was prepared, maybe before other steps were taken.
struct Prepared {
    parts: Vec<PreparedPart>,
}

/// Changes at a place, and what was seen for them: by the store and by the model.
struct PreparedPart {
    place: Place,
    changes: Vec<Change>,
    reads: Vec<Read>,
    seen: Seen,
    written: Vec<Option<usize>>,
}

fn is_scoped(read: &Read) -> bool {
    matches!(read, Read::Standing(_) | Read::Relationship(_))
}

fn is_gone(change: &Change) -> bool {
    super::make::gone(std::slice::from_ref(change)) == std::slice::from_ref(change)
}

impl Model {
    fn new() -> Model {
        let scopes = [
            scope_of(Service::SecurityHub, "us-east-1"),
            scope_of(Service::SecurityHub, "us-east-2"),
            scope_of(Service::Macie, "us-east-1"),
        ];
        Model { scopes, worlds: Default::default(), written: BTreeMap::new() }
    }

    /// What a step writes at its place, and beside it in the directory.
    fn place_of(place: Place, read: &Read) -> Place {
        if is_scoped(read) { place } else { IN_DIRECTORY }
    }

    fn written(&self, place: Place, reads: &[Read]) -> Vec<Option<usize>> {
        let accounts = &self.worlds[0].accounts;
        let written = |read: &Read| {
            let read = match read {
                Read::AccountByEmail(key) => {
                    let (id, _) = accounts.iter().find(|(_, a)| key_of(a).as_ref() == Some(key))?;
                    Read::Account(*id)
                }
                read => read.clone(),
            };
            self.written.get(&(Model::place_of(place, &read), read)).copied()
        };
        reads.iter().map(written).collect()
    }

    /// A few changes at one or two places, each record once, and what is there of them.
    async fn prepare(&self, store: &dyn Store, random: &mut Random) -> Prepared {
        let first = random.below(4) as usize;
        let mut places = vec![first];
        if random.below(3) == 0 {
            places.push((first + 1 + random.below(3) as usize) % 4);
        }
        let mut records: BTreeMap<(Place, Read), (Place, Change)> = BTreeMap::new();
        for place in places.iter().copied() {
            for _ in 0..=random.below(4) {
                let in_scope = place != IN_DIRECTORY && random.below(3) != 0;
                let change = match random.below(4) {
                    _ if in_scope => random.scoped(),
                    0 => random.of_access(),
                    _ => random.of_directory(),
                };
                let read = reads_of(std::slice::from_ref(&change)).remove(0);
                records.insert((Model::place_of(place, &read), read), (place, change));
            }
        }
        let mut parts = Vec::new();
        for (number, place) in places.into_iter().enumerate() {
            let mine = records.values().filter(|(at, _)| *at == place);
            let mut changes: Vec<_> = mine.map(|(_, change)| change.clone()).collect();
            let mut reads = reads_of(&changes);
            // One for a commit: no two of its events have the same place.
            if number == 0 && random.below(3) == 0 {
                changes.insert(0, random.event());
            }
            if random.below(3) == 0 {
                reads.push(Read::AccountByEmail(Account::email_key(random.email())));
            }
            let seen = store.load(self.scopes.get(place), &reads).await.unwrap().seen;
            let written = self.written(place, &reads);
            parts.push(PreparedPart { place, changes, reads, seen, written });
        }
        Prepared { parts }
    }

    /// Whether a commit must be made: nothing has changed since, and no two accounts get the same email.
    fn admits(&self, prepared: &Prepared) -> bool {
        let fresh = |part: &PreparedPart| self.written(part.place, &part.reads) == part.written;
        let mut after = World { accounts: self.worlds[0].accounts.clone(), ..World::default() };
        for part in &prepared.parts {
            after.apply(&part.changes);
        }
        let mut emails: Vec<_> = after.accounts.values().filter_map(key_of).collect();
        emails.sort_unstable();
        let unique = emails.windows(2).all(|two| two[0] != two[1]);
        let there = &self.worlds[0].events;
        let is_new = |change: &Change| match change {
            Change::Event(event) => !there.contains_key(&event.place),
            _ => true,
        };
        let new = prepared.parts.iter().flat_map(|part| &part.changes).all(is_new);
        unique && new && prepared.parts.iter().all(fresh)
    }

    fn apply(&mut self, prepared: &Prepared, step: usize) {
        for part in &prepared.parts {
            for change in &part.changes {
                // An event has no read, and is never written again.
                let read = reads_of(std::slice::from_ref(change)).pop();
                let place = read.as_ref().map_or(IN_DIRECTORY, |r| Model::place_of(part.place, r));
                let worlds = self.worlds.iter_mut().enumerate();
                let is_there = |at| place == IN_DIRECTORY || place == at;
                for (_, world) in worlds.filter(|(at, _)| is_there(*at)) {
                    world.apply(std::slice::from_ref(change));
                }
                match read {
                    Some(read) if is_gone(change) => self.written.remove(&(place, read)),
                    Some(read) => self.written.insert((place, read), step),
                    None => None,
                };
            }
        }
        self.note_scopes();
    }

    /// Forgets the events before a moment.
    fn forget(&mut self, before: i64) {
        for world in &mut self.worlds {
            world.events = world.events.split_off(&place(before, 0));
        }
    }

    /// Tells every world in which scopes each account has a standing.
    fn note_scopes(&mut self) {
        let mut scopes = BTreeMap::<_, Vec<Scope>>::new();
        for (scope, world) in self.scopes.iter().zip(&self.worlds) {
            for account in world.standings.keys() {
                scopes.entry(*account).or_default().push(scope.clone());
            }
        }
        scopes.values_mut().for_each(|scopes| scopes.sort_unstable());
        for world in &mut self.worlds {
            world.scopes.clone_from(&scopes);
        }
    }
}

fn key_of(account: &Account) -> Option<String> {
    account.email.as_deref().map(Account::email_key)
}

async fn commit(store: &dyn Store, model: &mut Model, prepared: Prepared, step: usize) {
    let scope = |place: Place| model.scopes.get(place);
    let parts = prepared.parts.iter();
    let parts = parts.map(|p| part(scope(p.place), p.seen.clone(), &p.changes)).collect();
    let outcome = store.commit(Commit { parts }).await;
    if model.admits(&prepared) {
        outcome.unwrap();
        model.apply(&prepared, step);
    } else {
        assert_conflict(outcome);
    }
}

pub(crate) async fn a_random_history_agrees_with_the_model(store: &Arc<dyn Store>) {
    let mut random = Random(Random::seed());
    let mut model = Model::new();
    let mut held: Option<Prepared> = None;
    let mut made = 0;
    for step in 1..=800 {
        // Changes are made now, or put off, and those that were put off before are made.
        let mut prepared = Some(model.prepare(&**store, &mut random).await);
        if random.below(4) == 0 {
            std::mem::swap(&mut held, &mut prepared);
        }
        if let Some(prepared) = prepared {
            made += usize::from(model.admits(&prepared));
            commit(&**store, &mut model, prepared, step).await;
        }
        if random.below(40) == 0 {
            let before = random.below(60).cast_signed();
            store.forget(Timestamp(before)).await.unwrap();
            model.forget(before);
        }
        let place = random.below(4) as usize;
        let world = model.worlds.get(place).unwrap_or(&model.worlds[0]);
        let in_scope = place != IN_DIRECTORY;
        let reads: Vec<_> = (0..random.below(5)).map(|_| random.read(in_scope)).collect();
        agree(&**store, model.scopes.get(place), world, &reads).await;
        // The same again and again: what may be kept of it must go with each change.
        let place = random.below(3) as usize;
        let reads = random.of_one_account();
        agree(&**store, &model.scopes[place], &model.worlds[place], &reads).await;
    }
    assert!((300..800).contains(&made), "{made} steps of 800 were made");
}
