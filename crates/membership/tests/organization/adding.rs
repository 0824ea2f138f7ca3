//! What adding a member through the organization does to it (semantics §9.2), and how its row looks (§9.4). What
//! is refused has its rows in `refusals/`.

use accede_membership::{Command, Delegation, Kind, Quotas, Relationship, Reply, Switch};

use crate::common::Who::{self, A, B, G, M, N};
use crate::common::commands::{
    FOLLOWED, accept, create, create_all, create_with_tags, disassociate, enable, get, invite, set,
    tag, tags,
};
use crate::common::organizations::configure;
use crate::common::{Lab, both, hub, macie, unprocessed};

fn two() -> [Lab; 2] {
    both(Quotas::default())
}

/// The ways in which M becomes a member, from one beginning.
fn ways(lab: &Lab) -> [Lab; 2] {
    [lab.clone().admitted(), lab.clone().auto_enabling().joins(M)]
}

fn without_standards() -> Command {
    let (auto_enable, standards, central) = (true, Some(false), None);
    Command::Delegation(Delegation::Configure { auto_enable, standards, central })
}

#[test]
fn a_service_that_is_off_is_switched_on() {
    for lab in two() {
        for lab in ways(&lab.off(M)) {
            let standing = lab.standing(M);
            assert_eq!(standing.switch, Switch::Enabled);
            assert_eq!((standing.enabled_at, standing.updated_at), (lab.now(), lab.now()));
            let names = standing.configuration.keys().map(String::as_str);
            assert!(names.eq(lab.rules.default_standards.iter().copied()), "default standards");
            assert_eq!(standing.settings.len(), lab.rules.default_settings.len());
            assert_eq!(standing.administrator, Some(A.id()));
        }
    }
    assert_eq!(hub().rules.default_standards.len(), 2, "FSBP and CIS 1.2.0");
    assert_eq!(macie().rules.default_standards.len(), 0);
}

#[test]
fn the_default_standards_can_be_switched_off() {
    let lab = hub().off(M).delegated().after(A, without_standards()).after(A, create(M));
    assert!(lab.standing(M).is_on() && lab.standing(M).configuration.is_empty());
    let lab = hub().off(M).organized(&[A]).designated(A).after(A, without_standards()).joins(M);
    assert!(lab.standing(M).is_on() && lab.standing(M).configuration.is_empty());
}

#[test]
fn nothing_else_changes_in_a_service_that_is_on() {
    use accede_membership::Resource;
    for lab in two() {
        let lab = lab.after(M, set("x", "y")).after(M, tag(Resource::Service, 2));
        let before = lab.standing(M);
        assert!(before.configuration.is_empty());
        for lab in ways(&lab) {
            let mut after = lab.standing(M);
            assert_eq!(after.administrator.take(), Some(A.id()));
            assert_eq!(after, before);
        }
    }
}

#[test]
fn a_member_follows_its_administrator_from_then_on() {
    let begin = hub().after(M, set(FOLLOWED, "MINE")).after(A, set(FOLLOWED, "STANDARD_CONTROL"));
    for begin in [begin.clone(), begin.off(M)] {
        for lab in ways(&begin) {
            assert_eq!(lab.standing(M).settings[FOLLOWED], "STANDARD_CONTROL");
            let lab = lab.after(A, set(FOLLOWED, "SECURITY_CONTROL"));
            assert_eq!(lab.standing(M).settings[FOLLOWED], "SECURITY_CONTROL");
        }
    }
}

#[test]
fn an_account_that_is_suspended_is_not_switched_on() {
    for lab in two() {
        let lab = lab.off(M).delegated().suspended(M).after(A, create(M));
        assert_eq!(lab.standing(M), accede_membership::Standing::default());
        assert_eq!(lab.row().status, accede_membership::Status::AccountSuspended);
    }
}

#[test]
fn security_hub_does_not_show_disabled_regions() {
    let lab = hub().delegated().region_off(M).after(A, create(M));
    assert_eq!(lab.views(), "Enabled | Enabled | - | A Enabled | 0");
}

#[test]
fn the_management_account_is_added_once_its_service_is_on() {
    for lab in two() {
        let lab = lab.after(G, enable()).delegated().after(A, create(G));
        assert_eq!(lab.views_of(A, G), "Enabled | Enabled | - | A Enabled | 0");
    }
}

#[test]
fn accounts_from_outside_follow_the_invitation_route() {
    for lab in two() {
        let lab = lab.delegated().after(A, create(B)).after(A, invite(B)).after(B, accept(A, 1));
        assert_eq!(lab.views_of(A, B), "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0");
        assert_eq!(lab.relationship(A, B).map(|r| r.kind), Some(Kind::Invitation));
    }
}

