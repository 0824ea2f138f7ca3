//! `UpdateOrganizationConfiguration` (semantics §3.4).

use accede_membership::{Command, Delegation};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::{Empty, Object};

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "UpdateOrganizationConfiguration",
        "POST",
        "/organization/configuration",
    ),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::organization,
};

const STANDARDS: [&str; 2] = ["NONE", "DEFAULT"];
const TYPES: [&str; 2] = ["LOCAL", "CENTRAL"];
const STATUSES: [&str; 4] = ["PENDING", "ENABLED", "FAILED", "DISABLED"];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    auto_enable: Option<bool>,
    auto_enable_standards: Option<String>,
    organization_configuration: Option<Object<OrganizationConfiguration>>,
}

/// `Status` and `StatusMessage` are the service's to say: they are read for their form alone.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OrganizationConfiguration {
    configuration_type: Option<String>,
    status: Option<String>,
    status_message: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let auto_enable = constraints::required("AutoEnable", request.auto_enable)?;
    let standards = second_of("AutoEnableStandards", request.auto_enable_standards, &STANDARDS)?;
    let Object(configuration) = request.organization_configuration.unwrap_or_default();
    let kind = configuration.configuration_type;
    let central = second_of("OrganizationConfiguration.ConfigurationType", kind, &TYPES)?;
    if let Some(status) = &configuration.status {
        constraints::one_of("OrganizationConfiguration.Status", status, &STATUSES)?;
    }
    if let Some(message) = configuration.status_message {
        constraints::non_blank("OrganizationConfiguration.StatusMessage", message)?;
    }
    Ok(Command::Delegation(Delegation::Configure { auto_enable, standards, central }))
}

/// Whether a member has the second of two names; absent if it is.
fn second_of(
    member: &str,
    name: Option<String>,
    names: &[&str; 2],
) -> Result<Option<bool>, BadInput> {
    let Some(name) = name else { return Ok(None) };
    constraints::one_of(member, &name, names)?;
    Ok(Some(name == names[1]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server};

    const TARGET: &str = "/organization/configuration";

    fn designated() -> Server {
        let server = Server::organized(&[A, B]);
        server.hub(A).ok("POST", "/organization/admin/enable", json!({ "AdminAccountId": B }));
        server
    }

    #[test]
    fn is_read_back() {
        let server = designated();
        let read = || {
            let answer = server.hub(B).get(TARGET);
            (answer["AutoEnable"].clone(), answer["AutoEnableStandards"].clone())
        };
        for (body, after) in [
            (json!({ "AutoEnable": true }), (json!(true), json!("DEFAULT"))),
            (
                json!({ "AutoEnable": true, "AutoEnableStandards": "NONE" }),
                (json!(true), json!("NONE")),
            ),
            (json!({ "AutoEnable": false }), (json!(false), json!("NONE"))),
            (
                json!({ "AutoEnable": false, "AutoEnableStandards": "DEFAULT",
                    "OrganizationConfiguration": { "ConfigurationType": "LOCAL" } }),
                (json!(false), json!("DEFAULT")),
            ),
        ] {
            assert_eq!(server.hub(B).ok("POST", TARGET, body.clone()), json!({}));
            assert_eq!(read(), after, "{body}");
        }
    }

    #[test]
    fn refuses() {
        let server = designated();
        let hub = server.hub(B);
        let at = hub.at("POST", TARGET);
        at.lacks("{}", "AutoEnable");
        let wrong = "Member must satisfy enum value set: [NONE, DEFAULT]";
        let body = r#"{"AutoEnable":true,"AutoEnableStandards":"ALL"}"#;
        at.breaks(body, "AutoEnableStandards", wrong);
        let of = |inside: &str| {
            format!(r#"{{"AutoEnable":false,"OrganizationConfiguration":{{{inside}}}}}"#)
        };
        let member = "OrganizationConfiguration.ConfigurationType";
        let wrong = "Member must satisfy enum value set: [LOCAL, CENTRAL]";
        at.breaks(&of(r#""ConfigurationType":"x""#), member, wrong);
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        let member = "OrganizationConfiguration.StatusMessage";
        at.breaks(&of(r#""StatusMessage":"""#), member, blank);
        let central = of(r#""ConfigurationType":"CENTRAL""#);
        let both = "AutoEnable must be false and AutoEnableStandards must be NONE when \
            ConfigurationType is CENTRAL";
        at.invalid(&central.replace("false", "true"), both);
        let region = "403 AccessDeniedException: Central Configuration APIs can only be called from \
            the aggregation region";
        at.refuses("§6.1 aggregation region", &central, region);
    }
}
