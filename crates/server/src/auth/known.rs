//! What was read of keys and accounts, for as long as it holds.
//!
//! The store counts the changes that concern callers ([`Store::epoch`](accede_store::Store::epoch)). What was read
//! at one count holds at that count and no other, so a key that is disabled, deleted or made anew is read again
//! with the next request.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use super::recent::Recent;
use accede_membership::AccountId;
use accede_membership::access::KeyId;

/// How many keys, and how many accounts, are kept in a generation; there are two of them.
const MOST: usize = 16_384;

/// Who has a key.
#[derive(Clone)]
pub(super) struct Holder {
    pub(super) account: AccountId,
    pub(super) user: Option<Arc<str>>,
    secret: Arc<str>,
}

impl Holder {
    pub(super) fn new(account: AccountId, user: Option<String>, secret: String) -> Holder {
        Holder { account, user: user.map(Arc::from), secret: Arc::from(secret) }
    }

    /// What requests are signed with.
    pub(super) fn secret(&self) -> &str {
        &self.secret
    }
}

/// Without the secret.
impl fmt::Debug for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Holder({})", self.account)
    }
}

/// Holders of keys, and accounts in use.
#[derive(Debug)]
pub(super) struct Known(RwLock<State>);

#[derive(Debug)]
struct State {
    epoch: u64,
    holders: Recent<KeyId, Holder>,
    admitted: Recent<AccountId, ()>,
}

impl Default for Known {
    fn default() -> Known {
        Known::bounded(MOST)
    }
}

impl Known {
    fn bounded(most: usize) -> Known {
        let (holders, admitted) = (Recent::new(most), Recent::new(most));
        Known(RwLock::new(State { epoch: 0, holders, admitted }))
    }

    /// Who has a key, if that is known of this epoch.
    pub(super) fn holder(&self, id: KeyId, epoch: Option<u64>) -> Option<Holder> {
        self.read(epoch)?.holders.get(&id).cloned()
    }

    /// Whether an account is known to be in use in this epoch.
    pub(super) fn is_admitted(&self, account: AccountId, epoch: Option<u64>) -> bool {
        self.read(epoch).is_some_and(|state| state.admitted.get(&account).is_some())
    }

    /// Keeps what was read in an epoch.
    pub(super) fn know(&self, id: KeyId, holder: Holder, epoch: Option<u64>) {
        self.write(epoch, |state| state.holders.keep(id, holder));
    }

    /// Keeps that an account was in use in an epoch.
    pub(super) fn admit(&self, account: AccountId, epoch: Option<u64>) {
        self.write(epoch, |state| state.admitted.keep(account, ()));
    }

    /// What is known, if it is of this epoch.
    fn read(&self, epoch: Option<u64>) -> Option<RwLockReadGuard<'_, State>> {
        let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
        (Some(state.epoch) == epoch).then_some(state)
    }

    /// Adds to what is known. What is of an older epoch is forgotten, or not added.
    fn write(&self, epoch: Option<u64>, add: impl FnOnce(&mut State)) {
        let Some(epoch) = epoch else { return };
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if state.epoch < epoch {
            state.epoch = epoch;
            state.holders.clear();
            state.admitted.clear();
        }
        if state.epoch == epoch {
            add(&mut state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: usize) -> KeyId {
        KeyId::parse(&format!("AKIA{number:016}")).unwrap()
    }

    fn holder() -> Holder {
        Holder::new(AccountId::MAX, Some("ann".to_owned()), "very secret".to_owned())
    }

    #[test]
    fn what_was_read_holds_for_its_epoch_alone() {
        let known = Known::default();
        known.know(key(1), holder(), Some(5));
        known.admit(AccountId::MAX, Some(5));
        assert_eq!(known.holder(key(1), Some(5)).unwrap().secret(), "very secret");
        assert!(known.is_admitted(AccountId::MAX, Some(5)));
        for other in [None, Some(4), Some(6)] {
            assert!(known.holder(key(1), other).is_none(), "{other:?}");
            assert!(!known.is_admitted(AccountId::MAX, other), "{other:?}");
        }
        known.know(key(2), holder(), Some(4));
        assert!(known.holder(key(2), Some(4)).is_none(), "it came too late");
        known.know(key(3), holder(), Some(6));
        assert!(known.holder(key(1), Some(5)).is_none() && known.holder(key(3), Some(6)).is_some());
        known.know(key(4), holder(), None);
        assert!(known.holder(key(4), None).is_none());
    }

    #[test]
    fn it_is_bounded_and_shows_no_secret() {
        let known = Known::bounded(8);
        for number in 0..100 {
            known.know(key(number), holder(), Some(0));
        }
        assert!(known.0.read().unwrap().holders.len() <= 16);
        assert!(!format!("{known:?}").contains("very secret"));
    }
}
