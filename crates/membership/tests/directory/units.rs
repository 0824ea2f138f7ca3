//! Organizational units, and where accounts are.

use accede_membership::Tags;
use accede_membership::directory::{
    Child, ChildId, ChildKind, DirectoryRefusal, DirectoryReply, OrganizationsCommand as Asked,
    ParentId, UnitId,
};

use crate::lab::{Lab, Numbered, a, all, b, d, m, tags};

#[test]
fn a_unit_is_created_with_what_its_arn_and_path_need() {
    let mut lab = Lab::founded();
    let outer = lab.unit(lab.root(), "Outer");
    let inner = lab.unit(ParentId::Unit(outer), "Inner");
    let (parent, name, tags) = (ParentId::Unit(inner), "Innermost".to_owned(), tags(&[("k", "v")]));
    let reply = lab.did(m(), Asked::CreateUnit { parent, name, tags: tags.clone() });
    let DirectoryReply::Unit(full) = reply.clone() else { panic!("no unit") };
    assert_eq!((full.organization, full.management), (lab.organization().id, m()));
    assert_eq!(full.above, [outer, inner]);
    assert_eq!((full.unit.parent, full.unit.accounts, &full.unit.tags), (parent, 0, &tags));
    assert_eq!(full.unit, lab.organization().units[&full.id]);
    assert_eq!(lab.did(m(), Asked::DescribeUnit { id: full.id }), reply);
}

#[test]
fn names_are_unique_among_siblings_only() {
    let mut lab = Lab::founded();
    let one = lab.unit(lab.root(), "Same");
    let inner = lab.unit(ParentId::Unit(one), "Same");
    let two = lab.unit(lab.root(), "Other");
    let rename = |id, name: &str| Asked::UpdateUnit { id, name: Some(name.to_owned()) };
    assert_eq!(lab.refused(m(), rename(two, "Same")), DirectoryRefusal::DuplicateUnit);
    lab.did(m(), rename(one, "Same"));
    lab.did(m(), rename(inner, "Other"));
    let reply = lab.did(m(), rename(one, "First"));
    let DirectoryReply::Unit(full) = reply else { panic!("no unit") };
    assert_eq!(full.unit.name, "First");
    let unnamed = lab.did(m(), Asked::UpdateUnit { id: one, name: None });
    assert_eq!(unnamed, DirectoryReply::Unit(full));
    lab.did(m(), rename(two, "Same"));
}

#[test]
fn an_id_that_a_unit_has_is_not_given_again() {
    let mut lab = Lab::founded();
    let first = lab.unit(lab.root(), "First");
    // The next id that is drawn is the first one's.
    lab.ids = Numbered(first.number() - 1);
    let second = lab.unit(lab.root(), "Second");
    assert_eq!(second, UnitId::of(lab.organization().root(), first.number() + 1));
}

#[test]
fn a_unit_is_deleted_once_it_is_empty() {
    let mut lab = Lab::founded();
    let outer = lab.unit(lab.root(), "Outer");
    let inner = lab.unit(ParentId::Unit(outer), "Inner");
    let delete = |id| Asked::DeleteUnit { id };
    assert_eq!(lab.refused(m(), delete(outer)), DirectoryRefusal::UnitNotEmpty);
    lab.put_in(a(), ParentId::Unit(inner));
    assert_eq!(lab.refused(m(), delete(inner)), DirectoryRefusal::UnitNotEmpty);
    lab.put_in(a(), ParentId::Unit(outer));
    lab.did(m(), delete(inner));
    assert_eq!(lab.refused(m(), delete(outer)), DirectoryRefusal::UnitNotEmpty);
    lab.put_in(a(), lab.root());
    lab.did(m(), delete(outer));
    assert!(lab.organization().units.is_empty());
}

#[test]
fn everything_has_one_parent() {
    let mut lab = Lab::founded();
    let outer = lab.unit(lab.root(), "Outer");
    let inner = lab.unit(ParentId::Unit(outer), "Inner");
    lab.put_in(a(), ParentId::Unit(inner));
    lab.put_in(m(), ParentId::Unit(outer));
    for (child, parent) in [
        (ChildId::Account(a()), ParentId::Unit(inner)),
        (ChildId::Account(m()), ParentId::Unit(outer)),
        (ChildId::Account(b()), lab.root()),
        (ChildId::Unit(inner), ParentId::Unit(outer)),
        (ChildId::Unit(outer), lab.root()),
    ] {
        let reply = lab.did(m(), Asked::ListParents { child });
        assert_eq!(reply, DirectoryReply::Parent(parent));
    }
}

#[test]
fn children_are_listed_by_kind() {
    let mut lab = Lab::founded();
    let outer = lab.unit(lab.root(), "Outer");
    let inner = lab.unit(ParentId::Unit(outer), "Inner");
    lab.put_in(a(), ParentId::Unit(outer));
    let in_root = [m(), b(), d()].map(Child::Account).to_vec();
    for (parent, kind, expected) in [
        (lab.root(), ChildKind::Account, in_root),
        (lab.root(), ChildKind::Unit, vec![Child::Unit(outer)]),
        (ParentId::Unit(outer), ChildKind::Account, vec![Child::Account(a())]),
        (ParentId::Unit(outer), ChildKind::Unit, vec![Child::Unit(inner)]),
        (ParentId::Unit(inner), ChildKind::Account, vec![]),
        (ParentId::Unit(inner), ChildKind::Unit, vec![]),
    ] {
        let reply = lab.did(m(), Asked::ListChildren { parent, kind, page: all() });
        assert_eq!(reply, DirectoryReply::Children { children: expected, next: None });
    }
    let reply = lab.did(m(), Asked::ListUnits { parent: ParentId::Unit(outer), page: all() });
    let DirectoryReply::Units { units, next: None } = reply else { panic!("no units") };
    assert_eq!(
        units.into_iter().map(|u| (u.id, u.above)).collect::<Vec<_>>(),
        [(inner, vec![outer])]
    );
}

#[test]
fn an_organization_has_one_root() {
    let mut lab = Lab::founded();
    let reply = lab.did(m(), Asked::ListRoots);
    assert_eq!(reply, DirectoryReply::Root(Box::new(lab.organization().clone())));
}

#[test]
fn units_are_as_deep_and_as_many_as_they_may() {
    let mut lab = Lab::founded();
    lab.limits.units = 7;
    let mut parent = lab.root();
    for depth in 1..=5 {
        parent = ParentId::Unit(lab.unit(parent, &format!("Level {depth}")));
    }
    let create = |parent| Asked::CreateUnit { parent, name: "New".to_owned(), tags: Tags::new() };
    assert_eq!(lab.refused(m(), create(parent)), DirectoryRefusal::UnitDepthLimit);
    lab.unit(lab.root(), "Sixth");
    lab.unit(lab.root(), "Seventh");
    assert_eq!(lab.refused(m(), create(lab.root())), DirectoryRefusal::UnitLimit);
}
