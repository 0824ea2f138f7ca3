//! An invitation into an organization.

use accede_membership::directory::{
    Handshake, HandshakeId, HandshakeState, Invitee, OrganizationId,
};
use accede_membership::{AccountId, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Result, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HandshakeDocument {
    organization: Text<OrganizationId>,
    management: Text<AccountId>,
    account: Text<AccountId>,
    invitee: InviteeDocument,
    state: Text<HandshakeState>,
    requested_at: i64,
    expires_at: i64,
    notes: Option<String>,
    tags: Tags,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum InviteeDocument {
    Account(Text<AccountId>),
    Email(String),
}

pub(crate) fn write_handshake(handshake: &Handshake) -> Result<String> {
    let handshake = handshake.clone();
    serde_json::to_string(&HandshakeDocument {
        organization: Text(handshake.organization),
        management: Text(handshake.management),
        account: Text(handshake.account),
        invitee: match handshake.invitee {
            Invitee::Account(account) => InviteeDocument::Account(Text(account)),
            Invitee::Email(email) => InviteeDocument::Email(email),
        },
        state: Text(handshake.state),
        requested_at: handshake.requested_at.0,
        expires_at: handshake.expires_at.0,
        notes: handshake.notes,
        tags: handshake.tags,
    })
}

pub(crate) fn read_handshake(id: HandshakeId, json: &str) -> Result<Handshake> {
    let document: HandshakeDocument = serde_json::from_str(json)?;
    Ok(Handshake {
        id,
        organization: document.organization.0,
        management: document.management.0,
        account: document.account.0,
        invitee: match document.invitee {
            InviteeDocument::Account(account) => Invitee::Account(account.0),
            InviteeDocument::Email(email) => Invitee::Email(email),
        },
        state: document.state.0,
        requested_at: Timestamp(document.requested_at),
        expires_at: Timestamp(document.expires_at),
        notes: document.notes,
        tags: document.tags,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_EMAIL: &str = r#"{"organization":"o-000000000z","management":"111122223333","account":"444455556666","invitee":{"email":"ann@example.com"},"state":"OPEN","requested_at":1,"expires_at":2,"notes":"hello","tags":{"k":"v"}}"#;
    const BY_ACCOUNT: &str = r#"{"organization":"o-000000000z","management":"111122223333","account":"444455556666","invitee":{"account":"444455556666"},"state":"DECLINED","requested_at":1,"expires_at":2,"notes":null,"tags":{}}"#;

    #[test]
    fn the_document_is_what_files_have() {
        let id = HandshakeId::of(35);
        for text in [BY_EMAIL, BY_ACCOUNT] {
            let handshake = read_handshake(id, text).unwrap();
            assert_eq!(write_handshake(&handshake).unwrap(), text);
            assert_eq!((handshake.id, handshake.expires_at), (id, Timestamp(2)));
        }
    }
}
