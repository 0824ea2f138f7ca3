//! `ListMembers` (semantics §3.2).

use accede_membership::{Command, Relationship, Reply, StatusSet};

use super::errors;
use super::list_invitations::PARAMETERS;
use super::shapes::Member;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::json::{Json, Shape, member};
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, written};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("ListMembers", "GET", "/members"),
    decode,
    encode,
    refuse: errors::membership,
};

struct Response<'a> {
    members: &'a [Relationship],
    next_token: Option<String>,
}

impl Shape for Response<'_> {
    fn write(&self, json: &mut Json<'_>) {
        json.list(member!("Members"), self.members.iter().filter_map(Member::of));
        if let Some(token) = &self.next_token {
            json.text(member!("NextToken"), token);
        }
    }
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    const FILTER: &str = "OnlyAssociated";
    let asked = match input.query.get(FILTER) {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(BadInput::constraint(FILTER, "Member must be true or false")),
    };
    let (page, cursor) = constraints::page(input, PARAMETERS)?;
    let statuses = constraints::listed(input, FILTER, asked, cursor)?;
    Ok(Command::ListMembers { statuses, page })
}

fn encode(call: &Call<'_>, command: &Command, reply: Reply) -> Encoded {
    let (Reply::MemberPage { members, next }, Command::ListMembers { statuses, .. }) =
        (reply, command)
    else {
        return Err(NotEncoded::Unexpected);
    };
    let next_token = call.next_token(next, *statuses != StatusSet::ALL);
    written(&Response { members: &members, next_token })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, C, Server, Stage};

    #[test]
    fn lists_current_members_or_every_row() {
        for (stage, status, current) in [
            (Stage::Invited, "Invited", false),
            (Stage::Enabled, "Enabled", true),
            (Stage::Declined, "Resigned", false),
            (Stage::Resigned, "Resigned", false),
            (Stage::Removed, "Removed", false),
        ] {
            let row = concat!(
                r#"200 {"Members":[{"AccountId":"222222222222","Email":"b@example.com","#,
                r#""MasterId":"111111111111","AdministratorId":"111111111111","#,
                r#""MemberStatus":"STATUS","InvitedAt":"TIME","UpdatedAt":"TIME"}]}"#
            );
            let row = row.replace("STATUS", status);
            let server = Server::hub_at(stage);
            let list = |query: &str| server.hub(A).says("GET", &format!("/members{query}"), "");
            let default = if current { &row } else { r#"200 {"Members":[]}"# };
            assert_eq!(list("?OnlyAssociated=false"), row);
            assert_eq!(list(""), default, "§5.5 {stage:?}");
            assert_eq!(list("?OnlyAssociated=true&Unknown=1"), default, "§5.5 {stage:?}");
        }
    }

    #[test]
    fn pages_in_the_order_of_account_ids() {
        let server = Server::hub_at(Stage::Created);
        let hub = server.hub(A);
        hub.ok("POST", "/members", json!({ "AccountDetails": [{ "AccountId": C }] }));
        let first = hub.get("/members?OnlyAssociated=false&MaxResults=1");
        assert_eq!(first["Members"][0]["AccountId"], "222222222222");
        let token = first["NextToken"].as_str().unwrap();
        let last = hub.get(&format!("/members?MaxResults=50&NextToken={token}"));
        assert_eq!(last["Members"][0]["AccountId"], "333333333333", "the token keeps the filter");
        assert_eq!(last.get("NextToken"), None, "U15");
        let target = format!("/members?OnlyAssociated=true&NextToken={token}");
        let mismatch = "The request is rejected because the parameter OnlyAssociated is not the one \
            that the page token was given for.";
        hub.at("GET", &target).invalid("", mismatch);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        for value in ["0", "51", "-1", "1.0", "x", ""] {
            let bounds = "The request is rejected because an invalid or out-of-range value is \
                specified as an input parameter: MaxResults is out-of-bounds.";
            hub.at("GET", &format!("/members?MaxResults={value}")).invalid("", bounds);
        }
        let token = "The request is rejected because the parameter NextToken has an invalid value.";
        for value in ["", "0", "222222222222"] {
            hub.at("GET", &format!("/members?NextToken={value}")).invalid("", token);
        }
        let filter = "Member must be true or false";
        for value in ["", "yes", "1", "True"] {
            let target = format!("/members?OnlyAssociated={value}");
            hub.at("GET", &target).breaks("", "OnlyAssociated", filter);
        }
        let server = Server::new();
        let off = "400 BadRequestException: The request is rejected since no such resource found.";
        server.hub(A).at("GET", "/members").refuses("§6.1 hub off, U5", "", off);
    }
}
