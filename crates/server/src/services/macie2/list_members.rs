//! `ListMembers` (semantics §4.2, §11 U11).

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
    refuse: errors::refuse,
};

struct Response<'a> {
    call: &'a Call<'a>,
    members: &'a [Relationship],
    next_token: Option<String>,
}

impl Shape for Response<'_> {
    fn write(&self, json: &mut Json<'_>) {
        let member = |relationship| Member::of(self.call, relationship);
        json.list(member!("members"), self.members.iter().filter_map(member));
        if let Some(token) = &self.next_token {
            json.text(member!("nextToken"), token);
        }
    }
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let asked = match input.query.get("onlyAssociated") {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(invalid_filter()),
    };
    let (page, cursor) = constraints::page(input, PARAMETERS)?;
    let statuses = constraints::listed(input, "onlyAssociated", asked, cursor)?;
    Ok(Command::ListMembers { statuses, page })
}

fn invalid_filter() -> BadInput {
    BadInput::Invalid(
        "The request is rejected because the parameter onlyAssociated has an invalid value."
            .to_owned(),
    )
}

fn encode(call: &Call<'_>, command: &Command, reply: Reply) -> Encoded {
    let (Reply::MemberPage { members, next }, Command::ListMembers { statuses, .. }) =
        (reply, command)
    else {
        return Err(NotEncoded::Unexpected);
    };
    let next_token = call.next_token(next, *statuses != StatusSet::ALL);
    written(&Response { call, members: &members, next_token })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Server, Stage};

    #[test]
    fn lists_current_members_or_every_row() {
        for (stage, status, current) in [
            (Stage::Invited, "Invited", false),
            (Stage::Enabled, "Enabled", true),
            (Stage::Resigned, "Resigned", false),
            (Stage::Removed, "Removed", false),
        ] {
            let row = concat!(
                r#"200 {"members":[{"accountId":"222222222222","#,
                r#""administratorAccountId":"111111111111","#,
                r#""arn":"arn:aws:macie2:us-east-1:111111111111:member/222222222222","#,
                r#""email":"b@example.com","invitedAt":"TIME","masterAccountId":"111111111111","#,
                r#""relationshipStatus":"STATUS","tags":{},"updatedAt":"TIME"}]}"#
            );
            let row = row.replace("STATUS", status);
            let server = Server::macie_at(stage);
            let list = |query: &str| server.macie(A).says("GET", &format!("/members{query}"), "");
            let default = if current { &row } else { r#"200 {"members":[]}"# };
            assert_eq!(list("?onlyAssociated=false"), row);
            assert_eq!(list(""), default, "§5.5 {stage:?}");
            assert_eq!(list("?onlyAssociated=true"), default, "§5.5 {stage:?}");
        }
        let server = Server::macie_at(Stage::Enabled);
        server.macie(B).ok("PATCH", "/macie", json!({ "status": "PAUSED" }));
        let member = server.macie(A).get("/members")["members"][0].clone();
        assert_eq!(member["relationshipStatus"], "Paused", "U11");
        let declined = Server::macie_at(Stage::Declined);
        let all = declined.macie(A).says("GET", "/members?onlyAssociated=false", "");
        assert_eq!(all, r#"200 {"members":[]}"#, "M7");
    }

    #[test]
    fn a_token_remembers_the_filter() {
        let server = Server::macie_at(Stage::Created);
        let macie = server.macie(A);
        let account = json!({ "account": { "accountId": C, "email": "c@example.com" } });
        macie.ok("POST", "/members", account);
        let first = macie.get("/members?onlyAssociated=false&maxResults=1");
        assert_eq!(first["members"][0]["accountId"], B);
        let token = first["nextToken"].as_str().unwrap();
        let last = macie.get(&format!("/members?maxResults=25&nextToken={token}"));
        assert_eq!(last["members"][0]["accountId"], C);
        assert_eq!(last.get("nextToken"), None, "U15");
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::On);
        let macie = server.macie(A);
        for value in ["0", "26", "-1", "x", ""] {
            let bounds =
                "The request is rejected because the parameter maxResults is out-of-bounds.";
            macie.at("GET", &format!("/members?maxResults={value}")).invalid("", bounds);
        }
        let token = "The request is rejected because the parameter nextToken has an invalid value.";
        macie.at("GET", "/members?nextToken=0").invalid("", token);
        for value in ["", "yes", "1"] {
            let filter = "The request is rejected because the parameter onlyAssociated has an \
                invalid value.";
            macie.at("GET", &format!("/members?onlyAssociated={value}")).invalid("", filter);
        }
        let server = Server::new();
        let off = "403 AccessDeniedException: Macie is not enabled";
        server.macie(A).at("GET", "/members").refuses("§6.3 off", "", off);
    }
}
