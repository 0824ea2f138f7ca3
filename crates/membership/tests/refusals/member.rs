//! What a member asks for: accepting, declining, deleting, leaving.

use accede_membership::{Command, Status};

use crate::common::Who::{A, B, M, N};
use crate::common::commands::{
    accept, create, decline, delete, delete_invitation, disassociate, invite, junk, leave, suspend,
};
use crate::common::{Lab, hub, macie, macie_later};

refusals! {
    accept_with_a_created_row: hub().invited().after(M, create(N)), M accept(A, 1)
        => Request HasMembers;
    accept_with_an_invited_row:
        hub().invited().after(M, create(N)).after(M, invite(N)), M accept(A, 1)
        => Request HasMembers;
    accept_with_a_member: with_members(hub().invited()), M accept(A, 1) => Request HasMembers;
    accept_with_a_member_macie: with_members(macie().invited()), M accept(A, 1)
        => Request HasMembers;
    accept_with_a_suspended_member:
        with_members(macie().invited()).after(M, suspend(N)), M accept(A, 1)
        => Request HasMembers;
    accept_with_a_member_whose_account_is_suspended:
        with_members(hub().invited()).suspended(N), M accept(A, 1) => Request HasMembers;
    accept_with_a_member_where_the_region_is_off:
        with_members(macie().invited()).region_off(N), M accept(A, 1) => Request HasMembers;
    u26_accept_with_a_verifying_row:
        macie_later().after(M, create(N)).after(M, invite(N)), M accept(A, 1)
        => Request HasMembers;

    accept_as_a_member_of_another_security_hub:
        invited_by_b(hub().enabled()), M accept(B, 2) => Request AlreadyAssociated;
    accept_as_a_member_of_another_macie:
        invited_by_b(macie().enabled()), M accept(B, 2) => Request AlreadyAssociated;
    accept_as_a_suspended_member_of_another:
        invited_by_b(macie().paused()), M accept(B, 2) => Request AlreadyAssociated;
    accept_as_an_organization_member:
        macie().after(B, create(M)).after(B, invite(M)).organization(Status::Enabled), M accept(B, 1)
        => Request AlreadyAssociated;

    accept_without_invitation: hub(), M accept(A, 1) => Request NoPendingInvitation;
    accept_a_created_row: hub().created(), M accept(A, 1) => Request NoPendingInvitation;
    accept_a_verifying_row: macie_later().invited(), M accept(A, 1)
        => Request NoPendingInvitation;
    accept_a_failed_row: macie().email_failed(), M accept(A, 1) => Request NoPendingInvitation;
    accept_a_wrong_id_security_hub: hub().invited(), M accept(A, 2)
        => Request NoPendingInvitation;
    accept_a_wrong_id_macie: macie().invited(), M accept(A, 2) => Request NoPendingInvitation;
    accept_what_cannot_be_an_id: hub().invited(), M accept_no_id() => Request NoPendingInvitation;
    accept_anothers_id: hub().invited(), M accept(B, 1) => Request NoPendingInvitation;
    accept_what_was_sent_to_somebody_else: hub().invited(), N accept(A, 1)
        => Request NoPendingInvitation;
    accept_from_itself: hub().invited(), M accept(M, 1) => Request NoPendingInvitation;
    accept_from_junk: hub().invited(), M accept(junk(), 1) => Request NoPendingInvitation;
    u10_accept_after_removal_security_hub: hub().removed(), M accept(A, 1)
        => Request NoPendingInvitation;
    u10_accept_after_removal_macie: macie().removed(), M accept(A, 1)
        => Request NoPendingInvitation;
    u10_accept_after_deletion_security_hub: hub().left().after(A, delete(M)), M accept(A, 1)
        => Request NoPendingInvitation;
    u10_accept_after_deletion_macie: macie().left().after(A, delete(M)), M accept(A, 1)
        => Request NoPendingInvitation;
    s14_accept_after_deleting_it: hub().left().after(M, delete_invitation(A)), M accept(A, 1)
        => Request NoPendingInvitation;
    m10_accept_after_deleting_it: macie().left().after(M, delete_invitation(A)), M accept(A, 1)
        => Request NoPendingInvitation;
    m10_accept_after_declining_a_left_one:
        macie().left().after(M, decline(A)), M accept(A, 1) => Request NoPendingInvitation;
    s16_accept_after_withdrawal: hub().invited().after(A, delete_invitation(M)), M accept(A, 1)
        => Request NoPendingInvitation;
    u28_accept_the_old_id_security_hub: hub().left().after(A, invite(M)), M accept(A, 1)
        => Request NoPendingInvitation;
    u28_accept_the_old_id_macie: macie().removed().after(A, invite(M)), M accept(A, 1)
        => Request NoPendingInvitation;
    u3_accept_after_declining_macie: macie().declined(), M accept(A, 1)
        => Request NoPendingInvitation;
    u4_accept_again_macie: macie().enabled(), M accept(A, 1) => Request NoPendingInvitation;
    u4_accept_again_while_suspended: macie().paused(), M accept(A, 1)
        => Request NoPendingInvitation;
    u4_accept_again_with_a_wrong_id: hub().enabled(), M accept(A, 2)
        => Request NoPendingInvitation;
    u4_accept_again_without_an_id: hub().enabled(), M accept_no_id()
        => Request NoPendingInvitation;
    u4_accept_as_an_organization_member_of_the_same:
        hub().organization(Status::Enabled), M accept(A, 1) => Request NoPendingInvitation;

    accept_from_a_member_security_hub: a_became_a_member(hub()), M accept(A, 1)
        => Request InviterIsMember;
    accept_from_a_member_macie: a_became_a_member(macie()), M accept(A, 1)
        => Request InviterIsMember;

    quota_accept_left: hub().left().after(A, create(N)).members_at_most(1), M accept(A, 1)
        => Request QuotaExceeded;
    quota_accept_left_macie: macie().left().after(A, create(N)).members_at_most(1), M accept(A, 1)
        => Request QuotaExceeded;
    quota_accept_declined: hub().declined().after(A, create(N)).members_at_most(1), M accept(A, 1)
        => Request QuotaExceeded;

    decline_junk: hub(), M decline(junk()) => Account NotAnAccount;
    decline_without_invitation: hub(), M decline(A) => Account NoPendingInvitation;
    decline_a_created_row: hub().created(), M decline(A) => Account NoPendingInvitation;
    decline_a_membership_security_hub: hub().enabled(), M decline(A)
        => Account NoPendingInvitation;
    decline_a_membership_macie: macie().paused(), M decline(A) => Account NoPendingInvitation;
    decline_an_organization: hub().organization(Status::Enabled), M decline(A)
        => Account NoPendingInvitation;
    decline_after_removal: hub().removed(), M decline(A) => Account NoPendingInvitation;
    u2_decline_names_the_caller: hub().invited(), M decline(M) => Account NoPendingInvitation;
    u2_the_administrator_does_not_decline: hub().invited(), A decline(M)
        => Account NoPendingInvitation;

    delete_invitation_junk: macie(), M delete_invitation(junk()) => Account NotAnAccount;
    delete_without_invitation_security_hub: hub(), M delete_invitation(A)
        => Account NoPendingInvitation;
    delete_without_invitation_macie: macie(), M delete_invitation(A)
        => Account NoPendingInvitation;
    delete_invitation_of_a_created_row: hub().created(), A delete_invitation(M)
        => Account NoPendingInvitation;
    delete_invitation_of_an_organization: hub().organization(Status::Enabled), M delete_invitation(A)
        => Account NoPendingInvitation;
    u1_an_administrator_does_not_withdraw_in_macie: macie().invited(), A delete_invitation(M)
        => Account NoPendingInvitation;
    m15_pending_is_not_deleted: macie().invited(), M delete_invitation(A)
        => Account StillAssociated;
    accepted_is_not_deleted: macie().enabled(), M delete_invitation(A) => Account StillAssociated;
    suspended_is_not_deleted: macie().paused(), M delete_invitation(A) => Account StillAssociated;

    leave_without_administrator_security_hub: hub(), M leave() => Request NoAdministrator;
    leave_without_administrator_macie: macie(), M leave() => Request NoAdministrator;
    leave_while_invited: hub().invited(), M leave() => Request NoAdministrator;
    leave_after_declining: hub().declined(), M leave() => Request NoAdministrator;
    leave_twice: macie().left(), M leave() => Request NoAdministrator;
    leave_after_removal: macie().removed(), M leave() => Request NoAdministrator;
    leave_as_the_administrator: hub().enabled(), A leave() => Request NoAdministrator;
    leave_an_organization_security_hub: hub().organization(Status::Enabled), M leave()
        => Request CannotLeaveOrganization;
    leave_an_organization_macie: macie().organization(Status::Paused), M leave()
        => Request CannotLeaveOrganization;
    leave_an_organization_that_removed_it: macie().organization(Status::Removed), M leave()
        => Request NoAdministrator;
}

