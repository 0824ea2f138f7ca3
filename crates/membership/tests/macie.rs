//! Macie's relationships, row by row of semantics §5.4.
//!
//! What is seen: A's `ListMembers` | A's rows | M's `ListInvitations` | M's administrator | M's count.

#[macro_use]
mod common;

use accede_membership::{Command, Email, Status};
use common::Who::{A, M};
use common::commands::{
    EMAIL, accept, create, create_with_email, decline, delete, delete_invitation, disable,
    disassociate, enable, invite, leave, pause, resume, suspend, unsuspend, verify,
};
use common::{Lab, macie, macie_later};

transitions! {
    m1_create_member: macie(), A create(M) => "- | Created | - | - | 0";

    m2_created_is_invited: macie_later().created(), A invite(M)
        => "- | EmailVerificationInProgress | - | - | 0";
    m2_removed_is_invited: verified().after(M, accept(A, 1)).after(A, disassociate(M)), A invite(M)
        => "- | EmailVerificationInProgress | - | - | 0";
    m2_left_is_invited: verified().after(M, accept(A, 1)).after(M, leave()), A invite(M)
        => "- | EmailVerificationInProgress | - | - | 0";

    m3_email_matches: macie_later().knows_m().invited(), A verify(M)
        => "- | Invited | Invited #1 | - | 1";
    m3_email_matches_whatever_its_case:
        macie_later().knows(M, "MEMBER@Example.com").invited(), A verify(M)
        => "- | Invited | Invited #1 | - | 1";
    m3_email_unknown_to_the_directory: macie_later().invited(), A verify(M)
        => "- | Invited | Invited #1 | - | 1";
    m3_at_once_email_matches: macie().knows_m().created(), A invite(M)
        => "- | Invited | Invited #1 | - | 1";
    m3_at_once_email_unknown_to_the_directory: macie().created(), A invite(M)
        => "- | Invited | Invited #1 | - | 1";
    m3_invited_is_not_verified_again: macie().invited(), A verify(M)
        => "- | Invited | Invited #1 | - | 1";
    m3_created_is_not_verified: macie_later().created(), A verify(M)
        => "- | Created | - | - | 0";
    m3_nobody_is_not_verified: macie_later(), A verify(M) => "- | - | - | - | 0";

    m4_email_differs: macie_later().knows(M, "other@example.com").invited(), A verify(M)
        => "- | EmailVerificationFailed | - | - | 0";
    m4_at_once_email_differs: macie().knows(M, "other@example.com").created(), A invite(M)
        => "- | EmailVerificationFailed | - | - | 0";
    m4_failed_is_not_verified_again: macie().email_failed(), A verify(M)
        => "- | EmailVerificationFailed | - | - | 0";

    m5_failed_is_deleted: macie().email_failed(), A delete(M) => "- | - | - | - | 0";
    m5_then_is_added_with_the_right_email_and_invited: corrected(), A invite(M)
        => "- | Invited | Invited #1 | - | 1";

    m6_invited_accepts: macie().invited(), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    m6_invited_accepts_while_suspended: macie().invited().after(M, pause()), M accept(A, 1)
        => "Paused | Paused | Paused #1 | A Paused #1 | 0";

    m7_invited_declines: macie().invited(), M decline(A) => "- | - | Resigned #1 | - | 1";
    m7_declined_deletes_its_invitation: macie().declined(), M delete_invitation(A)
        => "- | - | - | - | 0";
    m7_declined_is_added_again: macie().declined(), A create(M)
        => "- | Created | Resigned #1 | - | 1";
    m7_added_again_keeps_its_row_when_the_member_deletes:
        macie().declined().created(), M delete_invitation(A) => "- | Created | - | - | 0";
    m7_added_and_invited_again: macie().declined().created(), A invite(M)
        => "- | Invited | Invited #2 | - | 1";

    m8_enabled_leaves: macie().enabled(), M leave() => "- | Resigned | Resigned #1 | - | 1";
    m8_paused_leaves: macie().paused(), M leave() => "- | Resigned | Resigned #1 | - | 1";

    m9_left_accepts_the_same_id: macie().left(), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    m9_paused_left_accepts_the_same_id: macie().paused().after(M, leave()), M accept(A, 1)
        => "Paused | Paused | Paused #1 | A Paused #1 | 0";

    m10_left_deletes_its_invitation: macie().left(), M delete_invitation(A)
        => "- | - | - | - | 0";
    m10_left_declines: macie().left(), M decline(A) => "- | - | Resigned #1 | - | 1";
    m10_then_deletes_its_invitation: macie().left().after(M, decline(A)), M delete_invitation(A)
        => "- | - | - | - | 0";

    m11_enabled_is_disassociated: macie().enabled(), A disassociate(M)
        => "- | Removed | - | - | 0";
    m11_paused_is_disassociated: macie().paused(), A disassociate(M)
        => "- | Removed | - | - | 0";

    m12_created_is_disassociated: macie().created(), A disassociate(M)
        => "- | Removed | - | - | 0";
    m12_verifying_is_disassociated: macie_later().invited(), A disassociate(M)
        => "- | Removed | - | - | 0";
    m12_failed_is_disassociated: macie().email_failed(), A disassociate(M)
        => "- | Removed | - | - | 0";
    m12_invited_is_disassociated: macie().invited(), A disassociate(M)
        => "- | Removed | - | - | 0";
    m12_verification_of_a_removed_row_is_void:
        macie_later().invited().after(A, disassociate(M)), A verify(M)
        => "- | Removed | - | - | 0";
    m12_removed_stays_when_disassociated: macie().removed(), A disassociate(M)
        => "- | Removed | - | - | 0";
    m12_resigned_stays_when_disassociated: macie().left(), A disassociate(M)
        => "- | Resigned | Resigned #1 | - | 1";

    m13_removed_is_invited_again: macie().removed(), A invite(M)
        => "- | Invited | Invited #2 | - | 1";
    m13_left_is_invited_again: macie().left(), A invite(M)
        => "- | Invited | Invited #2 | - | 1";

    m14_created_is_deleted: macie().created(), A delete(M) => "- | - | - | - | 0";
    m14_verifying_is_deleted: macie_later().invited(), A delete(M) => "- | - | - | - | 0";
    m14_invited_is_deleted: macie().invited(), A delete(M) => "- | - | - | - | 0";
    m14_left_is_deleted: macie().left(), A delete(M) => "- | - | - | - | 0";
    m14_removed_is_deleted: macie().removed(), A delete(M) => "- | - | - | - | 0";
    m14_region_disabled_is_deleted:
        macie().enabled().region_off(M), A delete(M)
        => "- | - | - | - | 0";
    m14_verification_of_a_deleted_row_is_void:
        macie_later().invited().after(A, delete(M)), A verify(M) => "- | - | - | - | 0";

    m15_enabled_is_suspended: macie().enabled(), A suspend(M)
        => "Paused | Paused | Paused #1 | A Paused #1 | 0";
    m15_paused_is_suspended_again: macie().paused(), A suspend(M)
        => "Paused | Paused | Paused #1 | A Paused #1 | 0";

    m16_paused_resumes: macie().paused(), M resume()
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    m16_resumes_what_it_suspended_itself: macie().enabled().after(M, pause()), M resume()
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";

    m17_enabled_suspends_itself: macie().enabled(), M pause()
        => "Paused | Paused | Paused #1 | A Paused #1 | 0";

    m18_organization_member_is_suspended: macie().organization(Status::Enabled), A suspend(M)
        => "Paused | Paused | - | A Paused | 0";
    m18_organization_member_is_resumed: macie().organization(Status::Paused), A unsuspend(M)
        => "Enabled | Enabled | - | A Enabled | 0";

    m21_organization_member_is_disassociated:
        macie().organization(Status::Paused), A disassociate(M) => "- | Removed | - | - | 0";
    m21_then_is_deleted: macie().organization(Status::Removed), A delete(M)
        => "- | - | - | - | 0";

    m26_invited_disables_macie: macie().invited(), M disable()
        => "- | Invited | off | off | off";
    m26_invited_disables_and_enables_macie: macie().invited().off(M), M enable()
        => "- | Invited | Invited #1 | - | 1";
    m26_left_disables_enables_and_accepts_the_same_id:
        macie().left().off(M).after(M, enable()), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    m26_declined_survives_the_inviter_disabling: macie().declined(), A disable()
        => "off | off | Resigned #1 | - | 1";
}

