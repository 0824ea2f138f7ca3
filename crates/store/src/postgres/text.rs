//! Texts as PostgreSQL can keep them.

/// What stands before the sign for NUL, and before itself. It is no character, and hardly ever in a text.
const ESCAPE: char = '\u{fffe}';

/// A text without NUL, which PostgreSQL has in none.
pub(super) fn stored(text: &str) -> String {
    // One after the other, each is a search of many bytes at once; for both together, it would be character by character.
    if !text.contains('\0') && !text.contains(ESCAPE) {
        return text.to_owned();
    }
    let mut stored = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\0' => stored.extend([ESCAPE, '0']),
            ESCAPE => stored.extend([ESCAPE, ESCAPE]),
            c => stored.push(c),
        }
    }
    stored
}

/// The text that is stored so.
pub(super) fn read(stored: &str) -> String {
    if !stored.contains(ESCAPE) {
        return stored.to_owned();
    }
    let mut text = String::with_capacity(stored.len());
    let mut chars = stored.chars();
    while let Some(c) = chars.next() {
        match c {
            ESCAPE => text.push(chars.next().filter(|next| *next == ESCAPE).unwrap_or('\0')),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_without_nul_in_between() {
        for text in ["", "a", "\0", "a\0b\0", "\u{fffe}", "\u{fffe}0", "0\u{fffe}\0\u{fffe}é"] {
            assert!(!stored(text).contains('\0'));
            assert_eq!(read(&stored(text)), text);
        }
    }
}
