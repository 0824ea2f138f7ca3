"""Security Hub's transitions, row by row (reference §5.3): after each, what both sides see (§5.5)."""

import pytest

from hub import HubPair, unprocessed
from views import (
    CREATED,
    HUB_DECLINED,
    INVITED,
    LEFT,
    LEFT_AND_DELETED,
    MEMBER,
    NOT_DECLINED,
    NOTHING,
    REMOVED,
    ROW_EXISTS,
)


def test_S1_create(hub):
    assert hub.view() == NOTHING
    assert hub.created().view() == CREATED
    assert "InvitedAt" not in hub.row


def test_S2_invite(hub):
    hub.created().invited()
    assert hub.view() == INVITED
    assert hub.row["InvitedAt"] == hub.row["UpdatedAt"] == hub.invitation["InvitedAt"]


def test_S2_invite_an_account_that_nobody_knows(hubs, fresh):
    pair = hubs()
    pair.a.enable_security_hub()
    pair.created().invited()
    assert pair.row["MemberStatus"] == "Invited"


def test_S3_accept(hub):
    invitation = hub.created().invited().invitation_id
    assert hub.accepted().view() == MEMBER
    assert hub.invitation_id == hub.association["InvitationId"] == invitation


def test_S3_accept_deprecated_twin(hub):
    hub.created().invited()
    hub.m.accept_invitation(MasterId=hub.administrator, InvitationId=hub.invitation_id)
    assert hub.view() == MEMBER


def test_S4_decline(hub):
    before = hub.created().invited().invitation
    assert hub.declined().view() == HUB_DECLINED
    assert hub.invitation == before


def test_S4_declined_can_still_accept(hub):
    hub.created().invited().declined()
    assert hub.accepted().view() == MEMBER


def test_S5_leave(hub):
    invitation = hub.created().invited().accepted().invitation_id
    assert hub.left().view() == LEFT
    assert hub.invitation_id == invitation


def test_S5_leave_deprecated_twin(hub):
    hub.created().invited().accepted()
    hub.m.disassociate_from_master_account()
    assert hub.view() == LEFT


def test_S6_accept_again_with_the_same_invitation(hub):
    invitation = hub.created().invited().accepted().invitation_id
    for _ in range(3):
        assert hub.left().view() == LEFT
        assert hub.accepted(invitation).view() == MEMBER
        assert hub.invitation_id == invitation


@pytest.mark.parametrize("resigned", ["left", "declined"])
def test_S7_invite_again_after_resignation(hub, resigned):
    hub.created().invited()
    if resigned == "left":
        hub.accepted().left()
    else:
        hub.declined()
    old = hub.invitation
    assert hub.invited().view() == INVITED
    assert hub.invitation_id != old["InvitationId"]
    assert hub.invitation["InvitedAt"] >= old["InvitedAt"]


def test_S8_remove_a_member(hub):
    hub.created().invited().accepted()
    assert hub.removed().view() == REMOVED
    assert hub.m.describe_hub()["HubArn"].endswith(f":{hub.member}:hub/default")


def test_S9_remove_what_was_only_created(hub):
    assert hub.created().removed().view() == REMOVED


def test_S9_remove_what_was_only_invited(hub):
    assert hub.created().invited().removed().view() == REMOVED


@pytest.mark.parametrize("resigned", ["left", "declined"])
def test_S9_remove_leaves_what_resigned_or_was_removed(hub, resigned):
    hub.created().invited()
    (hub.accepted().left() if resigned == "left" else hub.declined())
    assert hub.removed().row["MemberStatus"] == "Resigned"
    hub.deleted().created().removed()
    before = hub.row
    assert hub.removed().row == before


def test_S10_invite_again_after_removal(hub):
    old = hub.created().invited().accepted().invitation_id
    hub.removed().invited()
    assert hub.view() == INVITED
    assert hub.invitation_id != old


def _created(hub):
    hub.created()


def _invited(hub):
    hub.created().invited()


