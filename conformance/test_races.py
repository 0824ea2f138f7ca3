"""Many clients at the same moment: one wins where one can, nobody is told that the server failed, both sides agree."""

import random

import pytest

from hub import HubPair
from macie import MaciePair
from together import together
from views import NO_PENDING

CLIENTS = 8


def test_security_hub_accepts_one_of_many(server, fresh):
    member = fresh()
    pairs = [HubPair(server, fresh(), member).enabled().created().invited() for _ in range(CLIENTS)]
    bodies = [{"AdministratorId": each.administrator, "InvitationId": each.invitation_id} for each in pairs]
    asker = pairs[0].m_raw
    replies = together([lambda body=body: asker.ask("POST", "/administrator", body) for body in bodies])
    won = [reply.status for reply in replies].index(200)
    for reply in replies[:won] + replies[won + 1 :]:
        assert (reply.status, reply.code, reply.json["Message"]) == (400, "BadRequestException", NO_PENDING)
    assert pairs[won].association["AccountId"] == pairs[won].administrator
    assert [pair.row["MemberStatus"] for pair in pairs].count("Enabled") == 1
    assert pairs[won].row["MemberStatus"] == "Enabled"


def test_macie_accepts_one_of_many(server, fresh):
    member = fresh()
    pairs = [MaciePair(server, fresh(), member).enabled().created().invited() for _ in range(CLIENTS)]
    bodies = [
        {"administratorAccountId": each.administrator, "invitationId": each.invitation_id} for each in pairs
    ]
    asker = pairs[0].m_raw
    replies = together([lambda body=body: asker.ask("POST", "/invitations/accept", body) for body in bodies])
    won = [reply.status for reply in replies].index(200)
    for reply in replies[:won] + replies[won + 1 :]:
        assert (reply.status, reply.code) == (400, "ValidationException")
    assert pairs[won].association["accountId"] == pairs[won].administrator
    assert [pair.row["relationshipStatus"] for pair in pairs].count("Enabled") == 1


@pytest.mark.parametrize("path", ["/members", "/members/invite", "/members/delete"])
def test_security_hub_does_a_thing_once(hub, path):
    body = {"AccountIds": [hub.member]}
    if path == "/members":
        body = {"AccountDetails": [{"AccountId": hub.member}]}
    else:
        hub.created()
    replies = together([lambda: hub.a_raw.ask("POST", path, body)] * CLIENTS)
    assert {reply.status for reply in replies} == {200}
    processed = [reply.json["UnprocessedAccounts"] == [] for reply in replies]
    assert processed.count(True) == 1


def test_nobody_becomes_administrator_and_member_at_once(server, fresh):
    for _ in range(10):
        above, middle, below = fresh(), fresh(), fresh()
        up = HubPair(server, above, middle).enabled().created().invited()
        down = HubPair(server, middle, below).enabled()
        accept = {"AdministratorId": above, "InvitationId": up.invitation_id}
        create = {"AccountDetails": [{"AccountId": below}]}
        together(
            [
                lambda: up.m_raw.ask("POST", "/administrator", accept),
                lambda: down.a_raw.ask("POST", "/members", create),
            ]
        )
        assert [up.row["MemberStatus"] == "Enabled", down.row is not None].count(True) == 1


def _hub_storm(pair, invitation):
    ids, own = {"AccountIds": [pair.member]}, {"AccountIds": [pair.administrator]}
    accept = {"AdministratorId": pair.administrator, "InvitationId": invitation}
    return [
        (pair.a_raw, "POST", "/members", {"AccountDetails": [{"AccountId": pair.member}]}),
        (pair.a_raw, "POST", "/members/invite", ids),
        (pair.a_raw, "POST", "/members/disassociate", ids),
        (pair.a_raw, "POST", "/members/delete", ids),
        (pair.m_raw, "POST", "/administrator", accept),
        (pair.m_raw, "POST", "/administrator/disassociate", None),
        (pair.m_raw, "POST", "/invitations/decline", own),
        (pair.m_raw, "POST", "/invitations/delete", own),
    ]


def _macie_storm(pair, invitation):
    own = {"accountIds": [pair.administrator]}
    account = {"accountId": pair.member, "email": "owner@member.example"}
    accept = {"administratorAccountId": pair.administrator, "invitationId": invitation}
    return [
        (pair.a_raw, "POST", "/members", {"account": account}),
        (pair.a_raw, "POST", "/invitations", {"accountIds": [pair.member]}),
        (pair.a_raw, "POST", f"/members/disassociate/{pair.member}", None),
        (pair.a_raw, "DELETE", f"/members/{pair.member}", None),
        (pair.m_raw, "POST", "/invitations/accept", accept),
        (pair.m_raw, "POST", "/administrator/disassociate", None),
        (pair.m_raw, "POST", "/invitations/decline", own),
        (pair.m_raw, "PATCH", "/macie", {"status": random.choice(["PAUSED", "ENABLED"])}),
    ]


@pytest.mark.parametrize("service", ["securityhub", "macie2"])
def test_both_sides_agree_after_a_storm(hub, macie, service):
    pair, storm = (hub, _hub_storm) if service == "securityhub" else (macie, _macie_storm)
    for _ in range(25):
        # Mostly the invitation is there, so that accepting it is one of the things that can happen.
        invitation = pair.invitation or {}
        found = invitation.get("InvitationId") or invitation.get("invitationId") or "0" * 32
        calls = random.choices(storm(pair, found), k=CLIENTS)
        replies = together([lambda call=call: call[0].ask(*call[1:]) for call in calls])
        assert all(reply.status < 500 for reply in replies), replies
        view = pair.view()
        member = view.row in ("Enabled", "Paused")
        assert member == (view.administrator is not None) == (view.listed is not None)
        if member:
            assert view.row == view.listed == view.administrator == view.invitation
            assert view.count == 0
        elif view.invitation is not None:
            assert view.count == 1
