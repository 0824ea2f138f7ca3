//! `LookupEvents` and `accede audit`.

use super::{AccessDecision, answer};
use crate::access::{AccessReply, EventsOf};
use crate::{EventPlace, Extent, Read, View};

pub(super) fn reads(of: &EventsOf, after: Option<EventPlace>, extent: Extent) -> Vec<Read> {
    // Unlike other pages without one more: whatever reads it says itself whether there is more.
    vec![Read::EventPage { of: of.clone(), after, extent }]
}

pub(super) fn list(view: &View) -> AccessDecision {
    answer(AccessReply::Events(view.event_page.clone(), view.more_events))
}
