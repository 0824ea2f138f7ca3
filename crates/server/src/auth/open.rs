//! Mode `open`: for a laptop and for CI. An access key of 12 digits is the account; no signature is
//! checked, which is why this mode listens on loopback only.
//!
//! Temporary keys count only with their session token: a program that forgets to send it on, or keeps using
//! it when it has expired, fails here as it would elsewhere (semantics §10.1).

use accede_membership::{AccountId, Region, Timestamp};

use super::access_key::TEMPORARY;
use super::session::Sessions;
use super::{AuthError, Caller, Credential, Identity};

/// Callers by their word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open {
    /// The account of every access key that says nothing of its own.
    pub(crate) default_account: AccountId,
}

impl Open {
    /// The caller that a credential names.
    ///
    /// # Errors
    ///
    /// The credential's Region is not a Region's name; or its key is a temporary one, and its session token
    /// is not there, of another key, altered, of another partition, or has expired.
    pub(crate) fn caller(
        self,
        credential: &Credential<'_>,
        sessions: &Sessions,
        now: Timestamp,
    ) -> Result<Caller, AuthError> {
        let region: Region = credential.region.parse().map_err(|_| {
            AuthError::Scope("Credential should be scoped to a valid region.".to_owned())
        })?;
        let access_key = credential.access_key.clone().into_owned();
        if credential.access_key.starts_with(TEMPORARY) {
            let session = sessions.of(credential, &region).ok_or(AuthError::Unknown)?;
            if session.has_expired(now) {
                return Err(AuthError::Expired);
            }
            let account = session.key.account();
            let (holder, session) = (Identity::Root, Some(Box::new(session)));
            return Ok(Caller { account, region, access_key, holder, session });
        }
        let account = credential.access_key.parse().unwrap_or(self.default_account);
        Ok(Caller { account, region, access_key, holder: Identity::Root, session: None })
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::access_key::AccessKey;
    use super::super::session::tests::whole;
    use super::*;

    fn open() -> Open {
        Open { default_account: AccountId::new(7).unwrap() }
    }

    fn credential<'a>(key: &'a str, token: Option<&'a str>) -> Credential<'a> {
        let [access_key, region, service] = [key, "us-east-1", "macie2"].map(Cow::Borrowed);
        Credential { access_key, region, service, token: token.map(Cow::Borrowed), parts: None }
    }

    #[test]
    fn twelve_digits_are_the_account_and_anything_else_is_the_default() {
        let sessions = Sessions::new([7; 32]);
        for (key, account) in [
            ("111122223333", "111122223333"),
            ("AKIAIOSFODNN7EXAMPLE", "000000000007"),
            ("AKIAY34FZKBOKMUTVV7A", "000000000007"),
            ("11112222333", "000000000007"),
            ("1111222233334", "000000000007"),
            ("asia", "000000000007"),
        ] {
            for token in [None, Some("stray")] {
                let credential = credential(key, token);
                let caller = open().caller(&credential, &sessions, Timestamp(0)).unwrap();
                assert_eq!(caller.account.to_string(), account, "{key}");
                assert_eq!(
                    (caller.session.as_ref(), caller.identity()),
                    (None, &super::super::Identity::Root)
                );
            }
        }
    }

    #[test]
    fn a_temporary_key_is_who_its_token_says_until_it_expires() {
        let sessions = Sessions::new([7; 32]);
        let session = whole();
        let (key, token) = (session.key.to_string(), sessions.seal(&session, 0, [9; 24]));
        let end = session.expires * 1000;
        let called = |credential: &Credential<'_>, now| {
            let caller = open().caller(credential, &sessions, Timestamp(now));
            caller.map(|caller| caller.arn())
        };
        let good = credential(&key, Some(&token));
        let arn = "arn:aws:sts::111122223333:assumed-role/demo/session".to_owned();
        assert_eq!(called(&good, end - 1), Ok(arn));
        assert_eq!(called(&good, end), Err(AuthError::Expired));

        let other = AccessKey::new(session.key.account(), [8; 10]).to_string();
        for (why, credential) in [
            ("no token", credential(&key, None)),
            ("an empty token", credential(&key, Some(""))),
            ("an altered token", credential(&key, Some(&token[4..]))),
            ("another key", credential(&other, Some(&token))),
            ("no key of ours", credential("ASIAIOSFODNN7EXAMPLE", Some(&token))),
            ("ASIA alone", credential("ASIA", Some(&token))),
            ("partition", Credential { region: "cn-north-1".into(), ..good.clone() }),
        ] {
            for now in [0, end] {
                assert_eq!(called(&credential, now), Err(AuthError::Unknown), "{why}");
            }
        }
        let nowhere = Credential { region: "?".into(), ..good };
        assert!(matches!(called(&nowhere, end), Err(AuthError::Scope(_))), "scope comes first");
    }
}
