//! The form of an account's email and name, as AWS Organizations' model has it: for its API and for the operator.

use std::ops::RangeInclusive;

/// How many characters an email has.
pub(crate) const EMAIL_LENGTH: RangeInclusive<usize> = 6..=64;

/// How many characters a name has.
pub(crate) const NAME_LENGTH: RangeInclusive<usize> = 1..=50;

/// Whether a text is of the pattern of an email: `[^\s@]+@[^\s@]+\.[^\s@]+`.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let dotted = domain
        .char_indices()
        .any(|(place, letter)| letter == '.' && place > 0 && place + 1 < domain.len());
    let legal = |letter: char| letter != '@' && !letter.is_whitespace();
    !local.is_empty() && dotted && local.chars().all(legal) && domain.chars().all(legal)
}

/// Whether a text is of the pattern of a name: printable ASCII.
pub(crate) fn is_name(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_follow_the_models_pattern() {
        for text in ["a@b.c", "a.b+c@d.e.f", "ü@example.com", "a@b.c.", "a@..c"] {
            assert!(is_email(text), "{text}");
        }
        for text in ["", "a", "a@b", "@b.c", "a@.", "a@.c", "a@b.", "a b@c.d", "a@b@c.d", "a@b.c\n"]
        {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn names_are_printable_ascii() {
        assert!(is_name(" a~"));
        for text in ["ü", "a\n", "\u{7f}"] {
            assert!(!is_name(text), "{text:?}");
        }
    }
}
