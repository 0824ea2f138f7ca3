//! The constraints that the service's model states, checked before anything is read.
//!
//! What breaks one is an `InvalidInputException` with a reason; the sentence names the member, which AWS's does
//! not.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use accede_membership::{AccountId, Tags};
use serde::Deserialize;

use crate::wire::account_words::{EMAIL_LENGTH, is_email};
use crate::wire::json_1_1::Exception;
use crate::wire::shapes::Object;

/// A way in which a value can be wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    reason: &'static str,
    sentence: &'static str,
}

impl Fault {
    const fn new(reason: &'static str, sentence: &'static str) -> Fault {
        Fault { reason, sentence }
    }

    /// The exception for a member that is wrong in this way.
    pub(super) fn at(self, member: &str) -> Exception {
        let message = format!("{}: {member}", self.sentence);
        Exception::new("InvalidInputException", message).because(self.reason)
    }
}

pub(super) const MISSING: Fault =
    Fault::new("INPUT_REQUIRED", "You must include a value for all required parameters");
pub(super) const TOO_SHORT: Fault = Fault::new(
    "MIN_LENGTH_EXCEEDED",
    "You provided a string parameter that is shorter than allowed",
);
pub(super) const TOO_LONG: Fault = Fault::new(
    "MAX_LENGTH_EXCEEDED",
    "You provided a string parameter that is longer than allowed",
);
pub(super) const TOO_SMALL: Fault = Fault::new(
    "MIN_VALUE_EXCEEDED",
    "You provided a numeric parameter that has a smaller value than allowed",
);
pub(super) const TOO_LARGE: Fault = Fault::new(
    "MAX_VALUE_EXCEEDED",
    "You provided a numeric parameter that has a larger value than allowed",
);
pub(super) const PATTERN: Fault =
    Fault::new("INVALID_PATTERN", "You provided a value that does not match the required pattern");
pub(super) const NOT_A_NAME: Fault = Fault::new("INVALID_ENUM", "You specified an invalid value");
pub(super) const POLICY_TYPE: Fault =
    Fault::new("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type string");
pub(super) const NEXT_TOKEN: Fault =
    Fault::new("INVALID_NEXT_TOKEN", "You provided a token that was not given for this list");
pub(super) const PARTY_TYPE: Fault = Fault::new(
    "INVALID_PARTY_TYPE_TARGET",
    "You specified the wrong type of entity (account, organization, or email) as a party",
);
pub(super) const PARTY_ID: Fault = Fault::new(
    "INVALID_PATTERN_TARGET_ID",
    "You specified a target ID that does not match the required pattern",
);
pub(super) const PARTY_EMAIL: Fault = Fault::new(
    "INVALID_EMAIL_ADDRESS_TARGET",
    "You specified an invalid email address for the invited account owner",
);
pub(super) const ROLE: Fault = Fault::new(
    "INVALID_ROLE_NAME",
    "You provided a role name that begins with the reserved prefix AWSServiceRoleFor",
);
pub(super) const FILTERS: Fault = Fault::new(
    "MAX_LIMIT_EXCEEDED_FILTER",
    "You can specify only one filter parameter for the operation",
);
pub(super) const PRINCIPAL: Fault =
    Fault::new("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal");
const SYSTEM_TAG: Fault = Fault::new(
    "INVALID_SYSTEM_TAGS_PARAMETER",
    "You specified a tag key that is reserved for system tags",
);
const TWICE: Fault = Fault::new(
    "DUPLICATE_TAG_KEY",
    "Tag keys must be unique among the tags attached to the same entity",
);

/// A required member.
pub(super) fn required<T>(member: &str, value: Option<T>) -> Result<T, Exception> {
    value.ok_or_else(|| MISSING.at(member))
}

/// A text of so many characters.
pub(super) fn length(
    member: &str,
    text: &str,
    range: RangeInclusive<usize>,
) -> Result<(), Exception> {
    let length = text.chars().count();
    match length {
        _ if length < *range.start() => Err(TOO_SHORT.at(member)),
        _ if length > *range.end() => Err(TOO_LONG.at(member)),
        _ => Ok(()),
    }
}

/// A text of a pattern.
pub(super) fn pattern(member: &str, fits: bool) -> Result<(), Exception> {
    if fits { Ok(()) } else { Err(PATTERN.at(member)) }
}

/// The value with this name among those of an enumeration.
pub(super) fn one_of<T: Copy>(
    member: &str,
    name: &str,
    values: &[(&str, T)],
) -> Result<T, Exception> {
    let found = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    found.ok_or_else(|| NOT_A_NAME.at(member))
}

/// A required account id: 12 digits.
pub(super) fn account_id(member: &str, value: Option<String>) -> Result<AccountId, Exception> {
    let text = required(member, value)?;
    length(member, &text, 0..=AccountId::DIGITS)?;
    text.parse().map_err(|_| PATTERN.at(member))
}

/// An email: 6 to 64 characters.
pub(super) fn email(member: &str, value: Option<String>) -> Result<String, Exception> {
    let text = required(member, value)?;
    length(member, &text, EMAIL_LENGTH)?;
    pattern(member, is_email(&text))?;
    Ok(text)
}

