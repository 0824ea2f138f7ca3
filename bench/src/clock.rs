//! The clock of everything that is measured.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

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

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "signatures and tables are dated")]
pub(crate) fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// The day, in UTC: `2026-11-21`.
pub(crate) fn today() -> String {
    let (year, month, day) = date(seconds() / DAY);
    format!("{year}-{month:02}-{day:02}")
}

/// A moment as signatures have it: `20261121T093000Z`.
pub(crate) fn compact(seconds: u64) -> String {
    let (year, month, day) = date(seconds / DAY);
    let of_day = seconds % DAY;
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

const DAY: u64 = 86_400;

/// The date of a day since 1970, by the calendar whose years begin in March.
fn date(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (of_month, month) =
        (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (400 * era + year + u64::from(month <= 2), month, of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "19700101T000000Z"),
            (951_782_400, "20000229T000000Z"),
            (951_868_799, "20000229T235959Z"),
            (951_868_800, "20000301T000000Z"),
            (1_440_938_160, "20150830T123600Z"),
            (4_107_542_399, "21000228T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
        ] {
            assert_eq!(compact(seconds), expected);
        }
        assert!(today().len() == 10 && today().as_str() > "2026-01-01");
    }
}
