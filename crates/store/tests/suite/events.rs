//! Events: every field, both orders, and that each is there if, and only if, its change is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accede_membership::access::EventsOf;
use accede_membership::{Change, Event, EventId, EventPlace, Extent, Read, Timestamp, World};
use accede_store::{Commit, Store};

use super::entries::{event, place};
use super::make::{
    DIRECTORY, TEXTS, TIMES, account, agree, assert_conflict, load, number, numbered, part, put,
    scope, seen, try_put,
};
use super::random::Random;

pub(crate) fn of(account_number: u64, region: &str) -> EventsOf {
    EventsOf::Account(account(account_number), region.parse().unwrap())
}

/// So many events, however large.
pub(crate) fn first(events: usize) -> Extent {
    Extent { events, ..Extent::ALL }
}

pub(crate) fn page(of: EventsOf, after: Option<EventPlace>, events: usize) -> Read {
    Read::EventPage { of, after, extent: first(events) }
}

/// All events, as the model has them.
pub(crate) async fn agree_on_all(store: &dyn Store, world: &World) {
    agree(store, DIRECTORY, world, &[page(EventsOf::Everybody, None, usize::MAX)]).await;
}

pub(crate) async fn every_field_of_an_event(store: &Arc<dyn Store>) {
    let mut world = World::default();
    let ids = [0, 1, u128::MAX >> 1, u128::MAX - 1, u128::MAX];
    let places = TIMES.into_iter().flat_map(|at| ids.map(|id| place(at, id)));
    let long = "x".repeat(300_000);
    let texts = TEXTS.into_iter().chain([long.as_str()]).cycle();
    let accounts = [0, 999_999_999_999, 7].into_iter().cycle();
    for ((place, text), of) in places.zip(texts).zip(accounts) {
        let (account, region) = (account(of), "us-east-1".parse().unwrap());
        let event = Event { account, region, place, document: text.to_owned() };
        let change = [Change::Event(Box::new(event))];
        put(&**store, DIRECTORY, &change).await;
        world.apply(&change);
    }
    agree_on_all(&**store, &world).await;
    for account_number in [0, 999_999_999_999, 7, 8] {
        let all = page(of(account_number, "us-east-1"), None, usize::MAX);
        agree(&**store, &scope(), &world, &[all]).await;
        for after in world.events.keys() {
            let of = of(account_number, "us-east-1");
            agree(&**store, &scope(), &world, &[page(of, Some(*after), 2)]).await;
        }
    }
    for after in world.events.keys() {
        let read = [page(EventsOf::Everybody, Some(*after), 2)];
        agree(&**store, DIRECTORY, &world, &read).await;
    }
}

pub(crate) async fn events_come_in_both_orders(store: &Arc<dyn Store>) {
    let mut world = World::default();
    let mut random = Random(Random::seed());
    // No name of a Region is taken for the beginning of another.
    let regions = ["a", "aa", "a-", "b"];
    for at in (0..120).rev().chain(200..320) {
        let at = at ^ 5;
        let id = u128::from(random.next()) << 64;
        let change = [event(random.below(3), random.one_of(&regions), place(at, id))];
        put(&**store, DIRECTORY, &change).await;
        world.apply(&change);
    }
    let after = [-1, 0, 57, 119, 150, 319, 320].map(|at| Some(place(at, 1 << 100)));
    let lists = regions.into_iter().flat_map(|region| [0, 2, 3].map(|number| of(number, region)));
    for list in lists.chain([EventsOf::Everybody]) {
        for after in after.into_iter().chain([None]) {
            for limit in [0, 1, 7, usize::MAX] {
                agree(&**store, DIRECTORY, &world, &[page(list.clone(), after, limit)]).await;
            }
        }
    }
}

pub(crate) async fn events_of_one_moment_come_by_id(store: &Arc<dyn Store>) {
    let mut world = World::default();
    // The bytes of ids are in the order of the numbers, the highest first.
    let ids = [0, 1, 255, 256, 1 << 64, (1 << 64) - 1, u128::MAX, 1 << 127, (1 << 127) - 1];
    for (id, at) in ids.into_iter().flat_map(|id| [5, 4, 6].map(|at| (id, at))) {
        let change = [event(1, "a", place(at, id))];
        put(&**store, DIRECTORY, &change).await;
        world.apply(&change);
    }
    for id in ids {
        for read in [EventsOf::Everybody, of(1, "a")] {
            let after = Some(place(5, id));
            agree(&**store, DIRECTORY, &world, &[page(read, after, usize::MAX)]).await;
        }
    }
}

