//! What the trail has of what the operator asks: everything that changes something in an account, or was refused to.
//!
//! An order names the service that has such an operation, or would have it: AWS Organizations for accounts, Account
//! Management for their Regions, IAM for keys and roles.

use accede_membership::{AccountId, Timestamp};
use serde_json::Value;

use super::answer::Answer;
use super::request::Request;
use crate::audit::{self, Order, Outcome};
use crate::engine::Conclusion;

/// Of a request that is about an account; none if it only reads.
pub(super) fn of_account(request: &Request, account: AccountId) -> Option<Order> {
    let (source, operation) = match request {
        Request::Initialize { .. } => ("organizations", "CreateAccount"),
        Request::CreateAccount { .. }
        | Request::SuspendAccount { .. }
        | Request::ReinstateAccount { .. }
        | Request::CloseAccount { .. } => ("organizations", request.operation()),
        Request::DisableRegion { .. } | Request::EnableRegion { .. } => {
            ("account", request.operation())
        }
        _ => return None,
    };
    let mut parameters = audit::of_json(&serde_json::to_vec(request).unwrap_or_default());
    if let Value::Object(members) = &mut parameters {
        members.remove("operation");
    }
    Some(Order { account, source, operation, parameters })
}

/// Of an operation of IAM.
pub(super) fn of_iam(operation: &'static str, account: AccountId, parameters: Value) -> Order {
    Order { account, source: "iam", operation, parameters }
}

/// The outcome, and its record if there is an order. `told` is what the record has of success; `worded` how it words
/// a refusal, and there is no record of one that it does not word.
pub(super) fn conclude<P, R: Copy>(
    order: Option<&Order>,
    now: Timestamp,
    outcome: Result<P, R>,
    told: impl FnOnce(&P) -> Value,
    worded: impl FnOnce(R) -> Option<Answer>,
) -> Conclusion<Result<P, R>> {
    let record = order.and_then(|order| match &outcome {
        Ok(reply) => Some(order.record(now, Outcome::Done(&told(reply)))),
        Err(refusal) => match worded(*refusal)? {
            Answer::Error(problem) => {
                let (code, message) = (&problem.code, &problem.message);
                Some(order.record(now, Outcome::Refused { code, message }))
            }
            _ => None,
        },
    });
    Conclusion { answer: outcome, record, stands: true }
}
