//! Security Hub's relationships, row by row of semantics §5.3.
//!
//! What is seen: A's `ListMembers` | A's rows | M's `ListInvitations` | M's administrator | M's count.

#[macro_use]
mod common;

use accede_membership::{Command, Kind, Status};
use common::Who::{A, M};
use common::commands::{
    accept, create, decline, delete, delete_invitation, disable, disassociate, enable, invite,
    leave,
};
use common::{Who, hub};

transitions! {
    s1_create_members: hub(), A create(M) => "- | Created | - | - | 0";

    s2_created_invited: hub().created(), A invite(M) => "- | Invited | Invited #1 | - | 1";
    s2_invited_while_its_hub_is_off:
        hub().created().off(M).after(A, invite(M)), M enable()
        => "- | Invited | Invited #1 | - | 1";

    s3_invited_accepts: hub().invited(), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";

    s4_invited_declines: hub().invited(), M decline(A)
        => "- | Resigned | Invited #1 | - | 1";
    s4_declined_declines_again: hub().declined(), M decline(A)
        => "- | Resigned | Invited #1 | - | 1";

    s5_enabled_leaves: hub().enabled(), M leave() => "- | Resigned | Resigned #1 | - | 1";
    s5_left_declines: hub().left(), M decline(A) => "- | Resigned | Resigned #1 | - | 1";

    s6_left_accepts_the_same_id: hub().left(), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    s6_declined_accepts_the_same_id: hub().declined(), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    s6_accepts_the_same_id_any_number_of_times:
        hub().left().after(M, accept(A, 1)).after(M, leave()), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";

    s7_left_is_invited_again: hub().left(), A invite(M)
        => "- | Invited | Invited #2 | - | 1";
    s7_declined_is_invited_again: hub().declined(), A invite(M)
        => "- | Invited | Invited #2 | - | 1";
    s7_then_accepts_the_new_id: hub().left().after(A, invite(M)), M accept(A, 2)
        => "Enabled | Enabled | Enabled #2 | A Enabled #2 | 0";

    s8_enabled_is_disassociated: hub().enabled(), A disassociate(M)
        => "- | Removed | - | - | 0";

    s9_created_is_disassociated: hub().created(), A disassociate(M)
        => "- | Removed | - | - | 0";
    s9_invited_is_disassociated: hub().invited(), A disassociate(M)
        => "- | Removed | - | - | 0";
    s9_resigned_stays_when_disassociated: hub().left(), A disassociate(M)
        => "- | Resigned | Resigned #1 | - | 1";
    s9_declined_stays_when_disassociated: hub().declined(), A disassociate(M)
        => "- | Resigned | Invited #1 | - | 1";
    s9_removed_stays_when_disassociated: hub().removed(), A disassociate(M)
        => "- | Removed | - | - | 0";

    s10_removed_is_invited_again: hub().removed(), A invite(M)
        => "- | Invited | Invited #2 | - | 1";
    s10_then_accepts_the_new_id: hub().removed().after(A, invite(M)), M accept(A, 2)
        => "Enabled | Enabled | Enabled #2 | A Enabled #2 | 0";

    s11_created_is_deleted: hub().created(), A delete(M) => "- | - | - | - | 0";
    s11_invited_is_deleted: hub().invited(), A delete(M) => "- | - | - | - | 0";
    s11_declined_is_deleted: hub().declined(), A delete(M) => "- | - | - | - | 0";
    s11_left_is_deleted: hub().left(), A delete(M) => "- | - | - | - | 0";
    s11_removed_is_deleted: hub().removed(), A delete(M) => "- | - | - | - | 0";
    s11_left_the_organization_is_deleted: hub().organization(Status::Deleted), A delete(M)
        => "- | - | - | - | 0";
    s11_suspended_is_deleted:
        hub().organization(Status::AccountSuspended), A delete(M) => "- | - | - | - | 0";
    s11_suspended_invitation_member_is_deleted:
        hub().enabled().suspended(M), A delete(M)
        => "- | - | - | - | 0";
    s11_membership_restarts_from_create: hub().left().after(A, delete(M)), A create(M)
        => "- | Created | - | - | 0";

    s14_declined_deletes_its_invitation: hub().declined(), M delete_invitation(A)
        => "- | Resigned | - | - | 0";
    s14_left_deletes_its_invitation: hub().left(), M delete_invitation(A)
        => "- | Resigned | - | - | 0";
    s14_then_is_invited_again: hub().left().after(M, delete_invitation(A)), A invite(M)
        => "- | Invited | Invited #2 | - | 1";

    s16_invited_is_withdrawn: hub().invited(), A delete_invitation(M)
        => "- | Created | - | - | 0";
    s16_left_is_withdrawn: hub().left(), A delete_invitation(M)
        => "- | Resigned | - | - | 0";
    s16_declined_is_withdrawn: hub().declined(), A delete_invitation(M)
        => "- | Resigned | - | - | 0";
    s16_then_is_invited_again: hub().invited().after(A, delete_invitation(M)), A invite(M)
        => "- | Invited | Invited #2 | - | 1";

    s26_invited_disables_its_hub: hub().invited(), M disable()
        => "- | Invited | off | off | off";
    s26_invited_disables_and_enables_its_hub: hub().invited().off(M), M enable()
        => "- | Invited | Invited #1 | - | 1";
    s26_enables_and_accepts: hub().invited().off(M).after(M, enable()), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    s26_left_disables_enables_and_accepts_the_same_id:
        hub().left().off(M).after(M, enable()), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";

    disabling_drops_created_rows: hub().created(), A disable() => "off | off | - | - | 0";
    disabling_drops_invited_rows: hub().invited(), A disable() => "off | off | - | - | 0";
    disabling_drops_declined_rows: hub().declined(), A disable() => "off | off | - | - | 0";
    disabling_drops_left_rows: hub().left(), A disable() => "off | off | - | - | 0";
    disabling_drops_removed_rows: hub().removed(), A disable() => "off | off | - | - | 0";
    enabling_starts_without_rows: hub().invited().off(A), A enable() => "- | - | - | - | 0";

    s17_an_organization_member_is_seen_without_invitation:
        hub().organization(Status::Enabled), M list_own_administrator()
        => "Enabled | Enabled | - | A Enabled | 0";
    s19_an_organization_member_is_disassociated:
        hub().organization(Status::Enabled), A disassociate(M) => "- | Removed | - | - | 0";
    s19_then_is_deleted: hub().organization(Status::Removed), A delete(M)
        => "- | - | - | - | 0";
}