pub(crate) async fn no_page_of_events_skips_or_repeats(store: &Arc<dyn Store>) {
    let there: Vec<_> = (100..200).map(|at| place(at / 4 * 4, at.unsigned_abs().into())).collect();
    let all: Vec<_> = there.iter().map(|place| event(1, "a", *place)).collect();
    put(&**store, DIRECTORY, &all).await;
    let mut added = 1_000_u128;
    for list in [of(1, "a"), EventsOf::Everybody] {
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let loaded = load(&**store, DIRECTORY, &[page(list.clone(), after, 7)]).await;
            assert!(loaded.seen.is_empty());
            let Some(last) = loaded.view.event_page.last().map(|event| event.place) else { break };
            listed.extend(loaded.view.event_page.iter().map(|event| event.place));
            after = Some(last);
            // Others are added: now, beside the last one, long ago, and to another list.
            for (of, region, at) in
                [(1, "a", 500), (1, "a", last.at.0), (1, "a", 0), (2, "a", last.at.0), (1, "b", 0)]
            {
                added += 1;
                // Where it would come before those that were listed.
                let id = if list == EventsOf::Everybody { 0 } else { u128::MAX / 2 } + added;
                let at = if list == EventsOf::Everybody { at.min(last.at.0) } else { at };
                put(&**store, DIRECTORY, &[event(of, region, place(at, id))]).await;
                if listed.len() > 400 {
                    panic!("the list has no end: {listed:?}");
                }
            }
        }
        let ordered = |two: &[EventPlace]| match list {
            EventsOf::Everybody => two[0] < two[1],
            EventsOf::Account(..) => two[0] > two[1],
        };
        assert!(listed.windows(2).all(ordered), "{listed:?}");
        assert!(there.iter().all(|place| listed.contains(place)), "{listed:?}");
    }
}

pub(crate) async fn a_page_of_events_ends_by_number_or_by_bytes(store: &Arc<dyn Store>) {
    let mut world = World::default();
    for (at, size) in (0..).zip([10, 0, 5, 5, 30, 1, 0]) {
        // As many bytes, but fewer characters.
        let document = if size % 2 == 0 { "é".repeat(size / 2) } else { "x".repeat(size) };
        let (account, region) = (account(1), "a".parse().unwrap());
        let event = Event { account, region, place: place(at, 1), document };
        let change = [Change::Event(Box::new(event))];
        put(&**store, DIRECTORY, &change).await;
        world.apply(&change);
    }
    let other = [event(2, "a", place(3, 2)), event(1, "b", place(2, 0))];
    put(&**store, DIRECTORY, &other).await;
    world.apply(&other);
    // How much is wanted of the account's own, how many there are, and whether there are more.
    for (events, bytes, there, more) in [
        (7, usize::MAX, 7, false),
        (8, 51, 7, false),
        (6, usize::MAX, 6, true),
        (7, 42, 7, false),
        (7, 41, 5, true),
        (7, 36, 4, true),
        (7, 35, 4, true),
        (7, 31, 3, true),
        (7, 2, 3, true),
        (7, 1, 2, true),
        (7, 0, 1, true),
        (1, 0, 1, true),
        (0, 0, 0, true),
        (0, usize::MAX, 0, true),
    ] {
        let read =
            Read::EventPage { of: of(1, "a"), after: None, extent: Extent { events, bytes } };
        let view = load(&**store, DIRECTORY, &[read]).await.view;
        let found = (view.event_page.len(), view.more_events);
        assert_eq!(found, (there, more), "{events} events, {bytes} bytes");
    }
    let after = world.events.keys().copied().map(Some).chain([None]);
    for after in after.collect::<Vec<_>>() {
        for list in [of(1, "a"), of(1, "b"), of(3, "a"), EventsOf::Everybody] {
            for (events, bytes) in (0..9).flat_map(|e| [0, 1, 5, 11, 40, 99].map(|b| (e, b))) {
                let extent = Extent { events, bytes };
                let read = Read::EventPage { of: list.clone(), after, extent };
                agree(&**store, DIRECTORY, &world, &[read]).await;
            }
        }
    }
}

