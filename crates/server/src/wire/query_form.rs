//! The parameters of a request in the query protocol, and the constraints that the model states for them.
//!
//! All violations are reported at once, each with the value that it is about, as the service does. Of several
//! parameters with one name the first counts; parameters that are not known are passed over.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::error::WireError;
use super::percent::Query;

/// The parameters of a request, from its body and its query string.
pub(crate) struct Form<'a> {
    body: Query<'a>,
    query: Query<'a>,
}

/// One member of a list: its fields by name. A member that is a text is a field without a name.
#[derive(Debug, Default)]
pub(crate) struct Item<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Form<'a> {
    /// Reads both. `None` where one is not well-formed.
    pub(crate) fn read(body: &'a [u8], query: &'a str) -> Option<Form<'a>> {
        let body = Query::parse(std::str::from_utf8(body).ok()?)?;
        Some(Form { body, query: Query::parse(query)? })
    }

    /// The value of a parameter. The body's comes first.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.body.get(name).or_else(|| self.query.get(name))
    }

    /// Every parameter, as often as it was sent.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.body.iter().chain(self.query.iter())
    }

    /// The members of a list, `{name}.member.1` and so on, in this order.
    ///
    /// # Errors
    ///
    /// They are not numbered from 1 on without a gap.
    pub(crate) fn list(&self, name: &str) -> Result<Vec<Item<'_>>, WireError> {
        let mut items: BTreeMap<usize, Item<'_>> = BTreeMap::new();
        for (parameter, value) in self.iter() {
            let in_list = |rest: &'_ str| rest.strip_prefix(".member.").map(str::len);
            let Some(length) = parameter.strip_prefix(name).and_then(in_list) else { continue };
            let place = &parameter[parameter.len() - length..];
            let (index, field) = place.split_once('.').unwrap_or((place, ""));
            let index = index_of(index).ok_or_else(|| not_numbered(name))?;
            items.entry(index).or_default().0.push((field, value));
        }
        if items.keys().zip(1..).any(|(index, expected)| *index != expected) {
            return Err(not_numbered(name));
        }
        Ok(items.into_values().collect())
    }
}

impl<'a> Item<'a> {
    /// The value of a field.
    pub(crate) fn get(&self, field: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, value)| *value)
    }
}

fn index_of(digits: &str) -> Option<usize> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain)
}

fn not_numbered(name: &str) -> WireError {
    let message =
        format!("The members of '{name}' must be numbered {name}.member.1, {name}.member.2, …");
    WireError::new(400, INVALID, message)
}

const INVALID: &str = "ValidationError";

/// What a text must be.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// Its length in characters.
    pub(crate) length: RangeInclusive<usize>,
    /// The pattern as the model states it; empty if there is none.
    pub(crate) pattern: &'static str,
    /// Whether the pattern allows a character. A pattern that ends in `+` wants one at least.
    pub(crate) allows: fn(char) -> bool,
}

/// The violations that were found in a request. Names of members are spelled as the service does in its
/// errors, with a small first letter.
#[derive(Debug, Default)]
pub(crate) struct Checks(Vec<String>);

