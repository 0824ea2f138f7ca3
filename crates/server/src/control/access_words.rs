//! The words of requests about access keys and roles, of the form that IAM has them in.

use std::fmt;
use std::str::FromStr;

use accede_membership::AccountId;
use accede_membership::access::{KeyId, RoleKey};
use serde::{Deserialize, Serialize};

use crate::wire::iam_words::{EXTERNAL_ID_LENGTH, in_external_id, is_name, is_path};

/// Why a text is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unfit(&'static str);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unfit {}

/// The name of a user or a role: `[\w+=,.@-]{1,64}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IamName(String);

/// The path of a role: `/`, or `/…/` of up to 512 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RolePath(String);

/// What whoever assumes a role must give with it: `[\w+=,.@:\/-]{2,1224}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExternalId(String);

/// The longest session of a role, in seconds: 3,600 to 43,200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32")]
pub(crate) struct MaxSession(u32);

/// Where a page of keys begins: after this key of this account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyPlace(pub(super) AccountId, pub(super) KeyId);

/// Where a page of roles begins: after this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RolePlace(pub(super) RoleKey);

impl FromStr for IamName {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unfit = Unfit("a name is 1 to 64 letters, digits and signs of _+=,.@-");
        if is_name(text) { Ok(IamName(text.to_owned())) } else { Err(unfit) }
    }
}

impl FromStr for RolePath {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unfit = Unfit(
            "a path is /, or begins and ends with / and has up to 512 visible ASCII characters",
        );
        if is_path(text) { Ok(RolePath(text.to_owned())) } else { Err(unfit) }
    }
}

impl FromStr for ExternalId {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unfit = Unfit("an external id is 2 to 1224 letters, digits and signs of _+=,.@:/-");
        let fits = EXTERNAL_ID_LENGTH.contains(&text.len()) && text.chars().all(in_external_id);
        if fits { Ok(ExternalId(text.to_owned())) } else { Err(unfit) }
    }
}

impl TryFrom<u32> for MaxSession {
    type Error = Unfit;

    fn try_from(seconds: u32) -> Result<Self, Self::Error> {
        let unfit = Unfit("the longest session of a role is 3600 to 43200 seconds");
        if (3_600..=43_200).contains(&seconds) { Ok(MaxSession(seconds)) } else { Err(unfit) }
    }
}

impl FromStr for MaxSession {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        MaxSession::try_from(text.parse().unwrap_or(0))
    }
}

impl MaxSession {
    /// The number of seconds.
    pub(crate) fn seconds(self) -> u32 {
        self.0
    }
}

const NO_PLACE: Unfit = Unfit("no page begins there");

impl FromStr for KeyPlace {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (account, id) = text.split_once('/').ok_or(NO_PLACE)?;
        let account = account.parse().map_err(|_| NO_PLACE)?;
        Ok(KeyPlace(account, id.parse().map_err(|_| NO_PLACE)?))
    }
}

impl FromStr for RolePlace {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (account, name) = text.split_once('/').ok_or(NO_PLACE)?;
        let account = account.parse().map_err(|_| NO_PLACE)?;
        let IamName(name) = name.parse().map_err(|_| NO_PLACE)?;
        Ok(RolePlace(RoleKey::of(account, &name)))
    }
}

impl fmt::Display for IamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RolePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for MaxSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for KeyPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

impl fmt::Display for RolePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0.account, self.0.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text is read, and written as it was.
    fn fits<T: FromStr + fmt::Display>(text: &str) -> bool {
        text.parse::<T>().is_ok_and(|word| word.to_string() == text)
    }

    #[test]
    fn names_paths_and_external_ids_are_those_of_iam() {
        assert!(fits::<IamName>("a") && fits::<IamName>(&"x".repeat(64)));
        assert!(["", "a/b", "é"].iter().all(|text| !fits::<IamName>(text)));
        assert!(fits::<RolePath>("/") && fits::<RolePath>("/a/b/"));
        assert!(["", "a", "/a", "/a b/"].iter().all(|text| !fits::<RolePath>(text)));
        assert!(fits::<ExternalId>("a/") && fits::<ExternalId>(&"x".repeat(1224)));
        let long = "x".repeat(1225);
        assert!(["", "a", "a b", "é!", &long].iter().all(|text| !fits::<ExternalId>(text)));
    }

    #[test]
    fn sessions_last_an_hour_to_twelve() {
        assert!(fits::<MaxSession>("3600") && fits::<MaxSession>("43200"));
        for text in ["3599", "43201", "", "1h", "-3600", "4294967296"] {
            assert!(!fits::<MaxSession>(text), "{text}");
        }
        assert_eq!(serde_json::from_str::<MaxSession>("3600").unwrap().seconds(), 3600);
        assert_eq!(serde_json::to_string(&MaxSession(3600)).unwrap(), "3600");
        assert!(serde_json::from_str::<MaxSession>("3599").is_err());
    }

    #[test]
    fn pages_begin_after_a_key_or_a_role() {
        assert!(fits::<KeyPlace>("111122223333/AKIAIOSFODNN7EXAMPLE"));
        for text in ["", "111122223333", "111122223333/AKIA", "x/AKIAIOSFODNN7EXAMPLE"] {
            assert!(!fits::<KeyPlace>(text), "{text}");
        }
        assert!(fits::<RolePlace>("111122223333/demo"));
        for text in ["", "111122223333", "111122223333/", "x/demo"] {
            assert!(!fits::<RolePlace>(text), "{text}");
        }
    }
}
