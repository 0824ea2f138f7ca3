//! `UpdateOrganizationalUnit`: gives a unit another name. Its own again is no other.

use super::{Context, Outcome, tree};
use crate::AccountId;
use crate::directory::{DirectoryRefusal, DirectoryReply, UnitId};

pub(super) fn decide(
    cx: &mut Context<'_>,
    caller: AccountId,
    id: UnitId,
    name: Option<&str>,
) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    let parent = organization.units.get(&id).map(|unit| unit.parent);
    let parent = parent.ok_or(DirectoryRefusal::UnitNotFound)?;
    if let Some(name) = name {
        tree::require_own_name(&organization, parent, name, Some(id))?;
        organization.units.entry(id).and_modify(|unit| name.clone_into(&mut unit.name));
    }
    let unit = tree::unit_in_full(&organization, id)?;
    cx.draft.put_organization(organization);
    Ok(DirectoryReply::Unit(unit))
}
