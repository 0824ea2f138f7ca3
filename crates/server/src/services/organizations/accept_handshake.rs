//! `AcceptHandshake`: the invited account joins.

use accede_membership::directory::OrganizationsCommand;

use super::front::{Input, Operation};
use super::{handshakes, inputs};
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "AcceptHandshake", decode, encode: handshakes::encode };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    Ok(OrganizationsCommand::AcceptHandshake { id: inputs::handshake(input)? })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Founded, Server};

    #[test]
    fn the_invited_account_joins() {
        let founded = Server::founded();
        let id = founded.invited();
        let b = founded.organizations(B);
        let accepted = b.ok("AcceptHandshake", json!({ "HandshakeId": id }));
        assert_eq!(accepted["Handshake"]["State"], "ACCEPTED");
        let list = founded.organizations(A).ok("ListAccounts", json!({}));
        assert_eq!(list["Accounts"][1]["Id"], B);
        assert_eq!(list["Accounts"][1]["JoinedMethod"], "INVITED");
    }

    #[test]
    fn refuses_who_is_in_an_organization() {
        let founded = Server::founded();
        let input = json!({ "HandshakeId": founded.invited() });
        founded.organizations(B).ok("CreateOrganization", json!({}));
        let how = "HandshakeConstraintViolationException ALREADY_IN_AN_ORGANIZATION: The handshake \
                   request is invalid because the invited account is already a member of an \
                   organization.";
        founded.organizations(B).refuses("AcceptHandshake", input, how);
    }

    #[test]
    fn refuses() {
        settles_once("AcceptHandshake", B, A);
    }

    /// What every answer to an invitation has in common: who may give it, and that it is given once.
    pub(in super::super) fn settles_once(
        operation: &str,
        party: &'static str,
        other: &'static str,
    ) {
        let founded = Server::founded();
        let id = founded.invited();
        let input = json!({ "HandshakeId": id });
        let denied = "AccessDeniedException: You don't have permissions to access this resource.";
        founded.organizations(other).refuses(operation, input.clone(), denied);
        refuses_bad_handshakes(&founded, operation, party);
        let nobody = "HandshakeNotFoundException: \
                      We can't find a handshake with the HandshakeId that you specified.";
        founded.organizations(C).refuses(operation, input.clone(), nobody);

        founded.organizations(party).ok(operation, input.clone());
        let twice = "HandshakeAlreadyInStateException: \
                     The specified handshake is already in the requested state.";
        founded.organizations(party).refuses(operation, input.clone(), twice);
        let settled = "InvalidHandshakeTransitionException: \
                       You can't perform the operation on the handshake in its current state.";
        for (account, another) in
            [(B, "AcceptHandshake"), (B, "DeclineHandshake"), (A, "CancelHandshake")]
        {
            if another != operation {
                founded.organizations(account).refuses(another, input.clone(), settled);
            }
        }
    }

    /// Ids that are none, or nobody's.
    pub(in super::super) fn refuses_bad_handshakes(
        founded: &Founded,
        operation: &str,
        account: &'static str,
    ) {
        let client = founded.organizations(account);
        let asked = |id: &str| json!({ "HandshakeId": id });
        let nobody = "HandshakeNotFoundException: \
                      We can't find a handshake with the HandshakeId that you specified.";
        for id in ["h-0123456789", "h-examplehandshakeid111", "h-12345678"] {
            client.refuses(operation, asked(id), nobody);
        }
        client.lacks(operation, json!({}), "HandshakeId");
        for id in ["", "h-1234567", "x-0123456789", "h-ABCDEFGHIJ"] {
            client.misfits(operation, asked(id), "HandshakeId");
        }
        client.too_long(operation, asked(&format!("h-{}", "a".repeat(33))), "HandshakeId");
    }
}
