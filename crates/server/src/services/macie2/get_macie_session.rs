//! `GetMacieSession` (semantics §4.1).

use accede_membership::{Command, Reply, Resource, Switch};
use serde::Serialize;

use super::errors;
use super::update_macie_session::FREQUENCY;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::timestamp::Iso8601;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetMacieSession", "GET", "/macie"),
    decode: |_| Ok(Command::DescribeService { resource: Resource::Service }),
    encode,
    refuse: errors::refuse,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a> {
    created_at: Iso8601,
    finding_publishing_frequency: &'a str,
    service_role: String,
    status: &'static str,
    updated_at: Iso8601,
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(standing) = reply else { return Err(NotEncoded::Unexpected) };
    let frequency = standing.settings.get(FREQUENCY).map_or("FIFTEEN_MINUTES", String::as_str);
    json(&Response {
        created_at: Iso8601(standing.enabled_at),
        finding_publishing_frequency: frequency,
        service_role: format!(
            "arn:{}:iam::{}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie",
            call.scope.region.partition(),
            call.account,
        ),
        status: if standing.switch == Switch::Paused { "PAUSED" } else { "ENABLED" },
        updated_at: Iso8601(standing.updated_at),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, Stage};

    #[test]
    fn describes_the_session() {
        let server = Server::macie_at(Stage::On);
        let answer = concat!(
            r#"200 {"createdAt":"TIME","findingPublishingFrequency":"FIFTEEN_MINUTES","#,
            r#""serviceRole":"arn:aws:iam::111111111111:role/aws-service-role/macie.amazonaws.com/"#,
            r#"AWSServiceRoleForAmazonMacie","status":"ENABLED","updatedAt":"TIME"}"#
        );
        assert_eq!(server.macie(A).says("GET", "/macie", ""), answer);
        let session = server.macie(A).get("/macie");
        assert_eq!(session["createdAt"], session["updatedAt"], "§4.1 right after enabling");
    }

    #[test]
    fn needs_macie() {
        let server = Server::new();
        let off = "403 AccessDeniedException: Macie is not enabled";
        server.macie(A).at("GET", "/macie").refuses("§6.3 off", "", off);
    }
}
