//! Events.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included, Unbounded};

use accede_membership::access::EventsOf;
use accede_membership::{AccountId, Change, Event, EventId, EventPlace, Read, Region, Timestamp};

use crate::Loaded;

/// How many events are kept, and how many bytes of documents: a store in memory must not grow for as long as
/// it is used. Beyond that the oldest go.
const EVENTS_MAX: usize = 50_000;
const BYTES_MAX: usize = 64 << 20;

const FIRST: EventPlace = EventPlace { at: Timestamp(i64::MIN), id: EventId(0) };
const LAST: EventPlace = EventPlace { at: Timestamp(i64::MAX), id: EventId(u128::MAX) };

/// What was recorded, by time, and listed by account and Region.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) events: BTreeMap<EventPlace, Event>,
    of: BTreeSet<(AccountId, Region, EventPlace)>,
    bytes: usize,
}

impl Events {
    /// Whether no event among these changes has the place of one that is there.
    pub(super) fn are_new(&self, changes: &[Change]) -> bool {
        changes.iter().all(|change| match change {
            Change::Event(event) => !self.events.contains_key(&event.place),
            _ => true,
        })
    }

    /// Adds an event.
    pub(super) fn add(&mut self, event: Event) {
        self.bytes += event.document.len();
        self.of.insert((event.account, event.region.clone(), event.place));
        self.events.insert(event.place, event);
        while self.events.len() > EVENTS_MAX || self.bytes > BYTES_MAX {
            self.drop_oldest();
        }
    }

    /// Forgets the events before a moment.
    pub(super) fn forget(&mut self, before: Timestamp) {
        while self.events.first_key_value().is_some_and(|(place, _)| place.at < before) {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((place, event)) = self.events.pop_first() {
            self.bytes -= event.document.len();
            self.of.remove(&(event.account, event.region, place));
        }
    }

    /// Answers a read of events; says whether it was one.
    pub(super) fn answer(&self, read: &Read, loaded: &mut Loaded) -> bool {
        let Read::EventPage { of, after, extent } = read else { return false };
        let page = match of {
            EventsOf::Account(account, region) => {
                let place = |place| (*account, region.clone(), place);
                let end = after.map_or(Included(place(LAST)), |after| Excluded(place(after)));
                // Nothing comes before the first place, not even in an empty range.
                let start = Included(place(FIRST));
                let places = self.of.range((start, end)).rev();
                extent.page(places.filter_map(|(.., place)| self.events.get(place)))
            }
            EventsOf::Everybody => {
                let start = after.map_or(Unbounded, Excluded);
                extent.page(self.events.range((start, Unbounded)).map(|(_, event)| event))
            }
        };
        (loaded.view.event_page, loaded.view.more_events) = page;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(number: u64, bytes: usize) -> Event {
        let place = EventPlace { at: Timestamp(7), id: EventId(number.into()) };
        let account = AccountId::new(number % 2).unwrap();
        Event { account, region: "a".parse().unwrap(), place, document: "x".repeat(bytes) }
    }

    /// The numbers of the events that are there, which both lists agree on.
    fn there(events: &Events) -> Vec<u128> {
        let numbers: BTreeSet<_> = events.of.iter().map(|(.., place)| place.id.0).collect();
        let all: Vec<_> = events.events.keys().map(|place| place.id.0).collect();
        assert_eq!(numbers.into_iter().collect::<Vec<_>>(), all);
        all
    }

    #[test]
    fn the_oldest_make_room() {
        let mut events = Events::default();
        for number in 0..EVENTS_MAX as u64 + 3 {
            events.add(event(number, 1));
        }
        let all = there(&events);
        assert_eq!((all.len(), all[0], events.bytes), (EVENTS_MAX, 3, EVENTS_MAX));
        events.add(event(90_000, BYTES_MAX - 10));
        let all = there(&events);
        assert_eq!((all.len(), all[0], events.bytes), (11, 50_003 - 10, BYTES_MAX));
        events.add(event(90_001, BYTES_MAX));
        assert_eq!(there(&events), [90_001]);
        events.forget(Timestamp(7));
        assert_eq!(there(&events), [90_001]);
        events.forget(Timestamp(8));
        assert!(there(&events).is_empty() && events.bytes == 0);
    }
}
