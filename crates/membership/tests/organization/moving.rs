//! Moving from invitation to the organization (semantics §9.5; M23, U23): what flips, and what it keeps.

use accede_membership::{AccountId, Kind, Quotas};

use crate::common::Who::{A, B, M, N};
use crate::common::commands::{accept, create, disassociate, invite, leave, tag, tags};
use crate::common::{Lab, both, hub, macie};

fn kind(lab: &Lab) -> Option<Kind> {
    lab.relationship(A, M).map(|relationship| relationship.kind)
}

/// A's row for M, as far as flipping should keep it.
fn kept(
    lab: &Lab,
) -> (accede_membership::Status, accede_membership::Tags, Option<AccountId>, [u64; 3]) {
    let row = lab.row();
    let tally = lab.standing(A).tally;
    let places = [tally.counted + tally.organization, tally.blocking, tally.associated];
    (row.status, row.tags, lab.standing(M).administrator, places)
}

#[test]
fn m23_flips_at_designation_in_macie() {
    let member = accede_membership::Resource::Member(M.id());
    for before in [macie().enabled(), macie().paused()] {
        let before = before.after(A, tag(member, 2));
        let after = before.clone().delegated();
        assert_eq!(
            (kind(&before), kind(&after)),
            (Some(Kind::Invitation), Some(Kind::Organization))
        );
        assert_eq!(kept(&after), kept(&before));
        assert_eq!(after.row().tags, tags(2));
        let row = after.row();
        assert_eq!((row.email, row.invited_at), (None, None), "§9.4");
        let moved = |lab: &Lab| (lab.standing(A).tally.counted, lab.standing(A).tally.organization);
        assert_eq!((moved(&before), moved(&after)), ((1, 0), (0, 1)));
    }
}

#[test]
fn u23_stays_at_designation_in_security_hub_and_flips_when_added() {
    let before = hub().enabled().delegated();
    assert_eq!(kind(&before), Some(Kind::Invitation));
    let after = before.clone().after(A, create(M));
    assert_eq!(kind(&after), Some(Kind::Organization));
    assert_eq!(kept(&after), kept(&before));
    assert_eq!(after.views(), "Enabled | Enabled | - | A Enabled | 0");
}

#[test]
fn u23_an_invitation_member_that_joined_later_flips_when_added_in_macie_too() {
    for lab in [macie().enabled(), macie().paused()] {
        let before = lab.organized(&[A]).designated(A).joins(M);
        assert_eq!(kind(&before), Some(Kind::Invitation));
        let after = before.clone().after(A, create(M));
        assert_eq!(kind(&after), Some(Kind::Organization));
        assert_eq!(kept(&after), kept(&before));
    }
}

#[test]
fn u23_flipping_takes_a_place_of_the_organization() {
    let lab = hub().enabled().delegated().organization_at_most(0);
    let mut lab = lab;
    let refused = lab.refused(A, &create(M));
    use crate::common::tables::Refused;
    assert_eq!(refused, Some(Refused::Account(accede_membership::Refusal::QuotaExceeded)));
    assert_eq!(kind(&lab), Some(Kind::Invitation));
}

#[test]
fn others_stay_members_by_invitation() {
    for lab in both(Quotas::default()) {
        let lab = lab.enabled().after(A, create(N)).after(A, invite(N)).after(N, accept(A, 2));
        let lab = lab.delegated();
        assert_eq!(lab.views_of(A, N), "Enabled | Enabled | Enabled #2 | A Enabled #2 | 0");
        assert_eq!(lab.relationship(A, N).map(|r| r.kind), Some(Kind::Invitation));
        let lab = lab.after(N, leave());
        assert_eq!(lab.views_of(A, N), "- | Resigned | Resigned #2 | - | 1", "and leave as such");
    }
}

#[test]
fn an_old_administrator_has_to_let_go_first() {
    for lab in both(Quotas::default()) {
        let lab = lab.after(B, create(M)).after(B, invite(M)).after(M, accept(B, 1));
        let ends: [(crate::common::Who, accede_membership::Command); 2] =
            [(M, leave()), (B, disassociate(M))];
        for (who, command) in ends {
            let lab = lab.clone().delegated().after(who, command).after(A, create(M));
            assert_eq!(lab.standing(M).administrator, Some(A.id()));
        }
    }
}

#[test]
fn a_member_that_left_the_organization_can_be_invited_as_anybody() {
    let lab = hub().admitted().departs(M).after(A, invite(M)).after(M, accept(A, 1));
    assert_eq!(kind(&lab), Some(Kind::Invitation));
    assert_eq!(lab.views(), "Enabled | Enabled | Enabled #1 | A Enabled #1 | 0");
    let lab = lab.after(M, leave());
    assert_eq!(lab.views(), "- | Resigned | Resigned #1 | - | 1");
    // Macie: the row has no email, and so it is added again.
    let lab = macie().admitted().departs(M).after(A, crate::common::commands::delete(M)).invited();
    assert_eq!(lab.views(), "- | Invited | Invited #1 | - | 1");
}
