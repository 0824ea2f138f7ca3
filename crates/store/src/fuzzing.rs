//! What is fuzzed of the store: its documents. See `fuzzing` of the server's library.

#![allow(clippy::expect_used, reason = "a panic is how a target tells what it found")]

use accede_membership::AccountId;
use accede_membership::access::KeyId;
use accede_membership::directory::{CreationId, HandshakeId, OrganizationId};

use crate::documents as d;

/// A letter says of what kind, the rest is a document: what can be read is written as something that reads the same.
pub fn documents(bytes: &[u8]) {
    let Some((kind, json)) = bytes.split_first() else { return };
    let Ok(json) = std::str::from_utf8(json) else { return };
    let account = AccountId::MAX;
    let key = KeyId::parse("AKIAIOSFODNN7EXAMPLE").expect("an id of a key");
    let organization = OrganizationId::of(7);
    let (handshake, creation) = (HandshakeId::of(7), CreationId::of(7));
    match kind {
        b'a' => stable(json, d::read_account, d::write_account),
        b'c' => stable(json, |json| d::read_creation(creation, json), d::write_creation),
        b'h' => stable(json, |json| d::read_handshake(handshake, json), d::write_handshake),
        b'k' => stable(json, |json| d::read_access_key(key, json), d::write_access_key),
        b'o' => {
            stable(json, |json| d::read_organization(organization, json), d::write_organization)
        }
        b'r' => stable(json, |json| d::read_role(account, json), d::write_role),
        _ => {}
    }
}

/// Reads, writes, and reads again.
fn stable<T: PartialEq + std::fmt::Debug>(
    json: &str,
    read: impl Fn(&str) -> d::Result<T>,
    write: impl Fn(&T) -> d::Result<String>,
) {
    let Ok(first) = read(json) else { return };
    let written = write(&first).expect("what was read can be written");
    let second = read(&written).expect("what was written can be read");
    assert_eq!(first, second, "{json} became {written}");
    assert_eq!(write(&second).expect("it can be written again"), written);
}
