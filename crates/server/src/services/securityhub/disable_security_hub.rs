//! `DisableSecurityHub` (semantics §3.1).

use accede_membership::{Command, Refusal};

use super::errors;
use crate::wire::error::WireError;
use crate::wire::rest_json::{Call, Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DisableSecurityHub", "DELETE", "/accounts"),
    decode: |input| no_input(input).map(|()| Command::DisableService),
    encode: |_, _, _| json(&Empty {}),
    refuse,
};

/// Clients take "not found" as "off already".
fn refuse(call: &Call<'_>, refusal: Refusal) -> WireError {
    match refusal {
        Refusal::ServiceOff => errors::not_found(),
        other => errors::hub(call, other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server, Stage};

    #[test]
    fn drops_rows_that_are_not_associated() {
        use Stage::{Created, Declined, Invited, Removed, Resigned};
        for stage in [Created, Invited, Declined, Resigned, Removed] {
            let server = Server::hub_at(stage);
            assert_eq!(server.hub(A).says("DELETE", "/accounts", ""), "200 {}", "{stage:?}");
            server.hub(A).ok("POST", "/accounts", json!({}));
            let members = server.hub(A).says("GET", "/members?OnlyAssociated=false", "");
            assert_eq!(members, r#"200 {"Members":[]}"#, "{stage:?}");
        }
    }

    #[test]
    fn s26_keeps_what_was_received() {
        let server = Server::hub_at(Stage::Invited);
        server.hub(B).ok("DELETE", "/accounts", json!({}));
        server.hub(B).ok("POST", "/accounts", json!({}));
        server.hub_step(Stage::Enabled);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::Enabled);
        let (a, b) = (server.hub(A), server.hub(B));
        let administrator = "400 InvalidInputException: Cannot disable Security Hub on the Security \
            Hub administrator";
        a.at("DELETE", "/accounts").refuses("§6.1 administrator", "", administrator);
        let member = "400 InvalidInputException: Cannot disable Security Hub on a member account \
            that is associated with an administrator account";
        b.at("DELETE", "/accounts").refuses("§6.1 member, U9", "", member);

        let off = Server::new();
        let off = off.hub(A);
        let not_found = "404 ResourceNotFoundException: The request was rejected because we can't \
            find the specified resource.";
        off.at("DELETE", "/accounts").refuses("§6.1 hub off", "", not_found);
        let syntax = "400 SerializationException: The request body is not a JSON object.";
        off.at("DELETE", "/accounts").refuses("no JSON", "x", syntax);
    }
}
