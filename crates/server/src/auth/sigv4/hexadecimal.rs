//! Thirty-two bytes as 64 lower-case digits, and the escapes of URLs.

const LOWER: &[u8; 16] = b"0123456789abcdef";
/// What each byte is worth as a lower-case digit; more than 15 if it is none.
const VALUES: [u8; 256] = {
    let (mut values, mut digit) = ([u8::MAX; 256], 0);
    while digit < 16 {
        values[LOWER[digit] as usize] = digit as u8;
        digit += 1;
    }
    values
};
const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// The digits of a hash.
pub(super) fn write(bytes: &[u8]) -> [u8; 64] {
    let mut digits = [b'0'; 64];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        pair[0] = LOWER[usize::from(byte >> 4)];
        pair[1] = LOWER[usize::from(byte & 15)];
    }
    digits
}

/// The bytes of exactly 64 lower-case digits.
pub(super) fn read(text: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let (mut bytes, mut all) = ([0; 32], 0);
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = [pair[0], pair[1]].map(|digit| VALUES[usize::from(digit)]);
        all |= high | low;
        *byte = high << 4 | low;
    }
    (all < 16).then_some(bytes)
}

/// The value of a digit of either case.
pub(super) fn value(digit: u8) -> Option<u8> {
    crate::wire::percent::hex(digit)
}

/// A byte as `%XX`.
pub(super) fn escape(byte: u8) -> [u8; 3] {
    [b'%', UPPER[usize::from(byte >> 4)], UPPER[usize::from(byte & 15)]]
}

/// Whether a byte stands for itself in a URL, everywhere (RFC 3986 §2.3).
pub(super) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lower_case_digits_and_no_others() {
        let bytes: Vec<u8> = (0xe8..=0xff).chain(0..8).collect();
        let digits = write(&bytes);
        let text = std::str::from_utf8(&digits).unwrap();
        assert_eq!(&text[..4], "e8e9");
        assert_eq!(read(text).unwrap().to_vec(), bytes);
        let longer = format!("{text}0");
        for other in ["", &text[1..], &longer, &text.to_uppercase(), &text.replace('e', "g")] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn escapes_with_upper_case_digits() {
        assert_eq!((&escape(b'/'), &escape(0xfe)), (b"%2F", b"%FE"));
        assert!(b"aZ09-._~".iter().all(|b| is_unreserved(*b)));
        assert!(!b"/%+ :@!*'()\x7f\xe9".iter().any(|b| is_unreserved(*b)));
    }
}
