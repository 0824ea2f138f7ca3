//! `CreateFindingAggregator`: this Region becomes the home Region, which gathers findings from others.

use accede_membership::{Aggregation, Command};

use super::aggregation::{self, Links};
use crate::entropy;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("CreateFindingAggregator", "POST", "/findingAggregator/create"),
    decode,
    encode: |call, _, reply| aggregation::encode(call, &reply),
    refuse: aggregation::refuse,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let links: Links = input.json()?;
    let (linking, regions) = links.read(&input.call.scope.region)?;
    let id = entropy::uuid();
    Ok(Command::Aggregation(Aggregation::Create { id, linking, regions }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::aggregation::tests::{OFF, aggregated, refuses_bad_links};
    use crate::testing::{A, B, Server, Stage};

    const ALL: &str = r#"{"RegionLinkingMode":"ALL_REGIONS"}"#;

    #[test]
    fn creates_one_in_the_home_region() {
        for (mode, regions) in [
            ("ALL_REGIONS", json!(null)),
            ("NO_REGIONS", json!([])),
            ("SPECIFIED_REGIONS", json!(["us-west-1", "eu-west-1", "us-west-1"])),
            ("ALL_REGIONS_EXCEPT_SPECIFIED", json!(["us-west-1", "eu-west-1"])),
        ] {
            let server = Server::hub_at(Stage::On);
            let hub = server.hub(A);
            let body = json!({ "RegionLinkingMode": mode, "Regions": regions });
            let made = hub.ok("POST", "/findingAggregator/create", body);
            let arn = made["FindingAggregatorArn"].as_str().unwrap();
            let prefix = "arn:aws:securityhub:us-east-1:111111111111:finding-aggregator/";
            let id = arn.strip_prefix(prefix).unwrap();
            assert_eq!((id.len(), id.as_bytes()[14]), (36, b'4'), "{id}");
            assert_eq!(made["FindingAggregationRegion"], "us-east-1");
            assert_eq!(made["RegionLinkingMode"], mode);
            let named = json!(["us-west-1", "eu-west-1"]);
            let named = mode.contains("SPECIFIED").then_some(&named);
            assert_eq!(made.get("Regions"), named, "{mode}");
            let read = hub.get(&format!("/findingAggregator/get/{arn}"));
            assert_eq!(read, made, "reads back");
        }
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let target = "/findingAggregator/create";
        refuses_bad_links(&server, "POST", target, &json!({}));
        server.hub(A).at("POST", target).cannot_read(
            r#"{"RegionLinkingMode":"NO_REGIONS","Regions":"x"}"#,
            "invalid type: string \"x\", expected a sequence at line 1 column 47",
        );
        Server::new().hub(A).at("POST", target).refuses("hub off", ALL, OFF);

        let (server, _) = aggregated();
        let exists = "400 InvalidInputException: The account has a finding aggregator already.";
        server.hub(A).at("POST", target).refuses("twice", ALL, exists);
        let west = server.hub(A).region("us-west-2");
        west.ok("POST", "/accounts", json!({}));
        west.at("POST", target).refuses("twice, elsewhere", ALL, exists);
        for stage in [Stage::Created, Stage::Invited, Stage::Enabled] {
            server.hub_step(stage);
        }
        let member = "400 InvalidInputException: A finding aggregator cannot be created by a member \
            account.";
        server.hub(B).at("POST", target).refuses("§1.5.1 a member", ALL, member);
    }
}
