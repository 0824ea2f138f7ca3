//! Bytes as text: base 32 in the ids of keys and roles, base 64 in secret keys and session tokens.

/// The digits of a base that is a power of two.
pub(super) struct Radix {
    digits: &'static [u8],
    /// Bits in a digit.
    bits: u32,
    /// The value of each ASCII character; `NONE` where it is no digit.
    values: [u8; 128],
}

const NONE: u8 = u8::MAX;

/// RFC 4648, section 6.
pub(super) static BASE32: Radix = Radix::new(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
/// RFC 4648, section 4.
pub(super) static BASE64: Radix =
    Radix::new(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

impl Radix {
    const fn new(digits: &'static [u8]) -> Radix {
        let mut values = [NONE; 128];
        let mut value = 0;
        while value < digits.len() {
            values[digits[value] as usize] = value as u8;
            value += 1;
        }
        Radix { digits, bits: digits.len().trailing_zeros(), values }
    }

    /// The text for these bytes, most significant bits first, without padding. What the last digit has
    /// more than the bytes is zero.
    pub(super) fn write(&self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity((bytes.len() * 8).div_ceil(self.bits as usize));
        let mask = self.digits.len() as u32 - 1;
        let (mut held, mut bits) = (0_u32, 0);
        for byte in bytes {
            held = held << 8 | u32::from(*byte);
            bits += 8;
            while bits >= self.bits {
                bits -= self.bits;
                text.push(char::from(self.digits[(held >> bits & mask) as usize]));
            }
            held &= (1 << bits) - 1;
        }
        if bits > 0 {
            text.push(char::from(self.digits[(held << (self.bits - bits) & mask) as usize]));
        }
        text
    }

    /// The bytes that are written like this: no two texts are read alike.
    pub(super) fn read(&self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(text.len() * self.bits as usize / 8);
        let (mut held, mut bits) = (0_u32, 0);
        for character in text.bytes() {
            let value = *self.values.get(usize::from(character))?;
            if value == NONE {
                return None;
            }
            held = held << self.bits | u32::from(value);
            bits += self.bits;
            if bits >= 8 {
                bits -= 8;
                bytes.push((held >> bits) as u8);
                held &= (1 << bits) - 1;
            }
        }
        (bits < self.bits && held == 0).then_some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_what_the_rfc_says() {
        for (bytes, base32, base64) in [
            ("", "", ""),
            ("f", "MY", "Zg"),
            ("fo", "MZXQ", "Zm8"),
            ("foo", "MZXW6", "Zm9v"),
            ("foob", "MZXW6YQ", "Zm9vYg"),
            ("fooba", "MZXW6YTB", "Zm9vYmE"),
            ("foobar", "MZXW6YTBOI", "Zm9vYmFy"),
        ] {
            for (radix, text) in [(&BASE32, base32), (&BASE64, base64)] {
                assert_eq!(radix.write(bytes.as_bytes()), text);
                assert_eq!(radix.read(text).as_deref(), Some(bytes.as_bytes()), "{text}");
            }
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(BASE64.read(&BASE64.write(&all)), Some(all.clone()));
        assert_eq!(BASE32.read(&BASE32.write(&all)), Some(all));
    }

    #[test]
    fn reads_nothing_else() {
        for text in ["MZ", "M", "MZXW6Y", "mzxw6", "MZXW6===", "MZX1", "MZX é", "MZXW6YQAA"] {
            assert_eq!(BASE32.read(text), None, "{text}");
        }
        for text in ["Zh", "Z", "Zm9", "Zg==", "Zm9v-", "Zm9_", "Zm 9", "é"] {
            assert_eq!(BASE64.read(text), None, "{text}");
        }
    }
}
