//! `DisassociateFromAdministratorAccount`, and `DisassociateFromMasterAccount` under its deprecated path
//! (semantics §3.3; S5).

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
    refuse: errors::membership,
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
    fn s5_leaves_and_keeps_the_invitation() {
        for (path, body) in TWINS.into_iter().zip(["", r#"{"Unknown":1}"#]) {
            let server = Server::hub_at(Stage::Enabled);
            let b = server.hub(B);
            let id = b.invitation(A);
            assert_eq!(b.says("POST", path, body), "200 {}");
            let row = server.hub(A).get("/members?OnlyAssociated=false")["Members"][0].clone();
            assert_eq!(row["MemberStatus"], "Resigned");
            assert_eq!(b.says("GET", "/administrator", ""), "200 {}");
            assert_eq!(b.invitation(A), id);
        }
    }

    #[test]
    fn refuses() {
        let none = "400 BadRequestException: The request is rejected because the current account is \
            not associated to a master account";
        let off = "400 BadRequestException: The request is rejected since no such resource found.";
        let syntax = "400 SerializationException: The request body is not a JSON object.";
        for path in TWINS {
            for stage in [Stage::Invited, Stage::Resigned, Stage::Removed] {
                let server = Server::hub_at(stage);
                let b = server.hub(B);
                b.at("POST", path).refuses("§6.1 no administrator", "{}", none);
            }
            let server = Server::hub_at(Stage::Enabled);
            server.hub(A).at("POST", path).refuses("§6.1 an administrator", "", none);
            server.hub(B).at("POST", path).refuses("no object", "null", syntax);
            let server = Server::new();
            server.hub(B).at("POST", path).refuses("§6.1 hub off, U5", "", off);
        }
    }

    #[test]
    fn refuses_a_member_through_an_organization() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.hub_to(Stage::Enabled);
        store.organize(&server, Service::SecurityHub);
        let bound = "403 AccessDeniedException: The request is rejected because the current account \
            is a member through AWS Organizations; only its administrator can disassociate it.";
        for path in TWINS {
            server.hub(B).at("POST", path).refuses("§6.4", "", bound);
        }
    }
}
