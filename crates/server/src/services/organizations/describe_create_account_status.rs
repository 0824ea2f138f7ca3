//! `DescribeCreateAccountStatus`: what became of a request to create an account.

use accede_membership::directory::OrganizationsCommand;
use serde::Deserialize;

use super::front::{Input, Operation};
use super::{create_account, ids};
use crate::wire::json_1_1::Exception;

pub(super) const OPERATION: Operation =
    Operation { name: "DescribeCreateAccountStatus", decode, encode: create_account::encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    create_account_request_id: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let id = ids::creation("CreateAccountRequestId", request.create_account_request_id)?;
    Ok(OrganizationsCommand::DescribeCreateAccountStatus { id })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, Organizations, Server};

    #[test]
    fn shows_what_was_answered() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let input = json!({ "Email": "new@example.com", "AccountName": "New" });
        let created = a.ok("CreateAccount", input);
        let id = &created["CreateAccountStatus"]["Id"];
        let shown = a.ok("DescribeCreateAccountStatus", json!({ "CreateAccountRequestId": id }));
        assert_eq!(shown, created);
    }

    #[test]
    fn refuses() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let asked = |id: &str| json!({ "CreateAccountRequestId": id });
        let operation = "DescribeCreateAccountStatus";
        let how = "CreateAccountStatusNotFoundException: We can't find a create account request with \
                   the CreateAccountRequestId that you specified.";
        for id in ["car-123456789012", "car-0123456789abcdef0123456789abcdef"] {
            a.refuses(operation, asked(id), how);
        }
        a.lacks(operation, json!({}), "CreateAccountRequestId");
        a.misfits(operation, asked("car-1234567"), "CreateAccountRequestId");
        let long = format!("car-{}", "a".repeat(33));
        a.too_long(operation, asked(&long), "CreateAccountRequestId");
        Organizations::is_for_readers(operation, &asked("car-123456789012"));
    }
}
