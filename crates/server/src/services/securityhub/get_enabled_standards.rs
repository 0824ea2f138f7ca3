//! `GetEnabledStandards`: the caller's subscriptions to standards.

use accede_membership::{Command, Reply, Resource};
use serde::{Deserialize, Serialize};

use super::describe_standards::{PAGE, wants_aws};
use super::errors;
use super::list_invitations::PARAMETERS;
use super::standards::{STANDARDS, Standard, Status, Subscription};
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::listing::Listing;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetEnabledStandards", "POST", "/standards/get"),
    decode,
    encode,
    refuse: errors::hub,
};

/// The most standards that a request may name.
pub(super) const BATCH: usize = 25;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    standards_subscription_arns: Option<Vec<String>>,
    next_token: Option<String>,
    max_results: Option<i64>,
    providers: Option<Vec<String>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    standards_subscriptions: Vec<Subscription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// What a request wants of the list.
struct Asked {
    /// Only these subscriptions.
    arns: Option<Vec<String>>,
    of_aws: bool,
    listing: Listing,
}

impl Asked {
    fn of(input: &Input<'_>) -> Result<Asked, BadInput> {
        let request: Request = input.json()?;
        let arns = request.standards_subscription_arns;
        let arns = arns.map(subscription_arns).transpose()?;
        let providers = request.providers.unwrap_or_default();
        let of_aws = wants_aws(&providers)?;
        let filters = format!("{arns:?}{providers:?}");
        let page = (request.max_results, request.next_token.as_deref());
        let listing = Listing::of_body(input.call, PARAMETERS, PAGE, page, filters)?;
        Ok(Asked { arns, of_aws, listing })
    }

    fn wants(&self, call: &Call<'_>, standard: &Standard) -> bool {
        let named = |arns: &Vec<String>| arns.contains(&standard.subscription_arn(call));
        self.of_aws && self.arns.as_ref().is_none_or(named)
    }
}

