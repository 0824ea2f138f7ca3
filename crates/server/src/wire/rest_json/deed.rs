//! What the trail has of a request to a REST-JSON service.

use super::{Call, Operation};
use crate::audit::{self, Deed};
use crate::auth::Caller;
use crate::front::Incoming;
use crate::wire::router::Endpoint;

/// What is recorded of a request that can change something.
pub(super) fn of<'a>(
    caller: &'a Caller,
    request: &'a Incoming,
    call: &Call<'_>,
    operation: &Operation,
) -> Deed<'a> {
    let Endpoint { name, path, .. } = operation.endpoint;
    Deed {
        caller,
        request,
        source: call.scope.service.signing_name(),
        operation: name,
        read_only: false,
        parameters: audit::of_rest(path, call.parameter, call.query, call.body),
    }
}
