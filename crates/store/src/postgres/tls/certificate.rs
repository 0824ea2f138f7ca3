//! What has to be known of a certificate beyond what the TLS library says of it (RFC 5280 §4.1).

use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};

const INTEGER: u8 = 0x02;
const OID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
/// The first element that has a number for its name.
const NUMBERED: u8 = 0xa0;

/// The certificate as `tls-server-end-point` has it (RFC 5929 §4.1): hashed with the hash of its own signature, but at
/// least SHA-256. Nothing where that signature has no such hash, as Ed25519 has none.
pub(super) fn fingerprint(certificate: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Elements(Elements(certificate).take(SEQUENCE)?);
    whole.take(SEQUENCE)?;
    let mut signature = Elements(whole.take(SEQUENCE)?);
    let algorithm = hash(signature.take(OID)?, signature)?;
    Some(digest(algorithm, certificate).as_ref().to_vec())
}

fn hash(signature: &[u8], mut parameters: Elements<'_>) -> Option<&'static Algorithm> {
    const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
    const ECDSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04];
    const SHA2: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    let after = |start| signature.strip_prefix(start);
    match (after(RSA), after(ECDSA), after(SHA2)) {
        // With MD5 and SHA-1, and with SHA-256.
        (Some([4 | 5 | 11]), ..) | (_, Some([1] | [3, 2]), _) | (.., Some([1])) => Some(&SHA256),
        (Some([12]), ..) | (_, Some([3, 3]), _) | (.., Some([2])) => Some(&SHA384),
        (Some([13]), ..) | (_, Some([3, 4]), _) | (.., Some([3])) => Some(&SHA512),
        // RSASSA-PSS names the hash beside it.
        (Some([10]), ..) => {
            let mut named = Elements(Elements(parameters.take(SEQUENCE)?).take(NUMBERED)?);
            let mut named = Elements(named.take(SEQUENCE)?);
            hash(named.take(OID)?, Elements(&[]))
        }
        _ => None,
    }
}

/// From when until when it is valid, in seconds since 1970.
pub(super) fn validity(certificate: &[u8]) -> Option<(u64, u64)> {
    let mut whole = Elements(Elements(certificate).take(SEQUENCE)?);
    let mut signed = Elements(whole.take(SEQUENCE)?);
    // The version.
    let _ = signed.take(NUMBERED);
    signed.take(INTEGER)?;
    // The signature's algorithm, and who signed.
    signed.take(SEQUENCE)?;
    signed.take(SEQUENCE)?;
    let mut times = Elements(signed.take(SEQUENCE)?);
    Some((times.time()?, times.time()?))
}

/// What is left of a row of DER elements.
struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    /// The next element, if it is of this kind.
    fn take(&mut self, kind: u8) -> Option<&'a [u8]> {
        let (&[tag, first], rest) = self.0.split_first_chunk()?;
        if tag != kind {
            return None;
        }
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first - 0x80))?;
                (bytes.iter().fold(0, |all, byte| all << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (element, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(element)
    }

    fn time(&mut self) -> Option<u64> {
        let text = match self.take(UTC_TIME) {
            // RFC 5280 §4.1.2.5.1: years from 1950 to 2049.
            Some(short) if short.first()? >= &b'5' => [b"19", short].concat(),
            Some(short) => [b"20", short].concat(),
            None => self.take(GENERALIZED_TIME)?.to_vec(),
        };
        let digits = text.strip_suffix(b"Z").filter(|digits| digits.len() == 14)?;
        let part = |from: usize, to: usize| {
            let digits = std::str::from_utf8(digits.get(from..to)?).ok()?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok())?
        };
        let days = days(part(0, 4)?, part(4, 6)?, part(6, 8)?)?;
        Some(((days * 24 + part(8, 10)?) * 60 + part(10, 12)?) * 60 + part(12, 14)?)
    }
}

/// The days from 1970 to a day; a day before counts as the first one.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March, so that the day that not all have is the last one.
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let since_0 = year * 365 + year / 4 - year / 100 + year / 400 + of_year;
    Some(since_0.saturating_sub(719_468))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let inside = parts.concat();
        let length = u16::try_from(inside.len()).unwrap().to_be_bytes();
        [&[tag, 0x82], &length[..], &inside].concat()
    }

    fn certificate(signature: &[&[u8]], from: &[u8], until: &[u8]) -> Vec<u8> {
        let version = element(NUMBERED, &[&element(INTEGER, &[&[2]])]);
        let times = element(SEQUENCE, &[from, until]);
        let (serial, empty) = (element(INTEGER, &[&[7; 20]]), element(SEQUENCE, &[]));
        let signed = element(SEQUENCE, &[&version, &serial, &empty, &empty, &times]);
        let signature = element(SEQUENCE, signature);
        element(SEQUENCE, &[&signed, &signature, &element(3, &[&[0; 300]])])
    }

    #[test]
    fn it_is_hashed_as_it_is_signed() {
        const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
        const ECDSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04];
        for (start, end, bits) in [
            (RSA, &[4][..], 256),
            (RSA, &[5], 256),
            (RSA, &[11], 256),
            (RSA, &[12], 384),
            (RSA, &[13], 512),
            (ECDSA, &[1], 256),
            (ECDSA, &[3, 2], 256),
            (ECDSA, &[3, 3], 384),
            (ECDSA, &[3, 4], 512),
            (&[0x2b, 0x65], &[0x70], 0),
        ] {
            let oid = element(OID, &[start, end]);
            let made = fingerprint(&certificate(&[&oid], &[], &[]));
            assert_eq!(made.unwrap_or_default().len() * 8, bits, "{start:x?} {end:?}");
        }
        let sha384 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 2];
        let named = element(SEQUENCE, &[&element(OID, &[&sha384])]);
        let parameters = element(SEQUENCE, &[&element(NUMBERED, &[&named])]);
        let pss = certificate(&[&element(OID, &[RSA, &[10]]), &parameters], &[], &[]);
        assert_eq!(fingerprint(&pss).unwrap().len() * 8, 384);
    }

    #[test]
    fn its_times_are_seconds() {
        for (tag, text, seconds) in [
            (UTC_TIME, "700101000000Z", 0),
            (UTC_TIME, "240229120001Z", 1_709_208_001),
            (UTC_TIME, "491231235959Z", 2_524_607_999),
            (UTC_TIME, "500101000000Z", 0),
            (GENERALIZED_TIME, "20500101000000Z", 2_524_608_000),
            (GENERALIZED_TIME, "99991231235959Z", 253_402_300_799),
        ] {
            let time = element(tag, &[text.as_bytes()]);
            let all = certificate(&[], &time, &time);
            assert_eq!(validity(&all), Some((seconds, seconds)), "{text}");
        }
        for text in ["20501301000000Z", "2050010100000xZ", "20500101Z", "+0500101000000Z"] {
            let time = element(GENERALIZED_TIME, &[text.as_bytes()]);
            assert_eq!(validity(&certificate(&[], &time, &time)), None, "{text}");
        }
    }

    #[test]
    fn what_is_cut_off_is_none() {
        let time = element(UTC_TIME, &[b"700101000000Z"]);
        let whole = certificate(&[&element(OID, &[&[0x2a]])], &time, &time);
        for end in 0..whole.len() {
            assert_eq!(
                (fingerprint(&whole[..end]), validity(&whole[..end])),
                (None, None),
                "{end}"
            );
        }
    }
}
