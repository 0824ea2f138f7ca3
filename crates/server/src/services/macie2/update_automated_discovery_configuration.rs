//! `UpdateAutomatedDiscoveryConfiguration`: by an administrator for itself and its members, or by an account that is
//! in no organization of Macie's.

use accede_membership::{AutoEnable, Command, Discovery};
use serde::Deserialize;

use super::get_automated_discovery_configuration::refuse;
use crate::wire::constraints::{self, required};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "UpdateAutomatedDiscoveryConfiguration",
        "PUT",
        "/automated-discovery/configuration",
    ),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    auto_enable_organization_members: Option<String>,
    status: Option<String>,
}

/// Reads a status.
pub(super) fn is_enabled(member: &str, status: Option<&str>) -> Result<bool, BadInput> {
    let status = required(member, status)?;
    constraints::one_of(member, status, &["ENABLED", "DISABLED"])?;
    Ok(status == "ENABLED")
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let enabled = is_enabled("status", request.status.as_deref())?;
    let auto_enable = request.auto_enable_organization_members;
    if let Some(mode) = &auto_enable {
        let modes = AutoEnable::ALL.map(AutoEnable::name);
        constraints::one_of("autoEnableOrganizationMembers", mode, &modes)?;
    }
    let auto_enable = auto_enable.as_deref().and_then(AutoEnable::from_name);
    Ok(Command::Discovery(Discovery::Configure { enabled, auto_enable }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::get_automated_discovery_configuration::tests::{MEMBER, TARGET};
    use crate::testing::{A, B, Server, Stage};

    #[test]
    fn reads_back() {
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        for (status, mode) in
            [("ENABLED", "NEW"), ("ENABLED", "NONE"), ("ENABLED", "ALL"), ("DISABLED", "NEW")]
        {
            let body = json!({ "status": status, "autoEnableOrganizationMembers": mode });
            assert_eq!(macie.says("PUT", TARGET, &body.to_string()), "200 {}");
            let read = macie.get(TARGET);
            assert_eq!(read["status"], status);
            assert_eq!(read["autoEnableOrganizationMembers"], mode);
            assert_eq!(read.get("disabledAt").is_some(), status == "DISABLED");
        }
        let before = macie.get(TARGET);
        std::thread::sleep(std::time::Duration::from_millis(2));
        macie.ok("PUT", TARGET, json!({ "status": "DISABLED" }));
        assert_eq!(macie.get(TARGET), before, "what is so already is no change");
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        let update = macie.at("PUT", TARGET);
        update.lacks("", "status");
        let values = "Member must satisfy enum value set: [ENABLED, DISABLED]";
        update.breaks(r#"{"status":"ON"}"#, "status", values);
        let modes = "Member must satisfy enum value set: [ALL, NEW, NONE]";
        let body = r#"{"status":"ENABLED","autoEnableOrganizationMembers":"SOME"}"#;
        update.breaks(body, "autoEnableOrganizationMembers", modes);
        update.cannot_read(
            r#"{"status":true}"#,
            "invalid type: boolean `true`, expected a string at line 1 column 14",
        );
        let enabled = r#"{"status":"ENABLED"}"#;
        server.macie(B).at("PUT", TARGET).refuses("a member", enabled, MEMBER);
        let off = "403 AccessDeniedException: Macie is not enabled";
        Server::new().macie(A).at("PUT", TARGET).refuses("§6.3 off", enabled, off);
    }
}
