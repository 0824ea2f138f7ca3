"""What becomes of relationships when the operator suspends, reinstates or closes an account, or switches a Region off
in it (reference §5.3 S24, S25; §5.4 M24, M25), as both sides see it through boto3."""

import pytest

from accounts import Accounts
from clients import assert_refused
from hub import HubPair
from macie import MaciePair
from server import Server
from views import INVITED, MEMBER, NO_PENDING, NOTHING, REMOVED, View

SUSPENDED = View(None, "AccountSuspended", "AccountSuspended", "AccountSuspended", 0)
REGION_OFF = View(None, "RegionDisabled", "RegionDisabled", "RegionDisabled", 0)
OTHER_REGION = "eu-west-1"


@pytest.fixture
def accounts(server):
    return Accounts(server.folder, "--store", server.keeps)


@pytest.fixture(params=[HubPair, MaciePair], ids=["securityhub", "macie2"])
def made(request, server, fresh, accounts):
    """Makes pairs of accounts that are known, the service on in both: `made()`, `made(administrator, member)`."""

    def make(administrator=None, member=None, **arguments):
        ids = [administrator or _known(accounts, fresh()), member or _known(accounts, fresh())]
        return request.param(server, *ids, **arguments).enabled()

    return make


@pytest.fixture
def member(made):
    """A pair of which one is the other's member."""
    return made().created().invited().accepted()


def _known(accounts, account):
    return accounts.create(f"owner@{account}.example", account)["Id"]


def _is_on(client):
    macie = client.meta.service_model.service_name == "macie2"
    return client.get_macie_session() if macie else client.describe_hub()


def test_M25_a_suspended_member(member, accounts):
    before = member.row, member.invitation
    accounts("suspend", member.member)
    member.assert_view(SUSPENDED, out=member.member)
    accounts("reinstate", member.member)
    assert member.view() == MEMBER
    now = member.row, member.invitation
    for old, new in zip(before, now):
        changed = {key for key in old if old[key] != new[key]}
        assert changed <= {"updatedAt", "UpdatedAt"}


def test_M25_in_every_region(made, accounts):
    here = made().created().invited().accepted()
    there = made(here.administrator, here.member, region=OTHER_REGION).created().invited().accepted()
    accounts("suspend", here.member)
    for each in (here, there):
        each.assert_view(SUSPENDED, out=here.member)
    accounts("reinstate", here.member)
    assert here.view() == there.view() == MEMBER


def test_M25_nobody_else_is_concerned(made, accounts):
    first = made().created().invited().accepted()
    second = made(first.administrator).created().invited().accepted()
    invited = made(None, first.member)
    invited.created()
    accounts("suspend", first.member)
    first.assert_view(SUSPENDED, out=first.member)
    assert second.view() == MEMBER
    assert "Created" in invited.row.values()


def test_M25_a_suspended_member_can_be_let_go(member, accounts):
    accounts("suspend", member.member)
    member.removed().assert_view(REMOVED, out=member.member)
    accounts("reinstate", member.member)
    assert member.view() == REMOVED
    assert member.deleted().view() == NOTHING


def test_who_is_only_invited_is_not_concerned(made, accounts):
    pair = made().created().invited()
    for command, out in (("suspend", pair.member), ("reinstate", None)):
        accounts(command, pair.member)
        pair.assert_view(INVITED, out)
    assert pair.accepted().view() == MEMBER


def test_M24_a_suspended_administrator(member, accounts):
    accounts("suspend", member.administrator)
    macie = member.service == "macie2"
    member.assert_view(REMOVED if macie else MEMBER, out=member.administrator)
    _is_on(member.m)
    accounts("reinstate", member.administrator)
    assert member.view() == (REMOVED if macie else MEMBER)
    if macie:
        assert member.invited().accepted().view() == MEMBER


