//! `EnableSecurityHubV2` (semantics §3.6).

use std::collections::BTreeMap;

use accede_membership::{Activity, Command, Reply, Settings, Tags};
use serde::{Deserialize, Serialize};

use super::hub_v2;
use super::tag_resource::key_is_legal;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("EnableSecurityHubV2", "POST", "/hubv2"),
    decode,
    encode,
    refuse: hub_v2::refuse,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    tags: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    hub_v2_arn: String,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let tags = match request.tags {
        Some(tags) => constraints::tags("Tags", tags, key_is_legal)?,
        None => Tags::new(),
    };
    let (settings, activity) = (Settings::new(), Activity::Enabled);
    Ok(Command::EnableService { settings, tags, activity, standards: false })
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(standing) = reply else { return Err(NotEncoded::Unexpected) };
    let hub_v2_arn = hub_v2::arn(call, &standing).ok_or(NotEncoded::Unexpected)?;
    json(&Response { hub_v2_arn })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, Fault, Faulty, Server};

    #[test]
    fn enables_a_hub_of_its_own() {
        let server = Server::new();
        let hub = server.hub(A);
        let answer = hub.ok("POST", "/hubv2", json!({ "Tags": { "a": "b" } }));
        let arn = answer["HubV2Arn"].as_str().unwrap();
        let id = arn.strip_prefix("arn:aws:securityhub:us-east-1:111111111111:hubv2/").unwrap();
        assert_eq!((id.len(), id.as_bytes()[14]), (36, b'4'), "{id}");
        assert_eq!(hub.get("/hubv2")["HubV2Arn"], arn, "reads back");
        assert_eq!(hub.get(&format!("/tags/{arn}")), json!({ "Tags": { "a": "b" } }));
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        assert_eq!(hub.says("GET", "/accounts", ""), off, "§3.6 the first is another switch");
        let twice = "409 ConflictException: Account is already subscribed to HubV2";
        hub.at("POST", "/hubv2").refuses("twice", "", twice);

        hub.ok("DELETE", "/hubv2", json!({}));
        let other = hub.ok("POST", "/hubv2", json!({}));
        assert_ne!(other["HubV2Arn"], arn, "a new hub has a new name");
    }

    #[test]
    fn refuses() {
        let server = Server::new();
        let hub = server.hub(A);
        let enable = hub.at("POST", "/hubv2");
        for (body, constraint) in [
            (r#"{"Tags":{}}"#, "Member must have length greater than or equal to 1"),
            (r#"{"Tags":{"aws:k":"v"}}"#, "Tag keys must not begin with aws:"),
        ] {
            let invalid = format!(
                "400 ValidationException: 1 validation error detected: Value at 'Tags' failed to \
                 satisfy constraint: {constraint}"
            );
            enable.refuses("§1.5.1 V2", body, &invalid);
        }
        let syntax = "400 SerializationException: The request body is not a JSON object.";
        enable.refuses("no JSON", "[]", syntax);
        let fault = "500 InternalServerException: The server met an unexpected condition.";
        let server = Faulty::new(Fault::Commits).server();
        assert_eq!(server.hub(A).says("POST", "/hubv2", ""), fault, "§1.5.1 V2");
    }
}
