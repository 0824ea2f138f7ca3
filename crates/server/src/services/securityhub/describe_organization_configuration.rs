//! `DescribeOrganizationConfiguration` (semantics §3.4).

use accede_membership::{Command, Delegation, Reply};
use serde::Serialize;

use super::errors;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "DescribeOrganizationConfiguration",
        "GET",
        "/organization/configuration",
    ),
    decode: |_| Ok(Command::Delegation(Delegation::Describe)),
    encode,
    refuse: errors::organization,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    auto_enable: bool,
    member_account_limit_reached: bool,
    auto_enable_standards: &'static str,
    organization_configuration: OrganizationConfiguration,
}

/// Central configuration is ready as soon as it is asked for: there is nothing to wait for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct OrganizationConfiguration {
    configuration_type: &'static str,
    status: &'static str,
    status_message: &'static str,
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Designation { designation, limit_reached } = reply else {
        return Err(NotEncoded::Unexpected);
    };
    json(&Response {
        auto_enable: designation.auto_enable,
        member_account_limit_reached: limit_reached,
        auto_enable_standards: if designation.auto_enable_standards { "DEFAULT" } else { "NONE" },
        organization_configuration: OrganizationConfiguration {
            configuration_type: if designation.central { "CENTRAL" } else { "LOCAL" },
            status: "ENABLED",
            status_message: "",
        },
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, C, Server};

    const TARGET: &str = "/organization/configuration";

    #[test]
    fn begins_with_the_defaults() {
        let server = Server::organized(&[A, B]);
        server.hub(A).ok("POST", "/organization/admin/enable", json!({ "AdminAccountId": B }));
        let answer = concat!(
            r#"200 {"AutoEnable":false,"MemberAccountLimitReached":false,"#,
            r#""AutoEnableStandards":"DEFAULT","OrganizationConfiguration":"#,
            r#"{"ConfigurationType":"LOCAL","Status":"ENABLED","StatusMessage":""}}"#
        );
        assert_eq!(server.hub(B).says("GET", TARGET, ""), answer);
    }

    #[test]
    fn is_for_the_organization_administrator() {
        let server = Server::organized(&[A, B, C]);
        server.hub(A).ok("POST", "/organization/admin/enable", json!({ "AdminAccountId": B }));
        let off = format!("Account {A} is not subscribed to AWS Security Hub");
        let off = format!("401 InvalidAccessException: {off}");
        server.hub(A).at("GET", TARGET).refuses("§6.1 hub off", "", &off);
        server.hub(A).ok("POST", "/accounts", json!({}));
        let other = format!("Account {A} is not an administrator for this organization");
        let other = format!("401 InvalidAccessException: {other}");
        for (method, body) in [("GET", ""), ("POST", r#"{"AutoEnable":true}"#)] {
            server.hub(A).at(method, TARGET).refuses("§6.1 non-DA", body, &other);
        }
        let elsewhere = server.hub(B).region("eu-west-1").raw("GET", TARGET, b"");
        assert_eq!(elsewhere.status, 401, "§9.1 this Region only");
    }
}