/// Whether a text is of the model's class `[\w+=,.@-]*`.
pub(super) fn is_word(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
}

/// The principal of a service: 1 to 128 characters of `[\w+=,.@-]`, and recognized.
pub(super) fn principal(value: Option<String>) -> Result<String, Exception> {
    principal_of(required("ServicePrincipal", value)?)
}

/// The same where it may be absent.
pub(super) fn principal_of(text: String) -> Result<String, Exception> {
    const MEMBER: &str = "ServicePrincipal";
    length(MEMBER, &text, 1..=128)?;
    pattern(MEMBER, is_word(&text))?;
    let service =
        [".amazonaws.com", ".amazonaws.com.cn"].iter().find_map(|end| text.strip_suffix(end));
    if service.is_none_or(str::is_empty) {
        return Err(PRINCIPAL.at(MEMBER));
    }
    Ok(text)
}

/// How many items a page is to have: 1 to 20.
pub(super) fn max_results(value: Option<i64>) -> Result<usize, Exception> {
    const MOST: usize = 20;
    let Some(number) = value else { return Ok(MOST) };
    match usize::try_from(number) {
        Ok(number @ 1..=MOST) => Ok(number),
        Ok(1..) => Err(TOO_LARGE.at("MaxResults")),
        _ => Err(TOO_SMALL.at("MaxResults")),
    }
}

/// `Tag`, as it comes in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tag {
    key: Option<String>,
    value: Option<String>,
}

/// A list of tags; none is the same as an empty one.
pub(super) fn tags(list: Option<Vec<Object<Tag>>>) -> Result<Tags, Exception> {
    let mut tags = Tags::new();
    for Object(Tag { key, value }) in list.unwrap_or_default() {
        let key = required("Tags.Key", key)?;
        let value = required("Tags.Value", value)?;
        tag_key("Tags.Key", &key)?;
        length("Tags.Value", &value, 0..=256)?;
        pattern("Tags.Value", is_tag(&value))?;
        if tags.insert(key, value).is_some() {
            return Err(TWICE.at("Tags"));
        }
    }
    Ok(tags)
}

/// The key of a tag.
pub(super) fn tag_key(member: &str, key: &str) -> Result<(), Exception> {
    length(member, key, 1..=128)?;
    pattern(member, is_tag(key))?;
    let system = key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    if system { Err(SYSTEM_TAG.at(member)) } else { Ok(()) }
}

/// Keys of tags to remove, each once.
pub(super) fn tag_keys(list: Option<Vec<String>>) -> Result<Vec<String>, Exception> {
    let keys = required("TagKeys", list)?;
    keys.iter().try_for_each(|key| tag_key("TagKeys", key))?;
    let once: BTreeSet<String> = keys.into_iter().collect();
    Ok(once.into_iter().collect())
}

/// Whether a text is of the model's class `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`. Vowel signs, which belong to the
/// letters of some scripts, pass with them.
fn is_tag(text: &str) -> bool {
    let separator = |c: char| c.is_whitespace() && !c.is_control();
    let legal = |c: char| c.is_alphanumeric() || separator(c) || "_.:/=+-@".contains(c);
    text.chars().all(legal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_letters_numbers_separators_and_a_few_signs() {
        for text in ["", "Cost centre", "a_b.c:d/e=f+g-h@i", "größe", "費用", "٣", "a\u{2003}b"]
        {
            assert!(is_tag(text), "{text}");
        }
        for text in ["a\tb", "a\nb", "a*b", "a;b", "a\\b", "\u{0}", "a,b", "🙂"] {
            assert!(!is_tag(text), "{text:?}");
        }
    }

    #[test]
    fn a_page_has_one_to_twenty_items() {
        assert_eq!(max_results(None), Ok(20));
        assert_eq!(max_results(Some(1)), Ok(1));
        assert_eq!(max_results(Some(20)), Ok(20));
        for (number, fault) in [
            (0, TOO_SMALL),
            (-1, TOO_SMALL),
            (i64::MIN, TOO_SMALL),
            (21, TOO_LARGE),
            (i64::MAX, TOO_LARGE),
        ] {
            assert_eq!(max_results(Some(number)), Err(fault.at("MaxResults")), "{number}");
        }
    }

    #[test]
    fn a_principal_is_a_services_name() {
        for text in [
            "securityhub.amazonaws.com",
            "member.org.stacksets.cloudformation.amazonaws.com",
            "macie.amazonaws.com.cn",
        ] {
            assert_eq!(principal(Some(text.to_owned())), Ok(text.to_owned()));
        }
        for (text, fault) in [
            ("", TOO_SHORT),
            ("a b.amazonaws.com", PATTERN),
            ("securityhub", PRINCIPAL),
            (".amazonaws.com", PRINCIPAL),
            ("securityhub.amazonaws.co", PRINCIPAL),
        ] {
            assert_eq!(
                principal(Some(text.to_owned())),
                Err(fault.at("ServicePrincipal")),
                "{text}"
            );
        }
    }
}
