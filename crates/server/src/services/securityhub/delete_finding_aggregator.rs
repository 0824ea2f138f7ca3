//! `DeleteFindingAggregator`.

use accede_membership::{Aggregation, Command};

use super::aggregation;
use crate::wire::rest_json::{Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "DeleteFindingAggregator",
        "DELETE",
        "/findingAggregator/delete/{FindingAggregatorArn+}",
    ),
    decode: |input| {
        no_input(input)?;
        let name = aggregation::in_path(input)?;
        Ok(Command::Aggregation(Aggregation::Delete { name }))
    },
    encode: |_, _, _| json(&Empty {}),
    refuse: aggregation::refuse,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::aggregation::tests::{
        NOT_FOUND, aggregated, only_the_owner_at_home, refuses_bad_arns,
    };
    use crate::testing::A;

    #[test]
    fn deletes_it_for_good() {
        let (server, arn) = aggregated();
        let hub = server.hub(A);
        let target = format!("/findingAggregator/delete/{arn}");
        assert_eq!(hub.says("DELETE", &target, ""), "200 {}");
        let none = json!({ "FindingAggregators": [] });
        assert_eq!(hub.get("/findingAggregator/list"), none);
        hub.at("DELETE", &target).refuses("twice", "", NOT_FOUND);
        let body = json!({ "RegionLinkingMode": "ALL_REGIONS" });
        let other = hub.ok("POST", "/findingAggregator/create", body);
        assert_ne!(other["FindingAggregatorArn"], arn.as_str(), "a new one has a new name");
    }

    #[test]
    fn refuses() {
        let ask = |arn: &str| (format!("/findingAggregator/delete/{arn}"), String::new());
        refuses_bad_arns("DELETE", ask);
        only_the_owner_at_home("DELETE", ask);
    }
}
