//! `DescribeHub` (semantics §3.1).

use accede_membership::{Command, Reply, Resource};
use serde::Serialize;

use super::errors;
use super::tag_resource::hub_arn;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::timestamp::Iso8601;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DescribeHub", "GET", "/accounts"),
    decode,
    encode,
    refuse: errors::hub,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    hub_arn: String,
    subscribed_at: Iso8601,
    auto_enable_controls: bool,
    control_finding_generator: &'a str,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let resource = match input.query.get("HubArn") {
        None => Resource::Service,
        Some(arn) => {
            let arn = constraints::non_blank("HubArn", arn.to_owned())?;
            if !arn.starts_with("arn:") {
                return Err(BadInput::constraint("HubArn", "Member must be the ARN of a hub"));
            }
            if arn == hub_arn(input.call) { Resource::Service } else { Resource::Unknown }
        }
    };
    Ok(Command::DescribeService { resource })
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(standing) = reply else { return Err(NotEncoded::Unexpected) };
    let setting = |name: &str| standing.settings.get(name).map(String::as_str);
    json(&Response {
        hub_arn: hub_arn(call),
        subscribed_at: Iso8601(standing.enabled_at),
        auto_enable_controls: setting("AutoEnableControls") != Some("false"),
        control_finding_generator: setting("ControlFindingGenerator").unwrap_or("SECURITY_CONTROL"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server, Stage};

    #[test]
    fn describes_the_hub() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let answer = concat!(
            r#"200 {"HubArn":"arn:aws:securityhub:us-east-1:111111111111:hub/default","#,
            r#""SubscribedAt":"TIME","AutoEnableControls":true,"#,
            r#""ControlFindingGenerator":"SECURITY_CONTROL"}"#
        );
        assert_eq!(hub.says("GET", "/accounts", ""), answer);
        let arn = "arn:aws:securityhub:us-east-1:111111111111:hub%2Fdefault";
        assert_eq!(hub.says("GET", &format!("/accounts?HubArn={arn}"), ""), answer);

        let china = server.hub(A).region("cn-north-1");
        china.ok("POST", "/accounts", json!({ "ControlFindingGenerator": "STANDARD_CONTROL" }));
        let hub = china.get("/accounts");
        assert_eq!(hub["HubArn"], "arn:aws-cn:securityhub:cn-north-1:111111111111:hub/default");
        assert_eq!(hub["ControlFindingGenerator"], "STANDARD_CONTROL");
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        let no_arn = "Member must be the ARN of a hub";
        hub.at("GET", "/accounts?HubArn=%20").breaks("", "HubArn", blank);
        hub.at("GET", "/accounts?HubArn=hub").breaks("", "HubArn", no_arn);
        hub.at("GET", "/accounts?HubArn=%").invalid("", "The query string is not well-formed.");
        let other = "/accounts?HubArn=arn:aws:securityhub:us-east-1:222222222222:hub/default";
        let not_found = "404 ResourceNotFoundException: The request was rejected because we can't \
            find the specified resource.";
        hub.at("GET", other).refuses("another account's", "", not_found);

        server.hub(B).ok("DELETE", "/accounts", json!({}));
        let off = "401 InvalidAccessException: Account 222222222222 is not subscribed to AWS \
            Security Hub";
        server.hub(B).at("GET", "/accounts").refuses("§6.1 hub off", "", off);
        let order = "§1.5.3 hub off comes before what is not there";
        let other = other.replace(B, A);
        server.hub(B).at("GET", &other).refuses(order, "", off);
    }
}