/// M has a member of its own; takes the next invitation id.
fn with_members(lab: Lab) -> Lab {
    let number = lab.ids.0 + 1;
    lab.after(M, create(N)).after(M, invite(N)).after(N, accept(M, number))
}

/// B has invited M too; takes the next invitation id.
fn invited_by_b(lab: Lab) -> Lab {
    let mut lab = lab;
    // Security Hub invites nobody who is a member already (U29), so the invitation is older there.
    lab.rules.invites_members_of_others = true;
    let lab = lab.after(B, create(M)).after(B, invite(M));
    Lab { rules: accede_membership::Rules::of(lab.rules.service, lab.rules.quotas), ..lab }
}

/// M left A, and A then became a member of B: A's invitation (number 1) is still in M's list.
fn a_became_a_member(lab: Lab) -> Lab {
    lab.left().after(B, create(A)).after(B, invite(A)).after(A, accept(B, 2))
}

fn accept_no_id() -> Command {
    Command::AcceptInvitation { administrator: A.into(), invitation: None }
}

#[test]
fn an_inviter_that_left_its_administrator_can_be_accepted_again() {
    let lab = a_became_a_member(hub()).after(A, leave()).after(M, accept(A, 1));
    assert_eq!(lab.views(), "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0");
    let lab = lab.after(A, disassociate(M));
    assert_eq!(lab.views(), "- | Removed | - | - | 0");
}
