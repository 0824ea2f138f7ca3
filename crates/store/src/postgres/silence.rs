//! Which connections to believe once one has fallen silent.
//!
//! A server that hangs breaks no connection, so a try finds out by waiting in vain. What is known then is that the
//! connection has said nothing since that try began. One that has been heard since is as good as before; on any other,
//! somebody would wait in vain again, so it is not used any more.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts tries, which is all the time that matters here.
#[derive(Debug, Default)]
pub(super) struct Silence {
    begun: AtomicU64,
    /// The last try that was in vain.
    vain: AtomicU64,
}

impl Silence {
    /// The number of a try that begins now.
    pub(super) fn begin(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The last try that has begun: a connection that is heard now was heard after it.
    pub(super) fn now(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// Notes that this try was in vain.
    pub(super) fn note(&self, number: u64) {
        self.vain.fetch_max(number, Ordering::Relaxed);
    }

    /// Whether a connection is to be used that was heard last when this try had begun.
    pub(super) fn believes(&self, heard: u64) -> bool {
        heard >= self.vain.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_heard_since_is_believed() {
        let silence = Silence::default();
        assert!(silence.believes(silence.now()));
        let before = silence.now();
        let vain = silence.begin();
        let since = silence.now();
        assert!(silence.believes(before), "nothing is known yet");
        silence.note(vain);
        assert!(!silence.believes(before));
        assert!(silence.believes(since));
        assert!(silence.believes(silence.begin()));
        silence.note(vain - 1);
        assert!(!silence.believes(before), "an older one takes nothing back");
    }
}
