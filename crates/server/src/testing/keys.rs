//! Temporary credentials, as STS answers them.

use crate::auth::{AccessKey, Identity, Secret, Session, Sessions};
use crate::clock;
use crate::front::Answer;

use super::{SECRET, Server, text};

/// Temporary credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    pub(crate) key: String,
    pub(crate) secret: String,
    pub(crate) token: String,
}

impl Keys {
    /// The credentials in an answer.
    pub(crate) fn of(answer: &Answer) -> Keys {
        let part = |name: &str| element(answer, name).unwrap_or_else(|| panic!("{}", text(answer)));
        Keys {
            key: part("AccessKeyId"),
            secret: part("SecretAccessKey"),
            token: part("SessionToken"),
        }
    }
}

impl Server {
    /// Credentials of this server that expire in so many seconds, or have.
    pub(crate) fn expiring(&self, account: &'static str, seconds: i64) -> Keys {
        let issued = clock::now().0.div_euclid(1000);
        let session = Session {
            key: AccessKey::new(account.parse().unwrap(), [1; 10]),
            secret: Secret([2; 30]),
            partition: "aws".to_owned(),
            issued,
            expires: issued + seconds,
            identity: Identity::Root,
            source_identity: None,
            tags: Vec::new(),
            policies: Vec::new(),
        };
        let token = Sessions::new(SECRET).seal(&session, 0, [3; 24]);
        Keys { key: session.key.to_string(), secret: session.secret.text(), token }
    }

    /// Assumes a role in a session named `test`.
    pub(crate) fn assume(&self, account: &'static str, role: &str) -> Keys {
        let form = format!("Action=AssumeRole&RoleArn={role}&RoleSessionName=test");
        Keys::of(&self.sts(account).raw("POST", "/", form.as_bytes()))
    }
}

/// The inside of the first element of this name in XML.
pub(crate) fn element(answer: &Answer, name: &str) -> Option<String> {
    let body = text(answer);
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    let (inside, _) = rest.split_once(&format!("</{name}>"))?;
    Some(inside.to_owned())
}