def test_S25_a_closed_member(member, accounts):
    invitation = member.invitation
    accounts("close", member.member)
    assert invitation is not None and member.row is None
    if member.server.auth == "open":
        _is_on(member.m)
    member.assert_view(NOTHING, out=member.member)


def test_a_closed_account_comes_back_by_nothing_that_it_does(made, accounts):
    pair = made().created().invited()
    acceptance = _acceptance(pair)
    accounts("close", pair.member)
    if pair.server.auth == "verify":
        pair.m_raw.assert_unknown()
        return
    reply = pair.m_raw.ask(*acceptance)
    assert reply.status == 403 and "suspended or closed" in reply.body.decode()
    name = {"securityhub": "security_hub", "macie2": "macie"}[pair.service]
    getattr(pair.m, f"disable_{name}")()
    assert_refused(getattr(pair.m, f"enable_{name}"), 403, "AccessDeniedException", ["suspended or closed"])


def test_S25_a_suspended_member_that_is_closed(member, accounts):
    accounts("suspend", member.member)
    accounts("close", member.member)
    assert member.row is None
    member.assert_view(NOTHING, out=member.member)


def test_S24_M24_a_closed_administrator(made, accounts):
    pair = made().created().invited().accepted()
    other = made(pair.administrator).created().invited()
    accept = _acceptance(other)
    accounts("close", pair.administrator)
    for each in (pair, other):
        assert (each.invitation, each.association) == (None, None)
        _is_on(each.m)
    reply = other.m_raw.ask(*accept)
    assert reply.status == 400 and NO_PENDING in reply.body.decode()
    for each in (pair, other):
        each.assert_view(NOTHING, out=pair.administrator)
    # The member is free for another administrator.
    assert made(None, pair.member).created().invited().accepted().view() == MEMBER


def _acceptance(pair):
    invitation = pair.invitation
    if pair.service == "macie2":
        body = {"administratorAccountId": pair.administrator, "invitationId": invitation["invitationId"]}
        return "POST", "/invitations/accept", body
    body = {"AdministratorId": pair.administrator, "InvitationId": invitation["InvitationId"]}
    return "POST", "/administrator", body


def test_M25_a_region_that_is_switched_off(member, made, accounts):
    other = made(member.administrator, member.member, region=OTHER_REGION).created().invited().accepted()
    macie = member.service == "macie2"
    accounts("disable-region", member.member, member.region)
    assert (member.view(), other.view()) == (REGION_OFF if macie else MEMBER, MEMBER)
    accounts("enable-region", member.member, member.region)
    assert member.view() == other.view() == MEMBER


def test_M25_a_region_that_is_switched_off_in_a_suspended_account(member, accounts):
    off = REGION_OFF if member.service == "macie2" else MEMBER
    accounts("suspend", member.member)
    accounts("disable-region", member.member, member.region)
    member.assert_view(SUSPENDED, out=member.member)
    accounts("reinstate", member.member)
    assert member.view() == off
    accounts("suspend", member.member)
    accounts("enable-region", member.member, member.region)
    member.assert_view(SUSPENDED, out=member.member)
    accounts("reinstate", member.member)
    assert member.view() == MEMBER


def test_M25_a_region_of_the_administrator(member, accounts):
    accounts("disable-region", member.administrator, member.region)
    assert member.view() == MEMBER


def test_it_is_still_so_after_kill_9(tmp_path, fresh):
    accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
    ids = [_known(accounts, fresh()) for _ in range(3)]
    made = [(service, pair) for service in (HubPair, MaciePair) for pair in ((0, 1), (0, 2))]
    with Server(tmp_path) as server:
        for service, (a, m) in made:
            service(server, ids[a], ids[m]).enabled().created().invited().accepted()
        accounts("suspend", ids[1])
        server.kill()
    accounts("close", ids[2])
    with Server(tmp_path) as server:
        for service, (a, m) in made:
            service(server, ids[a], ids[m]).assert_view(SUSPENDED if m == 1 else NOTHING, out=ids[m])
