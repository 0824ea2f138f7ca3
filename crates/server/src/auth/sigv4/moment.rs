//! When a request was signed, and whether that is now.

use std::time::UNIX_EPOCH;

use accede_membership::Timestamp;
use http::HeaderMap;
use http::header::DATE;

use crate::auth::AuthError;
use crate::wire::timestamp::Iso8601;

const DATE_HEADER: &str = "x-amz-date";
/// How far the clocks of client and server may be apart, and how long a header's signature is good, in seconds.
pub(super) const SKEW: i64 = 15 * 60;

/// A moment, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    seconds: i64,
    /// `YYYYMMDDThhmmssZ`, the basic format of ISO 8601.
    text: [u8; 16],
}

impl Moment {
    /// The moment of so many seconds since 1970.
    fn of(seconds: i64) -> Moment {
        let long = Iso8601(Timestamp(seconds.saturating_mul(1000))).text();
        let mut text = *b"YYYYMMDDThhmmssZ";
        for (place, from) in
            [(0, 0..4), (4, 5..7), (6, 8..10), (9, 11..13), (11, 14..16), (13, 17..19)]
        {
            text[place..place + from.len()].copy_from_slice(&long[from]);
        }
        Moment { seconds, text }
    }

    /// Reads the basic format: 16 characters that are a moment of the calendar.
    pub(super) fn iso(text: &str) -> Option<Moment> {
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        let number = |from: usize, to: usize| {
            bytes[from..to].iter().try_fold(0_i64, |sum, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0'))
            })
        };
        let days = days(number(0, 4)?, number(4, 6)?, number(6, 8)?);
        let of_day = number(9, 11)? * 3600 + number(11, 13)? * 60 + number(13, 15)?;
        // A day or an hour that there is not is written otherwise when it is counted.
        Some(Moment::of(days * 86_400 + of_day)).filter(|moment| moment.text == *bytes)
    }

    /// Reads what a header `Date` says: the basic format, or the format of HTTP.
    fn http(text: &str) -> Option<Moment> {
        let http = || {
            let time = httpdate::parse_http_date(text).ok()?;
            let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
            Some(Moment::of(i64::try_from(seconds).ok()?))
        };
        Moment::iso(text).or_else(http)
    }

    /// The moment of a request that is signed in a header, and the header that says it.
    pub(super) fn of_headers(headers: &HeaderMap) -> Result<(Moment, &'static str), AuthError> {
        for (name, read) in [
            (DATE_HEADER, Moment::iso as fn(&str) -> Option<Moment>),
            (DATE.as_str(), Moment::http),
        ] {
            let mut values = headers.get_all(name).iter();
            let Some(value) = values.next() else { continue };
            let text = value.to_str().unwrap_or_default();
            let only = if values.next().is_none() { read(text.trim()) } else { None };
            return only.map(|moment| (moment, name)).ok_or_else(|| malformed(text));
        }
        Err(AuthError::Incomplete(NO_DATE.trim_end().to_owned()))
    }

    /// The moment of a presigned request.
    pub(super) fn of_parameter(text: &str) -> Result<Moment, AuthError> {
        Moment::iso(text).ok_or_else(|| malformed(text))
    }

    /// As it stands in the string to sign.
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// Its day, as it stands in a scope.
    pub(super) fn day(&self) -> &str {
        self.text().split_at(8).0
    }

    /// Whether a signature of this moment that is good for so many seconds is good now.
    pub(super) fn is_current(&self, now: Timestamp, lifetime: i64) -> Result<(), AuthError> {
        let now = now.0.div_euclid(1000);
        let [earliest, latest] = [now - lifetime, now + SKEW];
        if self.seconds < earliest {
            return Err(AuthError::Invalid(format!(
                "Signature expired: {} is now earlier than {} ({} - {}.)",
                self.text(),
                Moment::of(earliest).text(),
                Moment::of(now).text(),
                duration(lifetime),
            )));
        }
        if self.seconds > latest {
            return Err(AuthError::Invalid(format!(
                "Signature not yet current: {} is still later than {} ({} + {}.)",
                self.text(),
                Moment::of(latest).text(),
                Moment::of(now).text(),
                duration(SKEW),
            )));
        }
        Ok(())
    }
}

/// What to say of a signed header's request that has no date.
pub(super) const NO_DATE: &str =
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";

