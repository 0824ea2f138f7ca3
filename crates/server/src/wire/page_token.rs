//! Page tokens: the last key of a page, sealed.
//!
//! A token is bound to the account, the service, the Region and the operation that it was given for, and
//! remembers the filter of its list. Nobody else can use it, nobody can make one up, and it tells its
//! holder nothing (semantics §1.6). The key is in the store, so that a token outlives a restart.

use accede_membership::{AccountId, Scope};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::percent::hex;

/// Where in which list the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The last key of the page before.
    pub(crate) after: AccountId,
    /// Whether the list shows current members only.
    pub(crate) only_associated: bool,
}

/// Whom and what a token is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) account: AccountId,
    pub(crate) operation: &'a str,
}

impl Binding<'_> {
    fn text(&self) -> Vec<u8> {
        let Scope { service, region } = self.scope;
        format!("{}\n{region}\n{}\n{}", service.name(), self.account, self.operation).into_bytes()
    }
}

const NONCE: usize = 24;

/// Seals and opens page tokens.
pub(crate) struct Sealer(XChaCha20Poly1305);

impl Sealer {
    pub(crate) fn new(key: [u8; 32]) -> Sealer {
        Sealer(XChaCha20Poly1305::new(&key.into()))
    }

    /// The token for a cursor: lower-case hex. `nonce` must be random.
    pub(crate) fn seal(&self, binding: Binding<'_>, cursor: Cursor, nonce: [u8; NONCE]) -> String {
        let mut plain = cursor.after.number().to_be_bytes().to_vec();
        plain.push(u8::from(cursor.only_associated));
        let payload = Payload { msg: &plain, aad: &binding.text() };
        // Sealing fails only for messages of many gigabytes; an empty token is then refused when it comes back.
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        nonce.iter().chain(&sealed).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The cursor in a token, if it was sealed here for this binding and not altered.
    pub(crate) fn open(&self, binding: Binding<'_>, token: &str) -> Option<Cursor> {
        let bytes = from_lower_hex(token)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: &binding.text() };
        let plain = self.0.decrypt(&XNonce::from(*nonce), payload).ok()?;
        let (after, filter) = plain.split_first_chunk::<8>()?;
        Some(Cursor {
            after: AccountId::new(u64::from_be_bytes(*after))?,
            only_associated: filter == [1],
        })
    }
}

fn from_lower_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() > 256 || text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(hex(*high)? << 4 | hex(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use accede_membership::Service;

    fn scope(service: Service, region: &str) -> Scope {
        Scope { service, region: region.parse().unwrap() }
    }

    #[test]
    fn opens_only_for_what_it_was_sealed_for() {
        let sealer = Sealer::new([7; 32]);
        let here = scope(Service::Macie, "us-east-1");
        let account = AccountId::new(42).unwrap();
        let binding = Binding { scope: &here, account, operation: "ListMembers" };
        let cursor = Cursor { after: AccountId::MAX, only_associated: true };
        let token = sealer.seal(binding, cursor, [9; NONCE]);
        assert_eq!(sealer.open(binding, &token), Some(cursor));

        let elsewhere = scope(Service::Macie, "us-east-2");
        let other_service = scope(Service::SecurityHub, "us-east-1");
        let other = AccountId::new(43).unwrap();
        for (why, binding) in [
            ("Region", Binding { scope: &elsewhere, ..binding }),
            ("service", Binding { scope: &other_service, ..binding }),
            ("account", Binding { account: other, ..binding }),
            ("operation", Binding { operation: "ListInvitations", ..binding }),
        ] {
            assert_eq!(sealer.open(binding, &token), None, "{why}");
        }
        assert_eq!(Sealer::new([8; 32]).open(binding, &token), None, "key");
    }

    #[test]
    fn every_altered_token_is_refused() {
        let sealer = Sealer::new([7; 32]);
        let here = scope(Service::SecurityHub, "us-east-1");
        let binding = Binding { scope: &here, account: AccountId::MAX, operation: "ListMembers" };
        let cursor = Cursor { after: AccountId::MAX, only_associated: false };
        let token = sealer.seal(binding, cursor, [9; NONCE]);
        for place in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[place] = if altered[place] == b'0' { b'1' } else { b'0' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(sealer.open(binding, &altered), None, "{place}");
            assert_eq!(sealer.open(binding, &token[..place]), None, "{place}");
        }
        for token in
            ["", "x", "é", &token.to_uppercase(), &format!("{token}00"), &"0".repeat(10_000)]
        {
            assert_eq!(sealer.open(binding, token), None, "{token}");
        }
    }
}
