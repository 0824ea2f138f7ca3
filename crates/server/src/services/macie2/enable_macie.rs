//! `EnableMacie` (semantics §4.1).

use accede_membership::{Activity, Command, Settings, Tags};
use serde::Deserialize;

use super::errors;
use super::update_macie_session::{FREQUENCIES, FREQUENCY, activity};
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("EnableMacie", "POST", "/macie"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::refuse,
};

/// `clientToken` is read for its type alone: enabling twice is refused whatever it says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    #[serde(rename = "clientToken")]
    _client_token: Option<String>,
    finding_publishing_frequency: Option<String>,
    status: Option<String>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let frequency = request.finding_publishing_frequency.as_deref().unwrap_or("FIFTEEN_MINUTES");
    constraints::one_of(FREQUENCY, frequency, &FREQUENCIES)?;
    let activity = request.status.as_deref().map(activity).transpose()?;
    Ok(Command::EnableService {
        settings: Settings::from([(FREQUENCY.to_owned(), frequency.to_owned())]),
        tags: Tags::new(),
        activity: activity.unwrap_or(Activity::Enabled),
        standards: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server};

    #[test]
    fn enables_once() {
        let server = Server::new();
        assert_eq!(server.macie(A).says("POST", "/macie", ""), "200 {}");
        assert_eq!(server.macie(A).get("/macie")["findingPublishingFrequency"], "FIFTEEN_MINUTES");
        let twice = "409 ConflictException: Macie has already been enabled";
        server.macie(A).at("POST", "/macie").refuses("§6.3 twice", "{}", twice);

        let west = server.macie(A).region("eu-west-1");
        let all =
            r#"{"clientToken":"t","findingPublishingFrequency":"SIX_HOURS","status":"PAUSED"}"#;
        assert_eq!(west.says("POST", "/macie", all), "200 {}");
        let session = west.get("/macie");
        assert_eq!(session["findingPublishingFrequency"], "SIX_HOURS");
        assert_eq!(session["status"], "PAUSED");
        west.at("POST", "/macie").refuses("§6.3 twice, suspended", all, twice);
    }

    #[test]
    fn refuses_bad_members() {
        let server = Server::new();
        let macie = server.macie(A);
        let enable = macie.at("POST", "/macie");
        let values = "Member must satisfy enum value set: [FIFTEEN_MINUTES, ONE_HOUR, SIX_HOURS]";
        let frequency = "findingPublishingFrequency";
        enable.breaks(r#"{"findingPublishingFrequency":"DAILY"}"#, frequency, values);
        let values = "Member must satisfy enum value set: [PAUSED, ENABLED]";
        enable.breaks(r#"{"status":"enabled"}"#, "status", values);
        for (body, why) in [
            (
                r#"{"clientToken":1}"#,
                "invalid type: integer `1`, expected a string at line 1 column 16",
            ),
            (r#"{"status":[]}"#, "invalid type: sequence, expected a string at line 1 column 10"),
            (r#"{"status":"#, "EOF while parsing a value at line 1 column 10"),
        ] {
            enable.cannot_read(body, why);
        }
        let syntax = "400 SerializationException: The request body is not a JSON object.";
        enable.refuses("no object", "true", syntax);
    }
}
