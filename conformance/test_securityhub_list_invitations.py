"""Security Hub ListInvitations: field by field, range by range, error by error."""

import datetime
import re

import pytest

from clients import assert_refused
from lists import HUB_INVITATIONS, HUB_MEMBERS, MACIE_INVITATIONS, check_sizes, check_tokens
from raw import Caller


@pytest.fixture
def inviting(caller, fresh):
    """Invites `member` from `count` accounts, which are returned in order."""

    def invite(member, count, region="us-east-1"):
        caller(member, "securityhub", region).ask("POST", "/accounts")
        administrators = [fresh() for _ in range(count)]
        for administrator in administrators:
            ask = caller(administrator, "securityhub", region).ask
            assert ask("POST", "/accounts").status == 200
            assert ask("POST", "/members", {"AccountDetails": [{"AccountId": member}]}).status == 200
            reply = ask("POST", "/members/invite", {"AccountIds": [member]})
            assert reply.json == {"UnprocessedAccounts": []}
        return administrators

    return invite


def test_no_invitations(hub):
    reply = hub.m_raw.ask("GET", "/invitations")
    assert (reply.status, reply.body) == (200, b'{"Invitations":[]}')


def test_fields(hub):
    before = datetime.datetime.now(datetime.UTC)
    hub.created().invited()
    reply = hub.m_raw.ask("GET", "/invitations")
    assert list(reply.json) == ["Invitations"]
    [invitation] = reply.json["Invitations"]
    assert set(invitation) == {"AccountId", "InvitationId", "InvitedAt", "MemberStatus"}
    assert invitation["AccountId"] == hub.administrator
    assert re.fullmatch(r"[0-9a-f]{32}", invitation["InvitationId"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", invitation["InvitedAt"])
    assert invitation["MemberStatus"] == "Invited"
    [typed] = hub.m.list_invitations()["Invitations"]
    assert typed["InvitedAt"] - before < datetime.timedelta(minutes=5)
    assert {**typed, "InvitedAt": None} == {**invitation, "InvitedAt": None}


def test_the_accepted_invitation_is_listed(hub):
    pending = hub.created().invited().invitation
    assert hub.accepted().invitation == {**pending, "MemberStatus": "Enabled"}


def test_only_received_invitations_are_listed(hub):
    hub.created().invited()
    assert hub.a.list_invitations()["Invitations"] == []
    assert hub.a.get_invitations_count()["InvitationsCount"] == 0


def test_pages(caller, account, inviting):
    administrators = inviting(account, 55)
    asker = caller(account, "securityhub")
    check_sizes(HUB_INVITATIONS, asker, administrators)
    assert asker.ask("GET", "/invitations/count").body == b'{"InvitationsCount":55}'


def test_pages_with_boto3(client, account, inviting):
    administrators = inviting(account, 7)
    pages = client(account, "securityhub").get_paginator("list_invitations").paginate(
        PaginationConfig={"PageSize": 3}
    )
    found = [[each["AccountId"] for each in page["Invitations"]] for page in pages]
    assert found == [administrators[:3], administrators[3:6], administrators[6:]]


def test_the_last_page_may_be_full(caller, account, inviting):
    administrators = inviting(account, 4)
    asker = caller(account, "securityhub")
    assert sum(HUB_INVITATIONS.walk(asker, 2), []) == administrators
    assert HUB_INVITATIONS.page(asker, 4) == (administrators, None)


def test_pages_while_invitations_come_and_go(caller, client, account, inviting):
    administrators = inviting(account, 6)
    asker = caller(account, "securityhub")
    first, token = HUB_INVITATIONS.page(asker, 2)
    assert first == administrators[:2]
    for gone in (administrators[0], administrators[3]):
        client(gone, "securityhub").delete_members(AccountIds=[account])
    later = inviting(account, 1)
    second, token = HUB_INVITATIONS.page(asker, 2, token)
    assert second == [administrators[2], administrators[4]]
    assert HUB_INVITATIONS.page(asker, 2, token) == ([administrators[5], *later], None)


def test_a_token_whose_invitation_is_gone(caller, client, account, inviting):
    administrators = inviting(account, 3)
    asker = caller(account, "securityhub")
    _, token = HUB_INVITATIONS.page(asker, 1)
    client(administrators[0], "securityhub").delete_members(AccountIds=[account])
    assert HUB_INVITATIONS.page(asker, 5, token) == (administrators[1:], None)


def test_tokens(server, caller, account, fresh, inviting):
    inviting(account, 3)
    other = fresh()
    inviting(other, 2)
    inviting(account, 2, region="eu-west-1")
    caller(account, "macie2").ask("POST", "/macie")
    strangers = [
        (HUB_INVITATIONS, Caller(server, other, "securityhub")),
        (HUB_INVITATIONS, Caller(server, account, "securityhub", "eu-west-1")),
        (HUB_MEMBERS, Caller(server, account, "securityhub")),
        (MACIE_INVITATIONS, Caller(server, account, "macie2")),
    ]
    check_tokens(HUB_INVITATIONS, caller(account, "securityhub"), strangers, {})


def test_hub_off(client, account):
    text = "The request is rejected since no such resource found."
    off = client(account, "securityhub").list_invitations
    assert_refused(off, 400, "BadRequestException", text)


def test_unknown_parameters_are_ignored(hub):
    assert hub.m_raw.ask("GET", "/invitations?Colour=blue&MaxResults=5").json == {"Invitations": []}
