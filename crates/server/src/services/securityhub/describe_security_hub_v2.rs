//! `DescribeSecurityHubV2` (semantics §3.6).

use std::collections::BTreeMap;

use accede_membership::{Command, Reply, Resource};
use serde::Serialize;

use super::hub_v2::{self, FEATURES};
use crate::wire::rest_json::{Call, Encoded, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::timestamp::Iso8601;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DescribeSecurityHubV2", "GET", "/hubv2"),
    decode: |_| Ok(Command::DescribeService { resource: Resource::Service }),
    encode,
    refuse: hub_v2::refuse,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    hub_v2_arn: String,
    subscribed_at: Iso8601,
    features: BTreeMap<&'static str, Feature>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Feature {
    feature_status: String,
    updated_at: Iso8601,
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(standing) = reply else { return Err(NotEncoded::Unexpected) };
    let hub_v2_arn = hub_v2::arn(call, &standing).ok_or(NotEncoded::Unexpected)?;
    let feature = |name: &'static str| {
        let status = standing.settings.get(&hub_v2::setting(name));
        let feature_status = status.map_or_else(|| "DISABLED".to_owned(), String::clone);
        // Its one feature is all that can change in this hub.
        (name, Feature { feature_status, updated_at: Iso8601(standing.updated_at) })
    };
    json(&Response {
        hub_v2_arn,
        subscribed_at: Iso8601(standing.enabled_at),
        features: FEATURES.into_iter().map(feature).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::hub_v2::tests::OFF;
    use crate::testing::{A, B, Server};

    #[test]
    fn describes_the_hub() {
        let server = Server::new();
        let hub = server.hub(A);
        let arn = hub.ok("POST", "/hubv2", serde_json::json!({}))["HubV2Arn"].clone();
        let answer = format!(
            "200 {{\"HubV2Arn\":{arn},\"SubscribedAt\":\"TIME\",\"Features\":{{\
             \"NETWORK_SCANNING\":{{\"FeatureStatus\":\"DISABLED\",\"UpdatedAt\":\"TIME\"}}}}}}"
        );
        assert_eq!(hub.says("GET", "/hubv2", ""), answer);
        server.hub(B).at("GET", "/hubv2").refuses("§3.6 off", "", OFF);
        let elsewhere = server.hub(A).region("us-west-2");
        elsewhere.at("GET", "/hubv2").refuses("§3.6 off there", "", OFF);
    }
}
