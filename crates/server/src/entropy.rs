//! The only place that draws random numbers.

use std::sync::atomic::{AtomicU16, Ordering};

use accede_membership::{Ids, InvitationId, Timestamp};
use rand::RngExt as _;

/// Random bytes from a cryptographic generator that the system seeded.
#[allow(clippy::disallowed_methods, reason = "this is the binary's entropy")]
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    rand::rng().random()
}

/// A random number.
pub(crate) fn wide() -> u128 {
    u128::from_be_bytes(bytes())
}

/// A random UUID, version 4.
pub(crate) fn uuid() -> u128 {
    let mut bytes: [u8; 16] = bytes();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    u128::from_be_bytes(bytes)
}

/// A random UUID, version 7: it begins with the moment, and of one moment with a count, so that what was made
/// later comes later, unless 4,096 are made in a millisecond.
pub(crate) fn ordered_uuid(now: Timestamp) -> u128 {
    static COUNT: AtomicU16 = AtomicU16::new(0);
    let moment = u128::from(now.0.unsigned_abs() & 0xffff_ffff_ffff);
    let count = u128::from(COUNT.fetch_add(1, Ordering::Relaxed) & 0x0fff);
    let random = u128::from_be_bytes(bytes()) & (u128::MAX >> 66);
    moment << 80 | 7 << 76 | count << 64 | 2 << 62 | random
}

/// A request id: a UUID.
pub(crate) fn request_id() -> String {
    let digits = InvitationId(uuid()).digits();
    let digits = std::str::from_utf8(&digits).unwrap_or_default();
    let mut text = String::with_capacity(36);
    for (place, part) in [0..8, 8..12, 12..16, 16..20, 20..32].into_iter().enumerate() {
        if place > 0 {
            text.push('-');
        }
        text.push_str(digits.get(part).unwrap_or_default());
    }
    text
}

/// Ids of random bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RandomIds;

impl Ids for RandomIds {
    fn invitation(&mut self) -> InvitationId {
        InvitationId(u128::from_be_bytes(bytes()))
    }

    fn number(&mut self) -> u64 {
        u64::from_be_bytes(bytes())
    }
}

/// A random number below `end`, for jitter.
#[allow(clippy::disallowed_methods, reason = "this is the binary's entropy")]
pub(crate) fn below(end: u64) -> u64 {
    rand::rng().random_range(0..end.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_is_a_uuid() {
        let id = request_id();
        let groups: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(id.as_bytes()[14], b'4');
        assert_ne!(id, request_id());
    }
}
