"""Security Hub InviteMembers: field by field, range by range; its per-account refusals are in §6.2's tests."""

import datetime

import pytest

from clients import assert_refused
from hub import rows, unprocessed
from views import CREATED, INVITED, NOTHING


def test_the_answer(hub):
    reply = hub.created().a_raw.ask("POST", "/members/invite", {"AccountIds": [hub.member]})
    assert (reply.status, reply.body) == (200, b'{"UnprocessedAccounts":[]}')


def test_what_is_not_processed(hub, fresh):
    nobody = fresh()
    reply = hub.a_raw.ask("POST", "/members/invite", {"AccountIds": [nobody]})
    assert reply.status == 200
    [result] = reply.json["UnprocessedAccounts"]
    assert set(result) == {"AccountId", "ProcessingResult"}
    assert result["AccountId"] == nobody


def test_50_at_once(hub, fresh):
    accounts = [fresh() for _ in range(50)]
    hub.a.create_members(AccountDetails=[{"AccountId": account} for account in accounts])
    assert unprocessed(hub.a.invite_members(AccountIds=accounts)) == {}
    assert {row["MemberStatus"] for row in rows(hub.a, OnlyAssociated=False).values()} == {"Invited"}


def test_the_row_afterwards(hub):
    created = hub.created(email="owner@member.example").row
    invited = hub.invited().row
    assert invited == {
        **created,
        "MemberStatus": "Invited",
        "InvitedAt": invited["InvitedAt"],
        "UpdatedAt": invited["InvitedAt"],
    }
    assert invited["Email"] == "owner@member.example"
    assert invited["InvitedAt"] - created["UpdatedAt"] < datetime.timedelta(minutes=5)


def test_the_members_hub_may_be_off(hubs):
    pair = hubs()
    pair.a.enable_security_hub()
    pair.created().invited()
    pair.m.enable_security_hub()
    assert pair.view() == INVITED


def test_hub_off(client, account, fresh):
    text = "The request is rejected since no such resource found."
    off = client(account, "securityhub").invite_members
    assert_refused(off, 400, "BadRequestException", text, AccountIds=[fresh()])


@pytest.mark.parametrize("body", [{}, {"AccountIds": None}, {"accountIds": ["1"]}, {"AccountIds": [""]}])
def test_missing_or_blank(hub, body):
    reply = hub.created().a_raw.ask("POST", "/members/invite", body)
    assert (reply.status, reply.code) == (400, "InvalidInputException")
    assert hub.view() == CREATED


@pytest.mark.parametrize("ids", ["111111111111", {"a": "b"}, [1], [["1"]], 7, True])
def test_wrong_types(hub, ids):
    reply = hub.a_raw.ask("POST", "/members/invite", {"AccountIds": ids})
    assert (reply.status, reply.code) == (400, "SerializationException")
    assert hub.view() == NOTHING


def test_unknown_members_are_ignored(hub):
    body = {"AccountIds": [hub.member], "Colour": {"is": ["blue"]}}
    assert hub.created().a_raw.ask("POST", "/members/invite", body).status == 200
    assert hub.view() == INVITED


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-amz-json-1.1"])
def test_any_content_type(hub, kind):
    headers = {"Content-Type": kind} if kind else {}
    body = {"AccountIds": [hub.member]}
    assert hub.created().a_raw.ask("POST", "/members/invite", body, headers).status == 200
    assert hub.view() == INVITED
