//! `ListEnabledProductsForImport`: the caller's subscriptions to products.

use accede_membership::{Command, Reply, Resource};
use serde::Serialize;

use super::describe_standards::PAGE;
use super::errors;
use super::list_invitations::PARAMETERS;
use super::products::{PRODUCTS, Product};
use crate::wire::error::BadInput;
use crate::wire::listing::Listing;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("ListEnabledProductsForImport", "GET", "/productSubscriptions"),
    decode,
    encode,
    refuse: errors::hub,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    product_subscriptions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

fn listing(input: &Input<'_>) -> Result<Listing, BadInput> {
    Listing::of_query(input, PARAMETERS, PAGE, String::new())
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    listing(input)?;
    Ok(Command::DescribeService { resource: Resource::Service })
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(standing) = reply else { return Err(NotEncoded::Unexpected) };
    let enabled =
        |(_, product): &(u64, &Product)| standing.configuration.contains_key(&product.document());
    let arn = |(place, product): (u64, &Product)| (place, product.subscription_arn(call));
    let enabled = (0..).zip(PRODUCTS).filter(enabled).map(arn);
    let (product_subscriptions, next_token) = listing(&call.input()?)?.cut(call, enabled);
    json(&Response { product_subscriptions, next_token })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server, Stage};

    #[test]
    fn lists_what_is_enabled_in_pages() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let none = r#"200 {"ProductSubscriptions":[]}"#;
        assert_eq!(hub.says("GET", "/productSubscriptions", ""), none);
        for product in ["macie", "guardduty", "config"] {
            let arn = format!("arn:aws:securityhub:us-east-1::product/aws/{product}");
            hub.ok("POST", "/productSubscriptions", json!({ "ProductArn": arn }));
        }
        let subscription = |product: &str| {
            format!("arn:aws:securityhub:us-east-1:111111111111:product-subscription/aws/{product}")
        };
        let all = hub.get("/productSubscriptions");
        let listed = ["guardduty", "macie", "config"].map(subscription);
        assert_eq!(all, json!({ "ProductSubscriptions": listed }));
        let first = hub.get("/productSubscriptions?MaxResults=2");
        assert_eq!(first["ProductSubscriptions"], json!(&listed[..2]));
        let token = first["NextToken"].as_str().unwrap();
        hub.ok("DELETE", &format!("/productSubscriptions/{}", listed[1]), json!({}));
        let rest = hub.get(&format!("/productSubscriptions?NextToken={token}"));
        assert_eq!(rest, json!({ "ProductSubscriptions": [listed[2]] }), "after what went");
        assert_eq!(server.hub(B).says("GET", "/productSubscriptions", ""), none);
        hub.ok("DELETE", "/accounts", json!({}));
        hub.ok("POST", "/accounts", json!({}));
        assert_eq!(hub.says("GET", "/productSubscriptions", ""), none, "gone with the hub");
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let bounds = "The request is rejected because an invalid or out-of-range value is \
            specified as an input parameter: MaxResults is out-of-bounds.";
        hub.at("GET", "/productSubscriptions?MaxResults=0").invalid("", bounds);
        let token = "The request is rejected because the parameter NextToken has an invalid value.";
        hub.at("GET", "/productSubscriptions?NextToken=").invalid("", token);
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        Server::new().hub(A).at("GET", "/productSubscriptions").refuses("hub off", "", off);
    }
}
