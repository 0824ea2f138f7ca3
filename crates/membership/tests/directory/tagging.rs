//! Tags of accounts, units and the root.

use accede_membership::directory::{
    DirectoryRefusal, DirectoryReply, OrganizationsCommand as Asked, ParentId, Tagged,
};

use crate::lab::{Lab, a, m, numbered_tags, tags};

fn resources(lab: &mut Lab) -> [Tagged; 4] {
    let unit = lab.unit(lab.root(), "Unit");
    let unit = Tagged::Parent(ParentId::Unit(unit));
    [Tagged::Account(a()), Tagged::Account(m()), Tagged::Parent(lab.root()), unit]
}

#[test]
fn tags_are_added_replaced_and_removed() {
    let mut lab = Lab::founded();
    for resource in resources(&mut lab) {
        let list = || Asked::ListTags { resource };
        lab.did(m(), Asked::Tag { resource, tags: tags(&[("a", "1"), ("b", "2")]) });
        lab.did(m(), Asked::Tag { resource, tags: tags(&[("b", "3"), ("c", "")]) });
        let expected = tags(&[("a", "1"), ("b", "3"), ("c", "")]);
        assert_eq!(lab.did(m(), list()), DirectoryReply::Tags(expected));
        let keys = vec!["a".to_owned(), "nothing".to_owned(), "c".to_owned()];
        lab.did(m(), Asked::Untag { resource, keys });
        assert_eq!(lab.did(m(), list()), DirectoryReply::Tags(tags(&[("b", "3")])));
    }
}

#[test]
fn a_resource_has_as_many_tags_as_it_may() {
    let mut lab = Lab::founded();
    for resource in resources(&mut lab) {
        lab.did(m(), Asked::Tag { resource, tags: numbered_tags(50) });
        lab.did(m(), Asked::Tag { resource, tags: tags(&[("49", "again")]) });
        let command = Asked::Tag { resource, tags: tags(&[("50", "")]) };
        assert_eq!(lab.refused(m(), command), DirectoryRefusal::TagLimit);
    }
}

#[test]
fn nothing_has_policies_if_it_is_there() {
    let mut lab = Lab::founded();
    for target in resources(&mut lab) {
        let reply = lab.did(m(), Asked::ListPoliciesForTarget { target });
        assert_eq!(reply, DirectoryReply::Done);
    }
}
