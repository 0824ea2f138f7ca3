//! Sealing: what only this server, or another with the same store, can make and read.
//!
//! XChaCha20-Poly1305 under the secret that the store keeps. What is sealed is bound to a text that is not in
//! it, and opens for no other.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

/// Bytes of a nonce. Nonces are random, and never come back.
pub(crate) const NONCE: usize = 24;
/// Bytes that sealing adds.
pub(crate) const OVERHEAD: usize = NONCE + 16;

/// Seals and opens.
pub(crate) struct Seal(XChaCha20Poly1305);

impl Seal {
    /// Under this very key.
    pub(crate) fn new(key: [u8; 32]) -> Seal {
        Seal(XChaCha20Poly1305::new(&key.into()))
    }

    /// Under a key of its own for one purpose, from which neither the secret nor the key of another purpose
    /// can be told: the cipher's stream for a nonce that names the purpose.
    pub(crate) fn derived(secret: [u8; 32], purpose: &[u8; NONCE]) -> Seal {
        let mut key = [0; 32];
        for (byte, stream) in key.iter_mut().zip(Seal::new(secret).encrypt(b"", &[0; 32], *purpose))
        {
            *byte = stream;
        }
        Seal::new(key)
    }

    /// The sealed bytes: the nonce, then what is sealed.
    pub(crate) fn seal(&self, bound_to: &[u8], plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
        let mut sealed = nonce.to_vec();
        sealed.extend(self.encrypt(bound_to, plain, nonce));
        sealed
    }

    /// What was sealed here for this binding, unless it was altered.
    pub(crate) fn open(&self, bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: bound_to };
        self.0.decrypt(&XNonce::from(*nonce), payload).ok()
    }

    fn encrypt(&self, bound_to: &[u8], plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
        let payload = Payload { msg: plain, aad: bound_to };
        // Encrypting fails only for messages of many gigabytes; nothing opens then.
        self.0.encrypt(&XNonce::from(nonce), payload).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_for_a_purpose_opens_nothing_of_another() {
        let secret = [7; 32];
        let seals = [
            Seal::new(secret),
            Seal::derived(secret, b"a purpose of 24 bytes  1"),
            Seal::derived(secret, b"a purpose of 24 bytes  2"),
            Seal::derived([8; 32], b"a purpose of 24 bytes  1"),
        ];
        for (i, one) in seals.iter().enumerate() {
            let sealed = one.seal(b"bound", b"plain", [9; NONCE]);
            assert_eq!(sealed.len(), b"plain".len() + OVERHEAD);
            for (j, other) in seals.iter().enumerate() {
                let opened = other.open(b"bound", &sealed);
                assert_eq!(opened.as_deref(), (i == j).then_some(&b"plain"[..]), "{i} {j}");
            }
            assert_eq!(one.open(b"else", &sealed), None);
        }
        let again = Seal::derived(secret, b"a purpose of 24 bytes  1");
        let sealed = seals[1].seal(b"", b"plain", [9; NONCE]);
        assert_eq!(again.open(b"", &sealed).as_deref(), Some(&b"plain"[..]), "after a restart");
    }
}
