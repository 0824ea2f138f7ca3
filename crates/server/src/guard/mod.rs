//! What keeps requests out that are well-formed, and signed: who asks too often, and what a foreign page asks.

mod browser;
mod buckets;
mod rates;
mod regions;

use crate::auth::Caller;
use crate::front::{Incoming, Shed};
use buckets::Bucket;
pub(crate) use buckets::Buckets;

/// What is kept out. By default, nothing.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    /// Whether requests that foreign pages have a browser make are refused.
    pub(crate) foreign_pages: bool,
    /// What has been asked of late, where that is limited.
    pub(crate) rates: Option<Buckets>,
}

impl Guard {
    /// Whether a request is made by a browser for a page that is not from here.
    pub(crate) fn keeps_out(&self, request: &Incoming) -> bool {
        self.foreign_pages && browser::is_foreign(&request.headers)
    }

    /// Counts the operation of a service that a caller asks for, if such are counted.
    ///
    /// # Errors
    ///
    /// The caller has asked too often, and is not counted.
    pub(crate) fn count(
        &self,
        caller: &Caller,
        service: Option<&str>,
        operation: impl FnOnce() -> Option<&'static str>,
    ) -> Result<(), Shed> {
        let (Some(buckets), Some(service)) = (&self.rates, service) else { return Ok(()) };
        let Some(operation) = operation() else { return Ok(()) };
        let Some((what, rate)) = rates::of(service, operation) else { return Ok(()) };
        let region = regions::counted_as(&caller.region);
        let bucket = Bucket { account: caller.account, region, service: what.0, operation: what.1 };
        buckets.take(bucket, rate, buckets.now()).map_err(|wait| Shed::Throttled {
            operation,
            // Whole seconds, rounded up.
            seconds: u32::try_from(wait.as_micros().div_ceil(1_000_000)).unwrap_or(u32::MAX).max(1),
        })
    }
}
