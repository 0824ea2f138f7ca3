//! Who is calling. The account comes from the credential and from nowhere else.

mod access_key;
mod authorization;
mod identity;
mod open;
mod radix;
mod session;
mod token;

use std::fmt;

use accede_membership::{AccountId, Region};

pub(crate) use access_key::{AccessKey, account_of};
pub(crate) use authorization::Credential;
pub(crate) use identity::{AssumedRole, Identity, role_id};
pub(crate) use open::Open;
pub(crate) use session::{LARGEST, Secret, Session, Sessions, Tag};

/// A caller whose account is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    /// The session that its credentials are of, if they are temporary.
    pub(crate) session: Option<Box<Session>>,
}

impl Caller {
    /// Who it is within its account.
    pub(crate) fn identity(&self) -> &Identity {
        self.session.as_ref().map_or(&Identity::Root, |session| &session.identity)
    }

    /// Its ARN.
    pub(crate) fn arn(&self) -> String {
        self.identity().arn(self.region.partition(), self.account)
    }
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
    /// Nobody has this key, or its session token is not the one that it was given with.
    Unknown,
    /// The credentials were temporary.
    Expired,
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthError::Missing => f.write_str("Missing Authentication Token"),
            AuthError::Incomplete(why) | AuthError::Scope(why) => f.write_str(why),
            AuthError::Unknown => {
                f.write_str("The security token included in the request is invalid.")
            }
            AuthError::Expired => {
                f.write_str("The security token included in the request is expired")
            }
        }
    }
}
