//! Who a caller is within its account, and how that is written (semantics §10.1).

use accede_membership::AccountId;

use super::access_key::marked;
use super::radix::BASE32;

/// What ids of roles begin with.
const ROLE: &str = "AROA";

/// Who a caller is within its account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identity {
    /// The account itself.
    Root,
    /// A user in the account.
    User(String),
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
    /// The unique id: the account's for its root, `AIDA` and 17 characters for a user.
    pub(crate) fn user_id(&self, account: AccountId) -> String {
        match self {
            Identity::Root => account.to_string(),
            Identity::User(name) => stable_id("AIDA", account, &format!("user/{name}")),
            Identity::AssumedRole(role) => role.id(),
        }
    }

    /// The ARN of the caller.
    pub(crate) fn arn(&self, partition: &str, account: AccountId) -> String {
        match self {
            Identity::Root => format!("arn:{partition}:iam::{account}:root"),
            Identity::User(name) => format!("arn:{partition}:iam::{account}:user/{name}"),
            Identity::AssumedRole(role) => role.arn(partition, account),
        }
    }
}

/// The id of a role with this ARN that nobody made: the same on every server and after every restart.
pub(crate) fn role_id(account: AccountId, arn: &str) -> String {
    stable_id(ROLE, account, arn)
}

/// An id for a role that is made now.
pub(crate) fn new_role_id(account: AccountId, random: [u8; 11]) -> String {
    written(ROLE, account, random)
}

/// The id of something that is not kept anywhere. The part that is no account is a hash of its name, which has to
/// tell apart what one account has and need not be secret.
fn stable_id(kind: &str, account: AccountId, name: &str) -> String {
    let hash = fnv_1a(name.as_bytes()).to_be_bytes();
    let mut bytes = [0; 11];
    bytes[5..].copy_from_slice(&hash[2..]);
    written(kind, account, bytes)
}

/// A kind and 17 characters, which name the account as ids of keys do.
fn written(kind: &str, account: AccountId, bytes: [u8; 11]) -> String {
    let digits = BASE32.write(&marked(account, bytes));
    format!("{kind}{}", &digits[..17])
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
        let made: HashSet<String> = (0..=255).map(|n| new_role_id(account, [n; 11])).collect();
        assert_eq!(made.len(), 256);
        assert!(made.iter().all(|id| id.len() == 21 && id.starts_with("AROA")), "{made:?}");
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
        let user = |name: &str| Identity::User(name.to_owned());
        assert_eq!(user("jane").arn("aws-cn", account), "arn:aws-cn:iam::123456789012:user/jane");
        let id = user("jane").user_id(account);
        assert!(id.len() == 21 && id.starts_with("AIDA"), "{id}");
        assert_eq!(user("jane").user_id(account), id);
        assert_ne!(user("john").user_id(account), id);
        assert_ne!(user("jane").user_id("123456789013".parse().unwrap()), id);
    }
}
