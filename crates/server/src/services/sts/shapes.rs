//! What the model says of the texts in STS's requests.

use crate::wire::iam_words::{EXTERNAL_ID_LENGTH, in_external_id};
use crate::wire::query_form::Text;

const ANY: usize = usize::MAX;

/// An ARN. Characters beyond the Basic Multilingual Plane are not allowed, although the pattern, read
/// literally, has them: the service refuses them.
pub(super) const ARN: Text = Text {
    length: 20..=2048,
    pattern: r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
    allows: |c| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}')
            || matches!(c, '\u{e000}'..='\u{fffd}')
    },
};

/// The name of a session.
pub(super) const SESSION_NAME: Text =
    Text { length: 2..=64, pattern: r"[\w+=,.@-]*", allows: |c| word(c) || "+=,.@-".contains(c) };

pub(super) const SOURCE_IDENTITY: Text = SESSION_NAME;

pub(super) const EXTERNAL_ID: Text =
    Text { length: EXTERNAL_ID_LENGTH, pattern: r"[\w+=,.@:\/-]*", allows: in_external_id };

/// The serial number or the ARN of an MFA device.
pub(super) const SERIAL_NUMBER: Text = Text {
    length: 9..=256,
    pattern: r"[\w+=/:,.@-]*",
    allows: |c| word(c) || "+=/:,.@-".contains(c),
};

pub(super) const TOKEN_CODE: Text =
    Text { length: 6..=6, pattern: r"[\d]*", allows: |c| c.is_ascii_digit() };

/// A policy in JSON.
pub(super) const POLICY: Text = Text {
    length: 1..=ANY,
    pattern: r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    allows: |c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}'),
};

pub(super) const TAG_KEY: Text =
    Text { length: 1..=128, pattern: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", allows: tag };

pub(super) const TAG_VALUE: Text =
    Text { length: 0..=256, pattern: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", allows: tag };

pub(super) const CONTEXT_ASSERTION: Text = Text { length: 4..=2048, pattern: "", allows: |_| true };

/// The id of an access key.
pub(super) const ACCESS_KEY_ID: Text = Text { length: 16..=128, pattern: r"[\w]*", allows: word };

/// An encoded authorization message.
pub(super) const ENCODED_MESSAGE: Text = Text { length: 1..=10240, pattern: "", allows: |_| true };

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Letters, separators, numbers and a few signs. Unicode's alphabetic characters are its letters and some
/// marks that the service would refuse.
fn tag(c: char) -> bool {
    c.is_alphabetic() || c.is_numeric() || space(c) || "_.:/=+-@".contains(c)
}

/// White space that is no control character: the separators.
fn space(c: char) -> bool {
    c.is_whitespace() && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_allow_what_they_name() {
        for (rule, good, bad) in [
            (ARN, "arn:aws:é\u{a0}\t\u{fffd}", "\u{0}\u{7f}\u{10000}\u{fffe}\u{84}"),
            (SESSION_NAME, "azAZ09_+=,.@-", "é :/\u{0}ª"),
            (EXTERNAL_ID, "azAZ09_+=,.@:/-", "é #"),
            (SERIAL_NUMBER, "arn:aws:iam::123456789012:mfa/user", "é #"),
            (TOKEN_CODE, "0123456789", "a٣ "),
            (POLICY, "{\t\r\n\"ÿ}", "\u{0}\u{100}\u{1f}"),
            (TAG_KEY, "aé語9½ \u{a0}\u{2028}_.:/=+-@", "\t\n*{}<\u{85}"),
            (ACCESS_KEY_ID, "azAZ09_", "-é ="),
        ] {
            assert!(good.chars().all(rule.allows), "{}", rule.pattern);
            for c in bad.chars() {
                assert!(!(rule.allows)(c), "{} {c:?}", rule.pattern);
            }
        }
    }
}
