//! Macie's relationships through an organization, row by row of semantics §5.4.
//!
//! What is seen: A's `ListMembers` | A's rows | M's `ListInvitations` | M's administrator | M's count.

use accede_membership::Switch;

use super::security_hub::out;
use crate::common::Who::{A, B, M, N};
use crate::common::commands::{
    accept, create, delete, disable, disassociate, invite, leave, pause, resume, suspend, unsuspend,
};
use crate::common::organizations::configure;
use crate::common::{Lab, macie};

transitions! {
    m15_suspended_by_its_administrator: macie().admitted(), A suspend(M)
        => "Paused | Paused | - | A Paused | 0";
    m18_resumed_by_its_administrator: paused(), A unsuspend(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m18_resumed_twice: macie().admitted(), A unsuspend(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m18_flipped_and_resumed: macie().paused().delegated(), A unsuspend(M)
        => "Enabled | Enabled | - | A Enabled | 0";

    m19_added: macie().delegated(), A create(M) => "Enabled | Enabled | - | A Enabled | 0";
    m19_added_while_its_macie_is_off: macie().off(M).delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_created_before: macie().created().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_invited_before: macie().invited().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_email_failed_before: macie().email_failed().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_declined_before: macie().declined().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_left_before: macie().left().delegated(), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_removed: out(macie()), A create(M) => "Enabled | Enabled | - | A Enabled | 0";
    m19_removed_and_deleted: out(macie()).after(A, delete(M)), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_removed_and_disabled: out(macie()).off(M), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_came_back: macie().admitted().departs(M).joins(M), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_added_while_suspended: macie().delegated().suspended(M), A create(M)
        => "- | AccountSuspended | - | - | 0";
    m19_added_where_the_region_is_off: macie().delegated().region_off(M), A create(M)
        => "- | RegionDisabled | - | - | 0";
    m19_added_again_where_the_region_is_on_again:
        macie().delegated().region_off(M).after(A, create(M)).region_on(M), A create(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m19_suspended_and_region_off: macie().delegated().region_off(M).suspended(M), A create(M)
        => "- | AccountSuspended | - | - | 0";

    m21_enabled_is_disassociated: macie().admitted(), A disassociate(M)
        => "- | Removed | - | - | 0";
    m21_paused_is_disassociated: paused(), A disassociate(M) => "- | Removed | - | - | 0";
    m21_suspended_is_disassociated: macie().admitted().suspended(M), A disassociate(M)
        => "- | Removed | - | - | 0";
    m21_region_disabled_is_disassociated: macie().admitted().region_off(M), A disassociate(M)
        => "- | Removed | - | - | 0";
    m14_removed_is_deleted: out(macie()), A delete(M) => "- | - | - | - | 0";
    m14_left_the_organization_is_deleted: macie().admitted().departs(M), A delete(M)
        => "- | - | - | - | 0";
    m14_suspended_is_deleted: macie().admitted().suspended(M), A delete(M)
        => "- | - | - | - | 0";
    m14_region_disabled_by_invitation_is_deleted: macie().enabled().region_off(M), A delete(M)
        => "- | - | - | - | 0";

    m25_region_disabled_by_invitation_leaves: macie().enabled().region_off(M), M leave()
        => "- | Resigned | Resigned #1 | - | 1";
    m25_suspended_by_invitation_pauses: macie().enabled().suspended(M), M pause()
        => "- | AccountSuspended | AccountSuspended #1 | A AccountSuspended #1 | 0";
    m16_m25_resumes_where_the_region_is_off: macie().paused().region_off(M), M resume()
        => "- | RegionDisabled | RegionDisabled #1 | A RegionDisabled #1 | 0";
    removed_rows_do_not_keep_macie_on: out(macie()), A disable() => "off | off | - | - | 0";
    nor_do_those_that_left: macie().admitted().departs(M), A disable()
        => "off | off | - | - | 0";
}

states! {
    m20_joined: macie().auto_enabling().joins(M) => "Enabled | Enabled | - | A Enabled | 0";
    m20_joined_while_its_macie_is_off: macie().off(M).auto_enabling().joins(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m20_joined_while_not_enabling: macie().organized(&[A]).designated(A).joins(M)
        => "- | - | - | - | 0";
    m20_was_there_before: macie().delegated().after(A, configure(true)) => "- | - | - | - | 0";
    m20_member_of_another_joined: member_of_b().auto_enabling().joins(M)
        => "- | - | - | B Enabled #1 | 0";
    m20_administrator_joined: macie().after(M, create(N)).auto_enabling().joins(M)
        => "- | - | - | - | 0";
    m20_paused_joined: macie().after(M, pause()).auto_enabling().joins(M)
        => "- | - | - | - | 0";
    m20_joined_where_the_region_is_off: macie().auto_enabling().region_off(M).joins(M)
        => "- | - | - | - | 0";
    m20_invited_joined: macie().invited().auto_enabling().joins(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m20_declined_joined: macie().declined().auto_enabling().joins(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m20_invitation_member_joined: macie().paused().auto_enabling().joins(M)
        => "Paused | Paused | - | A Paused | 0";
    m20_joined_while_the_administrator_is_suspended: macie().auto_enabling().suspended(A).joins(M)
        => "- | - | - | - | 0";
    m20_joined_while_the_administrators_macie_is_off: macie().auto_enabling().off(A).joins(M)
        => "off | off | - | - | 0";

    m22_withdrawn: macie().admitted().withdrawn(A) => "- | Removed | - | - | 0";
    m22_deregistered: macie().admitted().deregistered(A) => "- | Removed | - | - | 0";
    m22_paused: paused().withdrawn(A) => "- | Removed | - | - | 0";
    m22_region_disabled: macie().admitted().region_off(M).withdrawn(A).region_on(M)
        => "- | Removed | - | - | 0";
    m22_flipped: macie().enabled().delegated().withdrawn(A) => "- | Removed | - | - | 0";
    m22_invitation_member_from_outside:
        macie().enabled().organized(&[A]).designated(A).withdrawn(A)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    m22_invited: macie().invited().delegated().withdrawn(A) => "- | Invited | Invited #1 | - | 1";

    m23_enabled: macie().enabled().delegated() => "Enabled | Enabled | - | A Enabled | 0";
    m23_paused: macie().paused().delegated() => "Paused | Paused | - | A Paused | 0";
    m23_suspended: macie().enabled().suspended(M).delegated()
        => "- | AccountSuspended | - | A AccountSuspended | 0";
    m23_region_disabled: macie().enabled().region_off(M).delegated()
        => "- | RegionDisabled | - | A RegionDisabled | 0";
    m23_region_disabled_until_now: macie().enabled().region_off(M).delegated().region_on(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m23_outside_the_organization: macie().enabled().organized(&[A]).designated(A)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    m23_invited_is_no_member: macie().invited().delegated()
        => "- | Invited | Invited #1 | - | 1";
    m23_left_is_no_member: macie().left().delegated() => "- | Resigned | Resigned #1 | - | 1";
    m23_member_of_another: member_of_b().delegated() => "- | - | - | B Enabled #1 | 0";

    m24_enabled: macie().enabled().suspended(A) => "- | Removed | - | - | 0";
    m24_paused: macie().paused().suspended(A) => "- | Removed | - | - | 0";
    m24_organization_member: macie().admitted().suspended(A) => "- | Removed | - | - | 0";
    m24_suspended_member: macie().enabled().suspended(M).suspended(A).reinstated(M)
        => "- | Removed | - | - | 0";
    m24_region_disabled_member: macie().admitted().region_off(M).suspended(A).region_on(M)
        => "- | Removed | - | - | 0";
    m24_invited_is_no_member: macie().invited().suspended(A) => "- | Invited | Invited #1 | - | 1";
    m24_left_is_no_member: macie().left().suspended(A) => "- | Resigned | Resigned #1 | - | 1";
    m24_reinstated: macie().admitted().suspended(A).reinstated(A) => "- | Removed | - | - | 0";
    m24_closed: macie().enabled().closed(A) => "- | - | - | - | 0";
    m24_closed_organization: paused().closed(A) => "- | - | - | - | 0";
    m24_closed_invited: macie().invited().closed(A) => "- | - | - | - | 0";
    m24_closed_declined: macie().declined().closed(A) => "- | - | Resigned #1 | - | 1";

    m25_suspended: macie().admitted().suspended(M)
        => "- | AccountSuspended | - | A AccountSuspended | 0";
    m25_suspended_by_invitation: macie().enabled().suspended(M)
        => "- | AccountSuspended | AccountSuspended #1 | A AccountSuspended #1 | 0";
    m25_reinstated: macie().admitted().suspended(M).reinstated(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m25_reinstated_paused: paused().suspended(M).reinstated(M)
        => "Paused | Paused | - | A Paused | 0";
    m25_region_disabled: macie().admitted().region_off(M)
        => "- | RegionDisabled | - | A RegionDisabled | 0";
    m25_region_disabled_by_invitation: macie().paused().region_off(M)
        => "- | RegionDisabled | RegionDisabled #1 | A RegionDisabled #1 | 0";
    m25_region_enabled: macie().paused().region_off(M).region_on(M)
        => "Paused | Paused | Paused #1 | A Paused #1 | 0";
    m25_suspended_where_the_region_is_off: macie().admitted().region_off(M).suspended(M)
        => "- | AccountSuspended | - | A AccountSuspended | 0";
    m25_region_off_while_suspended: macie().admitted().suspended(M).region_off(M)
        => "- | AccountSuspended | - | A AccountSuspended | 0";
    m25_reinstated_where_the_region_is_off:
        macie().admitted().suspended(M).region_off(M).reinstated(M)
        => "- | RegionDisabled | - | A RegionDisabled | 0";
    m25_region_on_while_suspended:
        macie().admitted().region_off(M).suspended(M).region_on(M)
        => "- | AccountSuspended | - | A AccountSuspended | 0";
    m25_region_on_then_reinstated:
        macie().admitted().region_off(M).suspended(M).region_on(M).reinstated(M)
        => "Enabled | Enabled | - | A Enabled | 0";
    m25_paused_where_the_region_is_off:
        macie().enabled().region_off(M).after(M, pause()).region_on(M)
        => "Paused | Paused | Paused #1 | A Paused #1 | 0";
    m25_left: macie().enabled().suspended(M).after(M, leave()).reinstated(M)
        => "- | Resigned | Resigned #1 | - | 1";
    m25_invited_is_no_member: macie().invited().region_off(M) => "- | Invited | Invited #1 | - | 1";
    m25_closed: paused().closed(M) => "- | - | - | - | 0";
    left_the_organization: macie().admitted().departs(M) => "- | Removed | - | - | 0";
    left_the_organization_while_paused: paused().departs(M) => "- | Removed | - | - | 0";
    left_the_organization_where_the_region_is_off: macie().admitted().region_off(M).departs(M)
        => "- | Removed | - | - | 0";
    left_the_organization_by_invitation: macie().enabled().organized(&[A]).designated(A).joins(M).departs(M)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
}

unprocessed! {
    u16_organization_member_is_not_added_again: macie().admitted(), A create(M) => RowExists;
    u16_paused_organization_member_is_not_added_again: paused(), A create(M) => RowExists;
    u16_left_the_organization_is_not_added_again:
        macie().admitted().departs(M), A create(M) => RowExists;
    m14_organization_member_is_not_deleted: macie().admitted(), A delete(M) => StillAssociated;
    m14_region_disabled_organization_member_is_not_deleted:
        macie().admitted().region_off(M), A delete(M) => StillAssociated;
    m13_left_the_organization_has_no_email_to_invite:
        macie().admitted().departs(M), A invite(M) => EmailMissing;
}

/// A member through the organization whose Macie A suspended.
fn paused() -> Lab {
    macie().admitted().after(A, suspend(M))
}

fn member_of_b() -> Lab {
    macie().after(B, create(M)).after(B, invite(M)).after(M, accept(B, 1))
}

#[test]
fn m22_m24_macie_stays_as_it_is() {
    for lab in [paused().withdrawn(A), paused().suspended(A), paused().closed(A)] {
        assert_eq!(lab.standing(M).switch, Switch::Paused);
        assert_eq!(lab.standing(M).administrator, None);
    }
}

#[test]
fn m18_resumes_the_members_macie() {
    let lab = paused().after(A, unsuspend(M));
    assert_eq!(lab.standing(M).switch, Switch::Enabled);
    assert_eq!(lab.standing(M).updated_at, lab.now());
    assert_eq!(lab.row().updated_at, lab.now());
}
