//! `BatchEnableStandards`: the caller subscribes to standards. One that it has already gets the new input.

use std::collections::BTreeMap;

use accede_membership::{Command, Configuration, Configuring, Reply};
use serde::Deserialize;

use super::errors;
use super::get_enabled_standards::BATCH;
use super::standards::{STANDARDS, Status, Subscriptions};
use crate::wire::constraints::{self, required};
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Object;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("BatchEnableStandards", "POST", "/standards/register"),
    decode,
    encode,
    refuse: errors::hub,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    standards_subscription_requests: Option<Vec<Object<One>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct One {
    standards_arn: Option<String>,
    standards_input: Option<BTreeMap<String, String>>,
}

const REQUESTS: &str = "StandardsSubscriptionRequests";
const ARN: &str = "StandardsSubscriptionRequests.member.StandardsArn";
const INPUT: &str = "StandardsSubscriptionRequests.member.StandardsInput";
/// The model does not bound what a standard is given; no standard asks for anything near this.
const INPUTS: usize = 50;
const INPUT_LENGTH: usize = 1_024;

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let requests = required(REQUESTS, request.standards_subscription_requests)?;
    constraints::length(REQUESTS, requests.len(), 1..=BATCH)?;
    let document = |Object(one)| document(input.call, one);
    let documents = requests.into_iter().map(document).collect::<Result<Configuration, _>>()?;
    Ok(Command::Configure(Configuring::Put(documents)))
}

/// The document that a subscription is to be: its name and its text.
fn document(call: &Call<'_>, one: One) -> Result<(String, String), BadInput> {
    let arn = constraints::non_blank(ARN, required(ARN, one.standards_arn)?)?;
    let standard = STANDARDS.iter().find(|standard| standard.arn(call) == arn);
    let standard = standard.ok_or_else(|| {
        BadInput::constraint(ARN, "Member must be the ARN of a standard in this Region")
    })?;
    let inputs = one.standards_input.unwrap_or_default();
    constraints::length(INPUT, inputs.len(), 0..=INPUTS)?;
    for (key, value) in &inputs {
        for text in [key, value] {
            constraints::non_blank(INPUT, text.clone())?;
            constraints::length(INPUT, text.chars().count(), 1..=INPUT_LENGTH)?;
        }
    }
    let text = serde_json::to_string(&inputs).unwrap_or_default();
    Ok((standard.document(), text))
}

fn encode(call: &Call<'_>, command: &Command, reply: Reply) -> Encoded {
    let (Reply::Service(standing), Command::Configure(Configuring::Put(documents))) =
        (reply, command)
    else {
        return Err(NotEncoded::Unexpected);
    };
    let named = |name: &String| documents.contains_key(name);
    json(&Subscriptions::of(call, &standing, named, Status::Ready)?)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::get_enabled_standards::tests::{BEST, CIS, enabled};
    use crate::testing::{A, B, Server, Stage};

    const PCI: &str = "arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1";

    fn body(requests: Value) -> Value {
        json!({ "StandardsSubscriptionRequests": requests })
    }

    #[test]
    fn subscribes_with_inputs_and_keeps_them() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let pci = json!({ "StandardsArn": PCI, "StandardsInput": { "a": "1", "b": "ü" } });
        let answer =
            hub.ok("POST", "/standards/register", body(json!([pci, { "StandardsArn": CIS }])));
        let answer = answer["StandardsSubscriptions"].as_array().unwrap().clone();
        let arns: Vec<_> = answer.iter().map(|each| each["StandardsArn"].clone()).collect();
        assert_eq!(arns, [CIS, PCI]);
        assert_eq!(answer[1]["StandardsInput"], json!({ "a": "1", "b": "ü" }));
        assert_eq!(
            answer[1]["StandardsSubscriptionArn"],
            "arn:aws:securityhub:us-east-1:111111111111:subscription/pci-dss/v/4.0.1"
        );
        assert_eq!(enabled(&server), [CIS, BEST, PCI]);
        let arns = json!({ "StandardsSubscriptionArns": [answer[1]["StandardsSubscriptionArn"]] });
        let read = hub.ok("POST", "/standards/get", arns)["StandardsSubscriptions"].clone();
        assert_eq!(read, json!([answer[1]]), "reads back");

        hub.ok("POST", "/standards/register", body(json!([{ "StandardsArn": PCI }])));
        assert_eq!(enabled(&server).len(), 3, "once more is no other subscription");
        let read = hub.ok("POST", "/standards/get", json!({}))["StandardsSubscriptions"].clone();
        assert_eq!(read[2]["StandardsInput"], json!({}), "the new input");
    }

    #[test]
    fn is_of_the_account_and_the_region_alone() {
        let server = Server::hub_at(Stage::On);
        server.hub(A).ok("POST", "/standards/register", body(json!([{ "StandardsArn": PCI }])));
        let of_b = server.hub(B).ok("POST", "/standards/get", json!({}));
        assert_eq!(of_b["StandardsSubscriptions"].as_array().unwrap().len(), 2);
        let west = server.hub(A).region("us-west-2");
        west.ok("POST", "/accounts", json!({ "EnableDefaultStandards": false }));
        let none = json!({ "StandardsSubscriptions": [] });
        assert_eq!(west.ok("POST", "/standards/get", json!({})), none);
        let unknown = "400 InvalidInputException: 1 validation error detected: Value at \
            'StandardsSubscriptionRequests.member.StandardsArn' failed to satisfy constraint: \
            Member must be the ARN of a standard in this Region";
        let request = body(json!([{ "StandardsArn": PCI }])).to_string();
        assert_eq!(west.says("POST", "/standards/register", &request), unknown);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let enable = hub.at("POST", "/standards/register");
        let (requests, arn) =
            ("StandardsSubscriptionRequests", "StandardsSubscriptionRequests.member.StandardsArn");
        enable.lacks("", requests);
        enable.lacks(&body(json!([{}])).to_string(), arn);
        let few = "Member must have length greater than or equal to 1";
        enable.breaks(&body(json!([])).to_string(), requests, few);
        let many = vec![json!({ "StandardsArn": PCI }); 26];
        let most = "Member must have length less than or equal to 25";
        enable.breaks(&body(json!(many)).to_string(), requests, most);
        let one = |arn: &str| body(json!([{ "StandardsArn": PCI }, { "StandardsArn": arn }]));
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        enable.breaks(&one(" ").to_string(), arn, blank);
        let unknown = "Member must be the ARN of a standard in this Region";
        enable.breaks(&one("arn:aws:securityhub:::ruleset/x/v/1").to_string(), arn, unknown);
        let inputs = |inputs: Value| {
            body(json!([{ "StandardsArn": PCI, "StandardsInput": inputs }])).to_string()
        };
        let member = "StandardsSubscriptionRequests.member.StandardsInput";
        enable.breaks(&inputs(json!({ "": "v" })), member, blank);
        enable.breaks(&inputs(json!({ "k": " " })), member, blank);
        let long = "Member must have length less than or equal to 1024";
        enable.breaks(&inputs(json!({ "k": "v".repeat(1_025) })), member, long);
        enable.cannot_read(
            r#"{"StandardsSubscriptionRequests":[["x"]]}"#,
            "invalid type: sequence, expected an object at line 1 column 34",
        );
        assert_eq!(enabled(&server), [CIS, BEST], "all or nothing");
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        let request = body(json!([{ "StandardsArn": PCI }])).to_string();
        Server::new().hub(A).at("POST", "/standards/register").refuses("hub off", &request, off);
    }
}
