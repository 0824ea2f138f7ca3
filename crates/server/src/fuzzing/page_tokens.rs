//! Page tokens: what nobody sealed does not open, and what was sealed and altered does not either.
//!
//! The first line is tried as a token. Then a cursor is made of the bytes, sealed, and altered as they say.

use accede_membership::AccountId;

use super::{SECRET, line, text};
use crate::wire::page_token::{Binding, Cursor, Sealer};
use crate::wire::seal::NONCE;

pub(super) fn run(bytes: &[u8]) {
    let sealer = Sealer::new(SECRET);
    let account = AccountId::new(111_111_111_111).expect("an account");
    let (service, region, operation) = ("macie2", "us-east-1", "ListMembers");
    let binding = Binding { service, region, account, operation };
    let (token, rest) = line(bytes);
    assert_eq!(sealer.open::<Cursor>(binding, &text(token)), None, "a token that was never given");

    let Some((number, changes)) = rest.split_first_chunk::<8>() else { return };
    let after = u64::from_be_bytes(*number);
    let cursor = Cursor { after, only_associated: after & 1 == 1 };
    let token = sealer.seal(binding, &cursor, [number[0]; NONCE]);
    assert_eq!(sealer.open(binding, &token), Some(cursor));
    let altered = altered(&token, changes);
    let opened = sealer.open(binding, &altered);
    assert_eq!(opened, (altered == token).then_some(cursor), "{token} altered to {altered}");
    let operation = text(changes);
    let other = Binding { operation: &operation, ..binding };
    assert_eq!(sealer.open::<Cursor>(other, &token).is_some(), operation == binding.operation);
}

/// A text with some of its characters changed: pairs of bytes say which, and into what; the last odd one how much of
/// it is left.
pub(super) fn altered(text: &str, changes: &[u8]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let (pairs, rest) = changes.as_chunks::<2>();
    for [place, byte] in pairs {
        let place = usize::from(*place) * 17 % bytes.len().max(1);
        if let Some(old) = bytes.get_mut(place) {
            *old = *byte;
        }
    }
    if let [length] = rest {
        bytes.truncate(bytes.len().saturating_sub(usize::from(*length)));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
