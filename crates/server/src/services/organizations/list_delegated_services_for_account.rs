//! `ListDelegatedServicesForAccount`: the services that a member administers.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::{Deserialize, Serialize};

use super::constraints::account_id;
use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use crate::wire::json_1_1::{Epoch, Exception};

pub(super) const OPERATION: Operation =
    Operation { name: "ListDelegatedServicesForAccount", decode, encode };

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    account_id: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let request: Request = input.json()?;
    let id = account_id("AccountId", request.account_id)?;
    let page = input.page(&id.to_string(), &request.paging)?;
    Ok(OrganizationsCommand::ListDelegatedServices { id, page })
}

/// `DelegatedService`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DelegatedService<'a> {
    service_principal: &'a str,
    delegation_enabled_date: Epoch,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    delegated_services: Vec<DelegatedService<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

fn encode(call: &Call<'_>, command: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let (
        DirectoryReply::Services { services, next },
        OrganizationsCommand::ListDelegatedServices { id, .. },
    ) = (reply, command)
    else {
        return Err(Unexpected);
    };
    let delegated = services.iter().map(|(principal, since)| DelegatedService {
        service_principal: principal,
        delegation_enabled_date: Epoch(*since),
    });
    json(&Response {
        delegated_services: delegated.collect(),
        next_token: call.next_token(&id.to_string(), next),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::describe_account::tests::refuses_bad_accounts;
    use crate::testing::{A, B, Organizations, Server};

    #[test]
    fn lists_in_pages() {
        let founded = Server::founded().joined().delegated();
        let a = founded.organizations(A);
        let operation = "ListDelegatedServicesForAccount";
        let other = "config.amazonaws.com";
        a.ok("EnableAWSServiceAccess", json!({ "ServicePrincipal": other }));
        let input = json!({ "AccountId": B, "ServicePrincipal": other });
        a.ok("RegisterDelegatedAdministrator", input);
        let first = a.ok(operation, json!({ "AccountId": B, "MaxResults": 1 }));
        assert_eq!(first["DelegatedServices"][0]["ServicePrincipal"], other);
        let input = json!({ "AccountId": B, "MaxResults": 1, "NextToken": first["NextToken"] });
        let shown = concat!(
            r#"{"DelegatedServices":[{"ServicePrincipal":"macie.amazonaws.com","#,
            r#""DelegationEnabledDate":TIME}]}"#
        );
        assert_eq!(founded.hide(&a.says(operation, input)), shown);
    }

    #[test]
    fn refuses() {
        let operation = "ListDelegatedServicesForAccount";
        let founded = Server::founded().joined();
        let a = founded.organizations(A);
        let how = "AccountNotRegisteredException: The provided account is not a registered delegated \
                   administrator for your organization.";
        for account in [A, B] {
            a.refuses(operation, json!({ "AccountId": account }), how);
        }
        refuses_bad_accounts(&founded, operation, &json!({}));
        a.keeps_to_pages(operation, &json!({ "AccountId": B }));
        Organizations::is_for_readers(operation, &json!({ "AccountId": B }));
    }
}
