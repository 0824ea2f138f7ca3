//! `CreateOrganizationalUnit`.

use super::{Context, Outcome, tree};
use crate::AccountId;
use crate::Tags;
use crate::directory::{DirectoryRefusal, DirectoryReply, Organization, ParentId, Unit, UnitId};

pub(super) fn decide(
    cx: &mut Context<'_>,
    caller: AccountId,
    parent: ParentId,
    name: &str,
    tags: &Tags,
) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    if !organization.has(parent) {
        return Err(DirectoryRefusal::ParentNotFound);
    }
    tree::require_own_name(&organization, parent, name, None)?;
    if tree::path(&organization, parent).len() >= cx.limits.unit_depth {
        return Err(DirectoryRefusal::UnitDepthLimit);
    }
    if organization.units.len() >= cx.limits.units {
        return Err(DirectoryRefusal::UnitLimit);
    }
    cx.require_few(tags)?;
    let id = free_id(&organization, cx.ids.number()).ok_or(DirectoryRefusal::UnitLimit)?;
    let unit = Unit { name: name.to_owned(), parent, accounts: 0, tags: tags.clone() };
    organization.units.insert(id, unit);
    let unit = tree::unit_in_full(&organization, id)?;
    cx.draft.put_organization(organization);
    Ok(DirectoryReply::Unit(unit))
}

/// The first id from a random one on that no unit has.
fn free_id(organization: &Organization, drawn: u64) -> Option<UnitId> {
    let tries = 0..=organization.units.len() as u64;
    let mut ids = tries.map(|n| UnitId::of(organization.root(), drawn.wrapping_add(n)));
    ids.find(|id| !organization.units.contains_key(id))
}