unprocessed! {
    s12_enabled_is_not_deleted: hub().enabled(), A delete(M) => StillAssociated;
    s12_organization_member_is_not_deleted:
        hub().organization(Status::Enabled), A delete(M) => StillAssociated;
    s13_created_is_not_created_again: hub().created(), A create(M) => RowExists;
    s13_invited_is_not_created_again: hub().invited(), A create(M) => RowExists;
    s13_enabled_is_not_created_again: hub().enabled(), A create(M) => RowExists;
    s13_declined_is_not_created_again: hub().declined(), A create(M) => RowExists;
    s13_left_is_not_created_again: hub().left(), A create(M) => RowExists;
    s13_removed_is_not_created_again: hub().removed(), A create(M) => RowExists;
    s15_invited_does_not_delete_before_declining:
        hub().invited(), M delete_invitation(A) => StillAssociated;
    s15_enabled_does_not_delete_its_invitation:
        hub().enabled(), M delete_invitation(A) => StillAssociated;
    s16_enabled_is_not_withdrawn: hub().enabled(), A delete_invitation(M) => StillAssociated;
}

fn list_own_administrator() -> Command {
    Command::GetAdministrator
}

#[test]
fn s2_invited_at_equals_updated_at_and_moves_with_every_invitation() {
    let lab = hub().invited();
    assert_eq!(lab.row().invited_at, Some(lab.now()));
    assert_eq!(lab.row().updated_at, lab.now());
    let invited_at = |lab: &common::Lab| {
        lab.relationship(A, M).and_then(|r| r.invitation.as_ref()).map(|i| i.invited_at)
    };
    assert_eq!(invited_at(&lab), Some(lab.now()), "both sides see one time");

    let again = lab.after(M, decline(A)).after(A, invite(M));
    assert_eq!(again.row().invited_at, Some(again.now()));
    assert_eq!(invited_at(&again), Some(again.now()));
}

#[test]
fn a_row_knows_when_it_was_added_and_when_it_last_changed() {
    let mut lab = hub().created();
    let created = lab.now();
    assert_eq!(lab.row().created_at, created);
    assert_eq!(lab.row().updated_at, created, "set already in Created");
    assert_eq!(lab.row().invited_at, None, "absent until invited");
    let steps: [(Who, Command); 6] = [
        (A, invite(M)),
        (M, accept(A, 1)),
        (M, leave()),
        (M, accept(A, 1)),
        (A, disassociate(M)),
        (A, invite(M)),
    ];
    for (who, command) in steps {
        lab.must(who, command.clone());
        assert_eq!(lab.row().updated_at, lab.now(), "{command:?}");
        assert_eq!(lab.row().created_at, created);
    }
}

#[test]
fn a_row_by_invitation_stays_one() {
    for lab in [hub().invited(), hub().enabled(), hub().removed().after(A, invite(M))] {
        assert_eq!(lab.relationship(A, M).map(|r| r.kind), Some(Kind::Invitation));
    }
}
