"""Macie's refusals of single accounts, row by row (reference §6.4): HTTP 200, the rest goes through."""

import pytest

from clients import assert_refused
from macie import rows, unprocessed
from views import CREATED, INVITED, MACIE_DECLINED, MEMBER, NO_ROW, NOT_DECLINED, NOTHING_PENDING, PAUSED

ALREADY = (
    "The request is rejected because the current account has already invited or is already the Macie master of the"
    " given member account ID."
)
CALLER_IS_MEMBER = (
    "The request is rejected because the current account cannot invite other accounts since it is already an associated"
    " member of another master account."
)


def test_invite_no_row(macie, fresh):
    nobody = fresh()
    answer = macie.created().a.create_invitations(accountIds=[nobody, macie.member])
    assert unprocessed(answer) == {nobody: NO_ROW}
    assert macie.view() == INVITED


def test_invite_already_invited(macie):
    before = macie.created().invited().invitation
    answer = macie.a.create_invitations(accountIds=[macie.member])
    assert unprocessed(answer) == {macie.member: ALREADY}
    assert macie.invitation == before


@pytest.mark.parametrize("paused", [False, True])
def test_invite_a_member(macie, paused):
    macie.created().invited().accepted()
    if paused:
        macie.suspended()
    answer = macie.a.create_invitations(accountIds=[macie.member])
    assert unprocessed(answer) == {macie.member: ALREADY}
    assert macie.view() == (PAUSED if paused else MEMBER)


def test_invite_own_account(macie):
    text = "The request is rejected because the current account cannot invite itself."
    answer = macie.created().a.create_invitations(accountIds=[macie.administrator, macie.member])
    assert unprocessed(answer) == {macie.administrator: text}
    assert macie.view() == INVITED


def test_invite_by_a_member(macie, macies, fresh):
    macie.created().removed()
    macies(fresh(), macie.administrator).enabled().created().invited().accepted()
    answer = macie.a.create_invitations(accountIds=[macie.member])
    assert unprocessed(answer) == {macie.member: CALLER_IS_MEMBER}
    assert macie.row["relationshipStatus"] == "Removed"


def test_invite_a_member_of_another(macie, macies, fresh):
    other = macies(fresh(), macie.member).enabled().created()
    macie.created().invited().accepted()
    assert other.invited().row["relationshipStatus"] == "Invited"
    assert macie.view() == MEMBER._replace(count=1)


def test_invite_duplicates(macie):
    answer = macie.created().a.create_invitations(accountIds=[macie.member, macie.member])
    assert unprocessed(answer) == {macie.member: ALREADY}
    assert len(answer["unprocessedAccounts"]) == 1
    assert macie.view() == INVITED


@pytest.mark.parametrize("operation", ["create_invitations", "decline_invitations", "delete_invitations"])
@pytest.mark.parametrize("strange", ["12345678901", "1234567890123", "abc", "１２３４５６７８９０１２"])
def test_bad_account(macie, operation, strange):
    answer = getattr(macie.created().a, operation)(accountIds=[strange])
    assert list(unprocessed(answer)) == [strange]
    assert unprocessed(answer)[strange].startswith("The request is rejected")
    assert macie.view() == CREATED


@pytest.mark.parametrize("operation", ["create_invitations", "decline_invitations", "delete_invitations"])
def test_more_than_50_accounts(macie, fresh, operation):
    accounts = [fresh() for _ in range(51)]
    macie.created()
    accounts[50] = macie.member
    call = getattr(macie.a, operation)
    assert_refused(call, 400, "ValidationException", accountIds=accounts)
    assert macie.view() == CREATED
    assert len(call(accountIds=accounts[:50])["unprocessedAccounts"]) == 50


def test_decline_nothing(macie, fresh):
    nobody = fresh()
    macie.created()
    answer = macie.m.decline_invitations(accountIds=[nobody, macie.administrator])
    assert unprocessed(answer) == {nobody: NOTHING_PENDING, macie.administrator: NOTHING_PENDING}
    assert macie.view() == CREATED


def test_decline_what_was_accepted(macie):
    macie.created().invited().accepted()
    answer = macie.m.decline_invitations(accountIds=[macie.administrator])
    assert list(unprocessed(answer)) == [macie.administrator]
    assert macie.view() == MEMBER


def test_decline_twice(macie):
    macie.created().invited().declined()
    macie.m.decline_invitations(accountIds=[macie.administrator])
    assert macie.view() == MACIE_DECLINED


@pytest.mark.parametrize("reach", ["invited", "accepted", "paused"])
def test_delete_invitations_not_declined(macie, reach):
    macie.created().invited()
    if reach != "invited":
        macie.accepted()
    if reach == "paused":
        macie.suspended()
    view = macie.view()
    answer = macie.m.delete_invitations(accountIds=[macie.administrator])
    assert unprocessed(answer) == {macie.administrator: NOT_DECLINED}
    assert macie.view() == view


def test_delete_invitations_from_nobody(macie, fresh):
    nobody = fresh()
    answer = macie.m.delete_invitations(accountIds=[nobody])
    assert list(unprocessed(answer)) == [nobody]


def test_the_administrator_withdraws_nothing(macie):
    macie.created().invited()
    answer = macie.a.delete_invitations(accountIds=[macie.member])
    assert list(unprocessed(answer)) == [macie.member]
    assert macie.view() == INVITED
    assert rows(macie.a) == {}
