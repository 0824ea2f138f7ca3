//! `ListHandshakesForOrganization`: the invitations that the caller's organization sent.

use accede_membership::directory::HandshakesOf;

use super::front::Operation;
use super::list_handshakes_for_account::{decode, encode};

pub(super) const OPERATION: Operation = Operation {
    name: "ListHandshakesForOrganization",
    decode: |input| decode(input, HandshakesOf::Organization),
    encode,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::list_handshakes_for_account::tests::{refuses_bad_filters, shows};
    use crate::testing::{A, C, Organizations, Server};

    #[test]
    fn lists_what_was_sent_in_pages() {
        let founded = Server::founded();
        let id = founded.invited();
        shows(&founded, "ListHandshakesForOrganization", A, &id);
        let a = founded.organizations(A);
        let invite = json!({ "Target": { "Id": C, "Type": "ACCOUNT" } });
        a.ok("InviteAccountToOrganization", invite);
        let page = |token| {
            let input = json!({ "MaxResults": 1, "NextToken": token });
            a.ok("ListHandshakesForOrganization", input)
        };
        let first = page(json!(null));
        let last = page(first["NextToken"].clone());
        assert_ne!(first["Handshakes"][0]["Id"], last["Handshakes"][0]["Id"]);
        assert_eq!(last.get("NextToken"), None);
        // A token is for one list, and for one account.
        let how = "InvalidInputException INVALID_NEXT_TOKEN: You provided a token that was not given \
                   for this list: NextToken";
        let input = json!({ "NextToken": first["NextToken"] });
        a.refuses("ListHandshakesForAccount", input.clone(), how);
        founded.organizations(C).refuses("ListHandshakesForOrganization", input, how);
        refuses_bad_filters(&founded, "ListHandshakesForOrganization");
        Organizations::is_for_readers("ListHandshakesForOrganization", &json!({}));
    }
}
