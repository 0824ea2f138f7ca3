//! Texts in quotes.

/// Every byte of a word.
const EACH: u64 = 0x0101_0101_0101_0101;
/// The highest bit of every byte.
const HIGH: u64 = EACH * 0x80;

/// Any text.
pub(super) fn quoted(out: &mut Vec<u8>, text: &str) {
    if !is_plain(text.as_bytes()) {
        return escaped(out, text);
    }
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Whether nothing in it needs an escape: no quotes, no backslashes, no control characters.
fn is_plain(text: &[u8]) -> bool {
    let (words, rest) = text.as_chunks::<8>();
    let of = |word: &[u8; 8]| specials(u64::from_le_bytes(*word));
    let special = words.iter().fold(0, |special, word| special | of(word));
    match text.last_chunk() {
        // The last eight bytes, some of which may have been looked at.
        Some(last) => special | of(last) == 0,
        None => !rest.iter().any(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)),
    }
}

/// Not 0 if there is a quote, a backslash or a control character among the eight bytes.
///
/// That a byte is less than `n` shows in its highest bit when `n` is taken from it, unless that bit was set before.
fn specials(word: u64) -> u64 {
    let zero = |word: u64| word.wrapping_sub(EACH) & !word;
    let control = word.wrapping_sub(EACH * 0x20) & !word;
    (control | zero(word ^ (EACH * u64::from(b'"'))) | zero(word ^ (EACH * u64::from(b'\\'))))
        & HIGH
}

/// A text with something in it that needs an escape.
#[cold]
fn escaped(out: &mut Vec<u8>, text: &str) {
    // Texts can always be written, and nothing fails in memory.
    let _ = serde_json::to_writer(out, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place_is_seen() {
        for length in 1..20 {
            for place in 0..length {
                for byte in 0..=255 {
                    let mut text = vec![b'x'; length];
                    text[place] = byte;
                    let is_special = byte < 0x20 || byte == b'"' || byte == b'\\';
                    assert_eq!(is_plain(&text), !is_special, "{byte:#x} at {place} of {length}");
                    text.fill(0xff);
                    text[place] = byte;
                    assert_eq!(is_plain(&text), !is_special, "{byte:#x} at {place} of {length}");
                }
            }
        }
    }

    #[test]
    fn what_needs_an_escape_gets_one() {
        for (text, written) in [
            ("", r#""""#),
            ("plain – €", r#""plain – €""#),
            ("a \"b\"", r#""a \"b\"""#),
            ("\\\n\u{1}\u{7f}", "\"\\\\\\n\\u0001\u{7f}\""),
        ] {
            let mut out = Vec::new();
            quoted(&mut out, text);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }
}
