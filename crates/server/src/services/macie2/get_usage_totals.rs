//! `GetUsageTotals`: nothing is analysed here, so nothing costs anything.

use accede_membership::{Command, Reply, Resource};
use serde::Serialize;

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("GetUsageTotals", "GET", "/usage"),
    decode,
    encode,
    refuse: errors::refuse,
};

const RANGES: [&str; 2] = ["MONTH_TO_DATE", "PAST_30_DAYS"];
const TYPES: [&str; 4] = [
    "DATA_INVENTORY_EVALUATION",
    "SENSITIVE_DATA_DISCOVERY",
    "AUTOMATED_SENSITIVE_DATA_DISCOVERY",
    "AUTOMATED_OBJECT_MONITORING",
];

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    time_range: &'static str,
    usage_totals: [UsageTotal; TYPES.len()],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct UsageTotal {
    currency: &'static str,
    estimated_cost: &'static str,
    r#type: &'static str,
}

/// The time that the totals are wanted for.
fn time_range(input: &Input<'_>) -> Result<&'static str, BadInput> {
    let asked = input.query.get("timeRange").unwrap_or("PAST_30_DAYS");
    constraints::one_of("timeRange", asked, &RANGES)?;
    Ok(RANGES.into_iter().find(|range| *range == asked).unwrap_or(RANGES[1]))
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    time_range(input)?;
    Ok(Command::DescribeService { resource: Resource::Service })
}

fn encode(call: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Service(_) = reply else { return Err(NotEncoded::Unexpected) };
    let total = |r#type| UsageTotal { currency: "USD", estimated_cost: "0", r#type };
    json(&Response { time_range: time_range(&call.input()?)?, usage_totals: TYPES.map(total) })
}

#[cfg(test)]
mod tests {
    use crate::testing::{A, Server, Stage};

    #[test]
    fn costs_nothing_in_any_time() {
        let server = Server::macie_at(Stage::On);
        let macie = server.macie(A);
        for (query, range) in [
            ("", "PAST_30_DAYS"),
            ("?timeRange=PAST_30_DAYS", "PAST_30_DAYS"),
            ("?timeRange=MONTH_TO_DATE", "MONTH_TO_DATE"),
        ] {
            let totals = macie.get(&format!("/usage{query}"));
            assert_eq!(totals["timeRange"], range);
            let list = totals["usageTotals"].as_array().unwrap();
            assert_eq!(list.len(), 4);
            let free = |total: &serde_json::Value| {
                total["estimatedCost"] == "0" && total["currency"] == "USD"
            };
            assert!(list.iter().all(free));
        }
    }

    #[test]
    fn refuses() {
        let server = Server::macie_at(Stage::On);
        let values = "Member must satisfy enum value set: [MONTH_TO_DATE, PAST_30_DAYS]";
        for range in ["", "past_30_days", "YEAR"] {
            let target = format!("/usage?timeRange={range}");
            server.macie(A).at("GET", &target).breaks("", "timeRange", values);
        }
        let off = "403 AccessDeniedException: Macie is not enabled";
        Server::new().macie(A).at("GET", "/usage").refuses("§6.3 off", "", off);
    }
}