fn malformed(text: &str) -> AuthError {
    AuthError::Incomplete(format!(
        "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
        // What is longer than dates are can be a secret in the wrong place.
        if text.len() <= 32 { text } else { "..." },
    ))
}

fn duration(seconds: i64) -> String {
    if seconds % 60 == 0 { format!("{} min", seconds / 60) } else { format!("{seconds} sec") }
}

/// The days from 1970-01-01 to a day of the Gregorian calendar, which is counted in eras of 400 years that
/// begin on 1 March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, value.parse().unwrap());
        }
        map
    }

    #[test]
    fn reads_every_day_and_no_other() {
        for (text, seconds) in [
            ("19700101T000000Z", 0),
            ("20150830T123600Z", 1_440_938_160),
            ("20240229T235959Z", 1_709_251_199),
            ("20261121T000000Z", 1_795_219_200),
            ("99991231T235959Z", 253_402_300_799),
        ] {
            let moment = Moment::iso(text).unwrap();
            assert_eq!((moment.seconds, moment.text(), moment.day()), (seconds, text, &text[..8]));
        }
        for text in [
            "",
            "20150830T123600",
            "20150830T123600Z ",
            "20150830t123600Z",
            "20150830T123600z",
            "20150830 123600Z",
            "20150230T123600Z",
            "20150832T123600Z",
            "20151330T123600Z",
            "20150830T243600Z",
            "20150830T126000Z",
            "20150830T123660Z",
            "20150800T123600Z",
            "20150030T123600Z",
            "19691231T235959Z",
            "2015083xT123600Z",
            "2015-08-30T12:36",
            "+0150830T123600Z",
        ] {
            assert_eq!(Moment::iso(text), None, "{text}");
        }
        for day in 0..60_000 {
            let moment = Moment::of(day * 86_400 + 3_661);
            assert_eq!(Moment::iso(moment.text()), Some(moment));
        }
    }

    #[test]
    fn the_date_comes_from_the_header_of_aws_or_from_that_of_http() {
        let read = |pairs: &[(&'static str, &str)]| {
            Moment::of_headers(&headers(pairs)).map(|(m, name)| (m.text().to_owned(), name))
        };
        let at = |text: &str, name| Ok((text.to_owned(), name));
        let aws = ("x-amz-date", "20150830T123600Z");
        for date in ["Sun, 30 Aug 2015 12:36:01 GMT", "20150830T123601Z"] {
            assert_eq!(read(&[("date", date)]), at("20150830T123601Z", "date"), "{date}");
            assert_eq!(read(&[("date", date), aws]), at("20150830T123600Z", "x-amz-date"));
        }
        for pairs in [
            &[("x-amz-date", "Sun, 30 Aug 2015 12:36:01 GMT")][..],
            &[("x-amz-date", "2015"), ("date", "20150830T123601Z")],
            &[aws, aws],
            &[("date", "yesterday")],
            &[("date", "Sun, 30 Aug 1915 12:36:01 GMT")],
        ] {
            let why = read(pairs).unwrap_err().to_string();
            assert!(why.starts_with("Date must be in ISO-8601 'basic format'. Got '"), "{why}");
        }
        assert_eq!(read(&[]).unwrap_err().to_string(), NO_DATE.trim_end());
    }

    #[test]
    fn a_signature_is_good_from_fifteen_minutes_before_its_moment_to_its_end() {
        let moment = Moment::iso("20150830T123600Z").unwrap();
        let check = |seconds: i64, lifetime| {
            let now = Timestamp((moment.seconds + seconds) * 1000 + 999);
            moment.is_current(now, lifetime).map_err(|why| why.to_string())
        };
        for (lifetime, last) in [(SKEW, 900), (1, 1), (604_800, 604_800)] {
            assert_eq!(
                [check(-900, lifetime), check(0, lifetime), check(last, lifetime)],
                [Ok(()), Ok(()), Ok(())]
            );
            assert!(check(last + 1, lifetime).is_err() && check(-901, lifetime).is_err());
        }
        let said = |text: &str| Err(text.to_owned());
        assert_eq!(
            check(901, SKEW),
            said(
                "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)"
            )
        );
        assert_eq!(
            check(40, 30),
            said(
                "Signature expired: 20150830T123600Z is now earlier than 20150830T123610Z (20150830T123640Z - 30 sec.)"
            )
        );
        assert_eq!(
            check(-901, SKEW),
            said(
                "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T122059Z + 15 min.)"
            )
        );
    }
}
