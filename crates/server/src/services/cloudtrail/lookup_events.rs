//! `LookupEvents`: what was recorded of the caller's account in the Region that the request is signed for, the newest
//! first.
//!
//! A request looks at a bounded number of events. If that is all it may look at and there are more, the answer has
//! few events or none, and a token with which the next request goes on from there.

use accede_membership::access::{AccessCommand, AccessReply, EventsOf};
use accede_membership::{Event, EventId, EventPlace, Extent, Timestamp};
use serde::{Deserialize, Serialize};

use super::filter::{Attribute, LookupAttribute, Span};
use super::record::Told;
use super::resources::Resource;
use super::{SERVICE, errors};
use crate::auth::Caller;
use crate::engine::Engine;
use crate::wire::json_1_1::{self, Epoch, Exception};
use crate::wire::page_token::Binding;
use crate::wire::shapes::Object;
use crate::{clock, entropy};

pub(super) const NAME: &str = "LookupEvents";

/// How many events a page has, at most and unless the request says.
const PAGE: usize = 50;
/// How many events a request looks at, and how many bytes of them: none is to keep others waiting.
const LOOKED_AT: usize = 1000;
const BYTES_LOOKED_AT: usize = 4 << 20;
/// A page with records of so many bytes is full: large requests make large records.
const BYTES: usize = 1 << 20;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    lookup_attributes: Option<Vec<Object<LookupAttribute>>>,
    start_time: Option<f64>,
    end_time: Option<f64>,
    event_category: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

/// What a request asks for.
#[derive(Debug)]
struct Query {
    wanted: Option<Attribute>,
    span: Span,
    /// Events of Insights instead, of which there are none.
    insights: bool,
    limit: usize,
    next_token: Option<String>,
}

impl Query {
    fn read(body: &[u8]) -> Result<Query, Exception> {
        let request: Request = json_1_1::read(body)?;
        let wanted = Attribute::of(request.lookup_attributes)?;
        let insights = match request.event_category.as_deref() {
            None => false,
            Some("insight") => true,
            Some(_) => return Err(errors::event_category()),
        };
        if insights && wanted.as_ref().is_some_and(|wanted| !wanted.is_of_insights()) {
            return Err(errors::attributes(
                "Insights events cannot be looked up by this attribute.",
            ));
        }
        let span = Span::of(request.start_time, request.end_time)?;
        let limit = match request.max_results.map(usize::try_from) {
            None => PAGE,
            Some(Ok(number @ 1..=PAGE)) => number,
            Some(_) => return Err(errors::max_results()),
        };
        Ok(Query { wanted, span, insights, limit, next_token: request.next_token })
    }

    /// The list that a page token is for: the attribute's value, which may be any text, comes last.
    fn list(&self) -> String {
        let Span { from, until } = self.span;
        let wanted = self.wanted.as_ref().map(Attribute::text).unwrap_or_default();
        format!("{NAME}\n{}\n{}\n{}\n{wanted}", from.0, until.0, self.insights)
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    events: Vec<Shown<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// `Event`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Shown<'a> {
    event_id: &'a str,
    event_name: &'a str,
    read_only: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_key_id: Option<&'a str>,
    event_time: Epoch,
    event_source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    resources: Vec<Resource<'a>>,
    cloud_trail_event: &'a str,
}

impl<'a> Shown<'a> {
    fn of((event, told): &'a (Event, Told)) -> Shown<'a> {
        let seconds = event.place.at.0.div_euclid(1000);
        Shown {
            event_id: &told.event_id,
            event_name: &told.event_name,
            read_only: told.read_only(),
            access_key_id: told.access_key_id(),
            event_time: Epoch(Timestamp(seconds * 1000)),
            event_source: &told.event_source,
            username: told.username(),
            resources: told.resources().collect(),
            cloud_trail_event: &event.document,
        }
    }
}

/// The output, as JSON text.
pub(super) async fn run(
    engine: &Engine,
    caller: &Caller,
    body: &[u8],
) -> Result<Vec<u8>, Exception> {
    let query = Query::read(body)?;
    let list = query.list();
    let (account, region) = (caller.account, caller.region.as_str());
    let binding = Binding { service: SERVICE, region, account, operation: &list };
    let after: Option<EventPlace> = match &query.next_token {
        None => None,
        Some(token) => Some(engine.tokens().open(binding, token).ok_or_else(errors::next_token)?),
    };
    let mut look = Look::new(&query, after);
    if !query.insights {
        look.up(engine, &EventsOf::Account(account, caller.region.clone())).await?;
    }
    let seal = |place| engine.tokens().seal(binding, &place, entropy::bytes());
    let response = Response {
        events: look.found.iter().map(Shown::of).collect(),
        next_token: look.next.map(seal),
    };
    serde_json::to_vec(&response).map_err(|_| errors::fault())
}

/// A look through the events.
struct Look<'a> {
    wanted: Option<&'a Attribute>,
    span: Span,
    limit: usize,
    /// The last event that was looked at, or the end of the span.
    after: Option<EventPlace>,
    looked_at: usize,
    bytes_looked_at: usize,
    found: Vec<(Event, Told)>,
    bytes: usize,
    /// Where the next request goes on.
    next: Option<EventPlace>,
}

impl<'a> Look<'a> {
    fn new(query: &'a Query, after: Option<EventPlace>) -> Look<'a> {
        let wanted = query.wanted.as_ref();
        let span = query.span.narrowed(clock::now(), wanted);
        let end = EventPlace { at: span.until, id: EventId(0) };
        let after = Some(after.map_or(end, |after| after.min(end)));
        let (limit, found) = (query.limit, Vec::new());
        let (looked_at, bytes_looked_at, bytes) = (0, 0, 0);
        Look { wanted, span, limit, after, looked_at, bytes_looked_at, found, bytes, next: None }
    }

    /// Looks until the page is full or there is nothing left to look at.
    async fn up(&mut self, engine: &Engine, of: &EventsOf) -> Result<(), Exception> {
        loop {
            let events = if self.wanted.is_some() { PAGE } else { self.limit };
            let extent = Extent { events, bytes: BYTES };
            let command = AccessCommand::ListEvents { of: of.clone(), after: self.after, extent };
            let Ok(AccessReply::Events(events, more)) = engine.execute_access(&command).await
            else {
                return Err(errors::fault());
            };
            let last = events.last().map(|event| event.place);
            for event in events {
                if event.place.at < self.span.from {
                    return Ok(());
                }
                let place = event.place;
                self.consider(event);
                if self.is_over() {
                    self.next = Some(place).filter(|place| more || Some(*place) != last);
                    return Ok(());
                }
            }
            if !more {
                return Ok(());
            }
            self.after = last;
        }
    }

    fn consider(&mut self, event: Event) {
        let told = Told::of(&event.document);
        self.looked_at += 1;
        self.bytes_looked_at += event.document.len();
        if self.wanted.is_none_or(|wanted| wanted.fits(&told)) {
            self.bytes += event.document.len();
            self.found.push((event, told));
        }
    }

    fn is_over(&self) -> bool {
        let is_full = self.found.len() >= self.limit || self.bytes >= BYTES;
        is_full || self.looked_at >= LOOKED_AT || self.bytes_looked_at >= BYTES_LOOKED_AT
    }
}
