//! Bytes as lower-case hexadecimal digits.

use std::fmt::Write;

/// The digits of these bytes.
pub(crate) fn of(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// The bytes that are written so.
pub(crate) fn parse(digits: &str) -> Option<Vec<u8>> {
    let legal = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if !rest.is_empty() || !digits.bytes().all(legal) {
        return None;
    }
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.iter().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_pairs_of_digits() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(parse(&of(&all)), Some(all));
        assert_eq!((of(&[0, 0xaf]), parse("00af")), ("00af".to_owned(), Some(vec![0, 0xaf])));
        assert_eq!((of(&[]), parse("")), (String::new(), Some(Vec::new())));
        for wrong in ["0", "0g", "AF", "+1", "é", " 0", "000"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
