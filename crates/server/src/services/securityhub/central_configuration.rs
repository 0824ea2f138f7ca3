//! The operations of central configuration (semantics §6.1). Accede keeps no configuration policies; whoever
//! may not ask for them is refused as Security Hub does, and whoever may learns that they are not served.

use accede_membership::{Command, Delegation};

use super::errors;
use crate::wire::rest_json::{NotEncoded, Operation, not_served};
use crate::wire::router::Endpoint;

/// Name, method and path, as the service's own model has them.
#[rustfmt::skip]
pub(super) const OPERATIONS: &[Operation] = &[
    guarded("BatchGetConfigurationPolicyAssociations", "POST", "/configurationPolicyAssociation/batchget"),
    guarded("CreateConfigurationPolicy", "POST", "/configurationPolicy/create"),
    guarded("DeleteConfigurationPolicy", "DELETE", "/configurationPolicy/{Identifier}"),
    guarded("GetConfigurationPolicy", "GET", "/configurationPolicy/get/{Identifier}"),
    guarded("GetConfigurationPolicyAssociation", "POST", "/configurationPolicyAssociation/get"),
    guarded("ListConfigurationPolicies", "GET", "/configurationPolicy/list"),
    guarded("ListConfigurationPolicyAssociations", "POST", "/configurationPolicyAssociation/list"),
    guarded("StartConfigurationPolicyAssociation", "POST", "/configurationPolicyAssociation/associate"),
    guarded("StartConfigurationPolicyDisassociation", "POST", "/configurationPolicyAssociation/disassociate"),
    guarded("UpdateConfigurationPolicy", "PATCH", "/configurationPolicy/{Identifier}"),
];

const fn guarded(name: &'static str, method: &'static str, path: &'static str) -> Operation {
    Operation {
        endpoint: Endpoint::new(name, method, path),
        decode: |_| Ok(Command::Delegation(Delegation::RequireCentral)),
        encode: |call, _, _| Err(NotEncoded::Refused(not_served(call.operation))),
        refuse: errors::organization,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server};

    const LIST: &str = "/configurationPolicy/list";

    #[test]
    fn refuses_whom_security_hub_refuses() {
        let server = Server::organized(&[A, B]);
        let denied = |why: &str| format!("403 AccessDeniedException: {why}");
        let not_central = denied(
            "Must be a Security Hub delegated administrator with Central Configuration enabled",
        );
        server.hub(A).ok("POST", "/accounts", json!({}));
        server.hub(A).at("GET", LIST).refuses("§6.1 non-DA", "", &not_central);
        for region in ["us-east-1", "eu-west-1"] {
            let admin = json!({ "AdminAccountId": B });
            server.hub(A).region(region).ok("POST", "/organization/admin/enable", admin);
        }
        server.hub(B).at("GET", LIST).refuses("§6.1 local configuration", "", &not_central);
        server.put_account(B, |account| account.aggregator = Some(crate::testing::aggregator()));
        let central = json!({ "AutoEnable": false, "AutoEnableStandards": "NONE",
            "OrganizationConfiguration": { "ConfigurationType": "CENTRAL" } });
        server.hub(B).ok("POST", "/organization/configuration", central);
        let home = server.hub(B).raw("GET", LIST, b"");
        assert_eq!((home.status, home.error), (501, Some("NotImplemented")));
        let elsewhere =
            denied("Central Configuration APIs can only be called from the aggregation region");
        let away = server.hub(B).region("eu-west-1");
        away.at("GET", LIST).refuses("§6.1 from another Region", "", &elsewhere);
        let disable = json!({ "AdminAccountId": B }).to_string();
        let on = "400 InvalidInputException: The request was rejected because the organization uses \
            central configuration";
        let management = server.hub(A);
        management.at("POST", "/organization/admin/disable").refuses("§9.1", &disable, on);
        let elsewhere = server.hub(A).region("eu-west-1");
        elsewhere.at("POST", "/organization/admin/disable").refuses("any Region", &disable, on);

        let aggregator = format!(
            "/findingAggregator/delete/arn:aws:securityhub:us-east-1:{B}:finding-aggregator/\
             00000000-0000-0000-0000-000000000001"
        );
        let needed = "400 InvalidInputException: The finding aggregator cannot be deleted while the \
            organization uses central configuration.";
        server.hub(B).at("DELETE", &aggregator).refuses("its home Region", "", needed);
    }
}
