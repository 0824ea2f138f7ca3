"""Macie ListInvitations: field by field, range by range, error by error."""

import datetime
import re

import pytest

from clients import assert_refused
from lists import HUB_INVITATIONS, MACIE_INVITATIONS, MACIE_MEMBERS, check_sizes, check_tokens
from raw import Caller


@pytest.fixture
def inviting(caller, fresh):
    """Invites `member` from `count` accounts, which are returned in order."""

    def invite(member, count, region="us-east-1"):
        caller(member, "macie2", region).ask("POST", "/macie")
        administrators = [fresh() for _ in range(count)]
        account = {"accountId": member, "email": "owner@member.example"}
        for administrator in administrators:
            ask = caller(administrator, "macie2", region).ask
            assert ask("POST", "/macie").status == 200
            assert ask("POST", "/members", {"account": account}).status == 200
            reply = ask("POST", "/invitations", {"accountIds": [member]})
            assert reply.json == {"unprocessedAccounts": []}
        return administrators

    return invite


def test_no_invitations(macie):
    reply = macie.m_raw.ask("GET", "/invitations")
    assert (reply.status, reply.body) == (200, b'{"invitations":[]}')


def test_fields(macie):
    before = datetime.datetime.now(datetime.UTC)
    macie.created().invited()
    reply = macie.m_raw.ask("GET", "/invitations")
    assert list(reply.json) == ["invitations"]
    [invitation] = reply.json["invitations"]
    assert set(invitation) == {"accountId", "invitationId", "invitedAt", "relationshipStatus"}
    assert invitation["accountId"] == macie.administrator
    assert re.fullmatch(r"[0-9a-f]{32}", invitation["invitationId"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", invitation["invitedAt"])
    assert invitation["relationshipStatus"] == "Invited"
    [typed] = macie.m.list_invitations()["invitations"]
    assert typed["invitedAt"] - before < datetime.timedelta(minutes=5)
    assert {**typed, "invitedAt": None} == {**invitation, "invitedAt": None}


def test_the_accepted_invitation_is_listed(macie):
    pending = macie.created().invited().invitation
    assert macie.accepted().invitation == {**pending, "relationshipStatus": "Enabled"}
    assert macie.suspended().invitation == {**pending, "relationshipStatus": "Paused"}


def test_only_received_invitations_are_listed(macie):
    macie.created().invited()
    assert macie.a.list_invitations()["invitations"] == []
    assert macie.a.get_invitations_count()["invitationsCount"] == 0


def test_pages(caller, account, inviting):
    administrators = inviting(account, 30)
    asker = caller(account, "macie2")
    check_sizes(MACIE_INVITATIONS, asker, administrators)
    assert asker.ask("GET", "/invitations/count").body == b'{"invitationsCount":30}'


def test_pages_with_boto3(client, account, inviting):
    administrators = inviting(account, 7)
    pages = client(account, "macie2").get_paginator("list_invitations").paginate(
        PaginationConfig={"PageSize": 3}
    )
    found = [[each["accountId"] for each in page["invitations"]] for page in pages]
    assert found == [administrators[:3], administrators[3:6], administrators[6:]]


def test_the_last_page_may_be_full(caller, account, inviting):
    administrators = inviting(account, 4)
    asker = caller(account, "macie2")
    assert sum(MACIE_INVITATIONS.walk(asker, 2), []) == administrators
    assert MACIE_INVITATIONS.page(asker, 4) == (administrators, None)


def test_pages_while_invitations_come_and_go(caller, client, account, inviting):
    administrators = inviting(account, 6)
    asker = caller(account, "macie2")
    first, token = MACIE_INVITATIONS.page(asker, 2)
    assert first == administrators[:2]
    for gone in (administrators[0], administrators[3]):
        client(gone, "macie2").delete_member(id=account)
    later = inviting(account, 1)
    second, token = MACIE_INVITATIONS.page(asker, 2, token)
    assert second == [administrators[2], administrators[4]]
    assert MACIE_INVITATIONS.page(asker, 2, token) == ([administrators[5], *later], None)


def test_tokens(server, caller, account, fresh, inviting):
    inviting(account, 3)
    other = fresh()
    inviting(other, 2)
    inviting(account, 2, region="eu-west-1")
    caller(account, "securityhub").ask("POST", "/accounts")
    strangers = [
        (MACIE_INVITATIONS, Caller(server, other, "macie2")),
        (MACIE_INVITATIONS, Caller(server, account, "macie2", "eu-west-1")),
        (MACIE_MEMBERS, Caller(server, account, "macie2")),
        (HUB_INVITATIONS, Caller(server, account, "securityhub")),
    ]
    check_tokens(MACIE_INVITATIONS, caller(account, "macie2"), strangers, {})


def test_macie_off(client, account):
    off = client(account, "macie2").list_invitations
    assert_refused(off, 403, "AccessDeniedException", "Macie is not enabled")


def test_unknown_parameters_are_ignored(macie):
    assert macie.m_raw.ask("GET", "/invitations?colour=blue&MaxResults=0").json == {"invitations": []}
