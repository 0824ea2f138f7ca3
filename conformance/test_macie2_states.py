"""Macie's transitions, row by row (reference §5.4): after each, what both sides see (§5.5)."""

import pytest

from clients import assert_refused
from macie import MaciePair
from views import (
    CREATED,
    INVITED,
    LEFT,
    MACIE_DECLINED,
    MEMBER,
    NO_PENDING,
    NOTHING,
    PAUSED,
    REMOVED,
)


def test_M1_create(macie):
    assert macie.view() == NOTHING
    assert macie.created().view() == CREATED
    assert macie.row.get("invitedAt") is None


def test_M2_M3_invite(macie):
    macie.created().invited()
    assert macie.view() == INVITED
    assert macie.row["invitedAt"] == macie.invitation["invitedAt"]


def test_M2_invite_again_after_removal(macie):
    macie.created().removed()
    assert macie.invited().view() == INVITED


def test_M6_accept(macie):
    invitation = macie.created().invited().invitation_id
    assert macie.accepted().view() == MEMBER
    assert macie.invitation_id == macie.association["invitationId"] == invitation


def test_M6_accept_by_the_deprecated_member(macie):
    macie.created().invited()
    macie.m.accept_invitation(masterAccount=macie.administrator, invitationId=macie.invitation_id)
    assert macie.view() == MEMBER


def test_M7_decline(macie):
    before = macie.created().invited().invitation
    assert macie.declined().view() == MACIE_DECLINED
    assert macie.invitation == {**before, "relationshipStatus": "Resigned"}


def test_M7_declined_cannot_be_accepted(macie):
    macie.created().invited().declined()
    assert_refused(
        macie.m.accept_invitation,
        400,
        "ValidationException",
        NO_PENDING,
        administratorAccountId=macie.administrator,
        invitationId=macie.invitation_id,
    )
    assert macie.view() == MACIE_DECLINED


def test_M7_declined_then_deleted(macie):
    macie.created().invited().declined()
    assert macie.invitation_deleted().view() == NOTHING


def test_M7_declined_then_added_and_invited_again(macie):
    old = macie.created().invited().invitation_id
    macie.declined().created().invited()
    assert macie.view() == INVITED
    assert macie.invitation_id != old


def _enabled(macie):
    macie.created().invited().accepted()


def _paused(macie):
    macie.created().invited().accepted().suspended()


@pytest.mark.parametrize("reach", [_enabled, _paused])
def test_M8_leave(macie, reach):
    reach(macie)
    invitation = macie.invitation_id
    assert macie.left().view() == LEFT
    assert macie.invitation_id == invitation


def test_M8_leave_deprecated_twin(macie):
    macie.created().invited().accepted()
    macie.m.disassociate_from_master_account()
    assert macie.view() == LEFT


def test_M9_accept_again_with_the_same_invitation(macie):
    invitation = macie.created().invited().accepted().invitation_id
    for _ in range(3):
        assert macie.left().view() == LEFT
        assert macie.accepted(invitation).view() == MEMBER
        assert macie.invitation_id == invitation


def test_M10_deleting_the_invitation_ends_the_association(macie):
    macie.created().invited().accepted().left()
    assert macie.invitation_deleted().view() == NOTHING


def test_M10_declining_after_leaving_ends_the_association(macie):
    macie.created().invited().accepted().left()
    assert macie.declined().view() == MACIE_DECLINED
    assert macie.invitation_deleted().view() == NOTHING


@pytest.mark.parametrize("reach", [_enabled, _paused])
def test_M11_remove_a_member(macie, reach):
    reach(macie)
    assert macie.removed().view() == REMOVED
    assert macie.m.get_macie_session()["status"] in ("ENABLED", "PAUSED")


def _created(macie):
    macie.created()


def _invited(macie):
    macie.created().invited()


@pytest.mark.parametrize("reach", [_created, _invited])
def test_M12_remove_before_an_answer(macie, reach):
    reach(macie)
    assert macie.removed().view() == REMOVED


def _removed(macie):
    macie.created().invited().removed()


def _left(macie):
    macie.created().invited().accepted().left()


@pytest.mark.parametrize("reach", [_removed, _left])
def test_M12_removing_leaves_what_resigned_or_was_removed(macie, reach):
    reach(macie)
    before = macie.row, macie.view()
    macie.removed()
    assert (macie.row, macie.view()) == before


def test_M13_invite_again_after_removal(macie):
    old = macie.created().invited().accepted().invitation_id
    macie.removed().invited()
    assert macie.view() == INVITED
    assert macie.invitation_id != old


@pytest.mark.parametrize("reach", [_created, _invited, _removed, _left])
def test_M14_delete_the_row(macie, reach):
    reach(macie)
    assert macie.deleted().view() == NOTHING
    assert macie.created().view() == CREATED


def test_M15_administrator_suspends(macie):
    macie.created().invited().accepted()
    assert macie.suspended().view() == PAUSED
    assert macie.m.get_macie_session()["status"] == "PAUSED"
    assert macie.a.get_macie_session()["status"] == "ENABLED"


def test_M16_member_resumes(macie):
    macie.created().invited().accepted().suspended()
    macie.m.update_macie_session(status="ENABLED")
    assert macie.view() == MEMBER
    assert macie.m.get_macie_session()["status"] == "ENABLED"


def test_M17_member_pauses(macie):
    macie.created().invited().accepted()
    macie.m.update_macie_session(status="PAUSED")
    assert macie.view() == PAUSED
    assert macie.m.get_macie_session()["status"] == "PAUSED"


def test_M17_accepting_while_paused(macie):
    macie.created().invited()
    macie.m.update_macie_session(status="PAUSED")
    assert macie.view() == INVITED
    assert macie.accepted().view() == PAUSED


def test_M26_switching_macie_changes_no_invitation(macie):
    before = macie.created().invited().invitation, macie.row
    macie.m.disable_macie()
    assert macie.row == before[1]
    macie.m.enable_macie()
    assert (macie.invitation, macie.row) == before
    assert macie.accepted().view() == MEMBER


def test_M26_leaving_then_switching_off_and_accepting_again(macie):
    invitation = macie.created().invited().accepted().invitation_id
    macie.left()
    macie.m.disable_macie()
    macie.m.enable_macie()
    assert macie.accepted(invitation).view() == MEMBER


def test_others_keep_their_invitations(macie, macies, fresh):
    other = macies(fresh(), macie.member).enabled().created().invited()
    macie.created().invited()
    assert (macie.view(), other.view()) == (INVITED._replace(count=2), INVITED._replace(count=2))
    macie.accepted()
    assert macie.view() == MEMBER._replace(count=1)
    assert other.invitation["relationshipStatus"] == other.row["relationshipStatus"] == "Invited"
    assert macie.left().view() == LEFT._replace(count=2)
    other.accepted()
    assert other.association["accountId"] == other.administrator


def test_regions_are_apart(server, macie):
    elsewhere = MaciePair(server, macie.administrator, macie.member, region="eu-west-1").enabled()
    macie.created().invited().accepted()
    assert elsewhere.view() == NOTHING
    elsewhere.created().invited()
    assert (macie.view(), elsewhere.view()) == (MEMBER, INVITED)
    assert macie.row["arn"].split(":")[3] == "us-east-1"
    assert elsewhere.row["arn"].split(":")[3] == "eu-west-1"


def test_services_are_apart(hubs, macie):
    hub = hubs(macie.administrator, macie.member).enabled()
    macie.created().invited().accepted()
    assert hub.view() == NOTHING
