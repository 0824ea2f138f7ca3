"""Macie's refusals to accept an invitation, row by row (reference §6.3)."""

import pytest

from clients import assert_refused, refused
from views import CREATED, HAS_MEMBERS, INVITED, INVITER_IS_MEMBER, MEMBER, NO_PENDING

HEX = "0123456789abcdef" * 2
OTHER = "999999999999"
INVALID = "ValidationException"


def _accept(macie, invitation, message=NO_PENDING, administrator=None):
    for name in ("administratorAccountId", "masterAccount"):
        assert_refused(
            macie.m.accept_invitation,
            400,
            INVALID,
            message,
            **{name: administrator or macie.administrator, "invitationId": invitation},
        )


def test_accept_without_an_invitation(macie):
    _accept(macie, HEX)
    macie.created()
    _accept(macie, HEX)
    assert macie.view() == CREATED


@pytest.mark.parametrize("invitation", [HEX, "", "no-such-id"])
def test_accept_a_wrong_invitation(macie, invitation):
    macie.created().invited()
    _accept(macie, invitation)
    assert macie.view() == INVITED


def test_accept_from_a_wrong_administrator(macie):
    macie.created().invited()
    _accept(macie, macie.invitation_id, administrator=OTHER)
    assert macie.view() == INVITED


def test_accept_without_any_administrator(macie):
    macie.created().invited()
    how = refused(macie.m.accept_invitation, invitationId=macie.invitation_id)
    assert (how.status, how.code) == (400, INVALID)
    assert macie.view() == INVITED


@pytest.mark.parametrize("dead", ["removed", "deleted", "invited anew"])
def test_accept_a_dead_invitation(macie, dead):
    old = macie.created().invited().invitation_id
    if dead == "deleted":
        macie.deleted().created()
    else:
        macie.removed()
    if dead == "invited anew":
        macie.invited()
    view = macie.view()
    _accept(macie, old)
    assert macie.view() == view


def test_accept_again_the_current_one(macie):
    macie.created().invited().accepted()
    before = macie.row, macie.view()
    _accept(macie, macie.invitation_id)
    assert (macie.row, macie.view()) == before


@pytest.mark.parametrize("rows", ["Created", "Invited", "Enabled", "Paused"])
def test_accept_with_own_members(macie, macies, fresh, rows):
    below = macies(macie.member, fresh()).enabled().created()
    if rows != "Created":
        below.invited()
    if rows in ("Enabled", "Paused"):
        below.accepted()
    if rows == "Paused":
        below.suspended()
    macie.created().invited()
    _accept(macie, macie.invitation_id, HAS_MEMBERS)
    assert (macie.view(), below.row["relationshipStatus"]) == (INVITED, rows)


def test_accept_with_former_members(macie, macies, fresh):
    macies(macie.member, fresh()).enabled().created().invited().removed()
    macies(macie.member, fresh()).enabled().created().invited().accepted().left()
    macie.created().invited().accepted()
    assert macie.view() == MEMBER


def test_accept_while_associated(macie, macies, fresh):
    other = macies(fresh(), macie.member).enabled().created().invited()
    macie.created().invited().accepted()
    text = (
        "The request is rejected because the current account cannot accept invitations since it is already an"
        " associated member of some master account."
    )
    _accept(other, other.invitation_id, text)
    assert macie.view() == MEMBER._replace(count=1)
    assert other.row["relationshipStatus"] == "Invited"


def test_accept_from_an_inviter_that_is_a_member(macie, macies, fresh):
    macie.created().invited().accepted().left()
    macies(fresh(), macie.administrator).enabled().created().invited().accepted()
    _accept(macie, macie.invitation_id, INVITER_IS_MEMBER)
    assert macie.invitation["relationshipStatus"] == "Resigned"
