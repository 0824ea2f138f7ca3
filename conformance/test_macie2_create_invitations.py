"""Macie CreateInvitations: field by field, range by range; its per-account refusals are in §6.4's tests."""

import pytest

from clients import assert_refused
from macie import rows, unprocessed
from views import CREATED, INVITED, NOTHING


def test_the_answer(macie):
    reply = macie.created().a_raw.ask("POST", "/invitations", {"accountIds": [macie.member]})
    assert (reply.status, reply.body) == (200, b'{"unprocessedAccounts":[]}')


def test_what_is_not_processed(macie, fresh):
    nobody = fresh()
    reply = macie.a_raw.ask("POST", "/invitations", {"accountIds": [nobody]})
    assert reply.status == 200
    [result] = reply.json["unprocessedAccounts"]
    assert set(result) == {"accountId", "errorCode", "errorMessage"}
    assert (result["accountId"], result["errorCode"]) == (nobody, "ClientError")


def test_50_at_once(macie, fresh):
    accounts = [fresh() for _ in range(50)]
    for account in accounts:
        macie.a.create_member(account={"accountId": account, "email": f"owner@{account}.example"})
    assert unprocessed(macie.a.create_invitations(accountIds=accounts)) == {}
    after = rows(macie.a, onlyAssociated="false")
    assert list(after) == accounts
    assert {row["relationshipStatus"] for row in after.values()} == {"Invited"}


def test_the_row_afterwards(macie):
    created = macie.created(tags={"team": "blue"}).row
    invited = macie.invited().row
    assert invited == {
        **created,
        "relationshipStatus": "Invited",
        "invitedAt": invited["invitedAt"],
        "updatedAt": invited["updatedAt"],
    }
    assert invited["tags"] == {"team": "blue"}
    assert invited["updatedAt"] >= created["updatedAt"]


@pytest.mark.parametrize("disable", [None, False, True])
@pytest.mark.parametrize("message", [None, "Join us, please! Ünïcödé", "x" * 80, "é" * 80])
def test_message_and_notification(macie, disable, message):
    arguments = {"disableEmailNotification": disable, "message": message}
    given = {name: value for name, value in arguments.items() if value is not None}
    assert macie.created().invited(**given).view() == INVITED


@pytest.mark.parametrize("message", ["x" * 81, "é" * 81, "x" * 5000])
def test_message_too_long(macie, message):
    call = macie.created().a.create_invitations
    assert_refused(call, 400, "ValidationException", accountIds=[macie.member], message=message)
    assert macie.view() == CREATED


def test_the_members_macie_may_be_off(macies):
    pair = macies()
    pair.a.enable_macie()
    pair.created().invited()
    pair.m.enable_macie()
    assert pair.view() == INVITED


def test_macie_off(client, account, fresh):
    off = client(account, "macie2").create_invitations
    assert_refused(off, 403, "AccessDeniedException", "Macie is not enabled", accountIds=[fresh()])


@pytest.mark.parametrize("body", [{}, {"accountIds": None}, {"AccountIds": ["111111111111"]}])
def test_missing(macie, body):
    reply = macie.created().a_raw.ask("POST", "/invitations", body)
    assert (reply.status, reply.code) == (400, "ValidationException")
    assert macie.view() == CREATED


@pytest.mark.parametrize(
    "wrong",
    [
        {"accountIds": "111111111111"},
        {"accountIds": [1]},
        {"accountIds": {"a": "b"}},
        {"message": 7},
        {"message": ["x"]},
        {"disableEmailNotification": "true"},
        {"disableEmailNotification": 1},
    ],
)
def test_wrong_types(macie, wrong):
    body = {"accountIds": [macie.member], **wrong}
    reply = macie.created().a_raw.ask("POST", "/invitations", body)
    assert (reply.status, reply.code) == (400, "SerializationException")
    assert macie.view() == CREATED


def test_unknown_and_null_members_are_ignored(macie):
    body = {"accountIds": [macie.member], "colour": {"is": ["blue"]}, "message": None}
    assert macie.created().a_raw.ask("POST", "/invitations", body).status == 200
    assert macie.view() == INVITED


def test_an_empty_body_is_refused_before_macie_is_looked_at(caller, account, macies):
    reply = caller(account, "macie2").ask("POST", "/invitations")
    assert (reply.status, reply.code) == (400, "ValidationException")
    pair = macies()
    assert pair.enabled().view() == NOTHING
