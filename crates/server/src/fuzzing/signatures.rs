//! AWS Signature Version 4: a request with any head and body, at the moment of AWS's published vectors, which are
//! among the seeds. Without the secret, nothing is verified, whatever else of the signature is right.

use std::sync::Arc;

use accede_membership::access::{AccessCommand, AccessKey, KeyId, KeyStatus};
use accede_membership::{AccountId, Quotas, Timestamp};
use accede_store::MemoryStore;

use super::whole::wait;
use super::{SECRET, incoming};
use crate::auth::{AuthError, Credential, Keyring, Signature, SigningKeys, Verify};
use crate::engine::Engine;

/// 2015-08-30T12:36:00Z.
const NOW: Timestamp = Timestamp(1_440_938_160_000);

/// The one key that is known.
const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

/// Nothing among the seeds is signed with it.
const UNKNOWN: &str = "a secret that nothing here was signed with";

thread_local! {
    static ENGINE: Engine = engine();
}

pub(super) fn run(bytes: &[u8]) {
    let Some(request) = incoming::read(bytes) else { return };
    let credential = Credential::of(&request).ok();
    if let Ok(signature) = Signature::of(&request, credential.as_ref(), NOW) {
        let checked = signature.check(UNKNOWN, &SigningKeys::new());
        let refused = matches!(checked, Err(AuthError::Mismatch | AuthError::Invalid(_)));
        assert!(refused, "verified without the secret: {checked:?}");
    }
    let caller = ENGINE
        .with(|engine| wait(Verify::new().caller(&request, credential.as_ref(), engine, NOW)));
    assert!(caller.is_err_and(|why| why != AuthError::Fault), "{request:?}");
}

/// An engine whose store has the key.
fn engine() -> Engine {
    let keyring = Keyring::new([9; 32]);
    let id = KeyId::parse(KEY).expect("an id of a key");
    let key = AccessKey {
        id,
        account: AccountId::MAX,
        user: None,
        sealed: Vec::new(),
        status: KeyStatus::Active,
        created_at: NOW,
        last_used: None,
    };
    let key = keyring.seal(key, UNKNOWN, [3; 24]);
    let store = Arc::new(MemoryStore::new(SECRET));
    let engine = Engine::new(store, Quotas::default()).verifying(keyring);
    let made = wait(engine.execute_access(&AccessCommand::CreateKey(key)));
    assert!(made.is_ok(), "{made:?}");
    engine
}
