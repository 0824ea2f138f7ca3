//! `EnableImportFindingsForProduct`: the caller subscribes to a product.

use accede_membership::{Command, Configuration, Configuring, Refusal, Reply};
use serde::{Deserialize, Serialize};

use super::describe_products::product_arn;
use super::errors;
use super::products::PRODUCTS;
use crate::wire::constraints::required;
use crate::wire::error::{BadInput, WireError};
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("EnableImportFindingsForProduct", "POST", "/productSubscriptions"),
    decode,
    encode,
    refuse,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    product_arn: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    product_subscription_arn: String,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let arn = product_arn(required("ProductArn", request.product_arn)?)?;
    let product = PRODUCTS.iter().find(|product| product.arn(input.call) == arn);
    let product = product.ok_or_else(|| {
        BadInput::constraint("ProductArn", "Member must be the ARN of a product in this Region")
    })?;
    // What there is to know of a subscription is that it is there.
    let document = Configuration::from([(product.document(), "{}".to_owned())]);
    Ok(Command::Configure(Configuring::Add(document)))
}

fn encode(call: &Call<'_>, command: &Command, _: Reply) -> Encoded {
    let Command::Configure(Configuring::Add(documents)) = command else {
        return Err(NotEncoded::Unexpected);
    };
    let product = PRODUCTS.iter().find(|product| documents.contains_key(&product.document()));
    let product = product.ok_or(NotEncoded::Unexpected)?;
    json(&Response { product_subscription_arn: product.subscription_arn(call) })
}

fn refuse(call: &Call<'_>, refusal: Refusal) -> WireError {
    match refusal {
        Refusal::AlreadyConfigured => WireError::new(
            409,
            "ResourceConflictException",
            "The request was rejected because the account is already subscribed to the product.",
        ),
        other => errors::hub(call, other),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, Stage};

    const GUARDDUTY: &str =
        r#"{"ProductArn":"arn:aws:securityhub:us-east-1::product/aws/guardduty"}"#;

    #[test]
    fn subscribes_once() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let answer = concat!(
            r#"200 {"ProductSubscriptionArn":"arn:aws:securityhub:us-east-1:111111111111:"#,
            r#"product-subscription/aws/guardduty"}"#
        );
        assert_eq!(hub.says("POST", "/productSubscriptions", GUARDDUTY), answer);
        let twice = "409 ResourceConflictException: The request was rejected because the account is \
            already subscribed to the product.";
        hub.at("POST", "/productSubscriptions").refuses("twice", GUARDDUTY, twice);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        let enable = hub.at("POST", "/productSubscriptions");
        enable.lacks("", "ProductArn");
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        enable.breaks(r#"{"ProductArn":" "}"#, "ProductArn", blank);
        let no_arn = "Member must be the ARN of a product";
        enable.breaks(r#"{"ProductArn":"aws/guardduty"}"#, "ProductArn", no_arn);
        let unknown = "Member must be the ARN of a product in this Region";
        for arn in [GUARDDUTY.replace("east", "west"), GUARDDUTY.replace("::", ":111111111111:")] {
            enable.breaks(&arn, "ProductArn", unknown);
        }
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        let server = Server::new();
        server.hub(A).at("POST", "/productSubscriptions").refuses("hub off", GUARDDUTY, off);
    }
}
