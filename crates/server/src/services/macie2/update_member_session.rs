//! `UpdateMemberSession` (semantics §4.2, §11 U19; M15, M18).

use accede_membership::Command;
use serde::Deserialize;

use super::errors;
use super::get_member::member_id;
use super::update_macie_session::activity;
use crate::wire::constraints::required;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("UpdateMemberSession", "PATCH", "/macie/members/{id}"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::refuse,
};

#[derive(Debug, Deserialize)]
struct Request {
    status: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let activity = activity(&required("status", request.status)?)?;
    Ok(Command::UpdateMemberSession { account: member_id(input)?, activity })
}

#[cfg(test)]
mod tests {
    use super::super::get_member::tests::refuses_bad_ids;
    use accede_membership::Service;

    use crate::testing::{A, B, Fault, Faulty, Server, Stage};

    const PATH: &str = "/macie/members/222222222222";
    const PAUSE: &str = r#"{"status":"PAUSED"}"#;
    const NO_ROW: &str = "The request is rejected because the given account ID is not an associated \
        member of account the current account.";

    #[test]
    fn m15_suspends_the_member() {
        let server = Server::macie_at(Stage::Enabled);
        assert_eq!(server.macie(A).says("PATCH", PATH, PAUSE), "200 {}");
        assert_eq!(server.macie(A).get("/members/222222222222")["relationshipStatus"], "Paused");
        assert_eq!(server.macie(B).get("/macie")["status"], "PAUSED");
        server.macie(A).at("PATCH", PATH).refuses("twice", PAUSE, "200 {}");
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        let update = macie.at("PATCH", PATH);
        update.lacks("", "status");
        update.lacks(r#"{"status":null}"#, "status");
        let values = "Member must satisfy enum value set: [PAUSED, ENABLED]";
        update.breaks(r#"{"status":"Paused"}"#, "status", values);
        update.cannot_read(
            r#"{"status":{}}"#,
            "invalid type: map, expected a string at line 1 column 10",
        );
        let resume = "403 AccessDeniedException: Only a user of the member account can re-enable \
            Macie for an account that joined by invitation";
        update.refuses("§6.3 enabled already, U19", r#"{"status":"ENABLED"}"#, resume);
        macie.says("PATCH", PATH, PAUSE);
        update.refuses("§6.3 suspended, U19", r#"{"status":"ENABLED"}"#, resume);
        for stage in [Stage::Created, Stage::Invited, Stage::Resigned, Stage::Removed] {
            let server = Server::macie_at(stage);
            server.macie(A).at("PATCH", PATH).invalid(PAUSE, NO_ROW);
        }
        refuses_bad_ids(("PATCH", "/macie/members/", PAUSE), NO_ROW);
    }

    #[test]
    fn m18_resumes_a_member_through_an_organization() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.macie_to(Stage::Enabled);
        store.organize(&server, Service::Macie);
        for (status, row) in [("PAUSED", "Paused"), ("ENABLED", "Enabled")] {
            let body = format!(r#"{{"status":"{status}"}}"#);
            assert_eq!(server.macie(A).says("PATCH", PATH, &body), "200 {}");
            assert_eq!(server.macie(A).get("/members")["members"][0]["relationshipStatus"], row);
            assert_eq!(server.macie(B).get("/macie")["status"], status);
        }
    }
}
