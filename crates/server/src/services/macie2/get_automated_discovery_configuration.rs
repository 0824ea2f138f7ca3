//! `GetAutomatedDiscoveryConfiguration`: of an administrator with its members, or of an account by itself.

use accede_membership::{Command, Discovery, Refusal, Reply};
use serde::Serialize;

use super::errors;
use crate::wire::error::WireError;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::timestamp::Iso8601;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "GetAutomatedDiscoveryConfiguration",
        "GET",
        "/automated-discovery/configuration",
    ),
    decode: |_| Ok(Command::Discovery(Discovery::Describe)),
    encode,
    refuse,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    auto_enable_organization_members: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification_scope_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled_at: Option<Iso8601>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_enabled_at: Option<Iso8601>,
    last_updated_at: Iso8601,
    #[serde(skip_serializing_if = "Option::is_none")]
    sensitivity_inspection_template_id: Option<String>,
    status: &'static str,
}

/// `AutomatedDiscoveryStatus`, and that of one account.
pub(super) fn status(enabled: bool) -> &'static str {
    if enabled { "ENABLED" } else { "DISABLED" }
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Discovery(configuration) = reply else { return Err(NotEncoded::Unexpected) };
    let id = |id: u128| format!("{id:032x}");
    json(&Response {
        auto_enable_organization_members: configuration.auto_enable.name(),
        classification_scope_id: configuration.scope.map(id),
        disabled_at: configuration.disabled_at.map(Iso8601),
        first_enabled_at: configuration.first_enabled_at.map(Iso8601),
        last_updated_at: Iso8601(configuration.updated_at),
        sensitivity_inspection_template_id: configuration.template.map(id),
        status: status(configuration.enabled),
    })
}

/// Refusals of the operations on automated discovery.
pub(super) fn refuse(call: &Call<'_>, refusal: Refusal) -> WireError {
    match refusal {
        Refusal::SetByAdministrator => WireError::new(
            403,
            "AccessDeniedException",
            "The request failed because only the Macie administrator of your organization can \
             perform this operation for your account",
        ),
        Refusal::DiscoveryOff => WireError::new(
            409,
            "ConflictException",
            "The request failed because automated sensitive data discovery is not enabled for your \
             organization",
        ),
        other => errors::refuse(call, other),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::testing::{A, B, Server, Stage};

    pub(in super::super) const TARGET: &str = "/automated-discovery/configuration";
    pub(in super::super) const MEMBER: &str = "403 AccessDeniedException: The request failed because \
        only the Macie administrator of your organization can perform this operation for your \
        account";

    #[test]
    fn is_off_until_it_is_switched_on() {
        let server = Server::macie_at(Stage::On);
        let off = concat!(
            r#"200 {"autoEnableOrganizationMembers":"NONE","lastUpdatedAt":"TIME","#,
            r#""status":"DISABLED"}"#
        );
        let macie = server.macie(A);
        assert_eq!(macie.says("GET", TARGET, ""), off);
        assert_eq!(macie.get(TARGET)["lastUpdatedAt"], macie.get("/macie")["createdAt"]);
        macie.ok("PUT", TARGET, serde_json::json!({ "status": "ENABLED" }));
        let on = concat!(
            r#"200 {"autoEnableOrganizationMembers":"ALL","classificationScopeId":"ID","#,
            r#""firstEnabledAt":"TIME","lastUpdatedAt":"TIME","#,
            r#""sensitivityInspectionTemplateId":"ID","status":"ENABLED"}"#
        );
        assert_eq!(macie.says("GET", TARGET, ""), on);
        let first = macie.get(TARGET);
        macie.ok("PUT", TARGET, serde_json::json!({ "status": "DISABLED" }));
        let disabled = macie.get(TARGET);
        assert_eq!(disabled["disabledAt"], disabled["lastUpdatedAt"]);
        for kept in ["classificationScopeId", "sensitivityInspectionTemplateId", "firstEnabledAt"] {
            assert_eq!(disabled[kept], first[kept], "{kept}");
        }
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::Enabled);
        server.macie(B).at("GET", TARGET).refuses("a member", "", MEMBER);
        let off = "403 AccessDeniedException: Macie is not enabled";
        Server::new().macie(A).at("GET", TARGET).refuses("§6.3 off", "", off);
    }
}
