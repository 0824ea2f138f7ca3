//! Events are forgotten by their age, and nothing else is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accede_membership::access::EventsOf;
use accede_membership::{Change, Timestamp, World};
use accede_store::Store;

use super::entries::{event, one_of_each, place};
use super::events::{agree_on_all, of, page};
use super::make::{DIRECTORY, account, agree, invited, numbered, pair, put, reads_of, scope, seen};

/// Forgets in the model.
fn forget(world: &mut World, before: i64) {
    world.events = world.events.split_off(&place(before, 0));
}

pub(crate) async fn what_is_older_is_forgotten_and_nothing_else(store: &Arc<dyn Store>) {
    let mut changes = vec![Change::Standing(account(1), Some(numbered(1))), invited(pair(1, 2))];
    changes.extend(one_of_each(1));
    let times = [i64::MIN, -7, 0, 1, 2, 3, i64::MAX];
    let of_time =
        |at| [(2, 0), (1, 1), (2, u128::MAX)].map(|(of, id)| event(of, "a", place(at, id)));
    changes.extend(times.into_iter().flat_map(of_time));
    put(&**store, &scope(), &changes).await;
    let mut world = World::default();
    world.apply(&changes);
    let versions = seen(&**store, &scope(), &changes).await;
    for before in [i64::MIN, i64::MIN + 1, -7, -6, 2, 2, 0, 3, i64::MAX] {
        store.forget(Timestamp(before)).await.unwrap();
        forget(&mut world, before);
        agree_on_all(&**store, &world).await;
        let lists = [1, 2].map(|number| page(of(number, "a"), None, usize::MAX));
        agree(&**store, DIRECTORY, &world, &lists[..1]).await;
        agree(&**store, DIRECTORY, &world, &lists[1..]).await;
    }
    assert_eq!(world.events.len(), 3);
    agree(&**store, &scope(), &world, &reads_of(&changes)).await;
    assert_eq!(seen(&**store, &scope(), &changes).await, versions);
    // What is forgotten makes room.
    let again = [event(3, "b", place(0, 0))];
    put(&**store, DIRECTORY, &again).await;
    world.apply(&again);
    agree_on_all(&**store, &world).await;
}

pub(crate) async fn commits_go_on_while_many_are_forgotten(store: &Arc<dyn Store>) {
    let mut world = World::default();
    for number in 0..7_u32 {
        let many = (0..500).map(|id| event(1, "a", place(number.into(), id)));
        let many: Vec<_> = many.collect();
        put(&**store, DIRECTORY, &many).await;
        world.apply(&many);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let writer = {
        let (store, stop) = (Arc::clone(store), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut added = Vec::new();
            while added.len() < 20 || !stop.load(Ordering::Relaxed) && added.len() < 2_000 {
                // Some are as old as those that are forgotten, and may be forgotten with them.
                let turn = added.len() as u64;
                let at = if turn.is_multiple_of(2) { 100 } else { 0 };
                let told = event(2, "a", place(at, (1_000 + turn).into()));
                let standing = Change::Standing(account(1), Some(numbered(turn)));
                put(&*store, &scope(), &[standing, told.clone()]).await;
                added.push(told);
            }
            added
        })
    };
    store.forget(Timestamp(6)).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    world.apply(&writer.await.unwrap());
    store.forget(Timestamp(6)).await.unwrap();
    forget(&mut world, 6);
    assert!(world.events.len() >= 510);
    agree_on_all(&**store, &world).await;
    agree(&**store, DIRECTORY, &world, &[page(EventsOf::Everybody, None, 1)]).await;
}
