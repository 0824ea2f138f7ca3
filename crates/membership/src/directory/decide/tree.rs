//! The tree of an organization: its root, and units in units.

use crate::directory::{DirectoryRefusal, Organization, ParentId, Unit, UnitId, UnitInFull};

/// The units from the root down to this parent, itself included.
pub(super) fn path(organization: &Organization, parent: ParentId) -> Vec<UnitId> {
    let unit = |parent| match parent {
        ParentId::Unit(unit) => Some(unit),
        ParentId::Root(_) => None,
    };
    let above = |id: &UnitId| unit(organization.units.get(id)?.parent);
    let mut path: Vec<UnitId> = std::iter::successors(unit(parent), above).collect();
    path.reverse();
    path
}

/// The units directly in a root or unit, by id.
pub(super) fn units_in(
    organization: &Organization,
    parent: ParentId,
) -> impl Iterator<Item = (UnitId, &Unit)> {
    let there = move |(_, unit): &(&UnitId, &Unit)| unit.parent == parent;
    organization.units.iter().filter(there).map(|(id, unit)| (*id, unit))
}

/// Refuses a name that another unit in the same root or unit has.
pub(super) fn require_own_name(
    organization: &Organization,
    parent: ParentId,
    name: &str,
    besides: Option<UnitId>,
) -> Result<(), DirectoryRefusal> {
    let has = |(id, unit): (UnitId, &Unit)| Some(id) != besides && unit.name == name;
    let taken = units_in(organization, parent).any(has);
    if taken { Err(DirectoryRefusal::DuplicateUnit) } else { Ok(()) }
}

/// A unit as answers show it.
pub(super) fn unit_in_full(
    organization: &Organization,
    id: UnitId,
) -> Result<UnitInFull, DirectoryRefusal> {
    let unit = organization.units.get(&id).ok_or(DirectoryRefusal::UnitNotFound)?;
    Ok(UnitInFull {
        id,
        unit: unit.clone(),
        organization: organization.id,
        management: organization.management,
        above: path(organization, unit.parent),
    })
}
