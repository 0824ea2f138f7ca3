//! `ListCreateAccountStatus`: the requests to create an account.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::{Deserialize, Serialize};

use super::constraints::one_of;
use super::create_account::CreateAccountStatus;
use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "ListCreateAccountStatus", decode, encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    states: Option<Vec<String>>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    InProgress,
    Succeeded,
    Failed,
}

const STATES: [(&str, State); 3] = [
    ("IN_PROGRESS", State::InProgress),
    ("SUCCEEDED", State::Succeeded),
    ("FAILED", State::Failed),
];

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let names = request.states.unwrap_or_default();
    let states: Result<Vec<State>, Exception> =
        names.iter().map(|name| one_of("States", name, &STATES)).collect();
    let states = states?;
    let shows = |state| states.is_empty() || states.contains(&state);
    let (succeeded, failed) = (shows(State::Succeeded), shows(State::Failed));
    let page = input.page(filter(succeeded, failed), &request.paging)?;
    Ok(OrganizationsCommand::ListCreateAccountStatus { succeeded, failed, page })
}

fn filter(succeeded: bool, failed: bool) -> &'static str {
    match (succeeded, failed) {
        (true, true) => "all",
        (true, false) => "succeeded",
        (false, true) => "failed",
        (false, false) => "none",
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    create_account_statuses: Vec<CreateAccountStatus<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

fn encode(call: &Call<'_>, command: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let (
        DirectoryReply::Creations { creations, next },
        OrganizationsCommand::ListCreateAccountStatus { succeeded, failed, .. },
    ) = (reply, command)
    else {
        return Err(Unexpected);
    };
    json(&Response {
        create_account_statuses: creations.iter().map(CreateAccountStatus::of).collect(),
        next_token: call.next_token(filter(*succeeded, *failed), next),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, Organizations, Server};

    #[test]
    fn lists_by_state_and_pages() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        for name in ["one", "two", "three"] {
            let email = if name == "one" { "one@example.com" } else { "more@example.com" };
            a.ok("CreateAccount", json!({ "Email": email, "AccountName": name }));
        }
        let count = |states: serde_json::Value| {
            let list = a.ok("ListCreateAccountStatus", json!({ "States": states }));
            list["CreateAccountStatuses"].as_array().unwrap().len()
        };
        assert_eq!(count(json!(null)), 3);
        assert_eq!(count(json!([])), 3);
        assert_eq!(count(json!(["SUCCEEDED"])), 2);
        assert_eq!(count(json!(["FAILED"])), 1);
        assert_eq!(count(json!(["FAILED", "SUCCEEDED", "IN_PROGRESS"])), 3);
        assert_eq!(count(json!(["IN_PROGRESS"])), 0);

        let page = |input| a.ok("ListCreateAccountStatus", input);
        let first = page(json!({ "MaxResults": 2 }));
        assert_eq!(first["CreateAccountStatuses"].as_array().unwrap().len(), 2);
        let last = page(json!({ "MaxResults": 2, "NextToken": first["NextToken"] }));
        assert_eq!(last["CreateAccountStatuses"].as_array().unwrap().len(), 1);
        assert_eq!(last.get("NextToken"), None);
        let other = json!({ "States": ["FAILED"], "NextToken": first["NextToken"] });
        let how = "InvalidInputException INVALID_NEXT_TOKEN: You provided a token that was not given \
                   for this list: NextToken";
        a.refuses("ListCreateAccountStatus", other, how);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let operation = "ListCreateAccountStatus";
        a.unnamed(operation, json!({ "States": ["SUCCEEDED", "DONE"] }), "States");
        a.keeps_to_pages(operation, &json!({}));
        Organizations::is_for_readers(operation, &json!({}));
    }
}
