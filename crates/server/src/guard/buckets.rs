//! Token buckets: how often somebody has asked for something of late.
//!
//! A bucket is one number, the time at which it will be full again (the generic cell rate algorithm). One that is
//! full is the same as one that was never touched, so it need not be kept.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use accede_membership::AccountId;

use crate::clock;

/// How many buckets are kept: some 10 MiB of them.
const KEPT: usize = 1 << 16;

/// How often something may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    /// How often a second, in the long run.
    pub(super) per_second: u32,
    /// How often at once.
    pub(super) burst: u32,
}

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Bucket {
    pub(super) account: AccountId,
    /// See [`super::regions`].
    pub(super) region: &'static str,
    pub(super) service: &'static str,
    pub(super) operation: &'static str,
}

/// The buckets that are not full.
#[derive(Debug)]
pub(crate) struct Buckets {
    start: Instant,
    /// When each will be full again.
    full_at: Mutex<HashMap<Bucket, Duration>>,
}

impl Buckets {
    /// All of them full.
    pub(crate) fn new() -> Buckets {
        Buckets { start: clock::instant(), full_at: Mutex::default() }
    }

    /// The time, as buckets measure it. Nobody can set this clock.
    pub(super) fn now(&self) -> Duration {
        Duration::from_micros(clock::micros_since(self.start))
    }

    /// Takes one out of a bucket.
    ///
    /// # Errors
    ///
    /// It is empty; there is one in it again after this time.
    pub(super) fn take(&self, bucket: Bucket, rate: Rate, now: Duration) -> Result<(), Duration> {
        let one = Duration::from_secs(1) / rate.per_second.max(1);
        let all = one * rate.burst.max(1);
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let then = full_at.get(&bucket).copied().unwrap_or_default().max(now) + one;
        if let Some(wait) = then.checked_sub(now + all).filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        if full_at.len() >= KEPT && !full_at.contains_key(&bucket) {
            make_room(&mut full_at, now);
        }
        full_at.insert(bucket, then);
        Ok(())
    }
}

/// Forgets the buckets that are full. Should most of them not be, all are forgotten: nobody is then refused who
/// should not be.
fn make_room(full_at: &mut HashMap<Bucket, Duration>, now: Duration) {
    full_at.retain(|_, full_at| *full_at > now);
    if full_at.len() > KEPT / 2 {
        full_at.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { per_second: 10, burst: 3 };

    fn bucket(account: u64) -> Bucket {
        Bucket {
            account: AccountId::new(account).unwrap(),
            region: "us-east-1",
            service: "macie2",
            operation: "ListMembers",
        }
    }

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_burst_is_served_and_then_the_rate() {
        let buckets = Buckets::new();
        let take = |millis| buckets.take(bucket(1), RATE, at(millis));
        for _ in 0..3 {
            assert_eq!(take(1000), Ok(()));
        }
        assert_eq!(take(1000), Err(at(100)));
        assert_eq!(take(1040), Err(at(60)), "who is refused is not counted");
        assert_eq!(take(1100), Ok(()));
        assert_eq!(take(1199), Err(at(1)));
        assert_eq!(take(1200), Ok(()));
        for _ in 0..3 {
            assert_eq!(take(5000), Ok(()), "no more than full");
        }
        assert_eq!(take(5000), Err(at(100)));
    }

    #[test]
    fn everything_has_a_bucket_of_its_own() {
        let buckets = Buckets::new();
        let one = Rate { per_second: 1, burst: 1 };
        let region = Bucket { region: "eu-west-1", ..bucket(1) };
        let service = Bucket { service: "securityhub", ..bucket(1) };
        let operation = Bucket { operation: "GetMember", ..bucket(1) };
        for bucket in [bucket(1), bucket(2), region, service, operation] {
            assert_eq!(buckets.take(bucket.clone(), one, at(0)), Ok(()));
            assert_eq!(buckets.take(bucket, one, at(0)), Err(at(1000)));
        }
    }

    #[test]
    fn they_are_forgotten_when_full_and_never_too_many() {
        let buckets = Buckets::new();
        let count = || buckets.full_at.lock().unwrap().len();
        for account in 0..KEPT as u64 {
            buckets.take(bucket(account), RATE, at(0)).unwrap();
        }
        assert_eq!(count(), KEPT);
        buckets.take(bucket(0), RATE, at(0)).unwrap();
        assert_eq!(count(), KEPT, "it was there already");
        buckets.take(bucket(KEPT as u64), RATE, at(150)).unwrap();
        assert_eq!(count(), 2, "the first of all is not full yet");
        for account in 0..=KEPT as u64 {
            buckets.take(bucket(account), RATE, at(9000)).unwrap();
        }
        assert!(count() <= KEPT, "{}", count());
    }
}
