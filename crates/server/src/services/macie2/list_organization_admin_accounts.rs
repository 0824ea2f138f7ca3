//! `ListOrganizationAdminAccounts` (semantics §4.4). There is at most one, so there is never a second page.

use accede_membership::{Command, Delegation, Reply, Service};
use serde::Serialize;

use super::errors;
use super::list_invitations::PARAMETERS;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Call, Encoded, Input, NotEncoded, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Account;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("ListOrganizationAdminAccounts", "GET", "/admin"),
    decode,
    encode,
    refuse: errors::organization,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    admin_accounts: Vec<AdminAccount>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AdminAccount {
    account_id: Account,
    status: &'static str,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    constraints::page(input, PARAMETERS)?;
    Ok(Command::Delegation(Delegation::List { feature: Service::Macie }))
}

fn encode(_: &Call<'_>, _: &Command, reply: Reply) -> Encoded {
    let Reply::Designated(designated) = reply else { return Err(NotEncoded::Unexpected) };
    let shape = |account| AdminAccount { account_id: Account(account), status: "ENABLED" };
    json(&Response { admin_accounts: designated.into_iter().map(shape).collect() })
}
