//! `Handshake`: an invitation, as both sides see it.

use std::borrow::Cow;

use accede_membership::directory::{
    DirectoryReply, FeatureSet, Handshake, HandshakeId, HandshakeInFull, Invitee,
    OrganizationsCommand,
};
use serde::Serialize;

use super::front::{Call, Encoded, Unexpected, json};
use super::shapes::{arn, email, name};
use crate::wire::json_1_1::Epoch;
use crate::wire::shapes::Text;

/// `Handshake`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct HandshakeShape<'a> {
    id: Text<HandshakeId>,
    arn: String,
    parties: [Party<'a>; 2],
    state: &'static str,
    requested_timestamp: Epoch,
    expiration_timestamp: Epoch,
    action: &'static str,
    resources: Vec<Resource<'a>>,
}

/// `HandshakeParty`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Party<'a> {
    id: Cow<'a, str>,
    r#type: &'static str,
}

/// `HandshakeResource`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Resource<'a> {
    value: Cow<'a, str>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Resource<'a>>,
}

impl<'a> Resource<'a> {
    fn new(r#type: &'static str, value: Cow<'a, str>) -> Resource<'a> {
        Resource { value, r#type, resources: Vec::new() }
    }
}

impl HandshakeShape<'_> {
    pub(super) fn of<'a>(call: &Call<'_>, full: &'a HandshakeInFull) -> HandshakeShape<'a> {
        let handshake = &full.handshake;
        let Handshake { id, organization, management, .. } = handshake;
        let (kind, invited) = invited(&handshake.invitee);
        let inviting = Cow::Owned(organization.to_string());
        HandshakeShape {
            id: Text(*id),
            arn: arn(
                call.region,
                *management,
                "handshake",
                *organization,
                &format!("/invite/{id}"),
            ),
            parties: [
                Party { id: inviting, r#type: "ORGANIZATION" },
                Party { id: invited, r#type: kind },
            ],
            state: handshake.state.name(),
            requested_timestamp: Epoch(handshake.requested_at),
            expiration_timestamp: Epoch(handshake.expires_at),
            action: "INVITE",
            resources: resources(full),
        }
    }
}

/// The invited account, named as the invitation named it.
fn invited(invitee: &Invitee) -> (&'static str, Cow<'_, str>) {
    match invitee {
        Invitee::Account(account) => ("ACCOUNT", Cow::Owned(account.to_string())),
        Invitee::Email(email) => ("EMAIL", Cow::Borrowed(email.as_str())),
    }
}

fn resources(full: &HandshakeInFull) -> Vec<Resource<'_>> {
    let HandshakeInFull { handshake, management, features } = full;
    let id = handshake.management;
    let mut about = vec![
        Resource::new("MASTER_EMAIL", email(id, management)),
        Resource::new("MASTER_NAME", name(id, management)),
    ];
    let features = features.map(FeatureSet::name).map(Cow::Borrowed);
    about.extend(features.map(|features| Resource::new("ORGANIZATION_FEATURE_SET", features)));
    let organization = Cow::Owned(handshake.organization.to_string());
    let (kind, invited) = invited(&handshake.invitee);
    let mut resources = vec![
        Resource { value: organization, r#type: "ORGANIZATION", resources: about },
        Resource::new(kind, invited),
    ];
    let notes = handshake.notes.as_deref().map(Cow::Borrowed);
    resources.extend(notes.map(|notes| Resource::new("NOTES", notes)));
    resources
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    handshake: HandshakeShape<'a>,
}

/// Encodes the reply of every operation on one handshake.
pub(super) fn encode(call: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Handshake(full) = reply else { return Err(Unexpected) };
    json(&Response { handshake: HandshakeShape::of(call, &full) })
}