unprocessed! {
    m4_failed_is_not_invited_again: macie().email_failed(), A invite(M) => EmailNotVerified;
    m7_declined_is_not_declined_again: macie().declined(), M decline(A) => NoPendingInvitation;
    m7_declined_has_no_row_to_invite: macie().declined(), A invite(M) => NoRow;
    m7_declined_has_no_row_to_disassociate: macie().declined(), A disassociate(M) => NoRow;
    m7_declined_has_no_row_to_delete: macie().declined(), A delete(M) => NoRow;
    m14_enabled_is_not_deleted: macie().enabled(), A delete(M) => StillAssociated;
    m14_paused_is_not_deleted: macie().paused(), A delete(M) => StillAssociated;
    m14_organization_member_is_not_deleted:
        macie().organization(Status::Paused), A delete(M) => StillAssociated;
}

/// Invited by way of a later email check; the invitation is number 1.
fn verified() -> Lab {
    macie_later().invited().after(A, verify(M))
}

/// M5: the row whose email was wrong is deleted and added again with the right one.
fn corrected() -> Lab {
    let wrong = create_with_email(M, Email::Given("wrong@example.com".to_owned()));
    let failed = macie().knows(M, EMAIL).after(A, wrong).after(A, invite(M));
    assert_eq!(failed.views(), "- | EmailVerificationFailed | - | - | 0");
    failed.after(A, delete(M)).after(A, create(M))
}

