//! Timestamps on the wire: ISO 8601, UTC, milliseconds, `Z` (semantics §1.3).

use accede_membership::Timestamp;
use serde::{Serialize, Serializer};

/// A timestamp that serializes as `2022-05-19T10:07:01.364Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Iso8601(pub(crate) Timestamp);

const MILLIS_A_DAY: i64 = 86_400_000;
/// 9999-12-31T23:59:59.999Z, the last moment with a year of four digits.
const LAST: i64 = 253_402_300_799_999;

impl Iso8601 {
    /// The 24 ASCII characters of the timestamp. Times outside the years 1970 to 9999 become the nearest.
    pub(crate) fn text(self) -> [u8; 24] {
        let millis = self.0.0.clamp(0, LAST);
        let (days, of_day) = ((millis / MILLIS_A_DAY) as u32, (millis % MILLIS_A_DAY) as u32);
        let (year, month, day) = civil(days);
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let (hour, minute) = (of_day / 3_600_000, of_day / 60_000 % 60);
        let (second, milli) = (of_day / 1_000 % 60, of_day % 1_000);
        for (place, number) in [
            (0, year / 100),
            (2, year % 100),
            (5, month),
            (8, day),
            (11, hour),
            (14, minute),
            (17, second),
            (21, milli % 100),
        ] {
            text[place..place + 2].copy_from_slice(&two(number));
        }
        text[20] = b'0' + (milli / 100) as u8;
        text
    }
}

/// The same without the fraction of its second: `2019-11-09T13:34:41Z`.
pub(crate) fn to_the_second(moment: Timestamp) -> String {
    let text = Iso8601(moment).text();
    let text = std::str::from_utf8(&text[..19]).unwrap_or_default();
    format!("{text}Z")
}

impl Serialize for Iso8601 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.text();
        serializer.serialize_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// Reads `2022-05-19T10:07:01.364Z`, the same without its fraction, or a day, which begins at midnight.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let (day, time) = match text.split_once('T') {
        None => (text, "00:00:00"),
        Some((day, time)) => (day, time.strip_suffix('Z')?),
    };
    let (time, millis) = match time.split_once('.') {
        None => (time, 0),
        Some((time, fraction)) => {
            let [millis] = numbers(fraction, &[3], '.')?;
            (time, millis)
        }
    };
    let [year, month, day] = numbers(day, &[4, 2, 2], '-')?;
    let [hour, minute, second] = numbers(time, &[2, 2, 2], ':')?;
    if !(1..=12).contains(&month) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = days(year, month, day);
    let seconds = hour * 3600 + minute * 60 + second;
    let is_written =
        |(y, m, d): (u32, u32, u32)| (y.into(), m.into(), d.into()) == (year, month, day);
    let legal = u32::try_from(days).is_ok_and(|days| is_written(civil(days)));
    legal.then_some(Timestamp(days * MILLIS_A_DAY + seconds * 1000 + millis))
}

/// Numbers of so many digits each.
fn numbers<const N: usize>(text: &str, digits: &[usize; N], between: char) -> Option<[i64; N]> {
    let mut parts = text.split(between);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == *digits)?;
        *number = part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(numbers)
}

/// The number of days from 1970-01-01 to a day: what [`civil`] undoes.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * from_march + 2) / 5 + day - 1 - 719_468
}

/// The two digits of a number below 100.
fn two(number: u32) -> [u8; 2] {
    [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar.
///
/// Counts in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
fn civil(days: u32) -> (u32, u32, u32) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + u32::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(millis: i64) -> String {
        String::from_utf8(Iso8601(Timestamp(millis)).text().to_vec()).unwrap()
    }

    #[test]
    fn writes_milliseconds_and_z() {
        for (millis, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_652_954_821_364, "2022-05-19T10:07:01.364Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (1_735_689_599_999, "2024-12-31T23:59:59.999Z"),
            (1_735_689_600_000, "2025-01-01T00:00:00.000Z"),
            (LAST, "9999-12-31T23:59:59.999Z"),
            (i64::MAX, "9999-12-31T23:59:59.999Z"),
            (-1, "1970-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(text(millis), expected);
        }
    }

    #[test]
    fn reads_what_it_writes_and_days() {
        for millis in [0, 1_652_954_821_364, 951_782_400_000, 4_107_542_399_999, LAST] {
            assert_eq!(parse(&text(millis)), Some(Timestamp(millis)));
        }
        for days in 0..60_000 {
            let midnight = days * MILLIS_A_DAY;
            assert_eq!(parse(&text(midnight)[..10]), Some(Timestamp(midnight)));
        }
        assert_eq!(parse("2022-05-19T10:07:01Z"), Some(Timestamp(1_652_954_821_000)));
        for wrong in [
            "",
            "2022",
            "2022-5-19",
            "2022-02-29",
            "2022-13-01",
            "2022-00-01",
            "2022-01-00",
            "2022-01-01-01",
            "1969-12-31",
            "2022-05-19T10:07:01",
            "2022-05-19T24:00:00Z",
            "2022-05-19T10:60:00Z",
            "2022-05-19T10:07:60Z",
            "2022-05-19T10:07Z",
            "2022-05-19T10:07:01.3Z",
            "2022-05-19T10:07:01.+12Z",
            "2022-05-19 10:07:01Z",
            "٢022-05-19",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut last = civil(0);
        for days in 1..60_000 {
            let today = civil(days);
            let next_day = (last.0, last.1, last.2 + 1);
            let next_month = (last.0, last.1 + 1, 1);
            let next_year = (last.0 + 1, 1, 1);
            assert!([next_day, next_month, next_year].contains(&today), "{last:?} {today:?}");
            assert!(today.1 <= 12 && today.2 <= 31);
            last = today;
        }
    }
}
