//! What was found to be damaged, and that nothing is answered from then on.

use std::sync::OnceLock;

use crate::StoreError;

/// Whom to tell of damage, once.
pub type Report = fn(&StoreError);

/// Damage, if any was found while the store was open.
///
/// A row that is not what was written says that the file is not what was written: other rows may be missing, which
/// no checksum of theirs can tell. So it is not that row alone that is refused.
#[derive(Debug)]
pub(super) struct Damage {
    found: OnceLock<StoreError>,
    report: Report,
}

impl Damage {
    pub(super) fn none(report: Report) -> Damage {
        Damage { found: OnceLock::new(), report }
    }

    /// Refuses if any was found.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.found.get().map_or(Ok(()), |found| Err(found.clone()))
    }

    /// Hands an outcome on, and remembers it if it is damage.
    pub(super) fn note<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &outcome
            && error.is_damaged()
            && self.found.set(error.clone()).is_ok()
        {
            (self.report)(error);
        }
        outcome
    }
}
