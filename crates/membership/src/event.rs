//! What is recorded of what was done.

use std::fmt;

use crate::{AccountId, Region, Timestamp};

/// The id of an event: 128 bits, written as a UUID. No two events have the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u128);

impl EventId {
    /// The id that is written so: 32 lower-case hex digits in the five groups of a UUID.
    #[must_use]
    pub fn parse(text: &str) -> Option<EventId> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let id = EventId(u128::from_str_radix(&digits, 16).ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let EventId(id) = self;
        let part = |shift: u32, bits: u32| (id >> shift) & ((1 << bits) - 1);
        let (a, b, c) = (part(96, 32), part(80, 16), part(64, 16));
        write!(f, "{a:08x}-{b:04x}-{c:04x}-{:04x}-{:012x}", part(48, 16), part(0, 48))
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The place of an event among others: by time, and by id where times are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventPlace {
    /// When it happened.
    pub at: Timestamp,
    /// Its id.
    pub id: EventId,
}

/// A record of something that an account did, or tried to do, in a Region. It is added in the same step as what
/// it tells of, and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Whose it is.
    pub account: AccountId,
    /// Where it happened.
    pub region: Region,
    /// When, and its id.
    pub place: EventPlace,
    /// The record itself, as JSON. Neither the rules nor a store look into it.
    pub document: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid() {
        let id = EventId(0x0123_4567_89ab_4def_8123_4567_89ab_cdef);
        let text = "01234567-89ab-4def-8123-456789abcdef";
        assert_eq!((id.to_string().as_str(), EventId::parse(text)), (text, Some(id)));
        for other in ["", "0123456789ab4def8123456789abcdef", &text.to_uppercase(), &text[1..]] {
            assert_eq!(EventId::parse(other), None, "{other}");
        }
    }
}
