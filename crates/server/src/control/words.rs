//! The words of requests that have a form of their own. What cannot be one is refused where it is read: as a flag
//! on the command line, as a member in a request.

use std::fmt;
use std::str::FromStr;

use crate::wire::account_words::{EMAIL_LENGTH, NAME_LENGTH, is_email, is_name};

/// The email of an account's root user, of the form that AWS Organizations accepts: 6 to 64 characters,
/// `[^\s@]+@[^\s@]+\.[^\s@]+`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Email(String);

/// An account's name, as AWS Organizations accepts it: 1 to 50 printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccountName(String);

/// Why a text is not an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAnEmail;

/// Why a text is not an account's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAName;

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
    fn names_are_printable_ascii() {
        for text in ["a", " ", "~Example, Inc.~", &"x".repeat(50)] {
            assert_eq!(text.parse(), Ok(AccountName(text.to_owned())), "{text}");
        }
        for text in ["", "é", "a\nb", "a\u{7f}", &"x".repeat(51)] {
            assert_eq!(text.parse::<AccountName>(), Err(NotAName), "{text}");
        }
    }
}
