//! `DeleteOrganizationalUnit`: once nothing is in it.

use super::{Context, Outcome, tree};
use crate::AccountId;
use crate::directory::{DirectoryRefusal, DirectoryReply, ParentId, UnitId};

pub(super) fn decide(cx: &mut Context<'_>, caller: AccountId, id: UnitId) -> Outcome {
    let mut organization = cx.as_management(caller)?;
    let unit = organization.units.get(&id).ok_or(DirectoryRefusal::UnitNotFound)?;
    let has_units = tree::units_in(&organization, ParentId::Unit(id)).next().is_some();
    if unit.accounts > 0 || has_units {
        return Err(DirectoryRefusal::UnitNotEmpty);
    }
    organization.units.remove(&id);
    cx.draft.put_organization(organization);
    Ok(DirectoryReply::Done)
}
