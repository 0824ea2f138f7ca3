//! The only place that reads a clock.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use accede_membership::Timestamp;

/// The time of day. Before 1970 and far in the future it is the nearest time that can be written.
#[allow(clippy::disallowed_methods, reason = "this is the binary's clock")]
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A point to measure from.
#[allow(clippy::disallowed_methods, reason = "this is the binary's clock")]
pub(crate) fn instant() -> Instant {
    Instant::now()
}

/// The microseconds since a point.
#[allow(clippy::disallowed_methods, reason = "this is the binary's clock")]
pub(crate) fn micros_since(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX)
}