impl Checks {
    /// A text that must be there. Empty where it is not, which is a violation.
    pub(crate) fn required<'v>(
        &mut self,
        member: &str,
        value: Option<&'v str>,
        rule: &Text,
    ) -> &'v str {
        if value.is_none() {
            self.0.push(format!(
                "Value null at '{member}' failed to satisfy constraint: Member must not be null"
            ));
        }
        self.optional(member, value, rule).unwrap_or_default()
    }

    /// A text that may be there.
    pub(crate) fn optional<'v>(
        &mut self,
        member: &str,
        value: Option<&'v str>,
        rule: &Text,
    ) -> Option<&'v str> {
        let text = value?;
        let lacks = text.is_empty() && rule.pattern.ends_with('+');
        if lacks || !text.chars().all(rule.allows) {
            let pattern = rule.pattern;
            let constraint = format!("Member must satisfy regular expression pattern: {pattern}");
            self.violated(member, text, &constraint);
        }
        let (length, bounds) = (text.chars().count(), &rule.length);
        if length < *bounds.start() {
            let least = bounds.start();
            let constraint = format!("Member must have length greater than or equal to {least}");
            self.violated(member, text, &constraint);
        } else if length > *bounds.end() {
            let most = bounds.end();
            let constraint = format!("Member must have length less than or equal to {most}");
            self.violated(member, text, &constraint);
        }
        value
    }

    /// A whole number that may be there.
    ///
    /// # Errors
    ///
    /// It is no number of 32 bits, which the service finds before it looks at anything else.
    pub(crate) fn number(
        &mut self,
        member: &str,
        value: Option<&str>,
        range: RangeInclusive<i32>,
    ) -> Result<Option<i32>, WireError> {
        let Some(text) = value else { return Ok(None) };
        let unreadable = || {
            let message = format!("The value of '{member}' is not a whole number of 32 bits.");
            WireError::new(400, "MalformedInput", message)
        };
        let number: i32 = text.parse().map_err(|_| unreadable())?;
        let (least, most) = range.into_inner();
        let shown = number.to_string();
        if number < least {
            let constraint = format!("Member must have value greater than or equal to {least}");
            self.violated(member, &shown, &constraint);
        } else if number > most {
            let constraint = format!("Member must have value less than or equal to {most}");
            self.violated(member, &shown, &constraint);
        }
        Ok(Some(number))
    }

    /// A list of at most so many members. If there are more, nobody need look at them.
    pub(crate) fn at_most(&mut self, member: &str, count: usize, most: usize) -> bool {
        if count > most {
            self.0.push(format!(
                "Value at '{member}' failed to satisfy constraint: \
                 Member must have length less than or equal to {most}"
            ));
        }
        count <= most
    }

    /// A list has less members than it must have.
    pub(crate) fn too_few(&mut self, member: &str, least: usize) {
        self.0.push(format!(
            "Value at '{member}' failed to satisfy constraint: \
             Member must have length greater than or equal to {least}"
        ));
    }

    fn violated(&mut self, member: &str, value: &str, constraint: &str) {
        self.0.push(format!(
            "Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"
        ));
    }

    /// Nothing was violated.
    ///
    /// # Errors
    ///
    /// Something was: all of it, in one sentence.
    pub(crate) fn done(self) -> Result<(), WireError> {
        let Checks(violations) = self;
        let noun = match violations.len() {
            0 => return Ok(()),
            1 => "error",
            _ => "errors",
        };
        let (count, all) = (violations.len(), violations.join("; "));
        Err(WireError::new(400, INVALID, format!("{count} validation {noun} detected: {all}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(body: &str, name: &str) -> Result<Vec<String>, String> {
        let form = Form::read(body.as_bytes(), "").unwrap();
        let items = form.list(name).map_err(|error| error.message.into_owned())?;
        let key = |item: &Item<'_>| item.get("Key").or(item.get("")).unwrap_or("-").to_owned();
        Ok(items.iter().map(key).collect())
    }

    #[test]
    fn the_body_comes_before_the_query_and_the_first_of_a_name_counts() {
        let form = Form::read(b"A=1&A=2&B=3", "B=4&C=5").unwrap();
        let all = ["A", "B", "C", "D"].map(|name| form.get(name));
        assert_eq!(all, [Some("1"), Some("3"), Some("5"), None]);
        assert!(Form::read(b"%", "").is_none());
        assert!(Form::read(b"", "%").is_none());
        assert!(Form::read(b"\xff", "").is_none());
    }

    #[test]
    fn a_list_is_in_the_order_of_its_numbers() {
        let ten: String = (1..=10).rev().map(|n| format!("L.member.{n}=v{n}&")).collect();
        let expected: Vec<String> = (1..=10).map(|n| format!("v{n}")).collect();
        assert_eq!(keys(&ten, "L"), Ok(expected));
        let tags =
            "Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.1.Key=c&Tags.member.2.X=y";
        assert_eq!(keys(tags, "Tags"), Ok(vec!["a".to_owned(), "-".to_owned()]));
        for body in ["", "Tags=", "TagsX.member.1.Key=a", "Other.Tags.member.1.Key=a"] {
            assert_eq!(keys(body, "Tags"), Ok(Vec::new()), "{body}");
        }
    }

    #[test]
    fn a_list_has_no_gaps() {
        let why = "The members of 'L' must be numbered L.member.1, L.member.2, …".to_owned();
        for index in ["0", "2", "01", "-1", "+1", "x", "", "1x", "99999999999999999999999"] {
            assert_eq!(keys(&format!("L.member.{index}=v"), "L"), Err(why.clone()), "{index}");
        }
        assert_eq!(keys("L.member.1=a&L.member.3=b", "L"), Err(why));
    }

    #[test]
    fn violations_are_told_together() {
        let rule = Text { length: 2..=3, pattern: "[a-z]+", allows: |c| c.is_ascii_lowercase() };
        let violations = |value: Option<&str>| {
            let mut checks = Checks::default();
            checks.required("name", value, &rule);
            checks.done().map_err(|error| error.message.into_owned())
        };
        let at = "at 'name' failed to satisfy constraint: Member must";
        let pattern = "satisfy regular expression pattern: [a-z]+";
        for (value, why) in [
            (None, format!("1 validation error detected: Value null {at} not be null")),
            (
                Some(""),
                format!(
                    "2 validation errors detected: Value '' {at} {pattern}; \
                     Value '' {at} have length greater than or equal to 2"
                ),
            ),
            (
                Some("abcd"),
                format!(
                    "1 validation error detected: Value 'abcd' {at} have length less than or equal to 3"
                ),
            ),
            (Some("é!"), format!("1 validation error detected: Value 'é!' {at} {pattern}")),
        ] {
            assert_eq!(violations(value), Err(why));
        }
        assert_eq!((violations(Some("ab")), violations(Some("abc"))), (Ok(()), Ok(())));
    }

    #[test]
    fn numbers_are_read_as_the_service_does() {
        let read = |text: &str| {
            let mut checks = Checks::default();
            let number = checks.number("n", Some(text), 900..=1000)?;
            checks.done().map(|()| number)
        };
        for text in ["900", "+900", "0900", "1000"] {
            assert!(read(text).is_ok_and(|number| number.is_some()), "{text}");
        }
        for (text, code) in [
            ("899", "ValidationError"),
            ("-1", "ValidationError"),
            ("2147483647", "ValidationError"),
            ("2147483648", "MalformedInput"),
            ("900.0", "MalformedInput"),
            ("", "MalformedInput"),
            ("abc", "MalformedInput"),
        ] {
            assert_eq!(read(text).map_err(|error| error.code), Err(code), "{text}");
        }
    }
}
