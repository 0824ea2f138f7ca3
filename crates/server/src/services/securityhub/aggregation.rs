//! What the operations on finding aggregators share: which Regions are linked, the ARN, the answer, the refusals.

use accede_membership::directory::{AggregatorName, FindingAggregator, Linking};
use accede_membership::{Refusal, Region, Reply};
use serde::{Deserialize, Serialize};

use super::errors;
use crate::wire::constraints::{self, required};
use crate::wire::error::{BadInput, WireError};
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, json};
use crate::wire::shapes::Uuid;

pub(super) const ARN: &str = "FindingAggregatorArn";
const MODE: &str = "RegionLinkingMode";
const REGIONS: &str = "Regions";
/// The most Regions that a request may name, which are more than there are.
const MOST: usize = 100;

/// How Regions are linked, in a request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Links {
    region_linking_mode: Option<String>,
    regions: Option<Vec<String>>,
}

impl Links {
    /// The mode, and the Regions that go with it: some where it names them, none where it does not.
    pub(super) fn read(self, home: &Region) -> Result<(Linking, Vec<Region>), BadInput> {
        let mode = constraints::non_blank(MODE, required(MODE, self.region_linking_mode)?)?;
        constraints::one_of(MODE, &mode, &Linking::ALL.map(Linking::name))?;
        let linking = Linking::from_name(&mode).unwrap_or(Linking::NoRegions);
        let named = self.regions.unwrap_or_default();
        if named.is_empty() && linking.names_regions() {
            let why = format!("Member must name Regions when {MODE} is {mode}");
            return Err(BadInput::constraint(REGIONS, &why));
        }
        if !named.is_empty() && !linking.names_regions() {
            let why = format!("Member must name no Region when {MODE} is {mode}");
            return Err(BadInput::constraint(REGIONS, &why));
        }
        Ok((linking, regions(named, home)?))
    }
}

