//! Who did it: CloudTrail's `userIdentity`.

use serde::Serialize;

use crate::auth::{AssumedRole, Caller, Identity, Session};
use crate::wire::timestamp;
use accede_membership::Timestamp;

/// `userIdentity`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserIdentity<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    principal_id: String,
    arn: String,
    account_id: String,
    access_key_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_context: Option<SessionContext<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionContext<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    session_issuer: Option<SessionIssuer<'a>>,
    attributes: Attributes,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_identity: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionIssuer<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    principal_id: &'a str,
    arn: String,
    account_id: String,
    user_name: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    creation_date: String,
    mfa_authenticated: &'static str,
}

impl<'a> UserIdentity<'a> {
    pub(super) fn of(caller: &'a Caller) -> UserIdentity<'a> {
        UserIdentity {
            kind: match caller.identity() {
                Identity::Root => "Root",
                Identity::User(_) => "IAMUser",
                Identity::AssumedRole(_) => "AssumedRole",
            },
            principal_id: caller.identity().user_id(caller.account),
            arn: caller.arn(),
            account_id: caller.account.to_string(),
            access_key_id: &caller.access_key,
            user_name: match caller.identity() {
                Identity::User(name) => Some(name),
                Identity::Root | Identity::AssumedRole(_) => None,
            },
            session_context: caller.session.as_deref().map(|session| context(caller, session)),
        }
    }
}

/// `userIdentity` in the trail of another account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ForeignIdentity {
    #[serde(rename = "type")]
    kind: &'static str,
    principal_id: String,
    account_id: String,
}

impl ForeignIdentity {
    pub(super) fn of(caller: &Caller) -> ForeignIdentity {
        ForeignIdentity {
            kind: "AWSAccount",
            principal_id: caller.identity().user_id(caller.account),
            account_id: caller.account.to_string(),
        }
    }
}

fn context<'a>(caller: &Caller, session: &'a Session) -> SessionContext<'a> {
    let issuer = match &session.identity {
        Identity::AssumedRole(AssumedRole { role, role_id, .. }) => Some(SessionIssuer {
            kind: "Role",
            principal_id: role_id,
            arn: format!("arn:{}:iam::{}:role/{role}", caller.region.partition(), caller.account),
            account_id: caller.account.to_string(),
            user_name: role,
        }),
        _ => None,
    };
    let issued = Timestamp(session.issued.saturating_mul(1000));
    SessionContext {
        session_issuer: issuer,
        attributes: Attributes {
            creation_date: timestamp::to_the_second(issued),
            mfa_authenticated: "false",
        },
        source_identity: session.source_identity.as_deref(),
    }
}
