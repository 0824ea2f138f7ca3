//! Access keys.

use std::fmt;
use std::str::FromStr;

use crate::{AccountId, Timestamp};

/// The id of an access key: 20 upper-case letters and digits, such as `AKIAIOSFODNN7EXAMPLE`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 20]);

impl KeyId {
    /// The id that is written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<KeyId> {
        let legal = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let id = text.as_bytes().try_into().ok().filter(|_| legal)?;
        Some(KeyId(id))
    }

    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Nothing but ASCII is ever in it.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Why a text is not the id of an access key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKeyId;

impl fmt::Display for NotAKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an access key's id is 20 upper-case letters and digits")
    }
}

impl std::error::Error for NotAKeyId {}

impl FromStr for KeyId {
    type Err = NotAKeyId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        KeyId::parse(text).ok_or(NotAKeyId)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether requests can be signed with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum KeyStatus {
    /// They can.
    #[default]
    Active,
    /// They cannot, until it is enabled again.
    Inactive,
}

impl KeyStatus {
    /// The name in IAM and on disk.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            KeyStatus::Active => "Active",
            KeyStatus::Inactive => "Inactive",
        }
    }

    /// The status with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<KeyStatus> {
        [KeyStatus::Active, KeyStatus::Inactive].into_iter().find(|status| status.name() == name)
    }
}

/// When a key was used last, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastUse {
    /// When.
    pub at: Timestamp,
    /// The service that the request was signed for.
    pub service: String,
    /// The Region that it was signed for.
    pub region: String,
}

/// An access key. It acts for its account, and for that one alone.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessKey {
    /// Its id.
    pub id: KeyId,
    /// Whose it is.
    pub account: AccountId,
    /// The user in the account that it belongs to; `None` for a key of the account itself.
    pub user: Option<String>,
    /// Its secret, sealed. The rules cannot open it.
    pub sealed: Vec<u8>,
    /// Whether it can be used.
    pub status: KeyStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used last, if it ever was.
    pub last_used: Option<LastUse>,
}

/// Without the secret, sealed though it is.
impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey")
            .field("id", &self.id)
            .field("account", &self.account)
            .field("user", &self.user)
            .field("status", &self.status)
            .field("created_at", &self.created_at)
            .field("last_used", &self.last_used)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_twenty_upper_case_letters_and_digits() {
        let id = KeyId::parse("AKIAIOSFODNN7EXAMPLE").unwrap();
        assert_eq!(id.to_string(), "AKIAIOSFODNN7EXAMPLE");
        for text in ["", "AKIAIOSFODNN7EXAMPL", "AKIAIOSFODNN7EXAMPLEX", "akiaiosfodnn7example"] {
            assert_eq!(KeyId::parse(text), None, "{text}");
        }
        assert_eq!(KeyId::parse("AKIAIOSFODNN7EXAMP\u{e9}"), None);
    }
}