/// Regions other than the home Region, each once.
fn regions(named: Vec<String>, home: &Region) -> Result<Vec<Region>, BadInput> {
    constraints::length(REGIONS, named.len(), 0..=MOST)?;
    let mut regions = Vec::new();
    for name in named {
        let name = constraints::non_blank(REGIONS, name)?;
        let region: Region = name
            .parse()
            .map_err(|_| BadInput::constraint(REGIONS, "Member must be the name of a Region"))?;
        if region == *home {
            let why = "Member must not be the home Region";
            return Err(BadInput::constraint(REGIONS, why));
        }
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    Ok(regions)
}

/// The aggregator in the path.
pub(super) fn in_path(input: &Input<'_>) -> Result<Option<AggregatorName>, BadInput> {
    named(input.call, &input.parameter(ARN)?)
}

/// The aggregator that an ARN names; none, if it cannot name one.
pub(super) fn named(call: &Call<'_>, arn: &str) -> Result<Option<AggregatorName>, BadInput> {
    let arn = constraints::non_blank(ARN, arn.to_owned())?;
    if !arn.starts_with("arn:") {
        return Err(BadInput::constraint(ARN, "Member must be the ARN of a finding aggregator"));
    }
    let service = format!("arn:{}:securityhub:", call.scope.region.partition());
    let name = || {
        let mut parts = arn.strip_prefix(&service)?.splitn(3, ':');
        let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        let Uuid(id) = Uuid::parse(resource.strip_prefix("finding-aggregator/")?)?;
        Some(AggregatorName { account: account.parse().ok()?, region: region.parse().ok()?, id })
    };
    Ok(name())
}

/// The ARN of the caller's aggregator.
pub(super) fn arn_of(call: &Call<'_>, aggregator: &FindingAggregator) -> String {
    let (region, account) = (&aggregator.region, call.account);
    let (partition, id) = (region.partition(), Uuid(aggregator.id));
    format!("arn:{partition}:securityhub:{region}:{account}:finding-aggregator/{id}")
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    finding_aggregator_arn: String,
    finding_aggregation_region: &'a str,
    region_linking_mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<&'a str>>,
}

/// Answers with the aggregator.
pub(super) fn encode(call: &Call<'_>, reply: &Reply) -> Encoded {
    let Reply::Aggregator(Some(aggregator)) = reply else { return Err(NotEncoded::Unexpected) };
    let regions = || aggregator.regions.iter().map(Region::as_str).collect();
    json(&Response {
        finding_aggregator_arn: arn_of(call, aggregator),
        finding_aggregation_region: aggregator.region.as_str(),
        region_linking_mode: aggregator.linking.name(),
        regions: aggregator.linking.names_regions().then(regions),
    })
}

/// Refusals of all these operations.
pub(super) fn refuse(call: &Call<'_>, refusal: Refusal) -> WireError {
    let invalid = |message: &'static str| WireError::new(400, "InvalidInputException", message);
    match refusal {
        Refusal::MemberCannotAggregate => match call.operation {
            // As it was observed.
            "CreateFindingAggregator" => {
                invalid("A finding aggregator cannot be created by a member account.")
            }
            _ => invalid("A finding aggregator cannot be changed by a member account."),
        },
        Refusal::ConfiguredCentrally => invalid(
            "The finding aggregator cannot be deleted while the organization uses central \
             configuration.",
        ),
        Refusal::AggregatorExists => invalid("The account has a finding aggregator already."),
        Refusal::NotHomeRegion => WireError::new(
            403,
            "AccessDeniedException",
            "A finding aggregator can only be changed from its home Region.",
        ),
        other => errors::hub(call, other),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use crate::testing::{A, B, Server, Stage};

    pub(in super::super) const OFF: &str = "401 InvalidAccessException: Account 111111111111 is not \
        subscribed to AWS Security Hub";
    pub(in super::super) const NOT_FOUND: &str = "404 ResourceNotFoundException: The request was \
        rejected because we can't find the specified resource.";

    /// A server on which A has an aggregator in us-east-1, and its ARN.
    pub(in super::super) fn aggregated() -> (Server, String) {
        let server = Server::hub_at(Stage::On);
        let body = json!({ "RegionLinkingMode": "ALL_REGIONS" });
        let answer = server.hub(A).ok("POST", "/findingAggregator/create", body);
        let arn = answer["FindingAggregatorArn"].as_str().unwrap().to_owned();
        (server, arn)
    }

    /// What holds for the mode and the Regions of create and update; `body` is what else they want.
    pub(in super::super) fn refuses_bad_links(
        server: &Server,
        method: &str,
        target: &str,
        body: &Value,
    ) {
        let hub = server.hub(A);
        let operation = hub.at(method, target);
        let with = |mode: &str, regions: Value| {
            let mut body = body.clone();
            body["RegionLinkingMode"] = json!(mode);
            body["Regions"] = regions;
            body.to_string()
        };
        let mode = "RegionLinkingMode";
        operation.lacks(&body.to_string(), mode);
        let blank = "Member must satisfy regular expression pattern: .*\\S.*";
        operation.breaks(&with(" ", json!([])), mode, blank);
        let values = "Member must satisfy enum value set: [ALL_REGIONS, \
            ALL_REGIONS_EXCEPT_SPECIFIED, SPECIFIED_REGIONS, NO_REGIONS]";
        operation.breaks(&with("SOME", json!([])), mode, values);
        for mode in ["SPECIFIED_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED"] {
            let none = format!("Member must name Regions when RegionLinkingMode is {mode}");
            operation.breaks(&with(mode, json!(null)), "Regions", &none);
            operation.breaks(&with(mode, json!([])), "Regions", &none);
            operation.breaks(&with(mode, json!([""])), "Regions", blank);
            let name = "Member must be the name of a Region";
            operation.breaks(&with(mode, json!(["eu-west-1", "EU"])), "Regions", name);
            let home = "Member must not be the home Region";
            operation.breaks(&with(mode, json!(["us-east-1"])), "Regions", home);
            let many: Vec<_> = (0..101).map(|i| format!("r-{i}")).collect();
            let most = "Member must have length less than or equal to 100";
            operation.breaks(&with(mode, json!(many)), "Regions", most);
        }
        for mode in ["NO_REGIONS", "ALL_REGIONS"] {
            let some = format!("Member must name no Region when RegionLinkingMode is {mode}");
            operation.breaks(&with(mode, json!(["eu-west-1"])), "Regions", &some);
        }
    }

    /// What holds for the ARN of the three operations that have one. `A` is written `{}` in the target.
    pub(in super::super) fn refuses_bad_arns(method: &str, ask: impl Fn(&str) -> (String, String)) {
        let (server, arn) = aggregated();
        let hub = server.hub(A);
        let why = "Member must be the ARN of a finding aggregator";
        let (target, body) = ask("finding-aggregator");
        hub.at(method, &target).breaks(&body, "FindingAggregatorArn", why);
        let id = arn.rsplit('/').next().unwrap();
        let other = "00000000-0000-4000-8000-000000000000";
        for arn in [
            arn.replace(A, B),
            arn.replace("us-east-1", "us-east-2"),
            arn.replace(id, other),
            arn.replace(id, "nonexistent"),
            arn.replace("finding-aggregator", "aggregator"),
            "arn:aws:s3:::bucket".to_owned(),
        ] {
            let (target, body) = ask(&arn);
            hub.at(method, &target).refuses("no such aggregator", &body, NOT_FOUND);
        }
        let (target, body) = ask(&arn);
        server.hub(B).at(method, &target).refuses("another account's", &body, NOT_FOUND);
        Server::new().hub(A).at(method, &target).refuses("hub off", &body, OFF);
    }

    /// What holds for the two operations that change an aggregator.
    pub(in super::super) fn only_the_owner_at_home(
        method: &str,
        ask: impl Fn(&str) -> (String, String),
    ) {
        let (server, arn) = aggregated();
        let (target, body) = ask(&arn);
        let west = server.hub(A).region("us-west-2");
        west.ok("POST", "/accounts", json!({}));
        let home = "403 AccessDeniedException: A finding aggregator can only be changed from its \
            home Region.";
        west.at(method, &target).refuses("another Region", &body, home);
        for stage in [Stage::Created, Stage::Invited, Stage::Enabled] {
            server.hub_step(stage);
        }
        let member = "400 InvalidInputException: A finding aggregator cannot be changed by a member \
            account.";
        server.hub(B).at(method, &target).refuses("a member", &body, member);
    }
}
