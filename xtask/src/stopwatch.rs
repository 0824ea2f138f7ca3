//! How long something took, for people to read.

use std::time::Instant;

/// Started when made.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "no rule depends on a developer's stopwatch")]
    pub(crate) fn start() -> Self {
        Stopwatch(Instant::now())
    }

    /// The time since the start, as `1.2 s`.
    #[expect(clippy::disallowed_methods, reason = "no rule depends on a developer's stopwatch")]
    pub(crate) fn read(&self) -> String {
        format!("{:.1} s", self.0.elapsed().as_secs_f64())
    }
}
