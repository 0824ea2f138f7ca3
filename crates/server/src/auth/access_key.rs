//! Ids of access keys, which name their account.
//!
//! `ASIA` (temporary) or `AKIA` (lasting), then 16 digits of base 32, which are 80 bits: one that is set,
//! 40 with the account's number, 39 without meaning. This is how the ids of AWS's own keys are made since
//! 2019; older ones begin with an unset bit and name nobody.

use std::fmt;

use accede_membership::AccountId;

use super::radix::BASE32;

/// What ids of temporary keys begin with.
pub(super) const TEMPORARY: &str = "ASIA";
const LASTING: &str = "AKIA";

/// The highest of the first 48 bits, and how far from their end the account's number is.
const MARK: u64 = 1 << 47;
const SHIFT: u32 = 7;

/// The id of a temporary key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AccessKey {
    id: [u8; 10],
    account: AccountId,
}

impl AccessKey {
    /// A key of this account.
    pub(crate) fn new(account: AccountId, random: [u8; 10]) -> AccessKey {
        AccessKey { id: marked(account, random), account }
    }

    /// Reads the id of a temporary key.
    pub(crate) fn parse(text: &str) -> Option<AccessKey> {
        let (id, account) = unmarked(text.strip_prefix(TEMPORARY)?)?;
        Some(AccessKey { id, account })
    }

    /// The account that the key acts for.
    pub(crate) fn account(&self) -> AccountId {
        self.account
    }

    /// The id as bytes, for sealing.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.id
    }
}

impl fmt::Display for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{TEMPORARY}{}", BASE32.write(&self.id))
    }
}

/// The id of a lasting key of this account, drawn at random.
pub(crate) fn lasting_id(account: AccountId, random: [u8; 10]) -> String {
    format!("{LASTING}{}", BASE32.write(&marked(account, random)))
}

/// The account that the id of a key names, temporary or not.
pub(crate) fn account_of(id: &str) -> Option<AccountId> {
    let digits = id.strip_prefix(TEMPORARY).or_else(|| id.strip_prefix(LASTING))?;
    unmarked(digits).map(|(_, account)| account)
}

/// These bytes with an account's number in them.
pub(super) fn marked<const N: usize>(account: AccountId, mut bytes: [u8; N]) -> [u8; N] {
    let rest = u64::from(bytes[5]) & ((1 << SHIFT) - 1);
    let first = MARK | account.number() << SHIFT | rest;
    bytes[..6].copy_from_slice(&first.to_be_bytes()[2..]);
    bytes
}

fn unmarked(digits: &str) -> Option<([u8; 10], AccountId)> {
    let id: [u8; 10] = BASE32.read(digits)?.try_into().ok()?;
    let first = id[..6].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    let account = AccountId::new((first & !MARK) >> SHIFT)?;
    (first & MARK != 0).then_some((id, account))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_its_account() {
        for account in ["000000000000", "000000000001", "111122223333", "999999999999"] {
            let account: AccountId = account.parse().unwrap();
            for random in [[0; 10], [255; 10], [0xa5; 10]] {
                let key = AccessKey::new(account, random);
                let id = key.to_string();
                assert_eq!(id.len(), 20, "{id}");
                assert!(id.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7')), "{id}");
                assert_eq!((AccessKey::parse(&id), key.account()), (Some(key), account));
                assert_eq!(account_of(&id), Some(account));
                let lasting = lasting_id(account, random);
                assert_eq!((lasting.len(), &lasting[..4], &lasting[4..]), (20, "AKIA", &id[4..]));
                assert_eq!(account_of(&lasting), Some(account));
            }
        }
        let account = AccountId::MAX;
        assert_ne!(AccessKey::new(account, [1; 10]), AccessKey::new(account, [2; 10]));
    }

    #[test]
    fn published_ids_name_the_accounts_that_they_are_known_to_be_of() {
        for (id, account) in [
            ("ASIAQNZGKIQY56JQ7WML", "029608264753"),
            ("ASIAY34FZKBOKMUTVV7A", "609629065308"),
            ("AKIAY34FZKBOKMUTVV7A", "609629065308"),
        ] {
            assert_eq!(account_of(id).map(|account| account.to_string()), Some(account.into()));
        }
    }

    #[test]
    fn other_ids_name_nobody() {
        for id in [
            "",
            "ASIA",
            "111122223333",
            "AKIAIOSFODNN7EXAMPLE",
            "ASIAIOSFODNN7EXAMPLE",
            "AROAQNZGKIQY56JQ7WML",
            "ASIAQNZGKIQY56JQ7WM",
            "ASIAQNZGKIQY56JQ7WMLA",
            "ASIAqnzgkiqy56jq7wml",
            "ASIA7777777777777777",
            "ASIAQNZGKIQY56JQ7WM1",
        ] {
            assert_eq!((account_of(id), AccessKey::parse(id)), (None, None), "{id}");
        }
        assert_eq!(AccessKey::parse("AKIAY34FZKBOKMUTVV7A"), None, "not a temporary key");
    }
}
