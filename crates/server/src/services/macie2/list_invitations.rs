//! `ListInvitations` (semantics §4.3, §11 U4).

use accede_membership::{Command, Received, Reply};

use super::errors;
use super::shapes::Invitation;
use crate::services::shown::Shown;
use crate::wire::constraints::{self, ListParameters};
use crate::wire::error::BadInput;
use crate::wire::json::{Json, Shape, member};
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, written};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("ListInvitations", "GET", "/invitations"),
    decode,
    encode,
    refuse: errors::refuse,
};

/// How Macie names the parameters of its lists.
pub(super) const PARAMETERS: ListParameters = ListParameters {
    max_results: "maxResults",
    next_token: "nextToken",
    out_of_bounds: "The request is rejected because the parameter maxResults is out-of-bounds.",
};

struct Response<'a> {
    call: &'a Call<'a>,
    invitations: &'a [Received],
    next_token: Option<String>,
}

impl Shape for Response<'_> {
    fn write(&self, json: &mut Json<'_>) {
        let rules = self.call.rules;
        let shown = |received| Invitation(Shown::listed(received, rules));
        json.list(member!("invitations"), self.invitations.iter().map(shown));
        if let Some(token) = &self.next_token {
            json.text(member!("nextToken"), token);
        }
    }
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let (page, _) = constraints::page(input, PARAMETERS)?;
    Ok(Command::ListInvitations { page })
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::InvitationPage { invitations, next } = reply else {
        return Err(NotEncoded::Unexpected);
    };
    let next_token = call.next_token(next, false);
    written(&Response { call, invitations: &invitations, next_token })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Server, Stage};

    #[test]
    fn lists_what_was_received() {
        for (stage, status) in [
            (Stage::Created, None),
            (Stage::Invited, Some("Invited")),
            (Stage::Enabled, Some("Enabled")),
            (Stage::Declined, Some("Resigned")),
            (Stage::Resigned, Some("Resigned")),
            (Stage::Removed, None),
        ] {
            let one = concat!(
                r#"200 {"invitations":[{"accountId":"111111111111","invitationId":"ID","#,
                r#""invitedAt":"TIME","relationshipStatus":"STATUS"}]}"#
            );
            let none = r#"200 {"invitations":[]}"#.to_owned();
            let expected = status.map_or(none, |status| one.replace("STATUS", status));
            let answer = Server::macie_at(stage).macie(B).says("GET", "/invitations", "");
            assert_eq!(answer, expected, "§5.5 {stage:?}");
        }
    }

    #[test]
    fn pages_in_the_order_of_account_ids() {
        let server = Server::macie_at(Stage::Invited);
        let account = json!({ "account": { "accountId": B, "email": "b@example.com" } });
        server.macie(C).ok("POST", "/members", account);
        server.macie(C).ok("POST", "/invitations", json!({ "accountIds": [B] }));
        let first = server.macie(B).get("/invitations?maxResults=1");
        assert_eq!(first["invitations"][0]["accountId"], A);
        let token = first["nextToken"].as_str().unwrap();
        let target = format!("/invitations?nextToken={token}");
        let last = server.macie(B).get(&target);
        assert_eq!(last["invitations"][0]["accountId"], C);
        assert_eq!(last.get("nextToken"), None, "U15");

        let foreign =
            "The request is rejected because the parameter nextToken has an invalid value.";
        server.macie(A).at("GET", &target).invalid("", foreign);
        server.macie(B).at("GET", &target.replace("invitations", "members")).invalid("", foreign);
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::Invited);
        for value in ["0", "26", "x"] {
            let bounds =
                "The request is rejected because the parameter maxResults is out-of-bounds.";
            server
                .macie(B)
                .at("GET", &format!("/invitations?maxResults={value}"))
                .invalid("", bounds);
        }
        let server = Server::new();
        let off = "403 AccessDeniedException: Macie is not enabled";
        server.macie(B).at("GET", "/invitations").refuses("§6.3 off", "", off);
    }
}
