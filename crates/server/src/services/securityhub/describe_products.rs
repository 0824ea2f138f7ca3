//! `DescribeProducts`: the catalogue of products.

use accede_membership::{Command, Reply, Resource};
use serde::Serialize;

use super::describe_standards::PAGE;
use super::errors;
use super::list_invitations::PARAMETERS;
use super::products::{PRODUCTS, Product};
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::listing::Listing;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DescribeProducts", "GET", "/products"),
    decode,
    encode,
    refuse: errors::hub,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    products: Vec<Shape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Shape {
    product_arn: String,
    product_name: &'static str,
    company_name: &'static str,
    description: String,
    categories: [&'static str; 1],
    integration_types: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    marketplace_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activation_url: Option<&'static str>,
}

impl Shape {
    fn of(call: &Call<'_>, product: &Product) -> Shape {
        let region = &call.scope.region;
        let console = |(page, _)| format!("https://{region}.console.aws.amazon.com/{page}/home");
        Shape {
            product_arn: product.arn(call),
            product_name: product.name,
            company_name: product.company,
            description: product.description(),
            categories: [product.category],
            integration_types: product.integrations,
            marketplace_url: product.pages.map(console),
            activation_url: product.pages.map(|(_, documentation)| documentation),
        }
    }
}

/// The one product that is wanted, if it is one, and the page.
fn asked(input: &Input<'_>) -> Result<(Option<String>, Listing), BadInput> {
    let arn = input.query.get("ProductArn").map(|arn| product_arn(arn.to_owned())).transpose()?;
    let filters = arn.clone().unwrap_or_default();
    Ok((arn, Listing::of_query(input, PARAMETERS, PAGE, filters)?))
}

/// The member `ProductArn`.
pub(super) fn product_arn(arn: String) -> Result<String, BadInput> {
    let arn = constraints::non_blank("ProductArn", arn)?;
    if arn.starts_with("arn:") {
        Ok(arn)
    } else {
        Err(BadInput::constraint("ProductArn", "Member must be the ARN of a product"))
    }
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    asked(input)?;
    Ok(Command::DescribeService { resource: Resource::Service })
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(_) = reply else { return Err(NotEncoded::Unexpected) };
    let (arn, listing) = asked(&call.input()?)?;
    let wanted =
        |(_, product): &(u64, &Product)| arn.as_ref().is_none_or(|arn| *arn == product.arn(call));
    let shape = |(place, product)| (place, Shape::of(call, product));
    let known = (0..).zip(PRODUCTS).filter(wanted).map(shape);
    let (products, next_token) = listing.cut(call, known);
    json(&Response { products, next_token })
}

#[cfg(test)]
mod tests {
    use super::PRODUCTS;
    use crate::testing::{A, Server, Stage};

    const GUARDDUTY: &str = "arn:aws:securityhub:us-east-1::product/aws/guardduty";

    #[test]
    fn describes_products_of_aws_and_of_partners() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let all = hub.get("/products");
        assert_eq!(all.get("NextToken"), None);
        let all = all["Products"].as_array().unwrap();
        assert_eq!(all.len(), PRODUCTS.len());
        assert_eq!(all[0]["ProductArn"], GUARDDUTY);
        let one = concat!(
            r#"200 {"Products":[{"ProductArn":"arn:aws:securityhub:us-east-1::product/aws/guardduty","#,
            r#""ProductName":"GuardDuty","CompanyName":"AWS","#,
            r#""Description":"GuardDuty of AWS sends its findings to Security Hub.","#,
            r#""Categories":["Threat Detection"],"#,
            r#""IntegrationTypes":["SEND_FINDINGS_TO_SECURITY_HUB"],"#,
            r#""MarketplaceUrl":"https://us-east-1.console.aws.amazon.com/guardduty/home","#,
            r#""ActivationUrl":"https://docs.aws.amazon.com/securityhub/latest/userguide/"}]}"#
        );
        assert_eq!(hub.says("GET", &format!("/products?ProductArn={GUARDDUTY}"), ""), one);
        let partner = "arn:aws:securityhub:us-east-1:733251395267:product/alertlogic/\
            althreatmanagement";
        let found = hub.get(&format!("/products?ProductArn={partner}"))["Products"].clone();
        assert_eq!(
            (&found[0]["CompanyName"], found[0].get("MarketplaceUrl")),
            (&"Alert Logic".into(), None)
        );
        let none = r#"200 {"Products":[]}"#;
        for arn in [GUARDDUTY.replace("east", "west"), "arn:aws:s3:::x".to_owned()] {
            assert_eq!(hub.says("GET", &format!("/products?ProductArn={arn}"), ""), none);
        }
    }

    #[test]
    fn pages() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let first = hub.get("/products?MaxResults=40");
        assert_eq!(first["Products"].as_array().unwrap().len(), 40);
        let token = first["NextToken"].as_str().unwrap();
        let rest = hub.get(&format!("/products?NextToken={token}"));
        assert_eq!(rest["Products"].as_array().unwrap().len(), PRODUCTS.len() - 40);
        assert_eq!(rest.get("NextToken"), None);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        hub.at("GET", "/products?ProductArn=").breaks("", "ProductArn", blank);
        let no_arn = "Member must be the ARN of a product";
        hub.at("GET", "/products?ProductArn=aws/guardduty").breaks("", "ProductArn", no_arn);
        let bounds = "The request is rejected because an invalid or out-of-range value is \
            specified as an input parameter: MaxResults is out-of-bounds.";
        hub.at("GET", "/products?MaxResults=101").invalid("", bounds);
        let token = "The request is rejected because the parameter NextToken has an invalid value.";
        hub.at("GET", "/products?NextToken=x").invalid("", token);
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        Server::new().hub(A).at("GET", "/products").refuses("U5 hub off", "", off);
    }
}
