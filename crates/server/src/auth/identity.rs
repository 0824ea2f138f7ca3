//! Who a caller is within its account, and how that is written (semantics §10.1).

use accede_membership::AccountId;

use super::access_key::marked;
use super::radix::BASE32;

/// Who a caller is within its account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identity {
    /// The account itself.
    Root,
    /// A session of a role.
    AssumedRole(AssumedRole),
}

/// A session of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AssumedRole {
    /// The role's name, without its path.
    pub(crate) role: String,
    /// The role's stable id, `AROA` and 17 characters.
    pub(crate) role_id: String,
    /// The session's name.
    pub(crate) session: String,
}

impl AssumedRole {
    /// `{role id}:{session}`.
    pub(crate) fn id(&self) -> String {
        format!("{}:{}", self.role_id, self.session)
    }

    /// `arn:{partition}:sts::{account}:assumed-role/{role}/{session}`.
    pub(crate) fn arn(&self, partition: &str, account: AccountId) -> String {
        let AssumedRole { role, session, .. } = self;
        format!("arn:{partition}:sts::{account}:assumed-role/{role}/{session}")
    }
}

impl Identity {
    /// The unique id: the account's for its root.
    pub(crate) fn user_id(&self, account: AccountId) -> String {
        match self {
            Identity::Root => account.to_string(),
            Identity::AssumedRole(role) => role.id(),
        }
    }

    /// The ARN of the caller.
    pub(crate) fn arn(&self, partition: &str, account: AccountId) -> String {
        match self {
            Identity::Root => format!("arn:{partition}:iam::{account}:root"),
            Identity::AssumedRole(role) => role.arn(partition, account),
        }
    }
}

/// The id of the role with this ARN: the same on every server and after every restart, because roles are not
/// kept anywhere. It names its account as ids of keys do; the rest is a hash of the ARN, which has to tell
/// apart the roles of one account and need not be secret.
pub(crate) fn role_id(account: AccountId, arn: &str) -> String {
    let hash = fnv_1a(arn.as_bytes()).to_be_bytes();
    let mut bytes = [0; 11];
    bytes[5..].copy_from_slice(&hash[2..]);
    let digits = BASE32.write(&marked(account, bytes));
    format!("AROA{}", &digits[..17])
}

/// FNV-1a, 64 bits.
fn fnv_1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_hash_is_what_its_authors_say() {
        for (text, hash) in [("", 0xcbf2_9ce4_8422_2325), ("foobar", 0x8594_4171_f739_67e8)] {
            assert_eq!(fnv_1a(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn a_role_has_one_id_and_no_other_role_has_it() {
        let account: AccountId = "111122223333".parse().unwrap();
        let id = |name: &str| role_id(account, &format!("arn:aws:iam::111122223333:role/{name}"));
        assert_eq!(id("demo"), id("demo"));
        let names = (0..10_000).map(|n| format!("role-{n}"));
        let ids: HashSet<String> = names.map(|name| id(&name)).collect();
        assert_eq!(ids.len(), 10_000);
        for id in &ids {
            let legal = |b: u8| matches!(b, b'A'..=b'Z' | b'2'..=b'7');
            assert!(id.len() == 21 && id.starts_with("AROA") && id.bytes().all(legal), "{id}");
        }
        assert_ne!(id("demo"), id("path/demo"), "a path tells roles apart");
    }

    #[test]
    fn identities_are_written_as_the_service_does() {
        let account: AccountId = "123456789012".parse().unwrap();
        let role = AssumedRole {
            role: "demo".to_owned(),
            role_id: "AROAEXAMPLEID".to_owned(),
            session: "s@x".to_owned(),
        };
        let role = Identity::AssumedRole(role);
        assert_eq!(role.arn("aws", account), "arn:aws:sts::123456789012:assumed-role/demo/s@x");
        assert_eq!(role.user_id(account), "AROAEXAMPLEID:s@x");
        assert_eq!(Identity::Root.arn("aws-cn", account), "arn:aws-cn:iam::123456789012:root");
        assert_eq!(Identity::Root.user_id(account), "123456789012");
    }
}
