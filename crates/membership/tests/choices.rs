//! Where sources are silent, what we chose (semantics §11); and the rules that hold everywhere (§5.6).
//! Choices that are a refusal have their rows in `refusals/`, under the same names.

#[macro_use]
mod common;

use accede_membership::{Refusal, Reply, Status};
use common::Who::{self, A, B, M, N};
use common::commands::{
    accept, create, decline, delete, delete_invitation, disable, disassociate, enable, invite,
    leave, list_invitations, pause, resume, suspend,
};
use common::{Lab, hub, macie, macie_later};

transitions! {
    u4_accepting_again_changes_nothing_in_security_hub: hub().enabled(), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    u4_accepting_again_after_coming_back:
        hub().left().after(M, accept(A, 1)), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    u9_disabling_with_only_created_and_invited_rows: hub().invited().after(A, create(N)), A disable()
        => "off | off | - | - | 0";
    u9_disabling_after_the_member_left: hub().left(), M disable()
        => "- | Resigned | off | off | off";
    u20_disassociating_has_no_limit_for_it_could_not_say_whom_it_left_out:
        hub().enabled().batch_at_most(0), A disassociate(M)
        => "- | Removed | - | - | 0";
    u13_disassociating_a_row_that_ended_is_no_error: macie().left(), A disassociate(M)
        => "- | Resigned | Resigned #1 | - | 1";
    u28_the_id_stays_when_suspended: macie().paused(), M resume()
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    u28_the_id_stays_when_declined: hub().declined(), M accept(A, 1)
        => "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0";
    u28_the_id_is_new_after_the_row_was_created_again:
        hub().invited().after(A, delete(M)).after(A, create(M)), A invite(M)
        => "- | Invited | Invited #2 | - | 1";
    u28_the_id_is_new_after_withdrawal:
        hub().invited().after(A, delete_invitation(M)), A invite(M)
        => "- | Invited | Invited #2 | - | 1";
}

#[test]
fn u1_the_member_reading_comes_first() {
    // A and M invited each other; M declined. A names M: A deletes nothing of M's list, it withdraws; M
    // names A: M deletes what it declined.
    let both_ways = hub().declined().after(M, create(A)).after(M, invite(A));
    let deleted = both_ways.clone().after(M, delete_invitation(A));
    assert_eq!(deleted.views(), "- | Resigned | - | - | 0");
    assert_eq!(deleted.views_of(M, A), "- | Invited | Invited #2 | - | 1", "not withdrawn");

    // For A, an invitation received from M is pending, and so the member reading refuses.
    let mut pending = both_ways;
    let reply = pending.run(A, &delete_invitation(M));
    let refusals = reply.map(|reply| common::unprocessed(&reply).to_vec());
    let refusals: Vec<_> = refusals.into_iter().flatten().map(|one| one.refusal).collect();
    assert_eq!(refusals, [Refusal::StillAssociated]);
}

#[test]
fn u2_declining_names_the_administrator_among_several() {
    let lab = hub().invited().after(B, create(M)).after(B, invite(M)).after(M, decline(B));
    assert_eq!(lab.views(), "- | Invited | Invited #1 | - | 2");
    assert_eq!(lab.views_of(B, M), "- | Resigned | Invited #2 | - | 2");
}

#[test]
fn u3_a_declined_invitation_looks_invited_in_security_hub_and_resigned_in_macie() {
    assert_eq!(hub().declined().views(), "- | Resigned | Invited #1 | - | 1");
    assert_eq!(macie().declined().views(), "- | - | Resigned #1 | - | 1");
}

#[test]
fn u4_accepting_again_writes_nothing() {
    let mut lab = hub().enabled();
    let before = lab.world.clone();
    assert_eq!(lab.run(M, &accept(A, 1)), Ok(Reply::Done));
    assert_eq!(lab.world, before);
}

#[test]
fn u10_m14_a_deleted_row_takes_the_dead_invitation_of_before_with_it() {
    let lab = macie().declined().created().after(A, delete(M));
    assert_eq!(lab.views(), "- | - | - | - | 0");
    assert_eq!(lab.world.relationships.len(), 0);
}

#[test]
fn u18_inviting_twice_keeps_id_and_time() {
    for mut lab in [hub().invited(), macie().invited()] {
        let before = lab.relationship(A, M).cloned();
        let reply = lab.run(A, &invite(M));
        assert!(reply.is_ok_and(|reply| common::unprocessed(&reply).len() == 1));
        assert_eq!(lab.relationship(A, M).cloned(), before);
    }
}

/// M has a row for N that does not keep it from accepting; A's invitation to M is the next id.
fn accepts_with(lab: Lab) {
    let number = lab.ids.0 + 1;
    let lab = lab.after(A, create(M)).after(A, invite(M)).after(M, accept(A, number));
    assert_eq!(lab.standing(M).administrator, Some(A.id()));
}

#[test]
fn u26_a_removed_row_does_not_block_accepting() {
    for lab in [hub(), macie()] {
        accepts_with(lab.after(M, create(N)).after(M, disassociate(N)));
    }
}

#[test]
fn u26_a_resigned_row_does_not_block_accepting() {
    accepts_with(hub().after(M, create(N)).after(M, invite(N)).after(N, decline(M)));
    for lab in [hub(), macie()] {
        let member = lab.after(M, create(N)).after(M, invite(N)).after(N, accept(M, 1));
        accepts_with(member.after(N, leave()));
    }
}

