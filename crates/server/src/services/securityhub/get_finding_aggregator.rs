//! `GetFindingAggregator`.

use accede_membership::{Aggregation, Command};

use super::aggregation;
use crate::wire::rest_json::Operation;
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "GetFindingAggregator",
        "GET",
        "/findingAggregator/get/{FindingAggregatorArn+}",
    ),
    decode: |input| {
        let name = aggregation::in_path(input)?;
        Ok(Command::Aggregation(Aggregation::Get { name }))
    },
    encode: |call, _, reply| aggregation::encode(call, &reply),
    refuse: aggregation::refuse,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::aggregation::tests::{aggregated, refuses_bad_arns};
    use crate::testing::A;

    #[test]
    fn reads_it_from_any_region() {
        let (server, arn) = aggregated();
        let expected = json!({
            "FindingAggregatorArn": arn,
            "FindingAggregationRegion": "us-east-1",
            "RegionLinkingMode": "ALL_REGIONS",
        });
        let target = format!("/findingAggregator/get/{arn}");
        assert_eq!(server.hub(A).get(&target), expected);
        let encoded = target.replace(':', "%3A").replace("r/0", "r%2F0");
        assert_eq!(server.hub(A).get(&encoded), expected);
        let west = server.hub(A).region("us-west-2");
        west.ok("POST", "/accounts", json!({}));
        assert_eq!(west.get(&target), expected);
    }

    #[test]
    fn refuses() {
        refuses_bad_arns("GET", |arn| (format!("/findingAggregator/get/{arn}"), String::new()));
    }
}
