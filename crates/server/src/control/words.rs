//! The words of requests that have a form of their own. What cannot be one is refused where it is read: as a flag
//! on the command line, as a member in a request.

use std::fmt;
use std::str::FromStr;

use accede_membership::{EventId, EventPlace, Timestamp};

use crate::wire::account_words::{EMAIL_LENGTH, NAME_LENGTH, is_email, is_name};
use crate::wire::timestamp::{self, Iso8601};

/// The email of an account's root user, of the form that AWS Organizations accepts: 6 to 64 characters,
/// `[^\s@]+@[^\s@]+\.[^\s@]+`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Email(String);

/// An account's name, as AWS Organizations accepts it: 1 to 50 printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccountName(String);

/// A moment, written as ISO 8601 has it: `2026-11-21T09:00:00Z`, or a day, which begins at midnight UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) Timestamp);

/// The place of an event in the trail: `1763715600000/019aa4b7-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position(pub(crate) EventPlace);

/// Why a text is not an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAnEmail;

/// Why a text is not an account's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAName;

/// Why a text is not a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAMoment;

/// Why a text is not a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAPosition;

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if EMAIL_LENGTH.contains(&text.chars().count()) && is_email(text) {
            Ok(Email(text.to_owned()))
        } else {
            Err(NotAnEmail)
        }
    }
}

impl FromStr for AccountName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let legal = NAME_LENGTH.contains(&text.len()) && is_name(text);
        if legal { Ok(AccountName(text.to_owned())) } else { Err(NotAName) }
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        timestamp::parse(text).map(Moment).ok_or(NotAMoment)
    }
}

impl FromStr for Position {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (at, id) = text.split_once('/').ok_or(NotAPosition)?;
        let at = Timestamp(at.parse().map_err(|_| NotAPosition)?);
        Ok(Position(EventPlace { at, id: EventId::parse(id).ok_or(NotAPosition)? }))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Iso8601(self.0)
            .text()
            .into_iter()
            .try_for_each(|letter| write!(f, "{}", char::from(letter)))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let EventPlace { at, id } = self.0;
        write!(f, "{}/{id}", at.0)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NotAnEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an email is 6 to 64 characters of the form name@domain.tld")
    }
}

impl fmt::Display for NotAName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an account's name is 1 to 50 printable ASCII characters")
    }
}

impl fmt::Display for NotAMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a time is written 2026-11-21T09:00:00Z, or 2026-11-21 for the beginning of a day",
        )
    }
}

impl fmt::Display for NotAPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position is milliseconds since 1970, a slash and the id of an event")
    }
}

impl std::error::Error for NotAMoment {}
impl std::error::Error for NotAPosition {}
impl std::error::Error for NotAnEmail {}
impl std::error::Error for NotAName {}

/// Values that JSON has as text, and programs as what is written there: `#[serde(with = "text")]`.
pub(super) mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<T: Display, S: Serializer>(
        value: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(crate) fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// The same for values that may be absent: `#[serde(with = "optional_text", default)]`.
pub(super) mod optional_text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) fn serialize<T, S>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error>
    where
        T: Display,
        S: Serializer,
    {
        value.as_ref().map(T::to_string).serialize(to)
    }

    pub(crate) fn deserialize<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}

/// The same for lists of them: `#[serde(with = "texts")]`.
pub(super) mod texts {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) fn serialize<T: Display, S: Serializer>(
        values: &[T],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        values.iter().map(T::to_string).collect::<Vec<_>>().serialize(to)
    }

    pub(crate) fn deserialize<'de, T, D>(from: D) -> Result<Vec<T>, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        let texts = Vec::<String>::deserialize(from)?;
        texts.iter().map(|text| text.parse().map_err(D::Error::custom)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_those_that_organizations_accepts() {
        let long = |local: usize| format!("{}@b.cd", "a".repeat(local));
        for text in ["a@b.cd", "a@b.c.d", "ab@..b", "ü@é.fr", "a+b/c@d.e", &long(59)] {
            assert_eq!(text.parse(), Ok(Email(text.to_owned())), "{text}");
        }
        let wrong = [
            "",
            "a@b.c",
            "a@bcde",
            "abc.de",
            "@bc.de",
            "a@.bcd",
            "a@bcd.",
            "a@b@c.d",
            "a b@c.de",
            "a@b c.de",
            "a@b.c\td",
            "a\u{a0}b@c.de",
        ];
        for text in wrong.iter().copied().chain([long(60).as_str()]) {
            assert_eq!(text.parse::<Email>(), Err(NotAnEmail), "{text}");
        }
    }

    #[test]
    fn moments_and_positions_are_read_as_they_are_written() {
        let moment: Moment = "2026-11-21T09:00:00Z".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-11-21T09:00:00.000Z");
        assert_eq!(moment.to_string().parse(), Ok(moment));
        assert_eq!("now".parse::<Moment>(), Err(NotAMoment));
        let text = "-7/01234567-89ab-4def-8123-456789abcdef";
        let position: Position = text.parse().unwrap();
        assert_eq!((position.to_string().as_str(), position.0.at), (text, Timestamp(-7)));
        for wrong in ["", "7", "7/", "x/01234567-89ab-4def-8123-456789abcdef", "7/7"] {
            assert_eq!(wrong.parse::<Position>(), Err(NotAPosition), "{wrong}");
        }
    }

    #[test]
    fn names_are_printable_ascii() {
        for text in ["a", " ", "~Example, Inc.~", &"x".repeat(50)] {
            assert_eq!(text.parse(), Ok(AccountName(text.to_owned())), "{text}");
        }
        for text in ["", "é", "a\nb", "a\u{7f}", &"x".repeat(51)] {
            assert_eq!(text.parse::<AccountName>(), Err(NotAName), "{text}");
        }
    }
}
