//! Security Hub's relationships through an organization, row by row of semantics §5.3.
//!
//! What is seen: A's `ListMembers` | A's rows | M's `ListInvitations` | M's administrator | M's count.

use accede_membership::{Email, Refusal};

use crate::common::Who::{A, B, M, N};
use crate::common::commands::{
    accept, create, create_with_email, decline, delete, disable, disassociate, enable, invite,
    leave,
};
use crate::common::organizations::{configure, list_designated};
use crate::common::{Lab, hub};

transitions! {
    s17_added: hub().delegated(), A create(M) => "Enabled | Enabled | - | A Enabled | 0";
    s17_added_without_an_email: hub().delegated(), A create_with_email(M, Email::Absent)
        => "Enabled | Enabled | - | A Enabled | 0";
    s17_added_while_its_hub_is_off: hub().off(M).delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s17_created_before: hub().created().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s17_invited_before: hub().invited().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s17_declined_before: hub().declined().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s17_left_before: hub().left().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s17_removed_before: hub().removed().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";

    s19_disassociated: hub().admitted(), A disassociate(M) => "- | Removed | - | - | 0";
    s19_again: out(hub()), A disassociate(M) => "- | Removed | - | - | 0";
    s19_while_its_account_is_suspended: hub().admitted().suspended(M), A disassociate(M)
        => "- | Removed | - | - | 0";

    s20_added_again: out(hub()), A create(M) => "Enabled | Enabled | - | A Enabled | 0";
    s20_added_again_after_disabling: out(hub()).off(M), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s20_added_again_after_it_left_and_came_back: hub().admitted().departs(M).joins(M), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";

    s11_left_the_organization_is_deleted: hub().admitted().departs(M), A delete(M)
        => "- | - | - | - | 0";
    s11_removed_is_deleted: out(hub()), A delete(M) => "- | - | - | - | 0";
    s11_suspended_is_deleted: hub().admitted().suspended(M), A delete(M)
        => "- | - | - | - | 0";
    s11_added_while_suspended_is_deleted: added_while_suspended(), A delete(M)
        => "- | - | - | - | 0";

    s10_left_the_organization_is_invited: hub().admitted().departs(M), A invite(M)
        => "- | Invited | Invited #1 | - | 1";
    s10_removed_and_left_the_organization_is_invited: out(hub()).departs(M), A invite(M)
        => "- | Invited | Invited #1 | - | 1";
    s10_then_accepts: hub().admitted().departs(M).after(A, invite(M)), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";

    s22_added_while_suspended: hub().delegated().suspended(M), A create(M)
        => "- | AccountSuspended | - | - | 0";
    s22_invited_before: hub().invited().delegated().suspended(M), A create(M)
        => "- | AccountSuspended | - | - | 0";
    s22_removed_before: out(hub()).suspended(M), A create(M)
        => "- | AccountSuspended | - | - | 0";
    s22_added_again_while_suspended: added_while_suspended(), A create(M)
        => "- | AccountSuspended | - | - | 0";
    s22_added_again_once_reinstated: added_while_suspended().reinstated(M), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s22_closed_before: hub().delegated().closed(M), A create(M)
        => "- | AccountSuspended | - | - | 0";
    s22_disassociated: added_while_suspended(), A disassociate(M) => "- | Removed | - | - | 0";

    u23_an_invitation_member_is_added: hub().enabled().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    suspended_invitation_member_leaves: hub().enabled().suspended(M), M leave()
        => "- | Resigned | Resigned #1 | - | 1";
    an_administrator_of_a_suspended_member_disables_its_hub:
        hub().enabled().suspended(M), A crate::common::commands::disable()
        => "off | off | - | - | 0";
    a_former_administrator_disables_its_hub:
        hub().admitted().withdrawn(A), A crate::common::commands::disable()
        => "off | off | - | - | 0";
}

