//! `accede audit`: the trail of all accounts and Regions, page by page, the oldest event first.

use accede_membership::access::{AccessCommand, AccessReply, EventsOf};
use accede_membership::{Event, EventId, EventPlace, Extent, Timestamp};

use super::answer::{Answer, EventsPage};
use super::request::Wanted;
use super::words::Position;
use crate::engine::Engine;

/// How many events are read at a time.
const AT_A_TIME: usize = 50;
/// How many events a page is looked for in; where most are of other accounts it may have few or none.
const LOOKED_AT: usize = 2000;
/// A page with records of so many bytes is full, and no more are read at a time: large ones have hundreds of
/// kilobytes.
const BYTES: usize = 1 << 20;

/// One page.
pub(super) async fn page(engine: &Engine, wanted: &Wanted) -> Answer {
    let start = wanted.since.map(|since| EventPlace {
        at: Timestamp(since.0.0.saturating_sub(1)),
        id: EventId(u128::MAX),
    });
    let (mut after, mut page) =
        (start.max(wanted.after.map(|Position(place)| place)), Page::default());
    loop {
        let of = EventsOf::Everybody;
        let extent = Extent { events: AT_A_TIME, bytes: BYTES };
        let command = AccessCommand::ListEvents { of, after, extent };
        let Ok(AccessReply::Events(events, more)) = engine.execute_access(&command).await else {
            return Answer::fault();
        };
        for event in events {
            if wanted.until.is_some_and(|until| event.place.at >= until.0) {
                return page.answer(None);
            }
            after = Some(event.place);
            page.add(wanted, event);
            if page.is_full() {
                return page.answer(after);
            }
        }
        if !more {
            return page.answer(None);
        }
    }
}

#[cfg(test)]
mod tests;

/// A page that is being filled.
#[derive(Debug, Default)]
struct Page {
    records: Vec<String>,
    looked_at: usize,
    bytes: usize,
}

impl Page {
    fn add(&mut self, wanted: &Wanted, event: Event) {
        self.looked_at += 1;
        if wanted.account.is_none_or(|account| account == event.account) {
            self.bytes += event.document.len();
            self.records.push(event.document);
        }
    }

    fn is_full(&self) -> bool {
        self.bytes >= BYTES || self.looked_at >= LOOKED_AT
    }

    fn answer(self, next: Option<EventPlace>) -> Answer {
        Answer::Events(EventsPage { records: self.records, next: next.map(Position) })
    }
}
