//! The tags of a session: those that a request passes, and those that the caller's own session passes on.

use crate::auth::Tag;
use crate::wire::error::WireError;
use crate::wire::query_form::{Checks, Form};

use super::shapes::{TAG_KEY, TAG_VALUE};

/// The most tags that a request may pass, and the most keys that it may name as transitive.
const MOST: usize = 50;

/// The tags that a request passes, as it spells them.
pub(super) struct Passed<'a> {
    tags: Vec<(&'a str, &'a str)>,
    transitive: Vec<&'a str>,
}

/// Reads `Tags` and `TransitiveTagKeys`.
pub(super) fn read<'a>(form: &'a Form<'_>, checks: &mut Checks) -> Result<Passed<'a>, WireError> {
    let (items, names) = (form.list("Tags")?, form.list("TransitiveTagKeys")?);
    let mut passed = Passed { tags: Vec::new(), transitive: Vec::new() };
    if checks.at_most("tags", items.len(), MOST) {
        for (item, n) in items.iter().zip(1..) {
            let key = checks.required(&format!("tags.{n}.member.key"), item.get("Key"), &TAG_KEY);
            let member = format!("tags.{n}.member.value");
            passed.tags.push((key, checks.required(&member, item.get("Value"), &TAG_VALUE)));
        }
    }
    if checks.at_most("transitiveTagKeys", names.len(), MOST) {
        for (item, n) in names.iter().zip(1..) {
            let member = format!("transitiveTagKeys.{n}.member");
            passed.transitive.push(checks.required(&member, item.get(""), &TAG_KEY));
        }
    }
    Ok(passed)
}

impl Passed<'_> {
    /// Whether the request passes any.
    pub(super) fn any(&self) -> bool {
        !self.tags.is_empty()
    }

    /// The tags of the new session. Keys that differ in their case only are the same.
    ///
    /// # Errors
    ///
    /// A key is there twice, is reserved, or is one that the caller's session passes on; or a transitive key
    /// is not among the tags.
    pub(super) fn with(&self, caller: &[Tag]) -> Result<Vec<Tag>, WireError> {
        let mut all: Vec<Tag> = caller.iter().filter(|tag| tag.transitive).cloned().collect();
        let has = |tags: &[Tag], key: &str| tags.iter().any(|tag| same(&tag.key, key));
        if self.tags.iter().any(|(key, _)| has(&all, key)) {
            return Err(refused(
                "One of the specified transitive tag keys can't be set because it conflicts with a \
                 transitive tag key from the calling session.",
            ));
        }
        for (key, value) in &self.tags {
            if has(&all, key) {
                return Err(refused(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
                ));
            }
            if key.to_lowercase().starts_with("aws:") {
                return Err(refused(
                    "aws: prefixed tag key names are not allowed for external use.",
                ));
            }
            let transitive = self.transitive.iter().any(|name| same(name, key));
            all.push(Tag { key: (*key).to_owned(), value: (*value).to_owned(), transitive });
        }
        let among = |name: &&str| self.tags.iter().any(|(key, _)| same(name, key));
        if !self.transitive.iter().all(among) {
            return Err(refused(
                "The specified transitive tag key must be included in the requested tags.",
            ));
        }
        Ok(all)
    }
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn refused(why: &'static str) -> WireError {
    WireError::new(400, "InvalidParameterValue", why)
}

#[cfg(test)]
mod tests {
    use super::super::testing::said;
    use crate::testing::{A, Keys, Server, element};

    fn with(parameters: &str) -> String {
        let role = "arn:aws:iam::222222222222:role/demo";
        format!("Action=AssumeRole&RoleArn={role}&RoleSessionName=test{parameters}")
    }

    fn tag(n: usize, key: &str, value: &str) -> String {
        format!("&Tags.member.{n}.Key={key}&Tags.member.{n}.Value={value}")
    }