/// The member `StandardsSubscriptionArns`.
pub(super) fn subscription_arns(arns: Vec<String>) -> Result<Vec<String>, BadInput> {
    const MEMBER: &str = "StandardsSubscriptionArns";
    constraints::length(MEMBER, arns.len(), 1..=BATCH)?;
    arns.into_iter().map(|arn| constraints::non_blank(MEMBER, arn)).collect()
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    Asked::of(input)?;
    Ok(Command::DescribeService { resource: Resource::Service })
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(standing) = reply else { return Err(NotEncoded::Unexpected) };
    let asked = Asked::of(&call.input()?)?;
    let mut found = Vec::new();
    for (place, standard) in (0..).zip(STANDARDS) {
        let subscription = standard.subscription(call, &standing, Status::Ready)?;
        let subscription = subscription.filter(|_| asked.wants(call, standard));
        found.extend(subscription.map(|subscription| (place, subscription)));
    }
    let (standards_subscriptions, next_token) = asked.listing.cut(call, found.into_iter());
    json(&Response { standards_subscriptions, next_token })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use crate::testing::{A, Server, Stage};

    /// The ARNs of the standards that are enabled in A.
    pub(in super::super) fn enabled(server: &Server) -> Vec<String> {
        let answer = server.hub(A).ok("POST", "/standards/get", json!({}));
        let arn = |each: &serde_json::Value| each["StandardsArn"].as_str().unwrap().to_owned();
        answer["StandardsSubscriptions"].as_array().unwrap().iter().map(arn).collect()
    }

    pub(in super::super) const CIS: &str =
        "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0";
    pub(in super::super) const BEST: &str = "arn:aws:securityhub:us-east-1::standards/\
        aws-foundational-security-best-practices/v/1.0.0";

    #[test]
    fn a_new_hub_has_the_default_standards_unless_told_not_to() {
        assert_eq!(enabled(&Server::hub_at(Stage::On)), [CIS, BEST], "§9.2");
        let server = Server::new();
        server.hub(A).ok("POST", "/accounts", json!({ "EnableDefaultStandards": false }));
        let none = r#"200 {"StandardsSubscriptions":[]}"#;
        assert_eq!(server.hub(A).says("POST", "/standards/get", ""), none);
        server.hub(A).ok("DELETE", "/accounts", json!({}));
        server.hub(A).ok("POST", "/accounts", json!({ "EnableDefaultStandards": true }));
        assert_eq!(enabled(&server).len(), 2);
    }

    #[test]
    fn shows_a_subscription_by_its_arn() {
        let server = Server::hub_at(Stage::On);
        let arn = "arn:aws:securityhub:us-east-1:111111111111:subscription/\
            cis-aws-foundations-benchmark/v/1.2.0";
        let other = arn.replace("1.2.0", "1.4.0");
        let body = json!({ "StandardsSubscriptionArns": [other, arn], "Providers": ["AWS"] });
        let answer = format!(
            "200 {{\"StandardsSubscriptions\":[{{\"StandardsSubscriptionArn\":\"{arn}\",\
             \"StandardsArn\":\"{CIS}\",\"StandardsInput\":{{}},\"StandardsStatus\":\"READY\",\
             \"StandardsControlsUpdatable\":\"READY_FOR_UPDATES\",\"Provider\":\"AWS\"}}]}}"
        );
        let hub = server.hub(A);
        assert_eq!(hub.says("POST", "/standards/get", &body.to_string()), answer);
        let none = r#"200 {"StandardsSubscriptions":[]}"#;
        for body in [
            json!({ "StandardsSubscriptionArns": [other] }),
            json!({ "StandardsSubscriptionArns": ["no arn"] }),
            json!({ "Providers": ["GCP"] }),
        ] {
            assert_eq!(hub.says("POST", "/standards/get", &body.to_string()), none, "{body}");
        }
    }

    #[test]
    fn pages_survive_what_happens_between_them() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let first = hub.ok("POST", "/standards/get", json!({ "MaxResults": 1 }));
        assert_eq!(first["StandardsSubscriptions"][0]["StandardsArn"], CIS);
        let arn = first["StandardsSubscriptions"][0]["StandardsSubscriptionArn"].clone();
        let token = first["NextToken"].clone();
        hub.ok("POST", "/standards/deregister", json!({ "StandardsSubscriptionArns": [arn] }));
        let rest = hub.ok("POST", "/standards/get", json!({ "NextToken": token }));
        assert_eq!(rest["StandardsSubscriptions"][0]["StandardsArn"], BEST);
        assert_eq!(rest.get("NextToken"), None);
        let other = json!({ "NextToken": token, "Providers": ["AWS"] }).to_string();
        let invalid =
            "The request is rejected because the parameter NextToken has an invalid value.";
        hub.at("POST", "/standards/get").invalid(&other, invalid);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let get = hub.at("POST", "/standards/get");
        for size in [-1, 0, 101] {
            let bounds = "The request is rejected because an invalid or out-of-range value is \
                specified as an input parameter: MaxResults is out-of-bounds.";
            get.invalid(&json!({ "MaxResults": size }).to_string(), bounds);
        }
        let token = "The request is rejected because the parameter NextToken has an invalid value.";
        get.invalid(r#"{"NextToken":"x"}"#, token);
        let arns = "StandardsSubscriptionArns";
        let body = |arns: &[&str]| json!({ "StandardsSubscriptionArns": arns }).to_string();
        get.breaks(&body(&[]), arns, "Member must have length greater than or equal to 1");
        get.breaks(&body(&["a"; 26]), arns, "Member must have length less than or equal to 25");
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        get.breaks(&body(&[" "]), arns, blank);
        let values = "Member must satisfy enum value set: [AWS, Azure, GCP]";
        get.breaks(r#"{"Providers":["x"]}"#, "Providers", values);
        get.cannot_read(
            r#"{"MaxResults":"7"}"#,
            "invalid type: string \"7\", expected i64 at line 1 column 17",
        );
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        Server::new().hub(A).at("POST", "/standards/get").refuses("§6.1 hub off", "", off);
    }
}
