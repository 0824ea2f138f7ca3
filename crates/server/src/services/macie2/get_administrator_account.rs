//! `GetAdministratorAccount`, and `GetMasterAccount` under its deprecated path (semantics §4.3, §11 U8).

use accede_membership::{Command, Reply};

use super::errors;
use super::shapes::Invitation;
use crate::services::shown::Shown;
use crate::wire::error::WireError;
use crate::wire::json::{Json, Member, Shape, member};
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, written};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetAdministratorAccount", "GET", "/administrator"),
    decode: |_| Ok(Command::GetAdministrator),
    encode: |call, _, reply| answer(member!("administrator"), call, reply),
    refuse: errors::refuse,
};

pub(super) const DEPRECATED: Operation = Operation {
    endpoint: Endpoint::new("GetMasterAccount", "GET", "/master"),
    encode: |call, _, reply| answer(member!("master"), call, reply),
    ..OPERATION
};

/// The answer of both: each knows the administrator by its own name.
struct Response {
    name: Member,
    administrator: Shown,
}

impl Shape for Response {
    fn write(&self, json: &mut Json<'_>) {
        json.object(self.name, &Invitation(self.administrator));
    }
}

fn answer(name: Member, call: &Call<'_>, reply: Reply) -> Encoded {
    written(&Response { name, administrator: administrator(call, reply)? })
}

/// The administrator. Where there is none, Macie does not answer with an empty object: clients take the
/// 404 as the sign that the relationship has ended.
fn administrator(call: &Call<'_>, reply: Reply) -> Result<Shown, NotEncoded> {
    let Reply::Administrator(relationship) = reply else { return Err(NotEncoded::Unexpected) };
    let administrator = relationship.as_ref().and_then(|r| Shown::current(r, call.rules));
    administrator.ok_or_else(|| {
        WireError::new(
            404,
            "ResourceNotFoundException",
            "The request failed because there isn't a delegated Macie administrator for this account",
        )
        .into()
    })
}

#[cfg(test)]
mod tests {
    use accede_membership::Service;
    use serde_json::json;

    use crate::testing::{A, B, Fault, Faulty, Server, Stage};

    /// The two operations: path, and how each names the administrator.
    const TWINS: [(&str, &str); 2] = [("/administrator", "administrator"), ("/master", "master")];

    #[test]
    fn shows_the_administrator() {
        for (path, member) in TWINS {
            let server = Server::macie_at(Stage::Enabled);
            let b = server.macie(B);
            let invitation = concat!(
                r#"{"accountId":"111111111111","invitationId":"ID","#,
                r#""invitedAt":"TIME","relationshipStatus":"STATUS"}"#
            );
            let expected = format!(r#"200 {{"{member}":{invitation}}}"#);
            assert_eq!(b.says("GET", path, ""), expected.replace("STATUS", "Enabled"));
            let listed = b.get("/invitations")["invitations"][0].clone();
            assert_eq!(b.get(path)[member], listed, "as it is listed");
            b.ok("PATCH", "/macie", json!({ "status": "PAUSED" }));
            assert_eq!(b.says("GET", path, ""), expected.replace("STATUS", "Paused"));
        }
    }

    #[test]
    fn refuses() {
        let none = "404 ResourceNotFoundException: The request failed because there isn't a \
            delegated Macie administrator for this account";
        let off = "403 AccessDeniedException: Macie is not enabled";
        for (path, _) in TWINS {
            for stage in [Stage::Invited, Stage::Declined, Stage::Resigned, Stage::Removed] {
                let server = Server::macie_at(stage);
                server.macie(B).at("GET", path).refuses("§6.3 none, U8", "", none);
            }
            let server = Server::macie_at(Stage::Enabled);
            server.macie(A).at("GET", path).refuses("§6.3 an administrator", "", none);
            let server = Server::new();
            server.macie(B).at("GET", path).refuses("§6.3 off", "", off);
        }
    }

    #[test]
    fn shows_a_member_through_an_organization_no_invitation() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.macie_to(Stage::Enabled);
        store.organize(&server, Service::Macie);
        for (path, member) in TWINS {
            let alone = r#"{"accountId":"111111111111","relationshipStatus":"Enabled"}"#;
            let expected = format!(r#"200 {{"{member}":{alone}}}"#);
            assert_eq!(server.macie(B).says("GET", path, ""), expected, "§5.5");
        }
    }
}
