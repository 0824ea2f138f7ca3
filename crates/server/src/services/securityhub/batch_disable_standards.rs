//! `BatchDisableStandards`: the caller ends subscriptions to standards, all that it names or none.

use accede_membership::{Command, Configuring, Refusal, Reply};
use serde::Deserialize;

use super::errors;
use super::get_enabled_standards::subscription_arns;
use super::standards::{STANDARDS, Standard, Status, Subscriptions};
use crate::wire::constraints::required;
use crate::wire::error::{BadInput, WireError};
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("BatchDisableStandards", "POST", "/standards/deregister"),
    decode,
    encode,
    refuse,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    standards_subscription_arns: Option<Vec<String>>,
}

const ARNS: &str = "StandardsSubscriptionArns";

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let arns = subscription_arns(required(ARNS, request.standards_subscription_arns)?)?;
    let document = |arn: &String| document(input.call, arn);
    let documents = arns.iter().map(document).collect::<Result<_, _>>()?;
    Ok(Command::Configure(Configuring::Drop(documents)))
}

/// The document that a subscription is.
fn document(call: &Call<'_>, arn: &str) -> Result<String, BadInput> {
    let standard = STANDARDS.iter().find(|standard| standard.subscription_arn(call) == arn);
    standard.map(Standard::document).ok_or_else(|| {
        BadInput::constraint(ARNS, "Member must be the ARN of a subscription of this account")
    })
}

fn encode(call: &Call<'_>, command: &Command, reply: Reply) -> Encoded {
    let (Reply::Service(standing), Command::Configure(Configuring::Drop(documents))) =
        (reply, command)
    else {
        return Err(NotEncoded::Unexpected);
    };
    let named = |name: &String| documents.contains(name);
    json(&Subscriptions::of(call, &standing, named, Status::Deleting)?)
}

/// This operation has no "not found".
fn refuse(call: &Call<'_>, refusal: Refusal) -> WireError {
    match refusal {
        Refusal::NoSuchResource => WireError::new(
            400,
            "InvalidInputException",
            "The request was rejected because a standard that it names is not enabled.",
        ),
        other => errors::hub(call, other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::get_enabled_standards::tests::{BEST, CIS, enabled};
    use crate::testing::{A, Server, Stage};

    const OF_CIS: &str = "arn:aws:securityhub:us-east-1:111111111111:subscription/\
        cis-aws-foundations-benchmark/v/1.2.0";

    fn body(arns: &[&str]) -> String {
        json!({ "StandardsSubscriptionArns": arns }).to_string()
    }

    #[test]
    fn ends_a_subscription() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let input = json!({ "StandardsArn": CIS, "StandardsInput": { "k": "v" } });
        let request = json!({ "StandardsSubscriptionRequests": [input] });
        hub.ok("POST", "/standards/register", request);
        let answer = format!(
            "200 {{\"StandardsSubscriptions\":[{{\"StandardsSubscriptionArn\":\"{OF_CIS}\",\
             \"StandardsArn\":\"{CIS}\",\"StandardsInput\":{{\"k\":\"v\"}},\
             \"StandardsStatus\":\"DELETING\",\
             \"StandardsControlsUpdatable\":\"NOT_READY_FOR_UPDATES\",\"Provider\":\"AWS\"}}]}}"
        );
        assert_eq!(hub.says("POST", "/standards/deregister", &body(&[OF_CIS, OF_CIS])), answer);
        assert_eq!(enabled(&server), [BEST]);
        let gone = "400 InvalidInputException: The request was rejected because a standard that it \
            names is not enabled.";
        hub.at("POST", "/standards/deregister").refuses("twice", &body(&[OF_CIS]), gone);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let disable = hub.at("POST", "/standards/deregister");
        let arns = "StandardsSubscriptionArns";
        disable.lacks("", arns);
        disable.breaks(&body(&[]), arns, "Member must have length greater than or equal to 1");
        let most = "Member must have length less than or equal to 25";
        disable.breaks(&body(&[OF_CIS; 26]), arns, most);
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        disable.breaks(&body(&[" "]), arns, blank);
        let unknown = "Member must be the ARN of a subscription of this account";
        for arn in
            [CIS.to_owned(), OF_CIS.replace(A, "222222222222"), OF_CIS.replace("east", "west")]
        {
            disable.breaks(&body(&[OF_CIS, &arn]), arns, unknown);
        }
        let none = "400 InvalidInputException: The request was rejected because a standard that it \
            names is not enabled.";
        let pci = OF_CIS.replace("cis-aws-foundations-benchmark/v/1.2.0", "pci-dss/v/4.0.1");
        disable.refuses("not enabled", &body(&[OF_CIS, &pci]), none);
        assert_eq!(enabled(&server), [CIS, BEST], "all or nothing");
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        let server = Server::new();
        server.hub(A).at("POST", "/standards/deregister").refuses("off", &body(&[OF_CIS]), off);
    }
}