#[test]
fn who_does_not_administer_the_organization_invites_its_accounts() {
    for lab in two() {
        let lab = lab.organized(&[A, M, N, B]).designated(B);
        let lab = lab.after(A, create(M)).after(A, invite(M)).after(M, accept(A, 1));
        assert_eq!(lab.views(), "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0");
    }
}

#[test]
fn an_administrator_of_another_organization_invites() {
    for lab in two() {
        let mut lab = lab.delegated();
        let other = accede_membership::directory::OrganizationId::of(78);
        lab.entry(M).joined.as_mut().unwrap().organization = other;
        assert_eq!(lab.after(A, create(M)).views(), "- | Created | - | - | 0");
    }
}

#[test]
fn turning_auto_enable_off_again_stops_it() {
    for lab in two() {
        let lab = lab.auto_enabling().joins(M).after(A, configure(false)).joins(N);
        assert_eq!(lab.views(), "Enabled | Enabled | - | A Enabled | 0");
        assert_eq!(lab.views_of(A, N), "- | - | - | - | 0");
    }
}

#[test]
fn quota_is_of_its_own_and_configurable() {
    assert_eq!(Quotas::default().organization, 10_000, "U12");
    for lab in both(Quotas { members: 0, organization: 1, ..Quotas::default() }) {
        let lab = lab.organized(&[N]).admitted();
        let mut lab = lab;
        let reply = lab.run(A, &create(N)).unwrap();
        let refusals: Vec<_> = unprocessed(&reply).iter().map(|one| one.refusal).collect();
        assert_eq!(refusals, [accede_membership::Refusal::QuotaExceeded]);
        let lab = lab.after(A, disassociate(M)).after(A, create(N));
        assert_eq!(lab.standing(A).tally.organization, 1, "a removed member frees its place");
        let joined = lab.after(A, disassociate(N)).after(A, configure(true));
        let joined = joined.departs(M).departs(N).joins(M).joins(N);
        assert_eq!(joined.views(), "Enabled | Enabled | - | A Enabled | 0");
        assert_eq!(joined.views_of(A, N), "- | Removed | - | - | 0", "no place for it");
    }
}

#[test]
fn a_suspended_member_that_is_added_again_needs_no_second_place() {
    for lab in both(Quotas { organization: 1, ..Quotas::default() }) {
        let lab =
            lab.delegated().suspended(M).after(A, create(M)).reinstated(M).after(A, create(M));
        assert_eq!(lab.views(), "Enabled | Enabled | - | A Enabled | 0");
    }
}

#[test]
fn a_batch_adds_accounts_of_both_kinds() {
    for mut lab in two().map(Lab::delegated) {
        let reply = lab.run(A, &create_all([M, B, A, M])).unwrap();
        let refusals: Vec<_> = unprocessed(&reply).iter().map(|one| one.refusal).collect();
        use accede_membership::Refusal::{Oneself, RowExists};
        assert_eq!(refusals, [Oneself, RowExists]);
        let kind =
            |who: Who| lab.relationship(A, who).map(|r| (r.kind, r.status().unwrap().name()));
        assert_eq!(kind(M), Some((Kind::Organization, "Enabled")));
        assert_eq!(kind(B), Some((Kind::Invitation, "Created")));
    }
}

/// A's row for M by `GetMembers`, and M's administrator.
fn both_sides(lab: &mut Lab) -> (Relationship, Relationship) {
    let row = match lab.run(A, &get(M)) {
        Ok(Reply::Members { mut members, .. }) => members.remove(0),
        other => unreachable!("{other:?}"),
    };
    match lab.run(M, &Command::GetAdministrator) {
        Ok(Reply::Administrator(Some(administrator))) => (row, administrator),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn rows_have_neither_email_nor_invitation() {
    for lab in two() {
        for mut lab in ways(&lab) {
            let (relationship, administrator) = both_sides(&mut lab);
            let row = relationship.row.as_ref().unwrap();
            assert_eq!((&row.email, row.invited_at, &row.message), (&None, None, &None));
            let added = accede_membership::Timestamp(lab.now().0 - 2_000);
            assert_eq!((row.created_at, row.updated_at), (added, added));
            assert_eq!(relationship.pair.administrator, A.id());
            assert_eq!(administrator, relationship);
            assert_eq!(relationship.invitation, None, "no id and no time for the member to see");
        }
    }
}

#[test]
fn rows_keep_the_tags_that_they_are_given() {
    let lab = macie().delegated().after(A, create_with_tags(M, tags(2)));
    assert_eq!(lab.row().tags, tags(2));
    let lab = lab.after(A, disassociate(M)).after(A, create_with_tags(M, tags(1)));
    assert_eq!(lab.row().tags, tags(1));
    assert_eq!(macie().auto_enabling().joins(M).row().tags, tags(0));
}

#[test]
fn an_account_that_was_never_added_has_no_row() {
    for lab in two() {
        assert!(lab.delegated().world.relationships.is_empty());
    }
}
