//! Points in time, given to the rules and never read by them.

/// Milliseconds since 1970-01-01T00:00:00Z: the precision of the wire (semantics §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);
