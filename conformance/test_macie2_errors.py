"""Macie's request-level refusals, row by row (reference §6.3), and the session itself (§4.1, §4.5)."""

import datetime

import pytest

from clients import assert_refused
from macie import rows
from views import (
    CREATED,
    ITSELF,
    MEMBER,
    NO_ROW,
    NOT_ASSOCIATED,
    OF_ANOTHER,
    PAUSED,
    REMOVED,
    ROW_EXISTS,
)

HEX = "0123456789abcdef" * 2
OTHER = "999999999999"
INVALID = "ValidationException"

SESSION_BOUND = [
    ("get_macie_session", {}),
    ("update_macie_session", {"status": "ENABLED"}),
    ("disable_macie", {}),
    ("create_member", {"account": {"accountId": OTHER, "email": "a@b.example"}}),
    ("get_member", {"id": OTHER}),
    ("list_members", {}),
    ("delete_member", {"id": OTHER}),
    ("disassociate_member", {"id": OTHER}),
    ("update_member_session", {"id": OTHER, "status": "PAUSED"}),
    ("create_invitations", {"accountIds": [OTHER]}),
    ("list_invitations", {}),
    ("get_invitations_count", {}),
    ("accept_invitation", {"administratorAccountId": OTHER, "invitationId": HEX}),
    ("decline_invitations", {"accountIds": [OTHER]}),
    ("delete_invitations", {"accountIds": [OTHER]}),
    ("get_administrator_account", {}),
    ("get_master_account", {}),
    ("disassociate_from_administrator_account", {}),
    ("disassociate_from_master_account", {}),
]


@pytest.mark.parametrize("operation, arguments", SESSION_BOUND, ids=[name for name, _ in SESSION_BOUND])
def test_macie_off(client, account, operation, arguments):
    macie2 = client(account, "macie2")
    how = assert_refused(
        getattr(macie2, operation), 403, "AccessDeniedException", "Macie is not enabled", **arguments
    )
    assert how.body == b'{"message":"Macie is not enabled"}'


def test_enable_twice(macie):
    before = macie.a.get_macie_session()["createdAt"]
    assert_refused(macie.a.enable_macie, 409, "ConflictException", "Macie has already been enabled")
    assert macie.a.get_macie_session()["createdAt"] == before


@pytest.mark.parametrize("paused", [False, True])
def test_disable_by_a_member(macie, paused):
    macie.created().invited().accepted()
    if paused:
        macie.suspended()
    text = "Cannot disable Macie while associated with an administrator account"
    assert_refused(macie.m.disable_macie, 409, "ConflictException", text)
    assert macie.view() == (PAUSED if paused else MEMBER)


@pytest.mark.parametrize("status", ["Created", "Invited", "Removed", "Resigned", "Enabled"])
def test_disable_by_an_administrator_with_any_row(macie, status):
    macie.created()
    if status != "Created":
        macie.invited()
    if status in ("Resigned", "Enabled"):
        macie.accepted()
    if status == "Resigned":
        macie.left()
    if status == "Removed":
        macie.removed()
    before = macie.row
    assert before["relationshipStatus"] == status
    fragments = ["Cannot disable Macie while", "member accounts are associated with your account"]
    assert_refused(macie.a.disable_macie, 409, "ConflictException", fragments)
    assert macie.row == before


@pytest.mark.parametrize("operation", ["get_member", "delete_member"])
def test_no_row(macie, operation):
    assert_refused(getattr(macie.a, operation), 400, INVALID, NO_ROW, id=OTHER)


def test_disassociate_no_row(macie, fresh):
    text = (
        "The request is rejected because the current account cannot disassociate the given member account ID since the"
        " latter is not yet associated to it."
    )
    assert_refused(macie.a.disassociate_member, 400, INVALID, text, id=fresh())


@pytest.mark.parametrize("operation", ["get_member", "delete_member", "disassociate_member"])
@pytest.mark.parametrize("id", ["not-an-account", "1234567890123", " ", "../members", "%2e%2e"])
def test_what_is_no_account_has_no_row(macie, operation, id):
    assert_refused(getattr(macie.created().a, operation), 400, INVALID, id=id)
    assert macie.view() == CREATED


@pytest.mark.parametrize("paused", [False, True])
def test_delete_a_member(macie, paused):
    macie.created().invited().accepted()
    if paused:
        macie.suspended()
    text = (
        "The request is rejected because the current account cannot delete the given member account ID since it is"
        " still associated to it."
    )
    assert_refused(macie.a.delete_member, 400, INVALID, text, id=macie.member)
    assert macie.view() == (PAUSED if paused else MEMBER)


