//! `EnableSecurityHub` (semantics §3.1).

use std::collections::BTreeMap;

use accede_membership::{Activity, Command, Settings, Tags};
use serde::Deserialize;

use super::errors;
use super::tag_resource::key_is_legal;
use super::update_security_hub_configuration::GENERATORS;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("EnableSecurityHub", "POST", "/accounts"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::hub,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    tags: Option<BTreeMap<String, String>>,
    enable_default_standards: Option<bool>,
    control_finding_generator: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let tags = match request.tags {
        Some(tags) => constraints::tags("Tags", tags, key_is_legal)?,
        None => Tags::new(),
    };
    let generator = request.control_finding_generator.as_deref().unwrap_or("SECURITY_CONTROL");
    constraints::one_of("ControlFindingGenerator", generator, &GENERATORS)?;
    let standards = request.enable_default_standards.unwrap_or(true);
    let settings = Settings::from([
        ("AutoEnableControls".to_owned(), true.to_string()),
        ("ControlFindingGenerator".to_owned(), generator.to_owned()),
    ]);
    Ok(Command::EnableService { settings, tags, activity: Activity::Enabled, standards })
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server};

    #[test]
    fn enables_once() {
        let server = Server::new();
        assert_eq!(server.hub(A).says("POST", "/accounts", ""), "200 {}");
        let twice = "409 ResourceConflictException: Account is already subscribed to Security Hub";
        server.hub(A).at("POST", "/accounts").refuses("§6.1 twice", "{}", twice);
        let all = r#"{"Tags":{"a":"b"},"EnableDefaultStandards":false,
            "ControlFindingGenerator":"STANDARD_CONTROL","Unknown":1}"#;
        assert_eq!(server.hub(A).region("eu-west-1").says("POST", "/accounts", all), "200 {}");
    }

    #[test]
    fn refuses_bad_tags() {
        let server = Server::new();
        let hub = server.hub(A);
        let tag = |key: &str, value: &str| format!(r#"{{"Tags":{{"{key}":"{value}"}}}}"#);
        let many: Vec<String> = (0..51).map(|i| format!(r#""k{i}":"""#)).collect();
        let many = format!(r#"{{"Tags":{{{}}}}}"#, many.join(","));
        let none = r#"{"Tags":{}}"#.to_owned();
        for (body, constraint) in [
            (none, "Member must have length greater than or equal to 1"),
            (many, "Member must have length less than or equal to 50"),
            (tag("", "v"), "Member must have length greater than or equal to 1"),
            (tag(&"k".repeat(129), "v"), "Member must have length less than or equal to 128"),
            (tag("k", &"v".repeat(257)), "Member must have length less than or equal to 256"),
            (tag("aws:k", "v"), "Tag keys must not begin with aws:"),
            (
                tag("a b", "v"),
                "Member must satisfy regular expression pattern: ^(?!aws:)[a-zA-Z+-=._:/]+$",
            ),
        ] {
            hub.at("POST", "/accounts").breaks(&body, "Tags", constraint);
        }
    }

    #[test]
    fn refuses_bad_members() {
        let server = Server::new();
        let hub = server.hub(A);
        let enable = hub.at("POST", "/accounts");
        let values = "Member must satisfy enum value set: [STANDARD_CONTROL, SECURITY_CONTROL]";
        let generator = r#"{"ControlFindingGenerator":"security_control"}"#;
        enable.breaks(generator, "ControlFindingGenerator", values);
        for (body, why) in [
            (
                r#"{"ControlFindingGenerator":1}"#,
                "invalid type: integer `1`, expected a string at line 1 column 28",
            ),
            (
                r#"{"EnableDefaultStandards":"true"}"#,
                "invalid type: string \"true\", expected a boolean at line 1 column 32",
            ),
            (r#"{"Tags":[]}"#, "invalid type: sequence, expected a map at line 1 column 8"),
            (r#"{"Tags":{"k":null}}"#, "invalid type: null, expected a string at line 1 column 17"),
            ("{", "EOF while parsing an object at line 1 column 1"),
        ] {
            enable.cannot_read(body, why);
        }
    }
}
