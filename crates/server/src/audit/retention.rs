//! How long the trail is kept.

use std::time::{Duration, Instant};

use accede_membership::Timestamp;
use accede_store::StoreError;

use crate::engine::Engine;
use crate::{clock, log};

/// How often what is too old is looked for.
const PERIOD: Duration = Duration::from_secs(3600);

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How far the wall clock may be ahead of what is known, before it is not believed: summer time, a leap second, a
/// machine that slept for the night.
const TOLERANCE: i64 = DAY;

/// Forgets what is older than so many days, now and every hour, until it is dropped; nothing if there are none.
pub(crate) async fn keep(engine: &Engine, days: u32) {
    if days == 0 {
        return std::future::pending().await;
    }
    let mut reckoning = None;
    let mut hours = tokio::time::interval(PERIOD);
    loop {
        hours.tick().await;
        if let Err(fault) = forget(engine, days, &mut reckoning).await {
            log::fault(&format!("what is too old could not be forgotten: {fault}"));
        }
    }
}

async fn forget(
    engine: &Engine,
    days: u32,
    reckoning: &mut Option<Reckoning>,
) -> Result<(), StoreError> {
    let wall = clock::now();
    let reckoning = match reckoning {
        Some(known) => known,
        None => {
            let since = clock::instant();
            let newest = newest(engine, wall).await?;
            reckoning.insert(Reckoning { from: newest, since, has_warned: false })
        }
    };
    let passed = i64::try_from(clock::micros_since(reckoning.since) / 1000).unwrap_or(i64::MAX);
    let now = reckoning.now(wall, passed);
    engine.forget(Timestamp(now.0.saturating_sub(i64::from(days) * DAY))).await
}

/// What time it is at most, whatever the wall clock says: one jump of it must not erase the trail.
///
/// It starts at the newest event that is there at the start, and goes no faster than the monotonic clock. So a wrong
/// clock costs at most a day of the trail, even one that is wrong from the start; and after a pause of a server,
/// or of its whole machine, events are kept for as long again until the next start.
struct Reckoning {
    from: Timestamp,
    since: Instant,
    has_warned: bool,
}

impl Reckoning {
    /// The time by which events are old, so many milliseconds after the start.
    fn now(&mut self, wall: Timestamp, passed: i64) -> Timestamp {
        let most = self.from.0.saturating_add(passed).saturating_add(TOLERANCE);
        if wall.0 > most && !self.has_warned {
            self.has_warned = true;
            log::notice(
                "the clock is more than a day ahead of the newest event and of the time that has passed since: \
                 until the next start, old events are forgotten by that time, not by the clock",
            );
        }
        Timestamp(wall.0.min(most))
    }
}

/// When the newest event was, to the hour; now if there is none, or if one is dated later.
async fn newest(engine: &Engine, now: Timestamp) -> Result<Timestamp, StoreError> {
    if !engine.has_events_since(Timestamp(i64::MIN)).await? {
        return Ok(now);
    }
    // There is one since `early`, and none since `late` that counts.
    let (mut early, mut late) = (0, now.0.max(0));
    while late - early > HOUR {
        let middle = early + (late - early) / 2;
        if engine.has_events_since(Timestamp(middle)).await? {
            early = middle;
        } else {
            late = middle;
        }
    }
    Ok(Timestamp(early))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use accede_membership::access::{AccessCommand, AccessReply, EventsOf};
    use accede_membership::{AccountId, Event, EventId, EventPlace, Extent, Quotas, Region};
    use accede_store::MemoryStore;

    use super::*;

    /// The ids of the events that are left of these, each with the time that it is from now.
    fn left(events: &[(u128, i64)], days: u32) -> Vec<u128> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let engine = Engine::new(Arc::new(MemoryStore::new([7; 32])), Quotas::default());
        let left = runtime.block_on(async {
            let now = clock::now().0;
            for (id, from_now) in events {
                let place = EventPlace { at: Timestamp(now + from_now), id: EventId(*id) };
                let (account, region) = (AccountId::MAX, Region::home());
                let event = Event { account, region, place, document: "{}".to_owned() };
                engine.record(vec![event]).await.unwrap();
            }
            let soon = Duration::from_millis(100);
            tokio::time::timeout(soon, keep(&engine, days)).await.unwrap_err();
            let of = EventsOf::Everybody;
            let command = AccessCommand::ListEvents { of, after: None, extent: Extent::ALL };
            engine.execute_access(&command).await.unwrap()
        });
        let AccessReply::Events(events, false) = left else { panic!("{left:?}") };
        events.iter().map(|event| event.place.id.0).collect()
    }

    #[test]
    fn what_is_older_than_so_many_days_is_forgotten_at_once() {
        assert_eq!(left(&[(1, -3 * DAY), (2, 60_000 - 2 * DAY), (3, 0)], 2), [2, 3]);
        assert_eq!(left(&[(1, -3 * DAY), (2, 60_000 - 2 * DAY), (3, 0)], 0), [1, 2, 3]);
    }

    #[test]
    fn a_clock_that_is_wrong_at_the_start_erases_no_trail() {
        let year = -365 * DAY;
        // All of it is old, but most of it is not older than the newest by so many days.
        assert_eq!(left(&[(1, year - 91 * DAY), (2, year - 88 * DAY), (3, year)], 90), [2, 3]);
        assert_eq!(left(&[(1, year)], 1), [1]);
        // What is dated later, by a clock that was wrong, is no reason to forget more.
        assert_eq!(left(&[(1, -100 * DAY), (2, 0), (3, 700 * DAY)], 90), [2, 3]);
        assert_eq!(left(&[(1, -30_000 * DAY)], 1), Vec::<u128>::new());
    }

    #[test]
    fn a_jump_of_the_clock_moves_the_time_by_a_day_at_most() {
        let mut reckoning =
            Reckoning { from: Timestamp(10 * DAY), since: clock::instant(), has_warned: false };
        let mut now = |wall, passed| {
            let Timestamp(now) = reckoning.now(Timestamp(wall), passed);
            (now, reckoning.has_warned)
        };
        assert_eq!(now(10 * DAY + HOUR, HOUR), (10 * DAY + HOUR, false));
        assert_eq!(now(11 * DAY + 2 * HOUR, 2 * HOUR), (11 * DAY + 2 * HOUR, false));
        assert_eq!(
            now(9 * DAY, 2 * HOUR),
            (9 * DAY, false),
            "a clock that was put back is believed"
        );
        assert_eq!(now(500 * DAY, 3 * HOUR), (11 * DAY + 3 * HOUR, true));
        assert_eq!(now(i64::MAX, 4 * HOUR), (11 * DAY + 4 * HOUR, true));
        assert_eq!(now(10 * DAY + 5 * HOUR, 5 * HOUR), (10 * DAY + 5 * HOUR, true));
    }
}
