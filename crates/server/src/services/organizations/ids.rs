//! Ids in requests, by the patterns of the model, and ids for what is new.
//!
//! The patterns allow ids that are longer than any that Accede gives. Such an id is no mistake: nothing has it.
//! It becomes an id of number zero, which is never drawn.

use accede_membership::AccountId;
use accede_membership::directory::{
    ChildId, CreationId, HandshakeId, OrganizationId, ParentId, Tagged, UnitId,
};

use super::constraints::{PATTERN, length, required};
use crate::entropy;
use crate::wire::json_1_1::Exception;

/// Whether a text is so many lower-case letters and digits.
fn is_id(text: &str, characters: std::ops::RangeInclusive<usize>) -> bool {
    let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    characters.contains(&text.len()) && text.bytes().all(legal)
}

/// `r-[0-9a-z]{4,32}`
fn is_root(text: &str) -> bool {
    text.strip_prefix("r-").is_some_and(|id| is_id(id, 4..=32))
}

/// `ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}`
fn is_unit(text: &str) -> bool {
    let parts = text.strip_prefix("ou-").and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(root, id)| is_id(root, 4..=32) && is_id(id, 8..=32))
}

/// `p-…`, `rp-…`, `rt-…`: policies and the like, of which there are none.
fn is_policy(text: &str) -> bool {
    let Some((kind, id)) = text.split_once('-') else { return false };
    let letters = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let range = match kind {
        "p" => 8..=128,
        "rp" => 4..=128,
        "rt" => 8..=32,
        _ => return false,
    };
    letters && range.contains(&id.len())
}

/// A unit that nobody has.
fn no_unit() -> UnitId {
    UnitId::of(OrganizationId::of(0).root(), 0)
}

/// A required id, read by its pattern.
fn id<T>(
    member: &str,
    value: Option<String>,
    most: usize,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, Exception> {
    let text = required(member, value)?;
    length(member, &text, 0..=most)?;
    read(&text).ok_or_else(|| PATTERN.at(member))
}

/// `HandshakeId`: `h-[0-9a-z]{8,32}`
pub(super) fn handshake(member: &str, value: Option<String>) -> Result<HandshakeId, Exception> {
    id(member, value, 34, |text| {
        let fits = text.strip_prefix("h-").is_some_and(|id| is_id(id, 8..=32));
        fits.then(|| HandshakeId::parse(text).unwrap_or(HandshakeId::of(0)))
    })
}

/// `CreateAccountRequestId`: `car-[a-z0-9]{8,32}`
pub(super) fn creation(member: &str, value: Option<String>) -> Result<CreationId, Exception> {
    id(member, value, 36, |text| {
        let fits = text.strip_prefix("car-").is_some_and(|id| is_id(id, 8..=32));
        fits.then(|| CreationId::parse(text).unwrap_or(CreationId::of(0)))
    })
}

/// `OrganizationalUnitId`
pub(super) fn unit(member: &str, value: Option<String>) -> Result<UnitId, Exception> {
    id(member, value, 68, unit_of)
}

fn unit_of(text: &str) -> Option<UnitId> {
    is_unit(text).then(|| UnitId::parse(text).unwrap_or_else(no_unit))
}

/// `ParentId`
pub(super) fn parent(member: &str, value: Option<String>) -> Result<ParentId, Exception> {
    id(member, value, 100, parent_of)
}

fn parent_of(text: &str) -> Option<ParentId> {
    let fits = is_root(text) || is_unit(text);
    fits.then(|| ParentId::parse(text).unwrap_or_else(|| ParentId::Unit(no_unit())))
}

/// `ChildId`
pub(super) fn child(member: &str, value: Option<String>) -> Result<ChildId, Exception> {
    id(member, value, 100, |text| {
        let account = text.parse().ok().map(ChildId::Account);
        account.or_else(|| unit_of(text).map(ChildId::Unit))
    })
}

/// `PolicyTargetId`
pub(super) fn target(member: &str, value: Option<String>) -> Result<Tagged, Exception> {
    id(member, value, 100, target_of)
}

/// `TaggableResourceId`
pub(super) fn taggable(member: &str, value: Option<String>) -> Result<Tagged, Exception> {
    let unknown = |text: &str| is_policy(text).then_some(Tagged::Unknown);
    id(member, value, 130, |text| target_of(text).or_else(|| unknown(text)))
}

fn target_of(text: &str) -> Option<Tagged> {
    let account = text.parse().ok().map(Tagged::Account);
    account.or_else(|| parent_of(text).map(Tagged::Parent))
}

/// A random number from `first` up to the numbers of ids of so many characters.
fn drawn(first: u64, characters: u32) -> u64 {
    first + entropy::below(36u64.pow(characters) - first)
}

/// An id for a new organization. Its root is not the one that [`no_unit`] is under.
pub(super) fn new_organization() -> OrganizationId {
    OrganizationId::of(drawn(36u64.pow(6), 10))
}

/// The number of ids that handshakes can have: all of them are smaller.
pub(super) const HANDSHAKES: u64 = 36u64.pow(10);

/// An id for a new handshake.
pub(super) fn new_handshake() -> HandshakeId {
    HandshakeId::of(drawn(1, 10))
}

/// An id for a new request to create an account.
pub(super) fn new_creation() -> CreationId {
    CreationId::of(drawn(1, 12))
}

/// An id for a new account.
pub(super) fn new_account() -> AccountId {
    AccountId::drawn(u64::from_be_bytes(entropy::bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn longer_ids_than_ours_are_read_as_nobodys() {
        let long = "0123456789abcdefghij";
        let nobodys = Ok(HandshakeId::of(0));
        assert_eq!(handshake("H", given(&format!("h-{long}"))), nobodys);
        assert_eq!(handshake("H", given("h-12345678")), nobodys);
        assert_eq!(handshake("H", given("h-0000000001")), Ok(HandshakeId::of(1)));
        assert_eq!(creation("C", given(&format!("car-{long}"))), Ok(CreationId::of(0)));
        assert_eq!(unit("U", given(&format!("ou-1234-{long}"))), Ok(no_unit()));
        for text in ["r-12345", "ou-12345-12345678", "ou-1234-123456789"] {
            assert_eq!(parent("P", given(text)), Ok(ParentId::Unit(no_unit())), "{text}");
        }
        for _ in 0..1000 {
            let root = new_organization().root();
            assert_ne!(root, OrganizationId::of(0).root());
            assert_ne!(new_handshake(), HandshakeId::of(0));
        }
    }

    #[test]
    fn what_is_no_id_breaks_the_pattern() {
        let broken = |member| Err(PATTERN.at(member));
        for text in ["", "h-1234567", "h-ABCDEFGH", "H-12345678", "o-12345678", "h-1234567é"] {
            assert_eq!(handshake("H", given(text)).map(|_| ()), broken("H"), "{text}");
        }
        for text in ["", "r-123", "ou-1234", "ou-1234-1234567", "ou-123-12345678", "111111111111"] {
            assert_eq!(parent("P", given(text)).map(|_| ()), broken("P"), "{text}");
        }
        for text in ["11111111111", "1111111111111", "r-1234", "p-12345678"] {
            assert_eq!(child("C", given(text)).map(|_| ()), broken("C"), "{text}");
        }
        for text in ["p-1234567", "rp-123", "rt-1234567", "x-12345678", "p-1234567é", "-"] {
            assert_eq!(taggable("T", given(text)).map(|_| ()), broken("T"), "{text}");
        }
        assert!(taggable("T", given("p-FullAWSAccess")).is_ok());
        assert!(target("T", given("p-FullAWSAccess")).is_err());
    }
}