pub(crate) async fn an_event_is_there_if_its_change_is(store: &Arc<dyn Store>) {
    let standing = |turn| Change::Standing(account(1), Some(numbered(turn)));
    let told = |turn| event(1, "a", place(turn, 1));
    let mut world = World::default();
    let stale = seen(&**store, &scope(), &[standing(1)]).await;
    let both = [standing(1), told(1)];
    try_put(&**store, &scope(), stale.clone(), &both).await.unwrap();
    world.apply(&both);
    // In the part of the change or in one of its own, before it or after it.
    let lost = part(&scope(), stale, &[standing(2)]);
    let alone = part(DIRECTORY, Vec::new(), &[told(2)]);
    let mut together = lost.clone();
    together.changes.insert(0, told(2));
    let commits = [vec![together], vec![lost.clone(), alone.clone()], vec![alone, lost]];
    for parts in commits {
        assert_conflict(store.commit(Commit { parts }).await);
        agree_on_all(&**store, &world).await;
    }
    agree(&**store, &scope(), &world, &[Read::Standing(account(1))]).await;
}

pub(crate) async fn an_event_alone_is_kept(store: &Arc<dyn Store>) {
    let mut world = World::default();
    for (at, scope) in (0..).zip([None, Some(&scope())]) {
        let change = [event(1, "a", place(at, 1)), event(2, "b", place(at, 2))];
        try_put(&**store, scope, Vec::new(), &change).await.unwrap();
        world.apply(&change);
        agree_on_all(&**store, &world).await;
    }
}

pub(crate) async fn an_event_takes_no_place_of_another(store: &Arc<dyn Store>) {
    let first = [event(1, "a", place(5, 5))];
    put(&**store, DIRECTORY, &first).await;
    let mut world = World::default();
    world.apply(&first);
    let standing = Change::Standing(account(1), Some(numbered(1)));
    for other in [event(1, "a", place(5, 5)), event(2, "b", place(5, 5))] {
        let changes = [standing.clone(), other];
        let seen = seen(&**store, &scope(), &changes).await;
        assert_conflict(try_put(&**store, &scope(), seen, &changes).await);
    }
    agree_on_all(&**store, &world).await;
    agree(&**store, &scope(), &world, &[Read::Standing(account(1))]).await;
    // Only both together are its place.
    for beside in [event(1, "a", place(5, 6)), event(1, "a", place(6, 5))] {
        put(&**store, DIRECTORY, std::slice::from_ref(&beside)).await;
        world.apply(&[beside]);
    }
    agree_on_all(&**store, &world).await;
}

pub(crate) async fn no_reader_sees_an_event_without_its_change(store: &Arc<dyn Store>) {
    let stop = Arc::new(AtomicBool::new(false));
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (store, stop) = (Arc::clone(store), Arc::clone(&stop));
        readers.spawn(async move {
            let newest = page(of(1, "a"), None, 1);
            let reads = [newest.clone(), Read::Standing(account(1))];
            let backwards = [Read::Standing(account(1)), newest];
            while !stop.load(Ordering::Relaxed) {
                for reads in [&reads, &backwards] {
                    let loaded = store.load(Some(&scope()), reads).await.unwrap();
                    let newest = loaded.view.event_page.first().map(|event| event.place);
                    let turn = number(&loaded, account(1));
                    let expected = Some(EventPlace {
                        at: Timestamp(turn.cast_signed()),
                        id: EventId(turn.into()),
                    });
                    assert_eq!(newest, expected.filter(|_| turn > 0));
                }
                tokio::task::yield_now().await;
            }
        });
    }
    for turn in 1..=150_i64 {
        let told = event(1, "a", place(turn, turn.unsigned_abs().into()));
        let standing = Change::Standing(account(1), Some(numbered(turn.unsigned_abs())));
        put(&**store, &scope(), &[told, standing]).await;
    }
    stop.store(true, Ordering::Relaxed);
    while let Some(reader) = readers.join_next().await {
        reader.unwrap();
    }
}
