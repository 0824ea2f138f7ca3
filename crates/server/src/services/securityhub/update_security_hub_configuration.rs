//! `UpdateSecurityHubConfiguration` (semantics §3.1).

use accede_membership::{Command, Settings};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("UpdateSecurityHubConfiguration", "PATCH", "/accounts"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::hub,
};

/// The values of `ControlFindingGenerator`.
pub(super) const GENERATORS: [&str; 2] = ["STANDARD_CONTROL", "SECURITY_CONTROL"];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    auto_enable_controls: Option<bool>,
    control_finding_generator: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let mut settings = Settings::new();
    if let Some(enable) = request.auto_enable_controls {
        settings.insert("AutoEnableControls".to_owned(), enable.to_string());
    }
    if let Some(generator) = request.control_finding_generator {
        constraints::one_of("ControlFindingGenerator", &generator, &GENERATORS)?;
        settings.insert("ControlFindingGenerator".to_owned(), generator);
    }
    Ok(Command::UpdateService { settings, activity: None })
}

#[cfg(test)]
mod tests {
    use accede_membership::Service;
    use serde_json::json;

    use crate::testing::{A, B, Fault, Faulty, Server, Stage};

    #[test]
    fn changes_what_it_is_given() {
        let server = Server::hub_at(Stage::Enabled);
        let update = |body| server.hub(A).says("PATCH", "/accounts", body);
        let of = |account, setting| server.hub(account).get("/accounts")[setting].clone();
        assert_eq!(update(r#"{"AutoEnableControls":false}"#), "200 {}");
        assert_eq!(of(A, "AutoEnableControls"), false);
        assert_eq!(of(A, "ControlFindingGenerator"), "SECURITY_CONTROL");

        assert_eq!(update(r#"{"ControlFindingGenerator":"STANDARD_CONTROL"}"#), "200 {}");
        assert_eq!(of(A, "AutoEnableControls"), false);
        assert_eq!(of(A, "ControlFindingGenerator"), "STANDARD_CONTROL");
        assert_eq!(of(B, "ControlFindingGenerator"), "STANDARD_CONTROL", "§3.1 a member follows");
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let update = hub.at("PATCH", "/accounts");
        let values = "Member must satisfy enum value set: [STANDARD_CONTROL, SECURITY_CONTROL]";
        let body = r#"{"AutoEnableControls":false,"ControlFindingGenerator":""}"#;
        update.breaks(body, "ControlFindingGenerator", values);
        update.cannot_read(
            r#"{"AutoEnableControls":0}"#,
            "invalid type: integer `0`, expected a boolean at line 1 column 23",
        );
        update.cannot_read(
            r#"{"ControlFindingGenerator":true}"#,
            "invalid type: boolean `true`, expected a string at line 1 column 31",
        );
        hub.ok("DELETE", "/accounts", json!({}));
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        update.refuses("§6.1 hub off", "{}", off);
    }

    #[test]
    fn leaves_the_generator_to_the_administrator_of_an_organization() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.hub_to(Stage::Enabled);
        store.organize(&server, Service::SecurityHub);
        let hub = server.hub(B);
        let refused = "403 AccessDeniedException: ControlFindingGenerator can only be updated in the \
            administrator account";
        let body = r#"{"ControlFindingGenerator":"STANDARD_CONTROL","AutoEnableControls":false}"#;
        hub.at("PATCH", "/accounts").refuses("§3.1", body, refused);
        assert_eq!(hub.says("PATCH", "/accounts", r#"{"AutoEnableControls":false}"#), "200 {}");
    }
}