@pytest.mark.parametrize("reach", ["created", "invited", "removed", "left", "accepted"])
def test_create_row_exists(macie, reach):
    macie.created()
    if reach != "created":
        macie.invited()
    if reach in ("left", "accepted"):
        macie.accepted()
    if reach in ("left", "removed"):
        getattr(macie, reach)()
    before = macie.row, macie.view()
    account = {"accountId": macie.member, "email": "other@b.example"}
    assert_refused(macie.a.create_member, 400, INVALID, ROW_EXISTS, account=account)
    assert (macie.row, macie.view()) == before


def test_create_itself(macie):
    account = {"accountId": macie.administrator, "email": "a@b.example"}
    assert_refused(macie.a.create_member, 400, INVALID, ITSELF, account=account)
    assert rows(macie.a, onlyAssociated="false") == {}


def test_create_by_a_member(macie, fresh):
    macie.created().invited().accepted()
    account = {"accountId": fresh(), "email": "a@b.example"}
    assert_refused(macie.m.create_member, 400, INVALID, [OF_ANOTHER], account=account)
    assert rows(macie.m, onlyAssociated="false") == {}


def test_create_over_quota(macie, fresh):
    def create(account):
        body = {"account": {"accountId": account, "email": "a@b.example"}}
        return macie.a_raw.ask("POST", "/members", body)

    accounts = [fresh() for _ in range(1000)]
    assert {create(account).status for account in accounts} == {200}
    reply = create(macie.member)
    assert (reply.status, reply.code) == (402, "ServiceQuotaExceededException")
    assert list(reply.json) == ["message"]
    assert len(rows(macie.a, onlyAssociated="false")) == 1000
    macie.a.disassociate_member(id=accounts[0])
    assert create(macie.member).status == 200


@pytest.mark.parametrize("twin", ["administrator", "master"])
def test_no_administrator(macie, twin):
    get = getattr(macie.m, f"get_{twin}_account")
    fragments = ["there isn't a delegated Macie administrator"]
    assert_refused(get, 404, "ResourceNotFoundException", fragments)
    leave = getattr(macie.m, f"disassociate_from_{twin}_account")
    assert_refused(leave, 400, INVALID, [NOT_ASSOCIATED])


def test_resume_by_the_administrator(macie):
    macie.created().invited().accepted().suspended()
    before = macie.row
    resume = {"id": macie.member, "status": "ENABLED"}
    assert_refused(macie.a.update_member_session, 403, "AccessDeniedException", **resume)
    assert macie.row == before


def test_suspend_what_is_no_member(macie, fresh):
    pause = {"status": "PAUSED"}
    assert_refused(macie.a.update_member_session, 400, INVALID, id=fresh(), **pause)
    for reach in (macie.created, macie.invited, macie.removed):
        reach()
        before = macie.row
        assert_refused(macie.a.update_member_session, 400, INVALID, id=macie.member, **pause)
        assert macie.row == before
    assert macie.view() == REMOVED


def test_pause_by_an_administrator_of_members(macie):
    macie.created().invited()
    macie.a.update_macie_session(status="PAUSED")
    macie.a.update_macie_session(status="ENABLED")
    macie.accepted()
    assert_refused(macie.a.update_macie_session, 409, "ConflictException", status="PAUSED")
    assert macie.a.get_macie_session()["status"] == "ENABLED"


def test_the_session_after_enabling(client, account):
    macie2 = client(account, "macie2")
    macie2.enable_macie()
    session = macie2.get_macie_session()
    assert session.pop("ResponseMetadata")
    created = session.pop("createdAt")
    assert created == session.pop("updatedAt") and created.tzinfo is not None
    assert abs(created - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=5)
    role = "aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie"
    assert session == {
        "findingPublishingFrequency": "FIFTEEN_MINUTES",
        "serviceRole": f"arn:aws:iam::{account}:role/{role}",
        "status": "ENABLED",
    }


def test_the_session_as_asked_for_and_updated(client, account):
    macie2 = client(account, "macie2")
    macie2.enable_macie(findingPublishingFrequency="SIX_HOURS", status="PAUSED")
    session = macie2.get_macie_session()
    assert (session["findingPublishingFrequency"], session["status"]) == ("SIX_HOURS", "PAUSED")
    macie2.update_macie_session(findingPublishingFrequency="ONE_HOUR")
    session = macie2.get_macie_session()
    assert (session["findingPublishingFrequency"], session["status"]) == ("ONE_HOUR", "PAUSED")
    assert session["updatedAt"] >= session["createdAt"]
