//! The trail: what was done, by whom, from where and with what outcome, in the shape of AWS CloudTrail's records
//! (event version 1.11).
//!
//! A record is made when a command has been decided, and is stored in the same commit as what it tells of. What
//! changes something is recorded, and what was refused to; so is the handing out of credentials. What only reads
//! is not.

mod identity;
mod operator;
mod parameters;
mod retention;
#[cfg(test)]
mod tests;

use accede_membership::{AccountId, Event, EventId, EventPlace, Region, Timestamp};
use http::header::{HOST, USER_AGENT};
use serde::Serialize;
use serde_json::Value;

use crate::auth::Caller;
use crate::entropy;
use crate::front::{Incoming, Secured};
use crate::wire::timestamp;
use identity::{ForeignIdentity, UserIdentity};
pub(crate) use operator::Order;
pub(crate) use parameters::{of_answer, of_form, of_json, of_rest};
pub(crate) use retention::keep;

/// Something that an account asks for, and that leaves a record.
#[derive(Debug, Clone)]
pub(crate) struct Deed<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) request: &'a Incoming,
    /// The name that requests to the service are signed with.
    pub(crate) source: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) read_only: bool,
    /// What the client asked for, without secrets.
    pub(crate) parameters: Value,
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outcome<'a> {
    /// It was done; with what was answered, without secrets.
    Done(&'a Value),
    /// It was refused.
    Refused { code: &'a str, message: &'a str },
}

/// A record as it is stored: `eventVersion` and what follows, in CloudTrail's order.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a, I> {
    event_version: &'static str,
    user_identity: I,
    event_time: String,
    event_source: &'a str,
    event_name: &'a str,
    aws_region: &'a str,
    #[serde(rename = "sourceIPAddress")]
    source_ip_address: String,
    user_agent: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
    request_parameters: &'a Value,
    response_elements: &'a Value,
    #[serde(rename = "requestID", skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(rename = "eventID")]
    event_id: String,
    read_only: bool,
    event_type: &'static str,
    management_event: bool,
    recipient_account_id: String,
    event_category: &'static str,
    /// The same in the records of one act in two accounts' trails.
    #[serde(rename = "sharedEventID", skip_serializing_if = "Option::is_none")]
    shared_event_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_details: Option<TlsDetails<'a>>,
}

/// How a request was secured on its way. Absent where it was not.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TlsDetails<'a> {
    tls_version: &'static str,
    cipher_suite: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_provided_host_header: Option<&'a str>,
}

/// Who did something, and where it came from.
struct Origin<'a, I> {
    identity: I,
    account: AccountId,
    region: &'a Region,
    address: String,
    agent: &'a str,
    request_id: Option<&'a str>,
    event_type: &'static str,
    tls: Option<TlsDetails<'a>>,
}

/// What was done.
struct Act<'a> {
    source: &'a str,
    name: &'a str,
    read_only: bool,
    parameters: &'a Value,
    outcome: Outcome<'a>,
    shared: Option<EventId>,
}

/// The record of it, if it comes to be at `now`.
fn event<I: Serialize>(now: Timestamp, origin: Origin<'_, I>, act: &Act<'_>) -> Box<Event> {
    let Origin { account, region, .. } = origin;
    let place = EventPlace { at: now, id: EventId(entropy::ordered_uuid(now)) };
    let (error, response) = match act.outcome {
        Outcome::Done(response) => (None, response),
        Outcome::Refused { code, message } => (Some((code, message)), &Value::Null),
    };
    let record = Record {
        event_version: "1.11",
        user_identity: origin.identity,
        event_time: timestamp::to_the_second(now),
        event_source: act.source,
        event_name: act.name,
        aws_region: region.as_str(),
        source_ip_address: origin.address,
        user_agent: cut(origin.agent),
        error_code: error.map(|(code, _)| code),
        error_message: error.map(|(_, message)| cut(message)),
        request_parameters: act.parameters,
        response_elements: response,
        request_id: origin.request_id,
        event_id: place.id.to_string(),
        read_only: act.read_only,
        event_type: origin.event_type,
        management_event: true,
        recipient_account_id: account.to_string(),
        event_category: "Management",
        shared_event_id: act.shared.map(|id| id.to_string()),
        tls_details: origin.tls,
    };
    // Writing JSON to memory fails only for values that are not JSON, which no record has.
    let document = serde_json::to_string(&record).unwrap_or_default();
    Box::new(Event { account, region: region.clone(), place, document })
}

/// Texts of others' making have 1 KB at most, as in CloudTrail's records.
fn cut(text: &str) -> &str {
    let end = (0..=1 << 10).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

impl<'a> TlsDetails<'a> {
    fn of(request: &'a Incoming) -> Option<TlsDetails<'a>> {
        let Secured { version, suite } = request.tls?;
        let client_provided_host_header = request.header(HOST).map(cut);
        Some(TlsDetails { tls_version: version, cipher_suite: suite, client_provided_host_header })
    }
}

impl Deed<'_> {
    /// The record of it, if it comes to be at `now`.
    pub(crate) fn record(&self, now: Timestamp, outcome: Outcome<'_>) -> Box<Event> {
        let identity = UserIdentity::of(self.caller);
        self.event(now, outcome, (self.caller.account, identity), None)
    }

    /// The records of it in the caller's trail and in that of another account, which learns no more of the caller
    /// than its account and who it is there.
    pub(crate) fn record_in_both(
        &self,
        now: Timestamp,
        outcome: Outcome<'_>,
        other: AccountId,
    ) -> [Event; 2] {
        let shared = Some(EventId(entropy::uuid()));
        let (own, foreign) = (UserIdentity::of(self.caller), ForeignIdentity::of(self.caller));
        [
            *self.event(now, outcome, (self.caller.account, own), shared),
            *self.event(now, outcome, (other, foreign), shared),
        ]
    }

    fn event(
        &self,
        now: Timestamp,
        outcome: Outcome<'_>,
        (account, identity): (AccountId, impl Serialize),
        shared: Option<EventId>,
    ) -> Box<Event> {
        let origin = Origin {
            identity,
            account,
            region: &self.caller.region,
            address: self.request.peer.to_canonical().to_string(),
            agent: self.request.header(USER_AGENT).unwrap_or_default(),
            request_id: Some(&self.request.id),
            event_type: "AwsApiCall",
            tls: TlsDetails::of(self.request),
        };
        let act = Act {
            source: &format!("{}.amazonaws.com", self.source),
            name: self.operation,
            read_only: self.read_only,
            parameters: &self.parameters,
            outcome,
            shared,
        };
        event(now, origin, &act)
    }
}
