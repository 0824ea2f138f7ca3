//! `DisableImportFindingsForProduct`: the caller ends a subscription to a product.

use accede_membership::{Command, Configuring};

use super::errors;
use super::products::PRODUCTS;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json, no_input};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new(
        "DisableImportFindingsForProduct",
        "DELETE",
        "/productSubscriptions/{ProductSubscriptionArn+}",
    ),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::hub,
};

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    const ARN: &str = "ProductSubscriptionArn";
    no_input(input)?;
    let arn = constraints::non_blank(ARN, input.parameter(ARN)?)?;
    if !arn.starts_with("arn:") {
        return Err(BadInput::constraint(ARN, "Member must be the ARN of a subscription"));
    }
    let product = PRODUCTS.iter().find(|product| product.subscription_arn(input.call) == arn);
    // No document has the name of what is no subscription of the caller to a product that there is.
    let document = product.map_or(arn, super::products::Product::document);
    Ok(Command::Configure(Configuring::Drop(vec![document])))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{A, B, Server, Stage};

    const PATH: &str = "/productSubscriptions/arn%3Aaws%3Asecurityhub%3Aus-east-1%3A111111111111%3A\
        product-subscription%2Faws%2Fmacie";

    #[test]
    fn ends_a_subscription() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let arn = "arn:aws:securityhub:us-east-1::product/aws/macie";
        for path in [PATH.to_owned(), PATH.replace("%3A", ":").replace("%2F", "/")] {
            hub.ok("POST", "/productSubscriptions", json!({ "ProductArn": arn }));
            assert_eq!(hub.says("DELETE", &path, ""), "200 {}");
            let none = r#"200 {"ProductSubscriptions":[]}"#;
            assert_eq!(hub.says("GET", "/productSubscriptions", ""), none);
        }
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let arn = "arn:aws:securityhub:us-east-1::product/aws/macie";
        server.hub(B).ok("POST", "/productSubscriptions", json!({ "ProductArn": arn }));
        let not_found = "404 ResourceNotFoundException: The request was rejected because we can't \
            find the specified resource.";
        let unknown = PATH.replace("macie", "nothing");
        for path in [PATH, &PATH.replace(A, B), &unknown, "/productSubscriptions/arn:aws:s3:::b"] {
            hub.at("DELETE", path).refuses("no such subscription", "", not_found);
        }
        let no_arn = "Member must be the ARN of a subscription";
        let target = "/productSubscriptions/aws/macie";
        hub.at("DELETE", target).breaks("", "ProductSubscriptionArn", no_arn);
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        let target = "/productSubscriptions/%20";
        hub.at("DELETE", target).breaks("", "ProductSubscriptionArn", blank);
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        Server::new().hub(A).at("DELETE", PATH).refuses("hub off", "", off);
    }
}
