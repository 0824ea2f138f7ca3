//! The clock of everything that is measured.

use std::time::{Duration, Instant};

/// A moment from which time is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start(Instant);

impl Start {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    pub(crate) fn now() -> Start {
        Start(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        Start::now().0.duration_since(self.0)
    }
}
