//! The form of names, paths and external ids in IAM: for roles in requests to STS and for the operator.

use std::ops::RangeInclusive;

/// How many characters the name of a user or a role has.
const NAME_LENGTH: RangeInclusive<usize> = 1..=64;

/// How many characters a path has at most.
const PATH_MAX: usize = 512;

/// How many characters an external id has.
pub(crate) const EXTERNAL_ID_LENGTH: RangeInclusive<usize> = 2..=1224;

/// Whether a text is the name of a user or a role: `[\w+=,.@-]{1,64}`.
pub(crate) fn is_name(text: &str) -> bool {
    let legal = |c: char| is_word(c) || "+=,.@-".contains(c);
    NAME_LENGTH.contains(&text.len()) && text.chars().all(legal)
}

/// Whether a text is a path: `/`, or `/…/` of ASCII characters that can be seen.
pub(crate) fn is_path(text: &str) -> bool {
    let legal = text.len() <= PATH_MAX && text.bytes().all(|b| b.is_ascii_graphic());
    legal && text.starts_with('/') && text.ends_with('/')
}

/// Whether a character can be in an external id: `[\w+=,.@:\/-]`.
pub(crate) fn in_external_id(c: char) -> bool {
    is_word(c) || "+=,.@:/-".contains(c)
}

/// `\w`.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_up_to_64_characters() {
        for text in ["a", "azAZ09_+=,.@-", &"x".repeat(64)] {
            assert!(is_name(text), "{text}");
        }
        for text in ["", "a b", "a/b", "é", "a:b", &"x".repeat(65)] {
            assert!(!is_name(text), "{text}");
        }
    }

    #[test]
    fn paths_begin_and_end_with_a_slash() {
        let (long, longer) = ("x".repeat(510), "x".repeat(511));
        for text in ["/", "/a/", "/a/b:c/", "//", &format!("/{long}/")] {
            assert!(is_path(text), "{text}");
        }
        for text in ["", "a", "/a", "a/", "/a b/", "/é/", &format!("/{longer}/")] {
            assert!(!is_path(text), "{text}");
        }
    }

    #[test]
    fn external_ids_have_few_signs() {
        assert!("azAZ09_+=,.@:/-".chars().all(in_external_id));
        assert!(!" #é\u{0}".chars().any(in_external_id));
    }
}
