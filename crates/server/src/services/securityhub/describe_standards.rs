//! `DescribeStandards`: the catalogue of standards.

use accede_membership::{Command, Reply, Resource};
use serde::Serialize;

use super::errors;
use super::list_invitations::PARAMETERS;
use super::standards::{PROVIDER, PROVIDERS, STANDARDS, Standard};
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::listing::Listing;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("DescribeStandards", "GET", "/standards"),
    decode,
    encode,
    refuse: errors::hub,
};

/// The largest, and default, page of what is configured in a hub and of what can be.
pub(super) const PAGE: usize = 100;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    standards: Vec<Shape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Shape {
    standards_arn: String,
    name: &'static str,
    description: &'static str,
    enabled_by_default: bool,
    provider: &'static str,
    standards_managed_by: ManagedBy,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ManagedBy {
    company: &'static str,
    product: &'static str,
}

impl Shape {
    fn of(call: &Call<'_>, standard: &Standard) -> Shape {
        Shape {
            standards_arn: standard.arn(call),
            name: standard.name,
            description: standard.description,
            enabled_by_default: standard.is_default(call),
            provider: PROVIDER,
            standards_managed_by: ManagedBy { company: "AWS", product: "Security Hub" },
        }
    }
}

/// Whether standards of AWS are wanted, and the page.
fn asked(input: &Input<'_>) -> Result<(bool, Listing), BadInput> {
    let providers: Vec<&str> = input.query.all("Providers").collect();
    let wanted = wants_aws(&providers)?;
    let listing = Listing::of_query(input, PARAMETERS, PAGE, format!("{providers:?}"))?;
    Ok((wanted, listing))
}

/// Whether a filter by providers lets the standards of AWS through, which are all that there are here.
pub(super) fn wants_aws<T: AsRef<str>>(providers: &[T]) -> Result<bool, BadInput> {
    for provider in providers {
        constraints::one_of("Providers", provider.as_ref(), &PROVIDERS)?;
    }
    Ok(providers.is_empty() || providers.iter().any(|provider| provider.as_ref() == PROVIDER))
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    asked(input)?;
    Ok(Command::DescribeService { resource: Resource::Service })
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(_) = reply else { return Err(NotEncoded::Unexpected) };
    let (wanted, listing) = asked(&call.input()?)?;
    let known = (0..).zip(STANDARDS).filter(|_| wanted);
    let shape = |(place, standard)| (place, Shape::of(call, standard));
    let (standards, next_token) = listing.cut(call, known.map(shape));
    json(&Response { standards, next_token })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::STANDARDS;
    use crate::testing::{A, B, Server, Stage};

    /// Everything that a list of Security Hub has, in pages of this size.
    fn pages(server: &Server, target: &str, items: &str, size: usize) -> Vec<Vec<Value>> {
        let (hub, mut pages, mut token) = (server.hub(A), Vec::new(), String::new());
        loop {
            let page = hub.get(&format!("{target}?MaxResults={size}{token}"));
            pages.push(page[items].as_array().unwrap().clone());
            match page.get("NextToken") {
                Some(next) => token = format!("&NextToken={}", next.as_str().unwrap()),
                None => return pages,
            }
        }
    }

    #[test]
    fn describes_every_standard_with_the_arn_of_the_region() {
        let server = Server::hub_at(Stage::On);
        let all = server.hub(A).get("/standards");
        assert_eq!(all.get("NextToken"), None);
        let arns: Vec<_> = all["Standards"].as_array().unwrap().iter().collect();
        assert_eq!(arns.len(), STANDARDS.len());
        assert_eq!(
            arns[0]["StandardsArn"],
            "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"
        );
        let pci = "arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1";
        let pci = arns.iter().find(|standard| standard["StandardsArn"] == pci).unwrap();
        assert_eq!(
            (&pci["Name"], &pci["EnabledByDefault"]),
            (&"PCI DSS v4.0.1".into(), &false.into())
        );
        let default = |standard: &&&Value| standard["EnabledByDefault"] == true;
        assert_eq!(arns.iter().filter(default).count(), 2, "§9.2");
        let china = server.hub(A).region("cn-north-1");
        china.ok("POST", "/accounts", serde_json::json!({}));
        let first = china.get("/standards?MaxResults=2")["Standards"].clone();
        assert_eq!(
            first[0]["StandardsArn"],
            "arn:aws-cn:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"
        );
        let best = first[1]["StandardsArn"].as_str().unwrap();
        assert!(best.starts_with("arn:aws-cn:securityhub:cn-north-1::standards/"), "{best}");
    }

    #[test]
    fn pages_by_place_and_filters_by_provider() {
        let server = Server::hub_at(Stage::On);
        for size in [1, 3, STANDARDS.len()] {
            let pages = pages(&server, "/standards", "Standards", size);
            let last = pages.len() - 1;
            assert!(pages[..last].iter().all(|page| page.len() == size), "{size}");
            assert_eq!(pages.concat().len(), STANDARDS.len(), "{size}");
        }
        let hub = server.hub(A);
        let list = |query: &str| hub.get(&format!("/standards?{query}"));
        assert_eq!(list("Providers=Azure&Providers=GCP")["Standards"], serde_json::json!([]));
        let some = list("Providers=Azure&Providers=AWS&MaxResults=1");
        assert_eq!(some["Standards"].as_array().unwrap().len(), 1);
        let token = some["NextToken"].as_str().unwrap();
        let invalid =
            "The request is rejected because the parameter NextToken has an invalid value.";
        hub.at("GET", &format!("/standards?NextToken={token}")).invalid("", invalid);
        hub.at("GET", &format!("/products?NextToken={token}")).invalid("", invalid);
        let again = format!("Providers=Azure&Providers=AWS&NextToken={token}");
        assert_eq!(list(&again)["Standards"].as_array().unwrap().len(), STANDARDS.len() - 1);
        let target = format!("/standards?{again}");
        server.hub(B).at("GET", &target).invalid("", invalid);
    }

    #[test]
    fn refuses() {
        let server = Server::hub_at(Stage::On);
        let hub = server.hub(A);
        for size in ["0", "101", "x", ""] {
            let bounds = "The request is rejected because an invalid or out-of-range value is \
                specified as an input parameter: MaxResults is out-of-bounds.";
            hub.at("GET", &format!("/standards?MaxResults={size}")).invalid("", bounds);
        }
        let values = "Member must satisfy enum value set: [AWS, Azure, GCP]";
        hub.at("GET", "/standards?Providers=aws").breaks("", "Providers", values);
        let off = "401 InvalidAccessException: Account 111111111111 is not subscribed to AWS \
            Security Hub";
        Server::new().hub(A).at("GET", "/standards").refuses("U5 hub off", "", off);
    }
}
