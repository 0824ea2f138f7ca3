//! `UpdateMacieSession` (semantics §4.1; M16, M17).

use accede_membership::{Activity, Command, Settings};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("UpdateMacieSession", "PATCH", "/macie"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::refuse,
};

/// The name of the one setting of a session.
pub(super) const FREQUENCY: &str = "findingPublishingFrequency";
/// Its values.
pub(super) const FREQUENCIES: [&str; 3] = ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    finding_publishing_frequency: Option<String>,
    status: Option<String>,
}

/// Reads a `MacieStatus`.
pub(super) fn activity(status: &str) -> Result<Activity, BadInput> {
    constraints::one_of("status", status, &["PAUSED", "ENABLED"])?;
    Ok(if status == "PAUSED" { Activity::Paused } else { Activity::Enabled })
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let mut settings = Settings::new();
    if let Some(frequency) = request.finding_publishing_frequency {
        constraints::one_of(FREQUENCY, &frequency, &FREQUENCIES)?;
        settings.insert(FREQUENCY.to_owned(), frequency);
    }
    let activity = request.status.as_deref().map(activity).transpose()?;
    Ok(Command::UpdateService { settings, activity })
}

#[cfg(test)]
mod tests {
    use accede_membership::Service;
    use serde_json::json;

    use crate::testing::{A, B, Fault, Faulty, Server, Stage};

    #[test]
    fn m16_m17_suspends_and_resumes() {
        let server = Server::macie_at(Stage::Enabled);
        let b = server.macie(B);
        for (status, row) in [("PAUSED", "Paused"), ("ENABLED", "Enabled")] {
            let body = json!({ "status": status }).to_string();
            assert_eq!(b.says("PATCH", "/macie", &body), "200 {}");
            assert_eq!(b.get("/macie")["status"], status);
            let member = server.macie(A).get("/members")["members"][0].clone();
            assert_eq!(member["relationshipStatus"], row);
            let administrator = b.get("/administrator")["administrator"].clone();
            assert_eq!(administrator["relationshipStatus"], row);
        }
        let frequency = r#"{"findingPublishingFrequency":"ONE_HOUR"}"#;
        assert_eq!(b.says("PATCH", "/macie", frequency), "200 {}");
        assert_eq!(b.get("/macie")["findingPublishingFrequency"], "ONE_HOUR");
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::Enabled);
        let macie = server.macie(A);
        let update = macie.at("PATCH", "/macie");
        let values = "Member must satisfy enum value set: [FIFTEEN_MINUTES, ONE_HOUR, SIX_HOURS]";
        let frequency = "findingPublishingFrequency";
        update.breaks(r#"{"findingPublishingFrequency":""}"#, frequency, values);
        let values = "Member must satisfy enum value set: [PAUSED, ENABLED]";
        update.breaks(r#"{"status":"OFF"}"#, "status", values);
        update.cannot_read(
            r#"{"status":false}"#,
            "invalid type: boolean `false`, expected a string at line 1 column 15",
        );
        let administrator = "409 ConflictException: Cannot suspend Macie while member accounts are \
            associated with your account";
        update.refuses("§4.1 an administrator", r#"{"status":"PAUSED"}"#, administrator);
        let server = Server::new();
        let off = "403 AccessDeniedException: Macie is not enabled";
        server.macie(A).at("PATCH", "/macie").refuses("§6.3 off", "{}", off);
    }

    #[test]
    fn a_member_through_an_organization_does_not_suspend_itself() {
        let store = Faulty::new(Fault::None);
        let server = store.server();
        server.macie_to(Stage::Enabled);
        store.organize(&server, Service::Macie);
        let refused = "409 ConflictException: Cannot suspend Macie while associated with an \
            administrator account";
        server.macie(B).at("PATCH", "/macie").refuses("§4.1", r#"{"status":"PAUSED"}"#, refused);
    }
}