#[test]
fn m7_declined_is_not_acceptable_even_when_added_again() {
    for mut lab in [macie().declined(), macie().declined().created()] {
        let outcome = lab.run(M, &accept(A, 1));
        assert_eq!(outcome, Err(accede_membership::Refusal::NoPendingInvitation));
    }
}

#[test]
fn m15_suspending_suspends_the_members_session() {
    let lab = macie().paused();
    assert_eq!(lab.standing(M).switch, accede_membership::Switch::Paused);
    assert_eq!(lab.standing(M).updated_at, lab.now());
    assert_eq!(lab.standing(A).switch, accede_membership::Switch::Enabled);
    let lab = lab.after(M, resume());
    assert_eq!(lab.standing(M).switch, accede_membership::Switch::Enabled);
    assert_eq!(lab.row().updated_at, lab.now());
}

#[test]
fn m8_m11_a_session_stays_as_it_is_when_the_relationship_ends() {
    let ends: [(common::Who, Command); 2] = [(M, leave()), (A, disassociate(M))];
    for (who, command) in ends {
        let lab = macie().paused().after(who, command);
        assert_eq!(lab.standing(M).switch, accede_membership::Switch::Paused);
    }
}

#[test]
fn m2_invited_at_is_set_by_the_request_and_the_text_travels_with_it() {
    let lab = macie_later().invited();
    assert_eq!(lab.row().invited_at, Some(lab.now()));

    let text = Some("welcome".to_owned());
    let command = Command::InviteMembers { accounts: vec![M.into()], message: text.clone() };
    let at_once = macie().created().after(A, command.clone());
    assert_eq!(at_once.row().message, text);
    let later = macie_later().created().after(A, command).after(A, verify(M));
    assert_eq!((later.row().status, &later.row().message), (Status::Invited, &text));
}
