//! What CloudTrail answers when it refuses: its exceptions, in sentences that follow its API reference.

use crate::wire::json_1_1::Exception;

/// A fault of ours. The log says more than the client is told.
pub(super) fn fault() -> Exception {
    let message = "The server met an unexpected condition.";
    Exception { status: 500, ..Exception::new("InternalFailure", message) }
}

pub(super) fn body_too_large() -> Exception {
    Exception::new("ValidationException", "The request body is too large.")
}

pub(super) fn attributes(why: &'static str) -> Exception {
    Exception::new("InvalidLookupAttributesException", why)
}

pub(super) fn time_range(why: &'static str) -> Exception {
    Exception::new("InvalidTimeRangeException", why)
}

pub(super) fn max_results() -> Exception {
    let message = "The number of events to return must be from 1 to 50.";
    Exception::new("InvalidMaxResultsException", message)
}

pub(super) fn next_token() -> Exception {
    let message = "The token is not valid, or was given for a request with different parameters.";
    Exception::new("InvalidNextTokenException", message)
}

pub(super) fn event_category() -> Exception {
    let message = "The event category is not valid: it can be insight.";
    Exception::new("InvalidEventCategoryException", message)
}
