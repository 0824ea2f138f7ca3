//! AWS CloudTrail, API version 2013-11-01: an account looks up what was recorded of it.
//!
//! JSON 1.1, as AWS Organizations speaks it (semantics §10.2). There is one trail, which is always on; nothing of
//! how AWS delivers and queries trails is there.

mod errors;
mod filter;
mod lookup_events;
mod record;
mod resources;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use crate::auth::{AuthError, Caller};
use crate::engine::Engine;
use crate::front::{Answer, Claim, Front, Incoming, Pending, Shed};
use crate::wire::json_1_1::{self, Exception};

/// The name that requests to the service are signed with.
const SERVICE: &str = "cloudtrail";

/// What the header `X-Amz-Target` begins with, before a dot and the operation.
pub(crate) const TARGET: &str = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";

/// The operations of the model that are not served.
const NOT_SERVED: &[&str] = &[
    "AddTags",
    "CancelQuery",
    "CreateChannel",
    "CreateDashboard",
    "CreateEventDataStore",
    "CreateTrail",
    "DeleteChannel",
    "DeleteDashboard",
    "DeleteEventDataStore",
    "DeleteResourcePolicy",
    "DeleteTrail",
    "DeregisterOrganizationDelegatedAdmin",
    "DescribeQuery",
    "DescribeTrails",
    "DisableFederation",
    "EnableFederation",
    "GenerateQuery",
    "GetChannel",
    "GetDashboard",
    "GetEventConfiguration",
    "GetEventDataStore",
    "GetEventSelectors",
    "GetImport",
    "GetInsightSelectors",
    "GetQueryResults",
    "GetResourcePolicy",
    "GetTrail",
    "GetTrailStatus",
    "ListChannels",
    "ListDashboards",
    "ListEventDataStores",
    "ListImportFailures",
    "ListImports",
    "ListInsightsData",
    "ListInsightsMetricData",
    "ListPublicKeys",
    "ListQueries",
    "ListTags",
    "ListTrails",
    "PutEventConfiguration",
    "PutEventSelectors",
    "PutInsightSelectors",
    "PutResourcePolicy",
    "RegisterOrganizationDelegatedAdmin",
    "RemoveTags",
    "RestoreEventDataStore",
    "SearchSampleQueries",
    "StartDashboardRefresh",
    "StartEventDataStoreIngestion",
    "StartImport",
    "StartLogging",
    "StartQuery",
    "StopEventDataStoreIngestion",
    "StopImport",
    "StopLogging",
    "UpdateChannel",
    "UpdateDashboard",
    "UpdateEventDataStore",
    "UpdateTrail",
];

/// The service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CloudTrail;

async fn serve(engine: &Engine, caller: &Caller, request: &Incoming) -> Answer {
    let name = match json_1_1::operation(request, TARGET) {
        Ok(name) => name,
        Err(exception) => return json_1_1::error("-", &exception),
    };
    if name != lookup_events::NAME {
        return match NOT_SERVED.iter().find(|known| **known == name) {
            Some(known) => json_1_1::error(known, &json_1_1::not_served(known)),
            None => json_1_1::error("-", &json_1_1::unknown_operation(name)),
        };
    }
    match run(engine, caller, request).await {
        Ok(body) => json_1_1::success(lookup_events::NAME, body),
        Err(exception) => json_1_1::error(lookup_events::NAME, &exception),
    }
}

async fn run(engine: &Engine, caller: &Caller, request: &Incoming) -> Result<Vec<u8>, Exception> {
    let body = request
        .body
        .as_ref()
        .map_err(|fault| json_1_1::body_fault(*fault, errors::body_too_large()))?;
    lookup_events::run(engine, caller, body).await
}

impl Front for CloudTrail {
    fn operations(&self) -> Vec<Claim> {
        let claim = |name, served| {
            let request = format!("{}: {TARGET}.{name}", json_1_1::TARGET_AS_WRITTEN);
            Claim { name, request, served }
        };
        let others = NOT_SERVED.iter().map(|name| claim(*name, false));
        std::iter::once(claim(lookup_events::NAME, true)).chain(others).collect()
    }

    fn handle<'a>(
        &'a self,
        engine: &'a Engine,
        caller: &'a Caller,
        request: &'a Incoming,
    ) -> Pending<'a> {
        Box::pin(serve(engine, caller, request))
    }

    fn turn_away(&self, why: &AuthError, _request_id: &str) -> Answer {
        match why {
            AuthError::Unread(fault) => {
                json_1_1::error("-", &json_1_1::body_fault(*fault, errors::body_too_large()))
            }
            _ => json_1_1::front_door(why),
        }
    }

    fn operation(&self, request: &Incoming) -> Option<&'static str> {
        let name = json_1_1::operation(request, TARGET).ok()?;
        std::iter::once(lookup_events::NAME).chain(NOT_SERVED.iter().copied()).find(|n| *n == name)
    }

    fn shed(&self, why: Shed, _request_id: &str) -> Answer {
        let throttled =
            Exception { status: 429, ..Exception::new("ThrottlingException", why.message()) };
        json_1_1::shed(why, throttled)
    }
}
