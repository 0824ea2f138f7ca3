//! Who is calling. The account comes from the credential and from nowhere else.

mod access_key;
mod authorization;
mod gate;
mod identity;
mod keyring;
mod known;
mod open;
mod parts;
mod radix;
mod recent;
mod session;
mod sigv4;
pub(crate) mod token;
mod uses;
mod verify;

use std::fmt;

use accede_membership::{AccountId, Region};

use crate::front::BodyFault;

pub(crate) use access_key::{AccessKey, account_of, lasting_id};
pub(crate) use authorization::Credential;
pub(crate) use gate::Gate;
pub(crate) use identity::{AssumedRole, Identity, new_role_id, role_id};
pub(crate) use keyring::Keyring;
pub(crate) use open::Open;
pub(crate) use session::{LARGEST, Secret, Session, Sessions, Tag};
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use sigv4::{Signature, SigningKeys};
pub(crate) use uses::Uses;
pub(crate) use verify::Verify;

/// A caller whose account is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    /// The id of the key that it signs with.
    pub(crate) access_key: String,
    /// Whose its key is, if that is a lasting one. A session says so itself.
    pub(crate) holder: Identity,
    /// The session that its credentials are of, if they are temporary.
    pub(crate) session: Option<Box<Session>>,
}

impl Caller {
    /// Who it is within its account.
    pub(crate) fn identity(&self) -> &Identity {
        self.session.as_ref().map_or(&self.holder, |session| &session.identity)
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
    /// The signature is not of now, or not of enough of the request, whatever key it is made with.
    Invalid(String),
    /// The signature is not that of this request by this key.
    Mismatch,
    /// The body did not come in, so that its signature cannot be checked.
    Unread(BodyFault),
    /// Nobody has this key, or its session token is not the one that it was given with.
    Unknown,
    /// The credentials were temporary.
    Expired,
    /// The store failed, so that nobody can tell; the log says how.
    Fault,
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuthError::Missing => f.write_str("Missing Authentication Token"),
            AuthError::Incomplete(why) | AuthError::Scope(why) | AuthError::Invalid(why) => {
                f.write_str(why)
            }
            AuthError::Mismatch => f.write_str(
                "The request signature we calculated does not match the signature you provided. \
                 Check your AWS Secret Access Key and signing method. Consult the service \
                 documentation for details.",
            ),
            AuthError::Unread(BodyFault::TooLarge) => f.write_str("The request body is too large."),
            AuthError::Unread(BodyFault::Malformed) => {
                f.write_str("The request body is malformed.")
            }
            AuthError::Unread(BodyFault::TooSlow) => {
                f.write_str("The request body did not arrive in time.")
            }
            AuthError::Unknown => {
                f.write_str("The security token included in the request is invalid.")
            }
            AuthError::Expired => {
                f.write_str("The security token included in the request is expired")
            }
            AuthError::Fault => f.write_str("The server met an unexpected condition."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::session::tests::whole;
    use super::*;

    #[test]
    fn a_caller_is_whose_key_it_has_or_who_its_session_says() {
        let (account, region) = ("111122223333".parse().unwrap(), "us-east-1".parse().unwrap());
        let holder = Identity::User("jane".to_owned());
        let access_key = "AKIAIOSFODNN7EXAMPLE".to_owned();
        let lasting = Caller { account, region, access_key, holder, session: None };
        assert_eq!(lasting.arn(), "arn:aws:iam::111122223333:user/jane");
        let session = Caller { session: Some(Box::new(whole())), ..lasting };
        assert_eq!(session.arn(), "arn:aws:sts::111122223333:assumed-role/demo/session");
    }
}
