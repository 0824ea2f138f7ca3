//! Who is calling. The account comes from the credential and from nowhere else.

mod authorization;
mod open;

use std::fmt;

use accede_membership::{AccountId, Region};

pub(crate) use authorization::Credential;
pub(crate) use open::Open;

/// A caller whose account is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
}

/// Why a caller is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AuthError {
    /// The request is not signed.
    Missing,
    /// What is there is not a whole signature of Signature Version 4.
    Incomplete(String),
    /// The credential is scoped to something that cannot be.
    Scope(String),
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthError::Missing => f.write_str("Missing Authentication Token"),
            AuthError::Incomplete(why) | AuthError::Scope(why) => f.write_str(why),
        }
    }
}
