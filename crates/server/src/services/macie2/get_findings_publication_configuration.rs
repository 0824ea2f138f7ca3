//! `GetFindingsPublicationConfiguration`.

use accede_membership::{Command, Reply, Resource};
use serde::Serialize;

use super::errors;
use super::put_findings_publication_configuration::{DOCUMENT, SecurityHubConfiguration};
use super::shapes::document;
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "GetFindingsPublicationConfiguration",
        "GET",
        "/findings-publication-configuration",
    ),
    decode: |_| Ok(Command::DescribeService { resource: Resource::Service }),
    encode,
    refuse: errors::refuse,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    security_hub_configuration: SecurityHubConfiguration,
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(standing) = reply else { return Err(NotEncoded::Unexpected) };
    json(&Response { security_hub_configuration: document(&standing, DOCUMENT)? })
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, Stage};

    #[test]
    fn policy_findings_are_published_unless_told_otherwise() {
        let server = Server::macie_at(Stage::On);
        let answer = concat!(
            r#"200 {"securityHubConfiguration":{"publishClassificationFindings":false,"#,
            r#""publishPolicyFindings":true}}"#
        );
        assert_eq!(server.macie(A).says("GET", "/findings-publication-configuration", ""), answer);
        let off = "403 AccessDeniedException: Macie is not enabled";
        let server = Server::new();
        let get = "/findings-publication-configuration";
        server.macie(A).at("GET", get).refuses("§6.3 off", "", off);
    }
}