    #[test]
    fn tags_take_up_the_size_of_a_token() {
        let server = Server::new();
        let size = |parameters: &str| {
            let answer = server.sts(A).raw("POST", "/", with(parameters).as_bytes());
            let percent = element(&answer, "PackedPolicySize");
            assert!(percent.is_none() || percent == element(&answer, "SessionTokenUtilization"));
            percent.map(|percent| percent.parse::<u8>().unwrap())
        };
        assert_eq!(size("&Tags="), None);
        let small = size(&tag(1, "team", "blue")).unwrap();
        let most: String = (1..=10).map(|n| tag(n, &format!("k{n}"), &"v".repeat(256))).collect();
        let large = size(&most).unwrap();
        assert!(small < 10 && (80..=100).contains(&large), "{small} {large}");
        let more = most + &tag(11, "k11", &"v".repeat(256)) + &tag(12, "k12", &"v".repeat(256));
        let refused = said(&server.sts(A), &with(&more));
        let why = "400 PackedPolicyTooLarge: Packed size of session tags consumes 1";
        assert!(refused.starts_with(why), "{refused}");
    }

    #[test]
    fn every_tag_is_checked() {
        let server = Server::new();
        let long = "x".repeat(257);
        for (parameters, violation) in [
            (
                tag(1, "", "v"),
                r"Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+; ",
            ),
            (
                tag(1, "a", &long),
                "' at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256",
            ),
            (tag(1, "a*", "v"), "Value 'a*' at 'tags.1.member.key'"),
            (
                tag(1, &long[..129], "v"),
                "' at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128",
            ),
            (tag(1, "a", "v") + "&Tags.member.2.Key=b", "Value null at 'tags.2.member.value'"),
            ("&Tags.member.1.Value=b".to_owned(), "Value null at 'tags.1.member.key'"),
            (
                (1..=51).map(|n| tag(n, &format!("k{n}"), "v")).collect(),
                "Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
            ),
            (
                (1..=51).map(|n| format!("&TransitiveTagKeys.member.{n}=a")).collect(),
                "Value at 'transitiveTagKeys' failed",
            ),
            ("&TransitiveTagKeys.member.1=".to_owned(), "Value '' at 'transitiveTagKeys.1.member'"),
            (tag(2, "a", "v"), "The members of 'Tags' must be numbered"),
        ] {
            let answer = said(&server.sts(A), &with(&parameters));
            assert!(answer.starts_with("400 ValidationError: "), "{parameters} {answer}");
            assert!(answer.contains(violation), "{parameters} {answer}");
        }
        for (parameters, why) in [
            (
                tag(1, "Team", "a") + &tag(2, "team", "b"),
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ),
            (
                tag(1, "team", "a") + "&TransitiveTagKeys.member.1=other",
                "The specified transitive tag key must be included in the requested tags.",
            ),
            (
                tag(1, "AWS:team", "a"),
                "aws: prefixed tag key names are not allowed for external use.",
            ),
        ] {
            let refused = format!("400 InvalidParameterValue: {why}");
            assert_eq!(said(&server.sts(A), &with(&parameters)), refused);
        }
    }

    #[test]
    fn transitive_tags_are_passed_on_and_cannot_be_set_anew() {
        let server = Server::new();
        let assume = |keys: Option<&Keys>, parameters: &str| {
            let client = server.sts(A);
            let client = keys.map_or(server.sts(A), |keys| client.session(keys));
            said(&client, &with(parameters))
        };
        let answer = |parameters: &str| server.sts(A).raw("POST", "/", with(parameters).as_bytes());
        let tags = tag(1, "team", "a") + &tag(2, "stage", "b") + "&TransitiveTagKeys.member.1=Team";
        let first = Keys::of(&answer(&tags));
        let conflict = "400 InvalidParameterValue: One of the specified transitive tag keys can't be set \
            because it conflicts with a transitive tag key from the calling session.";
        for key in ["team", "TEAM"] {
            assert_eq!(assume(Some(&first), &tag(1, key, "c")), conflict);
        }
        assert!(assume(Some(&first), &tag(1, "stage", "c")).starts_with("200 "));
        let second = server.sts(A).session(&first).raw("POST", "/", with("").as_bytes());
        assert_eq!(
            assume(Some(&Keys::of(&second)), &tag(1, "team", "c")),
            conflict,
            "and further on"
        );
        assert!(assume(None, &tag(1, "team", "c")).starts_with("200 "), "without the session");
    }
}
