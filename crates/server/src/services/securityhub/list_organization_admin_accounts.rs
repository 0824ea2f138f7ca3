//! `ListOrganizationAdminAccounts` (semantics §3.4). There is at most one, so there is never a second page.

use accede_membership::{Command, Delegation, Reply};
use serde::Serialize;

use super::enable_organization_admin_account::{feature, feature_name};
use super::errors;
use super::list_invitations::PARAMETERS;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Account;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("ListOrganizationAdminAccounts", "GET", "/organization/admin"),
    decode,
    encode,
    refuse: errors::organization,
};

/// The largest page that may be asked for.
const PAGE: usize = 10;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    admin_accounts: Vec<AdminAccount>,
    feature: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AdminAccount {
    account_id: Account,
    status: &'static str,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let feature = feature(input.query.get("Feature"))?;
    constraints::page_of(input, PARAMETERS, PAGE)?;
    Ok(Command::Delegation(Delegation::List { feature }))
}

fn encode(_: &Call<'_>, command: &Command, reply: Reply) -> Encoded {
    let (Reply::Designated(designated), Command::Delegation(Delegation::List { feature })) =
        (reply, command)
    else {
        return Err(NotEncoded::Unexpected);
    };
    let shape = |account| AdminAccount { account_id: Account(account), status: "ENABLED" };
    let admin_accounts = designated.into_iter().map(shape).collect();
    json(&Response { admin_accounts, feature: feature_name(*feature) })
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, B, C, Server};

    #[test]
    fn is_for_the_management_account() {
        let server = Server::organized(&[A, B]);
        let target = "/organization/admin";
        let empty = r#"200 {"AdminAccounts":[],"Feature":"SecurityHub"}"#;
        assert_eq!(server.hub(A).says("GET", target, ""), empty);
        assert_eq!(server.hub(A).says("GET", &format!("{target}?MaxResults=10"), ""), empty);
        let outside = "403 AccessDeniedException: Your account is not a member of an organization";
        server.hub(C).at("GET", target).refuses("§6.1 outside", "", outside);
        let member =
            "403 AccessDeniedException: You don't have permissions to access this resource.";
        server.hub(B).at("GET", target).refuses("§6.1 not MGMT", "", member);
    }

    #[test]
    fn refuses_bad_parameters() {
        let server = Server::organized(&[A]);
        let hub = server.hub(A);
        let bounds = "The request is rejected because an invalid or out-of-range value is \
            specified as an input parameter: MaxResults is out-of-bounds.";
        for size in ["0", "11", "x"] {
            let target = format!("/organization/admin?MaxResults={size}");
            hub.at("GET", &target).invalid("", bounds);
        }
        let token = "The request is rejected because the parameter NextToken has an invalid value.";
        hub.at("GET", "/organization/admin?NextToken=x").invalid("", token);
        let names = "Member must satisfy enum value set: [SecurityHub, SecurityHubV2]";
        hub.at("GET", "/organization/admin?Feature=x").breaks("", "Feature", names);
    }
}
