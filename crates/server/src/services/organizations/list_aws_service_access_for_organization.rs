//! `ListAWSServiceAccessForOrganization`: the services that the organization trusts.

use accede_membership::directory::{DirectoryReply, OrganizationsCommand};
use serde::Serialize;

use super::front::{Call, Encoded, Input, Operation, Paging, Unexpected, json};
use crate::wire::json_1_1::{Epoch, Exception};

pub(super) const OPERATION: Operation =
    Operation { name: "ListAWSServiceAccessForOrganization", decode, encode };

fn decode(input: &Input<'_>) -> Result<OrganizationsCommand, Exception> {
    let paging: Paging = input.json()?;
    Ok(OrganizationsCommand::ListServiceAccess { page: input.page("", &paging)? })
}

/// `EnabledServicePrincipal`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct EnabledServicePrincipal<'a> {
    service_principal: &'a str,
    date_enabled: Epoch,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    enabled_service_principals: Vec<EnabledServicePrincipal<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

fn encode(call: &Call<'_>, _: &OrganizationsCommand, reply: DirectoryReply) -> Encoded {
    let DirectoryReply::Services { services, next } = reply else { return Err(Unexpected) };
    let enabled = services.iter().map(|(principal, since)| EnabledServicePrincipal {
        service_principal: principal,
        date_enabled: Epoch(*since),
    });
    json(&Response {
        enabled_service_principals: enabled.collect(),
        next_token: call.next_token("", next),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, Organizations, Server};

    #[test]
    fn lists_in_pages() {
        let founded = Server::founded();
        let a = founded.organizations(A);
        let operation = "ListAWSServiceAccessForOrganization";
        for name in ["b", "c", "a"] {
            let input = json!({ "ServicePrincipal": format!("{name}.amazonaws.com") });
            a.ok("EnableAWSServiceAccess", input);
        }
        let first = a.says(operation, json!({ "MaxResults": 2 }));
        let token = serde_json::from_str::<serde_json::Value>(&first).unwrap()["NextToken"].clone();
        let shown = concat!(
            r#"{"EnabledServicePrincipals":["#,
            r#"{"ServicePrincipal":"a.amazonaws.com","DateEnabled":TIME},"#,
            r#"{"ServicePrincipal":"b.amazonaws.com","DateEnabled":TIME}],"NextToken":"TOKEN"}"#
        );
        assert_eq!(founded.hide(&first).replace(token.as_str().unwrap(), "TOKEN"), shown);
        let last = a.says(operation, json!({ "MaxResults": 2, "NextToken": token }));
        let shown = concat!(
            r#"{"EnabledServicePrincipals":["#,
            r#"{"ServicePrincipal":"c.amazonaws.com","DateEnabled":TIME}]}"#
        );
        assert_eq!(founded.hide(&last), shown);
        a.keeps_to_pages(operation, &json!({}));
        Organizations::is_for_readers(operation, &json!({}));
    }
}
