//! The structures that several operations answer with.

use std::borrow::Cow;

use accede_membership::directory::{
    AccountState, Organization, OrganizationId, ParentId, UnitId, UnitInFull,
};
use accede_membership::{AccountId, Region, directory};
use serde::Serialize;

use super::front::Call;
use crate::wire::json_1_1::Epoch;
use crate::wire::shapes::{Account as Id, Text};

/// `arn:{partition}:organizations::{management account}:{kind}/{organization}{rest}`
pub(super) fn arn(
    region: &Region,
    management: AccountId,
    kind: &str,
    organization: OrganizationId,
    rest: &str,
) -> String {
    let partition = region.partition();
    format!("arn:{partition}:organizations::{management}:{kind}/{organization}{rest}")
}

/// The email of an account that nobody gave one: programs read the member without asking whether it is there.
/// By RFC 2606 the domain is nobody's.
pub(super) fn email(id: AccountId, account: &directory::Account) -> Cow<'_, str> {
    let unknown = || Cow::Owned(format!("{id}@accounts.invalid"));
    account.email.as_deref().map_or_else(unknown, Cow::Borrowed)
}

/// The name of an account; for one that nobody gave one, its id.
pub(super) fn name(id: AccountId, account: &directory::Account) -> Cow<'_, str> {
    account.name.as_deref().map_or_else(|| Cow::Owned(id.to_string()), Cow::Borrowed)
}

/// `Account` without `Paths`, which delegated administrators do not have.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AccountInBrief<'a> {
    id: Id,
    arn: String,
    email: Cow<'a, str>,
    name: Cow<'a, str>,
    status: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    joined_method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    joined_timestamp: Option<Epoch>,
}

impl AccountInBrief<'_> {
    pub(super) fn of<'a>(
        call: &Call<'_>,
        organization: &Organization,
        known: &'a directory::KnownAccount,
    ) -> AccountInBrief<'a> {
        let directory::KnownAccount { id, account } = known;
        AccountInBrief {
            id: Id(*id),
            arn: account_arn(call, organization, *id),
            email: email(*id, account),
            name: name(*id, account),
            // The older member has no name for closed accounts.
            status: match account.state {
                AccountState::Active => "ACTIVE",
                AccountState::Suspended | AccountState::Closed => "SUSPENDED",
            },
            state: account.state.name(),
            joined_method: account.joined.map(|joined| joined.method.name()),
            joined_timestamp: account.joined.map(|joined| Epoch(joined.at)),
        }
    }
}

/// `Account`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Account<'a> {
    #[serde(flatten)]
    brief: AccountInBrief<'a>,
    paths: Vec<String>,
}

impl Account<'_> {
    pub(super) fn of<'a>(
        call: &Call<'_>,
        organization: &Organization,
        known: &'a directory::KnownAccount,
    ) -> Account<'a> {
        let joined = known.account.joined;
        let path = |joined: directory::Joined| {
            format!("{}{}/", path(organization, joined.parent), known.id)
        };
        let brief = AccountInBrief::of(call, organization, known);
        Account { brief, paths: joined.map(path).into_iter().collect() }
    }
}

fn account_arn(call: &Call<'_>, organization: &Organization, id: AccountId) -> String {
    let Organization { id: of, management, .. } = organization;
    arn(call.region, *management, "account", *of, &format!("/{id}"))
}

/// The path of a root or unit: `{organization}/{root}/{unit}/…/`.
fn path(organization: &Organization, of: ParentId) -> String {
    let mut units = Vec::new();
    let mut place = of;
    while let ParentId::Unit(id) = place {
        units.push(id);
        let unit = organization.units.get(&id);
        place = unit.map_or(ParentId::Root(organization.root()), |unit| unit.parent);
    }
    units.reverse();
    path_of(organization.id, &units)
}

fn path_of(organization: OrganizationId, units: &[UnitId]) -> String {
    let units: String = units.iter().map(|unit| format!("{unit}/")).collect();
    format!("{organization}/{}/{units}", organization.root())
}

/// `Organization`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OrganizationShape<'a> {
    id: Text<OrganizationId>,
    arn: String,
    feature_set: &'static str,
    master_account_arn: String,
    master_account_id: Id,
    master_account_email: Cow<'a, str>,
    /// Deprecated in the model. Accede has no policies, so no type is available.
    available_policy_types: [(); 0],
}

impl OrganizationShape<'_> {
    pub(super) fn of<'a>(
        call: &Call<'_>,
        organization: &Organization,
        management: &'a directory::KnownAccount,
    ) -> OrganizationShape<'a> {
        let Organization { id, management: account, features, .. } = organization;
        OrganizationShape {
            id: Text(*id),
            arn: arn(call.region, *account, "organization", *id, ""),
            feature_set: features.name(),
            master_account_arn: account_arn(call, organization, *account),
            master_account_id: Id(*account),
            master_account_email: email(management.id, &management.account),
            available_policy_types: [],
        }
    }
}

/// `OrganizationalUnit`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UnitShape<'a> {
    id: Text<UnitId>,
    arn: String,
    name: &'a str,
    path: String,
}

impl UnitShape<'_> {
    pub(super) fn of<'a>(call: &Call<'_>, unit: &'a UnitInFull) -> UnitShape<'a> {
        let UnitInFull { id, unit, organization, management, above } = unit;
        let mut units = above.clone();
        units.push(*id);
        UnitShape {
            id: Text(*id),
            arn: arn(call.region, *management, "ou", *organization, &format!("/{id}")),
            name: &unit.name,
            path: path_of(*organization, &units),
        }
    }
}

/// `Tag`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TagShape<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a str,
}