def _declined(hub):
    hub.created().invited().declined()


def _left(hub):
    hub.created().invited().accepted().left()


def _removed(hub):
    hub.created().invited().accepted().removed()


def _enabled(hub):
    hub.created().invited().accepted()


ALL = [_created, _invited, _declined, _left, _removed, _enabled]


@pytest.mark.parametrize("reach", ALL[:-1])
def test_S11_delete_the_row(hub, reach):
    reach(hub)
    assert hub.deleted().view() == NOTHING
    assert hub.created().view() == CREATED


def test_S12_a_member_is_not_deleted(hub):
    hub.created().invited().accepted()
    answer = hub.a.delete_members(AccountIds=[hub.member])
    assert list(unprocessed(answer)) == [hub.member]
    assert "is still associated to it" in unprocessed(answer)[hub.member]
    assert hub.view() == MEMBER


@pytest.mark.parametrize("reach", ALL)
def test_S13_create_again(hub, reach):
    reach(hub)
    row, view = hub.row, hub.view()
    answer = hub.a.create_members(AccountDetails=[{"AccountId": hub.member, "Email": "x@y.example"}])
    assert unprocessed(answer) == {hub.member: ROW_EXISTS}
    assert (hub.row, hub.view()) == (row, view)


@pytest.mark.parametrize("reach", [_left, _declined])
def test_S14_member_deletes_the_invitation_it_left(hub, reach):
    reach(hub)
    assert hub.invitation_deleted().view() == LEFT_AND_DELETED
    assert hub.invited().view() == INVITED


@pytest.mark.parametrize("reach", [_invited, _enabled])
def test_S15_member_keeps_what_it_has_not_declined(hub, reach):
    reach(hub)
    view = hub.view()
    answer = hub.m.delete_invitations(AccountIds=[hub.administrator])
    assert unprocessed(answer) == {hub.administrator: NOT_DECLINED}
    assert hub.view() == view


def test_S16_administrator_withdraws_an_invitation(hub):
    hub.created().invited()
    assert unprocessed(hub.a.delete_invitations(AccountIds=[hub.member])) == {}
    assert hub.view() == CREATED
    assert hub.invited().view() == INVITED


@pytest.mark.parametrize("reach", [_left, _declined])
def test_S16_administrator_withdraws_from_who_resigned(hub, reach):
    reach(hub)
    assert unprocessed(hub.a.delete_invitations(AccountIds=[hub.member])) == {}
    assert hub.view() == LEFT_AND_DELETED


def test_S26_switching_the_hub_changes_no_invitation(hub):
    before = hub.created().invited().invitation, hub.row
    hub.m.disable_security_hub()
    assert hub.row == before[1]
    hub.m.enable_security_hub()
    assert (hub.invitation, hub.row) == before
    assert hub.accepted().view() == MEMBER


def test_others_keep_their_invitations(hub, hubs, fresh):
    other = hubs(fresh(), hub.member).enabled().created().invited()
    hub.created().invited()
    assert (hub.view(), other.view()) == (INVITED._replace(count=2), INVITED._replace(count=2))
    hub.accepted()
    assert hub.view() == MEMBER._replace(count=1)
    assert other.invitation["MemberStatus"] == other.row["MemberStatus"] == "Invited"
    assert hub.left().view() == LEFT._replace(count=2)
    other.accepted()
    assert other.association["AccountId"] == other.administrator


def test_regions_are_apart(server, hub):
    elsewhere = HubPair(server, hub.administrator, hub.member, region="eu-west-1").enabled()
    hub.created().invited().accepted()
    assert elsewhere.view() == NOTHING
    elsewhere.created().invited()
    assert (hub.view(), elsewhere.view()) == (MEMBER, INVITED)
    assert hub.a.describe_hub()["HubArn"].split(":")[3] == "us-east-1"
    assert elsewhere.a.describe_hub()["HubArn"].split(":")[3] == "eu-west-1"
