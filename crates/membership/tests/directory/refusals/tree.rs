//! Refusals of units, of moves and of tags.

use accede_membership::directory::{
    ChildId, ChildKind, DirectoryRefusal as R, OrganizationId, OrganizationsCommand as Asked,
    ParentId, Tagged, UnitId,
};
use accede_membership::{AccountId, Tags};

use super::Row;
use crate::lab::{Lab, Numbered, a, all, b, m, numbered_tags, x};

/// Drawn for the unit of [`unit`], so that a row can name it.
const UNIT: u64 = 500;

fn anything(_: &mut Lab) {}

/// A unit in the root, and `b` in it.
fn unit(lab: &mut Lab) {
    lab.ids = Numbered(UNIT - 1);
    let id = lab.unit(lab.root(), "Unit");
    lab.put_in(b(), ParentId::Unit(id));
}

fn root() -> ParentId {
    Lab::founded().root()
}

fn there() -> UnitId {
    UnitId::of(Lab::founded().organization().root(), UNIT)
}

/// Roots and units that are not there.
fn elsewhere() -> ParentId {
    ParentId::Root(OrganizationId::of(u64::MAX).root())
}

fn nowhere() -> UnitId {
    UnitId::of(Lab::founded().organization().root(), UNIT + 9)
}

/// The same, and an empty unit beside it.
fn two_units(lab: &mut Lab) {
    unit(lab);
    lab.unit(lab.root(), "Other");
}

fn other() -> UnitId {
    UnitId::of(Lab::founded().organization().root(), UNIT + 1)
}

fn create(parent: ParentId, name: &str, tags: Tags) -> Asked {
    Asked::CreateUnit { parent, name: name.to_owned(), tags }
}

fn moved(id: AccountId, from: ParentId, to: ParentId) -> Asked {
    Asked::MoveAccount { id, from, to }
}

pub(super) fn rows() -> Vec<Row> {
    use Row as Of;
    let deep = |lab: &mut Lab| lab.limits.unit_depth = 0;
    let few = |lab: &mut Lab| lab.limits.units = 0;
    let (lost, none) = (ParentId::Unit(nowhere()), Tags::new);
    let rename = Asked::UpdateUnit { id: nowhere(), name: None };
    let delete = |id| Asked::DeleteUnit { id };
    let show = Asked::DescribeUnit { id: nowhere() };
    vec![
        Of::new("no root", anything, m(), create(elsewhere(), "New", none()), R::ParentNotFound),
        Of::new("no unit above", anything, m(), create(lost, "New", none()), R::ParentNotFound),
        Of::new("a name twice", unit, m(), create(root(), "Unit", none()), R::DuplicateUnit),
        Of::new("too deep", deep, m(), create(root(), "New", none()), R::UnitDepthLimit),
        Of::new("too many", few, m(), create(root(), "New", none()), R::UnitLimit),
        Of::new("tags", anything, m(), create(root(), "New", numbered_tags(51)), R::TagLimit),
        Of::new("rename nothing", anything, m(), rename, R::UnitNotFound),
        Of::new("show nothing", anything, m(), show, R::UnitNotFound),
        Of::new("delete nothing", anything, m(), delete(nowhere()), R::UnitNotFound),
        Of::new("delete a full one", unit, m(), delete(there()), R::UnitNotEmpty),
    ]
}

pub(super) fn rows_of_lists() -> Vec<Row> {
    use Row as Of;
    let (parent, page, kind) = (ParentId::Unit(nowhere()), all(), ChildKind::Unit);
    let units = Asked::ListUnits { parent, page };
    let accounts = Asked::ListAccountsForParent { parent, page };
    let children = Asked::ListChildren { parent: elsewhere(), kind, page };
    let parents = |child| Asked::ListParents { child };
    let (unit, account) = (ChildId::Unit(nowhere()), ChildId::Account(x()));
    vec![
        Of::new("units of nothing", anything, m(), units, R::ParentNotFound),
        Of::new("accounts of nothing", anything, m(), accounts, R::ParentNotFound),
        Of::new("children of nothing", anything, m(), children, R::ParentNotFound),
        Of::new("no such unit", anything, m(), parents(unit), R::ChildNotFound),
        Of::new("no such account", anything, m(), parents(account), R::ChildNotFound),
    ]
}

pub(super) fn rows_of_moves() -> Vec<Row> {
    use Row as Of;
    let (into, side) = (ParentId::Unit(there()), ParentId::Unit(other()));
    let lost = ParentId::Unit(nowhere());
    let aside = moved(b(), root(), side);
    vec![
        Of::new("move an outsider", unit, m(), moved(x(), root(), into), R::AccountNotFound),
        Of::new("from nowhere", unit, m(), moved(a(), lost, into), R::SourceParentNotFound),
        Of::new("from where it is not", two_units, m(), aside, R::SourceParentNotFound),
        Of::new("to where it is", unit, m(), moved(b(), root(), into), R::DuplicateAccount),
        Of::new("to itself", unit, m(), moved(a(), root(), root()), R::DuplicateAccount),
        Of::new("to nowhere", unit, m(), moved(a(), root(), lost), R::DestinationParentNotFound),
        Of::new("a member moves", unit, a(), moved(a(), root(), into), R::AccessDenied),
    ]
}

pub(super) fn rows_of_tags() -> Vec<Row> {
    use Row as Of;
    let absent = [
        ("an outsider", Tagged::Account(x())),
        ("no root", Tagged::Parent(elsewhere())),
        ("no unit", Tagged::Parent(ParentId::Unit(nowhere()))),
        ("what cannot be", Tagged::Unknown),
    ];
    let asked = |resource| {
        let (tags, keys) = (numbered_tags(1), vec!["0".to_owned()]);
        [
            Asked::ListTags { resource },
            Asked::ListPoliciesForTarget { target: resource },
            Asked::Tag { resource, tags },
            Asked::Untag { resource, keys },
        ]
    };
    let missing = absent.into_iter().flat_map(|(name, resource)| {
        asked(resource).map(|command| Of::new(name, anything, m(), command, R::TargetNotFound))
    });
    let many = Asked::Tag { resource: Tagged::Parent(root()), tags: numbered_tags(51) };
    let mut rows: Vec<Row> = missing.collect();
    rows.push(Of::new("too many", anything, m(), many, R::TagLimit));
    rows
}
