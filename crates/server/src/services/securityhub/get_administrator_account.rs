//! `GetAdministratorAccount`, and `GetMasterAccount` under its deprecated path (semantics §3.3, §11 U8).

use accede_membership::{Command, Reply};

use super::errors;
use super::shapes::Invitation;
use crate::services::shown::Shown;
use crate::wire::json::{Json, Member, Shape, member};
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, written};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetAdministratorAccount", "GET", "/administrator"),
    decode: |_| Ok(Command::GetAdministrator),
    encode: |call, _, reply| answer(member!("Administrator"), call, reply),
    refuse: errors::membership,
};

pub(super) const DEPRECATED: Operation = Operation {
    endpoint: Endpoint::new("GetMasterAccount", "GET", "/master"),
    encode: |call, _, reply| answer(member!("Master"), call, reply),
    ..OPERATION
};

/// The answer of both. An account without administrator gets `{}`.
struct Response {
    name: Member,
    administrator: Option<Shown>,
}

impl Shape for Response {
    fn write(&self, json: &mut Json<'_>) {
        if let Some(administrator) = self.administrator {
            json.object(self.name, &Invitation(administrator));
        }
    }
}

fn answer(name: Member, call: &Call<'_>, reply: Reply) -> Encoded {
    let Reply::Administrator(relationship) = reply else { return Err(NotEncoded::Unexpected) };
    let administrator = relationship.as_ref().and_then(|r| Shown::current(r, call.rules));
    written(&Response { name, administrator })
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