#[test]
fn u26_a_failed_row_does_not_block_accepting() {
    let lab = macie().knows(N, "other@example.com").after(M, create(N)).after(M, invite(N));
    assert_eq!(lab.views_of(M, N), "- | EmailVerificationFailed | - | - | 0");
    accepts_with(lab);
}

#[test]
fn u29_macie_invites_a_member_of_another() {
    let lab = macie().enabled().after(B, create(M)).after(B, invite(M));
    assert_eq!(lab.views_of(B, M), "- | Invited | Invited #2 | A Enabled #1 | 1");
    assert_eq!(lab.views(), "Enabled | Enabled | Enabled #1 | A Enabled #1 | 1");
    let lab = lab.after(M, leave()).after(M, accept(B, 2));
    assert_eq!(lab.views_of(B, M), "Enabled | Enabled | Enabled #2 | B Enabled #2 | 1");
}

#[test]
fn accepting_one_of_several_leaves_the_others() {
    for lab in [hub(), macie()] {
        let lab = lab.invited().after(B, create(M)).after(B, invite(M)).after(M, accept(A, 1));
        assert_eq!(lab.views(), "Enabled | Enabled | Enabled #1 | A Enabled #1 | 1");
        assert_eq!(lab.views_of(B, M), "- | Invited | Invited #2 | A Enabled #1 | 1");
    }
}

#[test]
fn after_leaving_one_administrator_another_can_be_accepted() {
    for lab in [hub(), macie()] {
        let lab = lab.invited().after(B, create(M)).after(B, invite(M));
        let lab = lab.after(M, accept(A, 1)).after(M, leave()).after(M, accept(B, 2));
        assert_eq!(lab.views(), "- | Resigned | Resigned #1 | B Enabled #2 | 1");
        assert_eq!(lab.views_of(B, M), "Enabled | Enabled | Enabled #2 | B Enabled #2 | 1");
    }
}

#[test]
fn a_member_becomes_an_administrator_once_it_left() {
    for lab in [hub(), macie()] {
        let lab = lab.left().after(M, create(N)).after(M, invite(N)).after(N, accept(M, 2));
        assert_eq!(lab.views_of(M, N), "Enabled | Enabled | Enabled #2 | M Enabled #2 | 0");
    }
}

#[test]
fn neither_the_account_nor_its_service_need_to_exist_to_be_invited() {
    let stranger = common::account(999);
    for mut lab in [hub(), macie()] {
        lab.must(A, create(stranger));
        lab.must(A, invite(stranger));
        lab.must(stranger, enable());
        let Ok(Reply::InvitationPage { invitations, .. }) = lab.run(stranger, &list_invitations())
        else {
            unreachable!("a list answers with a page");
        };
        assert_eq!(invitations.len(), 1);
    }
}

#[test]
fn an_administrator_may_be_suspended_itself_before_it_has_members() {
    let lab = macie().invited().after(A, pause()).after(M, accept(A, 1));
    assert_eq!(lab.views(), "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0");
    assert_eq!(lab.after(A, resume()).standing(A).switch, accede_membership::Switch::Enabled);
}

#[test]
fn cleaning_up_as_clients_do_meets_no_error() {
    // Terraform, cloud-nuke, the multi-account script (§8.3): disassociate, delete, leave, disable.
    let states: [fn(Lab) -> Lab; 6] =
        [Lab::created, Lab::invited, Lab::enabled, Lab::declined, Lab::left, Lab::removed];
    for state in states {
        let lab = state(hub()).after(A, disassociate(M)).after(A, delete(M));
        let lab = Who::ALL.into_iter().fold(lab, |lab, who| lab.after(who, disable()));
        assert_eq!(lab.world.relationships.len() + lab.world.standings.len(), 0);
    }
    for state in [Lab::created, Lab::invited, Lab::enabled, Lab::left, Lab::removed, Lab::paused] {
        let lab = state(macie()).after(A, disassociate(M)).after(A, delete(M));
        let lab = Who::ALL.into_iter().fold(lab, |lab, who| lab.after(who, disable()));
        assert_eq!(lab.world.relationships.len() + lab.world.standings.len(), 0);
    }
}

#[test]
fn an_outside_event_does_not_keep_an_administrator_from_removing() {
    for lab in [macie().enabled().suspended(M), macie().enabled().region_off(M)] {
        let lab = lab.after(A, disassociate(M));
        assert_eq!((lab.row().status, lab.standing(M).administrator), (Status::Removed, None));
    }
}

#[test]
fn verification_comes_for_an_administrator_that_waits_for_several() {
    let lab = macie_later().knows(N, "other@example.com").invited();
    let lab = lab.after(A, create(N)).after(A, invite(N));
    let lab = lab.after(A, common::commands::verify(N)).after(A, common::commands::verify(M));
    assert_eq!(lab.views(), "- | Invited | Invited #1 | - | 1");
    assert_eq!(lab.views_of(A, N), "- | EmailVerificationFailed | - | - | 0");
    assert_eq!(lab.after(A, delete(N)).after(M, accept(A, 1)).after(A, suspend(M)).ids.0, 1);
}
