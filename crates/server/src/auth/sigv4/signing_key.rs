//! Signing keys: derived from a secret by four HMACs for each day, Region and service, and kept for a while.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ring::{digest, hmac};

use super::scope::Scope;
use crate::auth::authorization::TERMINATOR;
use crate::auth::recent::Recent;

/// How many keys are kept in a generation, of which there are two: some 10 MB of them.
const GENERATION: usize = 16_384;

/// What a key was derived from, hashed: another secret of the same access key is another key.
type Origin = [u8; 32];

/// The keys that were used last. Only those are kept that made a signature valid, so that requests of strangers
/// push none out.
pub(crate) struct SigningKeys(Mutex<Recent<Origin, hmac::Key>>);

impl SigningKeys {
    /// No keys yet.
    pub(crate) fn new() -> SigningKeys {
        SigningKeys::bounded(GENERATION)
    }

    fn bounded(generation: usize) -> SigningKeys {
        SigningKeys(Mutex::new(Recent::new(generation)))
    }

    /// Whether this is the signature of a text by the key of this scope. Takes as long whatever the signature is.
    pub(super) fn verify(
        &self,
        scope: Scope<'_>,
        secret: &str,
        text: &[u8],
        signature: &[u8; 32],
    ) -> bool {
        let origin = origin(scope, secret);
        let known = self.kept().refreshed(&origin);
        if let Some(key) = known {
            return hmac::verify(&key, text, signature).is_ok();
        }
        let key = derived(scope, secret);
        let valid = hmac::verify(&key, text, signature).is_ok();
        if valid {
            self.kept().keep(origin, key);
        }
        valid
    }

    /// A thread that panicked with the lock has left whole keys in it.
    fn kept(&self) -> MutexGuard<'_, Recent<Origin, hmac::Key>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeys")
    }
}

fn origin(scope: Scope<'_>, secret: &str) -> Origin {
    let Scope { access_key, day, region, service } = scope;
    let mut context = digest::Context::new(&digest::SHA256);
    for part in [access_key, day, region, service, secret] {
        context.update(&part.len().to_be_bytes());
        context.update(part.as_bytes());
    }
    let mut origin = [0; 32];
    origin.copy_from_slice(context.finish().as_ref());
    origin
}

fn derived(scope: Scope<'_>, secret: &str) -> hmac::Key {
    let key = |bytes: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, bytes);
    let first = key(&[b"AWS4", secret.as_bytes()].concat());
    let steps = [scope.day, scope.region, scope.service, TERMINATOR];
    steps.iter().fold(first, |last, step| key(hmac::sign(&last, step.as_bytes()).as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPE: Scope<'_> =
        Scope { access_key: "AKID", day: "20150830", region: "us-east-1", service: "iam" };

    fn tag(scope: Scope<'_>, secret: &str) -> [u8; 32] {
        hmac::sign(&derived(scope, secret), b"text").as_ref().try_into().unwrap()
    }

    #[test]
    fn derives_the_key_of_the_documentation() {
        let key = derived(SCOPE, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        let expected = hmac::Key::new(
            hmac::HMAC_SHA256,
            &crate::auth::sigv4::hexadecimal::read(
                "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
            )
            .unwrap(),
        );
        let tag = hmac::sign(&expected, b"text");
        assert!(hmac::verify(&key, b"text", tag.as_ref()).is_ok());
    }

    #[test]
    fn a_rotated_secret_dies_at_once() {
        let keys = SigningKeys::new();
        for _ in 0..2 {
            assert!(keys.verify(SCOPE, "old", b"text", &tag(SCOPE, "old")));
        }
        assert!(!keys.verify(SCOPE, "new", b"text", &tag(SCOPE, "old")), "the old key");
        assert!(keys.verify(SCOPE, "new", b"text", &tag(SCOPE, "new")));
        assert_eq!(keys.kept().len(), 2);
        for other in [
            Scope { access_key: "AKIE", ..SCOPE },
            Scope { day: "20150831", ..SCOPE },
            Scope { region: "us-east-2", ..SCOPE },
            Scope { service: "sts", ..SCOPE },
        ] {
            let known = other.access_key != SCOPE.access_key;
            assert_eq!(keys.verify(other, "old", b"text", &tag(SCOPE, "old")), known);
        }
    }

    #[test]
    fn what_is_kept_is_bounded_and_a_stranger_pushes_nothing_out() {
        let keys = SigningKeys::bounded(64);
        let used = tag(SCOPE, "used");
        for number in 0..200 {
            let secret = number.to_string();
            assert!(keys.verify(SCOPE, &secret, b"text", &tag(SCOPE, &secret)));
            assert!(keys.verify(SCOPE, "used", b"text", &used));
            assert!(!keys.verify(SCOPE, &secret, b"text", &used), "a stranger's");
            assert!(keys.kept().len() <= 128);
        }
        let kept = |secret| keys.kept().get(&origin(SCOPE, secret)).is_some();
        assert!(kept("used"), "used all the time");
        assert!(!kept("0"), "not used for long");
        assert_eq!(format!("{keys:?}"), "SigningKeys");
    }
}
