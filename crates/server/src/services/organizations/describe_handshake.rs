//! `DescribeHandshake`: by either side.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation};
use super::{handshakes, inputs};
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "DescribeHandshake", decode, encode: handshakes::encode };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::DescribeHandshake { id: inputs::handshake(input)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::accept_handshake::tests::refuses_bad_handshakes;
    use crate::testing::{A, B, C, Server};

    #[test]
    fn shows_it_to_its_parties() {
        let founded = Server::founded();
        let input = json!({ "HandshakeId": founded.invited() });
        let sent = founded.organizations(A).ok("DescribeHandshake", input.clone());
        let received = founded.organizations(B).ok("DescribeHandshake", input.clone());
        assert_eq!(sent["Handshake"]["State"], "OPEN");
        assert_eq!(sent, received);
        let nobody = "HandshakeNotFoundException: \
                      We can't find a handshake with the HandshakeId that you specified.";
        founded.organizations(C).refuses("DescribeHandshake", input, nobody);
        refuses_bad_handshakes(&founded, "DescribeHandshake", A);
    }
}
