//! `DisableOrganizationAdminAccount` (semantics §3.4, §9.1; S23).

use accede_membership::{Command, Delegation};

use super::enable_organization_admin_account::named;
use super::errors;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "DisableOrganizationAdminAccount",
        "POST",
        "/organization/admin/disable",
    ),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::organization,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let (account, feature) = named(input)?;
    Ok(Command::Delegation(Delegation::Withdraw { account, feature }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::enable_organization_admin_account::tests::{
        admin, is_for_the_management_account,
    };
    use crate::testing::{A, B, C, Server};

    const DISABLE: &str = "/organization/admin/disable";

    #[test]
    fn s23_ends_the_members_of_the_organization_in_this_region() {
        let server = Server::organized(&[A, B, C]);
        for region in ["us-east-1", "eu-west-1"] {
            let (management, administrator) =
                (server.hub(A).region(region), server.hub(B).region(region));
            management.ok("POST", "/organization/admin/enable", json!({ "AdminAccountId": B }));
            let rows = json!({ "AccountDetails": [{ "AccountId": C }] });
            administrator.ok("POST", "/members", rows);
        }
        assert_eq!(server.hub(A).says("POST", DISABLE, &admin(B)), "200 {}");
        let rows = server.hub(B).get("/members?OnlyAssociated=false")["Members"].clone();
        assert_eq!(
            (&rows[0]["AccountId"], &rows[0]["MemberStatus"]),
            (&json!(C), &json!("Removed"))
        );
        assert_eq!(server.hub(C).says("GET", "/administrator", ""), "200 {}");
        assert_eq!(server.hub(C).get("/accounts")["AutoEnableControls"], true, "the hub stays on");
        let listed = r#"200 {"AdminAccounts":[],"Feature":"SecurityHub"}"#;
        assert_eq!(server.hub(A).says("GET", "/organization/admin", ""), listed);
        let elsewhere = server.hub(C).region("eu-west-1").get("/administrator");
        assert_eq!(elsewhere["Administrator"]["MemberStatus"], "Enabled");
    }

    #[test]
    fn refuses() {
        is_for_the_management_account(DISABLE);
        let server = Server::organized(&[A, B, C]);
        let why = "400 InvalidInputException: The request was rejected because the account is not \
            the Security Hub administrator";
        server.hub(A).at("POST", DISABLE).refuses("not designated", &admin(B), why);
        server.hub(A).ok("POST", "/organization/admin/enable", json!({ "AdminAccountId": B }));
        server.hub(A).at("POST", DISABLE).refuses("another is", &admin(C), why);
    }
}
