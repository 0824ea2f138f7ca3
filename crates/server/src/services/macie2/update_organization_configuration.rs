//! `UpdateOrganizationConfiguration` (semantics §4.4).

use accede_membership::{Command, Delegation};
use serde::Deserialize;

use super::errors;
use crate::wire::constraints;
use crate::wire::error::BadInput;
use crate::wire::rest_json::{Input, Operation, json};
use crate::wire::router::Endpoint;
use crate::wire::shapes::Empty;

pub(super) const OPERATION: Operation = Operation {
    endpoint: Endpoint::new("UpdateOrganizationConfiguration", "PATCH", "/admin/configuration"),
    decode,
    encode: |_, _, _| json(&Empty {}),
    refuse: errors::organization,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    auto_enable: Option<bool>,
}

fn decode(input: &Input<'_>) -> Result<Command, BadInput> {
    let request: Request = input.json()?;
    let auto_enable = constraints::required("autoEnable", request.auto_enable)?;
    let (standards, central) = (None, None);
    Ok(Command::Delegation(Delegation::Configure { auto_enable, standards, central }))
}
