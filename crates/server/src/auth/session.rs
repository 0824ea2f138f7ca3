//! Temporary credentials: a key, its secret, and a token that says all there is to know of them.
//!
//! Nothing of them is kept. The token is sealed, so that any server with the store's secret knows the caller
//! from it, and the caller knows nothing from it and can change nothing in it.

use std::fmt;

use accede_membership::{Region, Timestamp};

use super::Credential;
use super::access_key::AccessKey;
use super::identity::Identity;
use super::radix::BASE64;
use super::token;
use crate::wire::seal::{NONCE, OVERHEAD, Seal};

/// The largest session token, in characters: the most that `MinimumSessionTokenSize` may ask for.
pub(crate) const LARGEST: usize = 4096;

/// The secret of a temporary key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Secret(pub(crate) [u8; 30]);

impl Secret {
    /// The 40 characters that requests are signed with.
    pub(crate) fn text(&self) -> String {
        BASE64.write(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A tag of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) key: String,
    pub(crate) value: String,
    /// Whether the sessions of roles that this session assumes have it, too.
    pub(crate) transitive: bool,
}

/// Temporary credentials, and what they were given with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) key: AccessKey,
    pub(crate) secret: Secret,
    /// The partition that they are valid in.
    pub(crate) partition: String,
    /// When they were issued and when they expire, in seconds since 1970.
    pub(crate) issued: i64,
    pub(crate) expires: i64,
    pub(crate) identity: Identity,
    pub(crate) source_identity: Option<String>,
    pub(crate) tags: Vec<Tag>,
    /// The session policy and the ARNs of managed ones.
    pub(crate) policies: Vec<String>,
}

impl Session {
    /// Whether the credentials are no longer valid.
    pub(crate) fn has_expired(&self, now: Timestamp) -> bool {
        now.0 >= self.expires.saturating_mul(1000)
    }
}

/// Makes and reads session tokens.
pub(crate) struct Sessions(Seal);

impl Sessions {
    /// With the store's secret.
    pub(crate) fn new(secret: [u8; 32]) -> Sessions {
        Sessions(Seal::derived(secret, b"accede session tokens v1"))
    }

    /// The token of a session, at least so many characters long. `nonce` must be random.
    pub(crate) fn seal(&self, session: &Session, at_least: usize, nonce: [u8; NONCE]) -> String {
        let mut plain = token::write(session);
        // Whole groups of three bytes, which are four characters, need no padding.
        let wanted = at_least.div_ceil(4) * 3;
        let length = (plain.len() + OVERHEAD).next_multiple_of(3).max(wanted);
        plain.resize(length - OVERHEAD, 0);
        BASE64.write(&self.0.seal(session.key.bytes(), &plain, nonce))
    }

    /// The session of a temporary key, if its token is there, of this key, and of this partition; whether it has expired
    /// or not.
    pub(super) fn of(&self, credential: &Credential<'_>, region: &Region) -> Option<Session> {
        let key = AccessKey::parse(&credential.access_key)?;
        let session = self.open(key, credential.token.as_deref()?)?;
        (session.partition == region.partition()).then_some(session)
    }

    /// The session that a key and a token are of, whether it has expired or not.
    pub(crate) fn open(&self, key: AccessKey, token: &str) -> Option<Session> {
        if token.len() > LARGEST {
            return None;
        }
        let plain = self.0.open(key.bytes(), &BASE64.read(token)?)?;
        token::read(key, &plain)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::auth::identity::AssumedRole;

    /// A session that has everything.
    pub(in crate::auth) fn whole() -> Session {
        let tag = |key: &str, value: &str, transitive| Tag {
            key: key.to_owned(),
            value: value.to_owned(),
            transitive,
        };
        Session {
            key: AccessKey::new("111122223333".parse().unwrap(), [3; 10]),
            secret: Secret([0xfe; 30]),
            partition: "aws".to_owned(),
            issued: 1_700_000_000,
            expires: 1_700_003_600,
            identity: Identity::AssumedRole(AssumedRole {
                role: "demo".to_owned(),
                role_id: "AROAEXAMPLEID".to_owned(),
                session: "session".to_owned(),
            }),
            source_identity: Some("jane".to_owned()),
            tags: vec![tag("team", "blau é", true), tag("empty", "", false)],
            policies: vec!["{}".to_owned(), "x".repeat(300)],
        }
    }

    /// A session with no more than it must have.
    pub(in crate::auth) fn bare() -> Session {
        Session {
            identity: Identity::Root,
            source_identity: None,
            tags: Vec::new(),
            policies: Vec::new(),
            ..whole()
        }
    }

    /// A session of a user.
    pub(in crate::auth) fn of_a_user() -> Session {
        Session { identity: Identity::User("jane".to_owned()), ..bare() }
    }

    #[test]
    fn a_token_opens_for_its_key_and_no_other() {
        let sessions = Sessions::new([7; 32]);
        for session in [whole(), bare(), of_a_user()] {
            let token = sessions.seal(&session, 0, [9; NONCE]);
            assert_eq!(sessions.open(session.key, &token).as_ref(), Some(&session));
            let account = session.key.account();
            let other = AccessKey::new(account, [4; 10]);
            assert_eq!(sessions.open(other, &token), None, "another key of the account");
            let other = AccessKey::new("111122223334".parse().unwrap(), [3; 10]);
            assert_eq!(sessions.open(other, &token), None, "a key of another account");
            assert_eq!(Sessions::new([8; 32]).open(session.key, &token), None, "another store");
        }
    }

    #[test]
    fn every_altered_token_is_refused() {
        let sessions = Sessions::new([7; 32]);
        let session = bare();
        let token = sessions.seal(&session, 0, [9; NONCE]);
        for place in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[place] = if altered[place] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(sessions.open(session.key, &altered), None, "{place}");
            assert_eq!(sessions.open(session.key, &token[..place]), None, "{place}");
        }
        let longer = format!("{token}AAAA");
        for altered in ["", "é", "====", &longer, &"A".repeat(5000)] {
            assert_eq!(sessions.open(session.key, altered), None, "{altered}");
        }
    }

    #[test]
    fn a_token_is_as_long_as_was_asked_for() {
        let sessions = Sessions::new([7; 32]);
        let session = bare();
        let least = sessions.seal(&session, 0, [9; NONCE]).len();
        for (asked, length) in [(1, least), (1001, 1004), (4095, LARGEST), (4096, LARGEST)] {
            let token = sessions.seal(&session, asked, [9; NONCE]);
            assert_eq!(token.len(), length, "{asked}");
            assert_eq!(sessions.open(session.key, &token).as_ref(), Some(&session));
        }
    }

    #[test]
    fn a_session_expires_to_the_millisecond() {
        let session = bare();
        let end = session.expires * 1000;
        assert!(!session.has_expired(Timestamp(end - 1)));
        assert!(session.has_expired(Timestamp(end)));
    }

    #[test]
    fn a_secret_has_forty_characters_and_is_not_shown() {
        assert_eq!(Secret([0; 30]).text(), "A".repeat(40));
        assert_eq!(format!("{:?}", Secret([1; 30])), "Secret");
    }
}
