//! How long answers took: counts in buckets whose width grows with what they hold.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Each power of two is divided into so many buckets: what is read off is at most 1/64 too large.
const STEPS: u64 = 64;
const BITS: u32 = STEPS.trailing_zeros();
const BUCKETS: usize = (64 - BITS as usize + 1) * STEPS as usize;

/// Counts of durations.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Latencies {
    counts: Vec<u64>,
    all: u64,
}

impl Default for Latencies {
    fn default() -> Latencies {
        Latencies { counts: vec![0; BUCKETS], all: 0 }
    }
}

impl Latencies {
    pub(crate) fn add(&mut self, took: Duration) {
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.counts[bucket(nanoseconds)] += 1;
        self.all += 1;
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.all
    }

    pub(crate) fn merge(&mut self, other: &Latencies) {
        self.all += other.all;
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// What so many of all (of 1) did not exceed, in milliseconds; 0 if there are none.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let wanted = (self.all as f64 * part).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return ceiling(bucket) as f64 / 1e6;
            }
        }
        0.0
    }
}

/// Small numbers have a bucket each; of larger ones, the highest bits say which.
fn bucket(number: u64) -> usize {
    if number < STEPS {
        return number as usize;
    }
    let shift = number.ilog2() - BITS;
    (u64::from(shift + 1) * STEPS + (number >> shift) - STEPS) as usize
}

/// The largest number of a bucket.
fn ceiling(bucket: usize) -> u64 {
    let (row, step) = (bucket as u64 / STEPS, bucket as u64 % STEPS);
    if row == 0 {
        return step;
    }
    let shift = row - 1;
    ((STEPS + step) << shift) + ((1 << shift) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_holds_what_it_says() {
        for number in (0..100_000).chain([1 << 40, u64::MAX / 2, u64::MAX]) {
            let of = bucket(number);
            assert!(of < BUCKETS && ceiling(of) >= number, "{number}");
            assert!(of == 0 || ceiling(of - 1) < number, "{number}");
            assert!(ceiling(of) - number <= number / STEPS, "{number}");
        }
    }

    #[test]
    fn quantiles_are_those_of_all_that_were_merged() {
        let (mut one, mut other) = (Latencies::default(), Latencies::default());
        (1..=500).for_each(|ms| one.add(Duration::from_millis(ms)));
        (501..=1000).for_each(|ms| other.add(Duration::from_millis(ms)));
        one.merge(&other);
        for (part, expected) in [(0.5, 500.0), (0.99, 990.0), (0.999, 999.0), (1.0, 1000.0)] {
            let found = one.quantile(part);
            assert!((expected..=expected * 1.02).contains(&found), "{part}: {found}");
        }
        assert!(Latencies::default().quantile(0.5).abs() < f64::EPSILON);
    }
}
