//! Snapshots that are held for long, for which the writer must not wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many there are. The log cannot be emptied while there are any, and grows.
#[derive(Debug, Default)]
pub(super) struct Held(AtomicUsize);

/// One of them, while it lasts.
#[derive(Debug)]
pub(super) struct Hold(Arc<Held>);

impl Held {
    pub(super) fn is_held(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }

    pub(super) fn hold(self: &Arc<Held>) -> Hold {
        self.0.fetch_add(1, Ordering::Relaxed);
        Hold(Arc::clone(self))
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
