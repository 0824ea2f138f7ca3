//! The words of seeds: names of members, operations, statuses and headers that no fuzzer would guess.

use std::collections::BTreeSet;

/// How long a word is; shorter ones are guessed, longer ones are ids that were made up.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

/// A dictionary in libFuzzer's format: a quoted word in each line.
pub(super) fn dictionary(texts: &[Vec<u8>]) -> String {
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.$:/".contains(byte);
    let mut words = BTreeSet::new();
    for text in texts {
        words.extend(text.split(|byte| !inside(byte)).filter(|word| LENGTH.contains(&word.len())));
        // `Tags.member.1.Key` and ARNs are words as wholes and in their parts.
        let parts = text.split(|byte| !byte.is_ascii_alphanumeric());
        words.extend(parts.filter(|word| LENGTH.contains(&word.len())));
    }
    let line = |word: &[u8]| format!("\"{}\"\n", String::from_utf8_lossy(word));
    words.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::dictionary;

    #[test]
    fn words_are_quoted_once_each() {
        let texts =
            [b"A macie2 GET /x\n{\"accountId\": 1}".to_vec(), b"GET a.b accountId".to_vec()];
        assert_eq!(dictionary(&texts), "\"GET\"\n\"a.b\"\n\"accountId\"\n\"macie2\"\n");
    }
}