states! {
    s18_joined: hub().auto_enabling().joins(M) => "Enabled | Enabled | - | A Enabled | 0";
    s18_joined_while_its_hub_is_off: hub().off(M).auto_enabling().joins(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s18_joined_while_not_enabling: hub().organized(&[A]).designated(A).joins(M)
        => "- | - | - | - | 0";
    s18_was_there_before: hub().delegated().after(A, configure(true)) => "- | - | - | - | 0";
    s18_member_of_another_joined: member_of_b().auto_enabling().joins(M)
        => "- | - | - | B Enabled #1 | 0";
    s18_administrator_joined: hub().after(M, create(N)).auto_enabling().joins(M)
        => "- | - | - | - | 0";
    s18_invited_joined: hub().invited().auto_enabling().joins(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s18_declined_joined: hub().declined().auto_enabling().joins(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s18_invitation_member_joined: hub().enabled().auto_enabling().joins(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s18_invitation_member_joined_while_not_enabling:
        hub().enabled().organized(&[A]).designated(A).joins(M)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    s18_came_back: hub().auto_enabling().joins(M).departs(M).joins(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    s18_joined_where_the_region_is_off: hub().auto_enabling().region_off(M).joins(M)
        => "- | - | - | - | 0";
    s18_joined_while_the_administrator_is_suspended: hub().auto_enabling().suspended(A).joins(M)
        => "- | - | - | - | 0";
    s18_joined_when_there_is_no_place:
        hub().organization_at_most(0).auto_enabling().joins(M) => "- | - | - | - | 0";

    s21_left: hub().admitted().departs(M) => "- | Deleted | - | - | 0";
    s21_left_while_suspended: hub().admitted().suspended(M).departs(M)
        => "- | Deleted | - | - | 0";
    s21_left_once_it_was_removed: out(hub()).departs(M) => "- | Removed | - | - | 0";
    s21_invitation_member_left: hub().enabled().delegated().departs(M)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    s21_invited_left: hub().invited().delegated().departs(M)
        => "- | Invited | Invited #1 | - | 1";

    s22_reinstated: added_while_suspended().reinstated(M)
        => "- | AccountSuspended | - | - | 0";
    suspended: hub().admitted().suspended(M)
        => "- | AccountSuspended | - | A AccountSuspended | 0";
    suspended_and_reinstated: hub().admitted().suspended(M).reinstated(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    suspended_by_invitation: hub().enabled().suspended(M)
        => "- | AccountSuspended | AccountSuspended #1 | A AccountSuspended #1 | 0";
    suspended_and_reinstated_by_invitation: hub().enabled().suspended(M).reinstated(M)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    suspended_while_invited: hub().invited().suspended(M) => "- | Invited | Invited #1 | - | 1";
    suspended_administrator_keeps_its_members: hub().admitted().suspended(A)
        => "Enabled | Enabled | - | A Enabled | 0";
    a_disabled_region_does_not_show: hub().admitted().region_off(M)
        => "Enabled | Enabled | - | A Enabled | 0";

    s23_withdrawn: hub().admitted().withdrawn(A) => "- | Removed | - | - | 0";
    s23_deregistered: hub().admitted().deregistered(A) => "- | Removed | - | - | 0";
    s23_suspended_member: hub().admitted().suspended(M).withdrawn(A) => "- | Removed | - | - | 0";
    s23_suspended_member_is_reinstated: hub().admitted().suspended(M).withdrawn(A).reinstated(M)
        => "- | Removed | - | - | 0";
    s23_added_while_suspended: added_while_suspended().withdrawn(A) => "- | Removed | - | - | 0";
    s23_invitation_member: hub().enabled().delegated().withdrawn(A)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    s23_invitation_member_that_was_added_again:
        hub().enabled().delegated().after(A, create(M)).withdrawn(A) => "- | Removed | - | - | 0";
    s23_invited: hub().invited().delegated().withdrawn(A) => "- | Invited | Invited #1 | - | 1";
    s23_left_the_organization: hub().admitted().departs(M).withdrawn(A)
        => "- | Deleted | - | - | 0";

    s24_created: hub().created().closed(A) => "- | - | - | - | 0";
    s24_invited: hub().invited().closed(A) => "- | - | - | - | 0";
    s24_declined: hub().declined().closed(A) => "- | - | - | - | 0";
    s24_left: hub().left().closed(A) => "- | - | - | - | 0";
    s24_enabled: hub().enabled().closed(A) => "- | - | - | - | 0";
    s24_organization_member: hub().admitted().closed(A) => "- | - | - | - | 0";
    s24_suspended_member: hub().admitted().suspended(M).closed(A) => "- | - | - | - | 0";

    s25_enabled: hub().enabled().closed(M) => "- | - | - | - | 0";
    s25_organization_member: hub().admitted().closed(M) => "- | - | - | - | 0";
    s25_suspended_before: hub().admitted().suspended(M).closed(M) => "- | - | - | - | 0";
    s25_invited_is_no_member: hub().invited().closed(M) => "- | Invited | Invited #1 | - | 1";
    s25_left_is_no_member: hub().left().closed(M) => "- | Resigned | Resigned #1 | - | 1";
    s25_removed_is_no_member: out(hub()).closed(M) => "- | Removed | - | - | 0";
}

unprocessed! {
    s12_organization_member_is_not_deleted: hub().admitted(), A delete(M) => StillAssociated;
    s13_organization_member_is_not_added_again: hub().admitted(), A create(M) => RowExists;
    s16_suspended_member_is_not_withdrawn:
        hub().enabled().suspended(M), A crate::common::commands::delete_invitation(M)
        => StillAssociated;
    s13_left_the_organization_is_not_added_again:
        hub().admitted().departs(M), A create(M) => RowExists;
}

/// A member through the organization that A disassociated.
pub(crate) fn out(lab: Lab) -> Lab {
    lab.admitted().after(A, disassociate(M))
}

/// S22.
fn added_while_suspended() -> Lab {
    hub().delegated().suspended(M).after(A, create(M))
}

fn member_of_b() -> Lab {
    hub().after(B, create(M)).after(B, invite(M)).after(M, accept(B, 1))
}

#[test]
fn s23_s24_hubs_stay_on() {
    for mut lab in [hub().admitted().withdrawn(A), hub().admitted().closed(A)] {
        assert!(lab.standing(M).is_on());
        assert_eq!(lab.standing(M).administrator, None);
        let rule = lab.rules.service;
        let reply = lab.run(crate::common::Who::G, &list_designated(rule));
        assert_eq!(reply, Ok(accede_membership::Reply::Designated(None)));
    }
}

#[test]
fn s25_an_account_that_is_both_leaves_nothing() {
    // M has a row that N resigned from, and is A's member.
    let lab = hub().after(M, create(N)).after(M, invite(N)).after(N, decline(M)).admitted();
    assert_eq!(lab.views_of(M, N), "- | Resigned | Invited #1 | - | 1");
    let lab = lab.closed(M);
    assert_eq!(lab.views(), "- | - | - | - | 0");
    assert_eq!(lab.views_of(M, N), "- | - | - | - | 0");
    assert!(lab.world.relationships.is_empty());
    assert_eq!(lab.standing(M).administrator, None);
    let enabled = lab.after(M, disable()).run(M, &enable());
    assert_eq!(enabled.err(), Some(Refusal::AccountNotInUse), "it stays closed");
}

#[test]
fn a_suspended_member_follows_its_administrator() {
    use crate::common::commands::{FOLLOWED, set};
    for lab in [hub().enabled(), hub().admitted()] {
        let lab = lab.suspended(M).after(A, set(FOLLOWED, "STANDARD_CONTROL"));
        assert_eq!(lab.standing(M).settings[FOLLOWED], "STANDARD_CONTROL");
        assert_eq!(lab.reinstated(M).standing(M).settings[FOLLOWED], "STANDARD_CONTROL");
    }
}
