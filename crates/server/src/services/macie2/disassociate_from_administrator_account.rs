//! `DisassociateFromAdministratorAccount`, and `DisassociateFromMasterAccount` under its deprecated path
//! (semantics §4.3; M8).

use accede_membership::Command;

use super::errors;
use crate::wire::rest_json::{Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "DisassociateFromAdministratorAccount",
        "POST",
        "/administrator/disassociate",
    ),
    decode: |input| no_input(input).map(|()| Command::LeaveAdministrator),
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::refuse,
};

pub(super) const DEPRECATED: Operation = Operation {
    endpoint: Endpoint::new("DisassociateFromMasterAccount", "POST", "/master/disassociate"),
    ..OPERATION
};

#[cfg(test)]
mod tests {
    use accede_membership::Service;

    use crate::testing::{A, B, Fault, Faulty, Server, Stage};

    const TWINS: [&str; 2] = ["/administrator/disassociate", "/master/disassociate"];

    #[test]
    fn m8_leaves_and_keeps_the_invitation() {
        for (path, body) in TWINS.into_iter().zip(["", r#"{"unknown":1}"#]) {
            let server = Server::macie_at(Stage::Enabled);
            let b = server.macie(B);
            let id = b.invitation(A);
            assert_eq!(b.says("POST", path, body), "200 {}");
            let row = server.macie(A).get("/members/222222222222");
            assert_eq!(row["relationshipStatus"], "Resigned");
            assert_eq!(b.invitation(A), id);
        }
    }

    #[test]
    fn refuses() {
        let none = "The request is rejected because the current account is not associated to a \
            master account.";
        let off = "403 AccessDeniedException: Macie is not enabled";
        let syntax = "400 SerializationException: The request body is not a JSON object.";
        for path in TWINS {
            for stage in [Stage::Invited, Stage::Resigned, Stage::Removed] {
                let server = Server::macie_at(stage);
                server.macie(B).at("POST", path).invalid("", none);
            }
            let server = Server::macie_at(Stage::Enabled);
            server.macie(A).at("POST", path).invalid("{}", none);
            server.macie(B).at("POST", path).refuses("no object", "[]", syntax);
            let server = Server::new();
            server.macie(B).at("POST", path).refuses("§6.3 off", "", off);
        }
    }

    #[test]
    fn refuses_a_member_through_an_organization() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.macie_to(Stage::Enabled);
        store.organize(&server, Service::Macie);
        let bound = "403 AccessDeniedException: The request is rejected because the current account \
            is a member through AWS Organizations; only its administrator can disassociate it.";
        for path in TWINS {
            server.macie(B).at("POST", path).refuses("§6.4", "", bound);
        }
    }
}
