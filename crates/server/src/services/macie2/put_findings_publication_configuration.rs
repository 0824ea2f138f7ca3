//! `PutFindingsPublicationConfiguration`: which findings go to Security Hub. Every account says so for itself.

use accede_membership::{Command, Configuration, Configuring};
use serde::{Deserialize, Serialize};

use super::errors;
use crate::wire::constraints::required;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::{Empty, Object};

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "PutFindingsPublicationConfiguration",
        "PUT",
        "/findings-publication-configuration",
    ),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::refuse,
};

/// The document of the session's configuration that says so.
pub(super) const DOCUMENT: &str = "findingsPublication";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    #[serde(rename = "clientToken")]
    _client_token: Option<String>,
    security_hub_configuration: Option<Object<Given>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    publish_classification_findings: Option<bool>,
    publish_policy_findings: Option<bool>,
}

/// `SecurityHubConfiguration`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SecurityHubConfiguration {
    publish_classification_findings: bool,
    publish_policy_findings: bool,
}

impl Default for SecurityHubConfiguration {
    /// What an account has that never said anything.
    fn default() -> Self {
        SecurityHubConfiguration {
            publish_classification_findings: false,
            publish_policy_findings: true,
        }
    }
}

impl Given {
    fn complete(self) -> Result<SecurityHubConfiguration, BadInput> {
        let member = |name: &str| format!("securityHubConfiguration.{name}");
        Ok(SecurityHubConfiguration {
            publish_classification_findings: required(
                &member("publishClassificationFindings"),
                self.publish_classification_findings,
            )?,
            publish_policy_findings: required(
                &member("publishPolicyFindings"),
                self.publish_policy_findings,
            )?,
        })
    }
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let mut documents = Configuration::new();
    if let Some(Object(given)) = request.security_hub_configuration {
        let text = serde_json::to_string(&given.complete()?).unwrap_or_default();
        documents.insert(DOCUMENT.to_owned(), text);
    }
    Ok(Command::Configure(Configuring::Put(documents)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::{A, B, Server, Stage};

    const TARGET: &str = "/findings-publication-configuration";

    fn body(classification: bool, policy: bool) -> Value {
        json!({ "securityHubConfiguration": {
            "publishClassificationFindings": classification, "publishPolicyFindings": policy,
        } })
    }

    #[test]
    fn every_account_says_what_it_publishes() {
        let server = Server::macie_at(Stage::Enabled);
        for account in [A, B] {
            let macie = server.macie(account);
            for (classification, policy) in [(true, false), (true, true), (false, false)] {
                let mut given = body(classification, policy);
                given["clientToken"] = json!("token");
                assert_eq!(macie.says("PUT", TARGET, &given.to_string()), "200 {}");
                assert_eq!(macie.get(TARGET), body(classification, policy), "reads back");
            }
            assert_eq!(macie.says("PUT", TARGET, ""), "200 {}", "nothing is said, nothing changes");
            assert_eq!(macie.get(TARGET), body(false, false));
        }
        let other = server.macie(A).region("us-west-2");
        other.ok("POST", "/macie", json!({}));
        assert_eq!(other.get(TARGET), body(false, true), "of each Region");
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::On);
        let macie = server.macie(A);
        let put = macie.at("PUT", TARGET);
        for (given, missing) in [
            (json!({}), "publishClassificationFindings"),
            (json!({ "publishPolicyFindings": true }), "publishClassificationFindings"),
            (json!({ "publishClassificationFindings": true }), "publishPolicyFindings"),
        ] {
            let body = json!({ "securityHubConfiguration": given }).to_string();
            put.lacks(&body, &format!("securityHubConfiguration.{missing}"));
        }
        put.cannot_read(
            r#"{"securityHubConfiguration":[true,true]}"#,
            "invalid type: sequence, expected an object at line 1 column 28",
        );
        let off = "403 AccessDeniedException: Macie is not enabled";
        let body = body(true, true).to_string();
        Server::new().macie(A).at("PUT", TARGET).refuses("§6.3 off", &body, off);
    }
}
