//! `ListFindingAggregators`. There is at most one, so there is never a second page.

use accede_membership::{Aggregation, Command, Reply};
use serde::Serialize;

use super::aggregation::{self, arn_of};
use super::describe_standards::PAGE;
use super::list_invitations::PARAMETERS;
use crate::wire::error::BadInput;
use crate::wire::listing::Listing;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("ListFindingAggregators", "GET", "/findingAggregator/list"),
    decode,
    encode,
    refuse: aggregation::refuse,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    finding_aggregators: Vec<Shape>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Shape {
    finding_aggregator_arn: String,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    Listing::of_query(input, PARAMETERS, PAGE, String::new())?;
    Ok(Command::Aggregation(Aggregation::List))
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Aggregator(known) = reply else { return Err(NotEncoded::Unexpected) };
    let shape = |aggregator| Shape { finding_aggregator_arn: arn_of(call, &aggregator) };
    json(&Response { finding_aggregators: known.into_iter().map(shape).collect() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::aggregation::tests::{OFF, aggregated};
    use crate::testing::{A, B, Server};

    #[test]
    fn lists_the_one_that_there_is() {
        let (server, arn) = aggregated();
        let list = json!({ "FindingAggregators": [{ "FindingAggregatorArn": arn }] });
        assert_eq!(server.hub(A).get("/findingAggregator/list?MaxResults=1"), list);
        let west = server.hub(A).region("us-west-2");
        west.ok("POST", "/accounts", json!({}));
        assert_eq!(west.get("/findingAggregator/list"), list, "from any Region");
        let none = json!({ "FindingAggregators": [] });
        assert_eq!(server.hub(B).get("/findingAggregator/list"), none);
    }

    #[test]
    fn refuses() {
        let (server, _) = aggregated();
        let hub = server.hub(A);
        let bounds = "The request is rejected because an invalid or out-of-range value is \
            specified as an input parameter: MaxResults is out-of-bounds.";
        hub.at("GET", "/findingAggregator/list?MaxResults=101").invalid("", bounds);
        let token = "The request is rejected because the parameter NextToken has an invalid value.";
        hub.at("GET", "/findingAggregator/list?NextToken=x").invalid("", token);
        Server::new().hub(A).at("GET", "/findingAggregator/list").refuses("hub off", "", OFF);
    }
}
