//! `CancelHandshake`: the organization takes its invitation back.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation};
use super::{handshakes, inputs};
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "CancelHandshake", decode, encode: handshakes::encode };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::CancelHandshake { id: inputs::handshake(input)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::accept_handshake::tests::settles_once;
    use crate::testing::{A, B, Server};

    #[test]
    fn nobody_joins() {
        let founded = Server::founded();
        let input = json!({ "HandshakeId": founded.invited() });
        let settled = founded.organizations(A).ok("CancelHandshake", input);
        assert_eq!(settled["Handshake"]["State"], "CANCELED");
        let list = founded.organizations(A).ok("ListAccounts", json!({}));
        assert_eq!(list["Accounts"].as_array().unwrap().len(), 1);
        founded.invited();
    }

    #[test]
    fn refuses() {
        settles_once("CancelHandshake", A, B);
    }
}
