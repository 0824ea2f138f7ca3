//! `GetAdministratorAccount`, and `GetMasterAccount` under its deprecated path (semantics §3.3, §11 U8).

use accede_membership::{Command, Reply};
use serde::Serialize;

use super::errors;
use super::shapes::Invitation;
use crate::wire::rest_json::{Call, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetAdministratorAccount", "GET", "/administrator"),
    decode: |_| Ok(Command::GetAdministrator),
    encode: |call, _, reply| {
        json(&Response { administrator: administrator(call, reply)?, master: None })
    },
    refuse: errors::membership,
};

pub(super) const DEPRECATED: Operation = Operation {
    endpoint: Endpoint::new("GetMasterAccount", "GET", "/master"),
    encode: |call, _, reply| {
        json(&Response { administrator: None, master: administrator(call, reply)? })
    },
    ..OPERATION
};

/// The answer of both. An account without administrator gets `{}`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    #[serde(skip_serializing_if = "Option::is_none")]
    administrator: Option<Invitation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    master: Option<Invitation>,
}

fn administrator(call: &Call<'_>, reply: Reply) -> Result<Option<Invitation>, NotEncoded> {
    let Reply::Administrator(relationship) = reply else { return Err(NotEncoded::Unexpected) };
    Ok(relationship.as_ref().and_then(|r| Invitation::administrator(r, call.rules)))
}

#[cfg(test)]
mod tests {
    use accede_membership::Service;

    use crate::testing::{A, B, Fault, Faulty, Server, Stage};

    /// The two operations: path, and how each names the administrator.
    const TWINS: [(&str, &str); 2] = [("/administrator", "Administrator"), ("/master", "Master")];

    #[test]
    fn shows_the_administrator_alone() {
        for (path, member) in TWINS {
            for stage in [Stage::Invited, Stage::Declined, Stage::Resigned, Stage::Removed] {
                let server = Server::hub_at(stage);
                assert_eq!(server.hub(B).says("GET", path, ""), "200 {}", "U8 {stage:?}");
            }
            let server = Server::hub_at(Stage::Enabled);
            let invitation = concat!(
                r#"{"AccountId":"111111111111","InvitationId":"ID","#,
                r#""InvitedAt":"TIME","MemberStatus":"Enabled"}"#
            );
            let expected = format!(r#"200 {{"{member}":{invitation}}}"#);
            assert_eq!(server.hub(B).says("GET", path, ""), expected);
            assert_eq!(server.hub(A).says("GET", path, ""), "200 {}");
            let listed = server.hub(B).get("/invitations")["Invitations"][0].clone();
            assert_eq!(server.hub(B).get(path)[member], listed, "§3.3 as it is listed");
        }
    }

    #[test]
    fn needs_the_hub() {
        let server = Server::new();
        let off = "400 BadRequestException: The request is rejected since no such resource found.";
        for (path, _) in TWINS {
            server.hub(B).at("GET", path).refuses("§6.1 hub off, U5", "", off);
        }
    }

    #[test]
    fn shows_a_member_through_an_organization_no_invitation() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.hub_to(Stage::Enabled);
        store.organize(&server, Service::SecurityHub);
        for (path, member) in TWINS {
            let alone = r#"{"AccountId":"111111111111","MemberStatus":"Enabled"}"#;
            let expected = format!(r#"200 {{"{member}":{alone}}}"#);
            assert_eq!(server.hub(B).says("GET", path, ""), expected, "S17");
        }
    }
}
