//! Pages of the trail: whose, from when, until when, and how much.

use std::sync::Arc;

use accede_membership::{Quotas, Region};
use accede_store::MemoryStore;

use super::*;
use crate::control::Moment;

fn with<T>(events: &[(i64, u64, usize)], test: impl AsyncFnOnce(&Engine) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let engine = Engine::new(Arc::new(MemoryStore::new([7; 32])), Quotas::default());
    runtime.block_on(async {
        for (number, (at, account, size)) in events.iter().enumerate() {
            let account = accede_membership::AccountId::new(*account).unwrap();
            let place = EventPlace { at: Timestamp(*at), id: EventId(number as u128) };
            let document = format!("{number}{}", " ".repeat(*size));
            let event = Event { account, region: Region::home(), place, document };
            engine.record(vec![event]).await.unwrap();
        }
        test(&engine).await
    })
}

/// The numbers of the events on each page, from the first to the last.
async fn pages(engine: &Engine, mut wanted: Wanted) -> Vec<Vec<usize>> {
    let mut pages = Vec::new();
    loop {
        let Answer::Events(page) = page(engine, &wanted).await else { panic!("no page") };
        let number = |record: &String| record.trim().parse().unwrap();
        pages.push(page.records.iter().map(number).collect());
        let Some(next) = page.next else { return pages };
        wanted.after = Some(next);
    }
}

fn moment(millis: i64) -> Option<Moment> {
    Some(Moment(Timestamp(millis)))
}

#[test]
fn a_page_has_what_is_wanted_the_oldest_first() {
    let events = [(10, 1, 0), (20, 2, 0), (20, 1, 0), (30, 1, 0), (40, 2, 0)];
    with(&events, async |engine| {
        let one = accede_membership::AccountId::new(1);
        for (wanted, expected) in [
            (Wanted::default(), &[0, 1, 2, 3, 4][..]),
            (Wanted { since: moment(20), ..Wanted::default() }, &[1, 2, 3, 4]),
            (Wanted { until: moment(20), ..Wanted::default() }, &[0]),
            (Wanted { since: moment(20), until: moment(30), ..Wanted::default() }, &[1, 2]),
            (Wanted { account: one, ..Wanted::default() }, &[0, 2, 3]),
            (Wanted { account: one, since: moment(21), ..Wanted::default() }, &[3]),
            (Wanted { since: moment(41), ..Wanted::default() }, &[]),
            (Wanted { since: moment(i64::MIN), ..Wanted::default() }, &[0, 1, 2, 3, 4]),
        ] {
            assert_eq!(pages(engine, wanted.clone()).await.concat(), expected, "{wanted:?}");
        }
    });
}

#[test]
fn a_page_ends_after_so_many_bytes_or_so_many_events() {
    let large = [(1, 1, BYTES), (2, 1, 0), (3, 1, BYTES / 2), (4, 1, BYTES / 2), (5, 1, 0)];
    with(&large, async |engine| {
        let whole = Wanted::default();
        assert_eq!(pages(engine, whole).await, [vec![0], vec![1, 2, 3], vec![4]]);
    });
    let many: Vec<_> = (0..4100).map(|at| (at, 1 + u64::from(at == 4050), 0)).collect();
    with(&many, async |engine| {
        let two = accede_membership::AccountId::new(2);
        let wanted = Wanted { account: two, ..Wanted::default() };
        assert_eq!(pages(engine, wanted).await, [vec![], vec![], vec![4050]]);
    });
}
