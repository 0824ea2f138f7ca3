//! The operator's sealing key, and what it seals: the secrets of access keys, and the sessions of mode `verify`.

use std::fmt;

use accede_membership::access::AccessKey;
use ring::hmac;

use super::session::Sessions;
use crate::wire::seal::{NONCE, Seal};

/// What the operator's sealing key seals.
#[derive(Clone)]
pub(crate) struct Keyring {
    key: [u8; 32],
}

/// Without the key.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    /// With this key.
    pub(crate) fn new(key: [u8; 32]) -> Keyring {
        Keyring { key }
    }

    fn secrets(&self) -> Seal {
        Seal::derived(self.key, b"accede key secrets    v1")
    }

    /// This access key with its secret, sealed for it and for whom it acts for. `nonce` must be random.
    pub(crate) fn seal(&self, key: AccessKey, secret: &str, nonce: [u8; NONCE]) -> AccessKey {
        let sealed = self.secrets().seal(&bound_to(&key), secret.as_bytes(), nonce);
        AccessKey { sealed, ..key }
    }

    /// The secret of an access key, unless it was sealed with another sealing key or for somebody else.
    pub(crate) fn open(&self, key: &AccessKey) -> Option<String> {
        String::from_utf8(self.secrets().open(&bound_to(key), &key.sealed)?).ok()
    }

    /// Whether an access key's secret was sealed with this sealing key.
    pub(crate) fn opens(&self, key: &AccessKey) -> bool {
        self.open(key).is_some()
    }

    /// Sessions that neither a copy of the store alone nor the sealing key alone can make.
    pub(crate) fn sessions(&self, store: [u8; 32]) -> Sessions {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.key);
        let mut context = hmac::Context::with_key(&key);
        context.update(b"accede session tokens of mode verify v1");
        context.update(&store);
        let mut derived = [0; 32];
        derived.copy_from_slice(context.sign().as_ref());
        Sessions::new(derived)
    }
}

/// What a secret is sealed for: whoever can write the store cannot give a key to another account or user.
fn bound_to(key: &AccessKey) -> Vec<u8> {
    format!("{}\n{}\n{}", key.id, key.account, key.user.as_deref().unwrap_or_default()).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::session::tests::whole;
    use accede_membership::access::{KeyId, KeyStatus};
    use accede_membership::{AccountId, Timestamp};

    #[test]
    fn a_secret_opens_for_its_key_and_with_its_sealing_key() {
        let (ring, other) = (Keyring::new([1; 32]), Keyring::new([2; 32]));
        let bare = AccessKey {
            id: KeyId::parse("AKIAIOSFODNN7EXAMPLE").unwrap(),
            account: AccountId::MAX,
            user: Some("ann".to_owned()),
            sealed: Vec::new(),
            status: KeyStatus::Active,
            created_at: Timestamp(0),
            last_used: None,
        };
        let key = ring.seal(bare.clone(), "secret", [9; NONCE]);
        assert_eq!(ring.open(&key).as_deref(), Some("secret"));
        assert_eq!(other.open(&key), None);
        let inactive = AccessKey { status: KeyStatus::Inactive, ..key.clone() };
        assert!(ring.opens(&inactive), "its status is not sealed");
        for changed in [
            AccessKey { id: KeyId::parse("AKIAIOSFODNN7EXAMPLF").unwrap(), ..key.clone() },
            AccessKey { account: AccountId::new(1).unwrap(), ..key.clone() },
            AccessKey { user: None, ..key.clone() },
            AccessKey { user: Some("bob".to_owned()), ..key.clone() },
            AccessKey { sealed: key.sealed[1..].to_vec(), ..key.clone() },
            bare,
        ] {
            assert_eq!(ring.open(&changed), None, "{changed:?}");
        }
        assert!(!format!("{ring:?}").contains('1'));
    }

    #[test]
    fn sessions_need_the_store_and_the_sealing_key() {
        let (ring, store, session) = (Keyring::new([1; 32]), [7; 32], whole());
        let token = ring.sessions(store).seal(&session, 0, [9; NONCE]);
        assert_eq!(ring.sessions(store).open(session.key, &token), Some(session.clone()));
        for sessions in [
            Sessions::new(store),
            ring.sessions([8; 32]),
            Keyring::new([2; 32]).sessions(store),
            Sessions::new([1; 32]),
        ] {
            assert_eq!(sessions.open(session.key, &token), None);
        }
    }
}
