//! What the operator does with an account by a command: it is in that account's trail, in `us-east-1`, where AWS has
//! what belongs to no Region.

use accede_membership::{AccountId, Event, Region, Timestamp};
use serde::Serialize;
use serde_json::Value;

use super::{Act, Origin, Outcome, event};

/// Something that the operator asks for, and that leaves a record.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// Whom it is about.
    pub(crate) account: AccountId,
    /// The service whose operation it is like, by the name that requests to it are signed with.
    pub(crate) source: &'static str,
    pub(crate) operation: &'static str,
    /// What was asked for, without secrets.
    pub(crate) parameters: Value,
}

/// `userIdentity` of what nobody with credentials asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Operator {
    #[serde(rename = "type")]
    kind: &'static str,
    invoked_by: &'static str,
}

/// Who the operator is, as records name it.
const NAME: &str = "accede";

impl Order {
    /// The record of it, if it comes to be at `now`.
    pub(crate) fn record(&self, now: Timestamp, outcome: Outcome<'_>) -> Box<Event> {
        let origin = Origin {
            identity: Operator { kind: "AWSService", invoked_by: NAME },
            account: self.account,
            region: &Region::home(),
            address: NAME.to_owned(),
            agent: NAME,
            request_id: None,
            event_type: "AwsServiceEvent",
            tls: None,
        };
        let act = Act {
            source: &format!("{}.amazonaws.com", self.source),
            name: self.operation,
            read_only: false,
            parameters: &self.parameters,
            outcome,
            shared: None,
        };
        event(now, origin, &act)
    }
}
