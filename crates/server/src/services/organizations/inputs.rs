//! The inputs that several operations have alike.

use accede_membership::AccountId;
use accede_membership::directory::{HandshakeId, UnitId};
use serde::Deserialize;

use super::front::Input;
use super::{constraints, ids};
use crate::wire::json_1_1::Exception;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfHandshake {
    handshake_id: Option<String>,
}

/// `HandshakeId`.
pub(super) fn handshake(input: &Input<'_>) -> Result<HandshakeId, Exception> {
    let request: OfHandshake = input.json()?;
    ids::handshake("HandshakeId", request.handshake_id)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfUnit {
    organizational_unit_id: Option<String>,
}

/// `OrganizationalUnitId`.
pub(super) fn unit(input: &Input<'_>) -> Result<UnitId, Exception> {
    let request: OfUnit = input.json()?;
    ids::unit("OrganizationalUnitId", request.organizational_unit_id)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfAccount {
    account_id: Option<String>,
}

/// `AccountId`.
pub(super) fn account(input: &Input<'_>) -> Result<AccountId, Exception> {
    let request: OfAccount = input.json()?;
    constraints::account_id("AccountId", request.account_id)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfService {
    service_principal: Option<String>,
}

/// `ServicePrincipal`.
pub(super) fn service(input: &Input<'_>) -> Result<String, Exception> {
    let request: OfService = input.json()?;
    constraints::principal(request.service_principal)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfDelegation {
    account_id: Option<String>,
    service_principal: Option<String>,
}

/// `AccountId` and `ServicePrincipal`.
pub(super) fn delegation(input: &Input<'_>) -> Result<(AccountId, String), Exception> {
    let request: OfDelegation = input.json()?;
    let account = constraints::account_id("AccountId", request.account_id)?;
    Ok((account, constraints::principal(request.service_principal)?))
}
