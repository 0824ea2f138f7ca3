//! `UpdateFindingAggregator`: links other Regions. The home Region stays.

use accede_membership::{Aggregation, Command};
use serde::Deserialize;

use super::aggregation::{self, ARN, Links};
use crate::wire::constraints::required;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("UpdateFindingAggregator", "PATCH", "/findingAggregator/update"),
    decode,
    encode: |call, _, reply| aggregation::encode(call, &reply),
    refuse: aggregation::refuse,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    finding_aggregator_arn: Option<String>,
    #[serde(flatten)]
    links: Links,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let name = aggregation::named(input.call, &required(ARN, request.finding_aggregator_arn)?)?;
    let (linking, regions) = request.links.read(&input.call.scope.region)?;
    Ok(Command::Aggregation(Aggregation::Update { name, linking, regions }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::aggregation::tests::{
        aggregated, only_the_owner_at_home, refuses_bad_arns, refuses_bad_links,
    };
    use crate::testing::A;

    const TARGET: &str = "/findingAggregator/update";

    #[test]
    fn links_other_regions() {
        let (server, arn) = aggregated();
        let hub = server.hub(A);
        for (mode, regions) in [
            ("SPECIFIED_REGIONS", json!(["eu-west-1"])),
            ("ALL_REGIONS_EXCEPT_SPECIFIED", json!(["eu-west-2", "ap-south-1"])),
            ("NO_REGIONS", json!(null)),
            ("ALL_REGIONS", json!([])),
        ] {
            let body = json!({
                "FindingAggregatorArn": arn, "RegionLinkingMode": mode, "Regions": regions,
            });
            let answer = hub.ok("PATCH", TARGET, body);
            assert_eq!(answer["FindingAggregatorArn"], arn.as_str());
            assert_eq!(answer["RegionLinkingMode"], mode);
            let named = mode.contains("SPECIFIED").then_some(&regions);
            assert_eq!(answer.get("Regions"), named, "{mode}");
            assert_eq!(hub.get(&format!("/findingAggregator/get/{arn}")), answer, "reads back");
        }
    }

    #[test]
    fn refuses() {
        let (server, arn) = aggregated();
        let hub = server.hub(A);
        let mode = r#"{"RegionLinkingMode":"NO_REGIONS"}"#;
        hub.at("PATCH", TARGET).lacks(mode, "FindingAggregatorArn");
        refuses_bad_links(&server, "PATCH", TARGET, &json!({ "FindingAggregatorArn": arn }));
        let ask = |arn: &str| {
            let body = json!({ "FindingAggregatorArn": arn, "RegionLinkingMode": "NO_REGIONS" });
            (TARGET.to_owned(), body.to_string())
        };
        refuses_bad_arns("PATCH", ask);
        only_the_owner_at_home("PATCH", ask);
    }
}
