//! `ListInvitations` (semantics §3.3, §11 U4).

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
    refuse: errors::membership,
};

/// How Security Hub names the parameters of its lists.
pub(super) const PARAMETERS: ListParameters = ListParameters {
    max_results: "MaxResults",
    next_token: "NextToken",
    out_of_bounds: "The request is rejected because an invalid or out-of-range value is specified \
                    as an input parameter: MaxResults is out-of-bounds.",
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
        json.list(member!("Invitations"), self.invitations.iter().map(shown));
        if let Some(token) = &self.next_token {
            json.text(member!("NextToken"), token);
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
            (Stage::Declined, Some("Invited")),
            (Stage::Resigned, Some("Resigned")),
            (Stage::Removed, None),
        ] {
            let one = concat!(
                r#"200 {"Invitations":[{"AccountId":"111111111111","InvitationId":"ID","#,
                r#""InvitedAt":"TIME","MemberStatus":"STATUS"}]}"#
            );
            let none = r#"200 {"Invitations":[]}"#.to_owned();
            let expected = status.map_or(none, |status| one.replace("STATUS", status));
            let answer = Server::hub_at(stage).hub(B).says("GET", "/invitations", "");
            assert_eq!(answer, expected, "§5.5 {stage:?}");
        }
    }

    #[test]
    fn pages_in_the_order_of_account_ids() {
        let server = Server::hub_at(Stage::Invited);
        server.hub(C).ok("POST", "/members", json!({ "AccountDetails": [{ "AccountId": B }] }));
        server.hub(C).ok("POST", "/members/invite", json!({ "AccountIds": [B] }));
        let first = server.hub(B).get("/invitations?MaxResults=1");
        assert_eq!(first["Invitations"][0]["AccountId"], A);
        let token = first["NextToken"].as_str().unwrap();
        let target = format!("/invitations?NextToken={token}");
        let last = server.hub(B).get(&target);
        assert_eq!(last["Invitations"][0]["AccountId"], C);
        assert_eq!(last.get("NextToken"), None, "U15");

        let foreign =
            "The request is rejected because the parameter NextToken has an invalid value.";
        server.hub(A).at("GET", &target).invalid("", foreign);
        server.hub(B).at("GET", &target.replace("invitations", "members")).invalid("", foreign);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::Invited);
        for value in ["0", "51", "x"] {
            let bounds = "The request is rejected because an invalid or out-of-range value is \
                specified as an input parameter: MaxResults is out-of-bounds.";
            server
                .hub(B)
                .at("GET", &format!("/invitations?MaxResults={value}"))
                .invalid("", bounds);
        }
        server.hub(B).ok("DELETE", "/accounts", json!({}));
        let off = "400 BadRequestException: The request is rejected since no such resource found.";
        server.hub(B).at("GET", "/invitations").refuses("§6.1 hub off, U5", "", off);
    }
}
