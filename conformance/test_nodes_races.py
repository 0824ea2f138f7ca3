"""Everybody at once, on three nodes over one database: quotas are exact, an account has one administrator and an email one
account, and nobody is told that the server failed."""

import itertools
import json

import pytest

import clients
import credentials
import stores
from accounts import Accounts
from faults.failover import nodes
from hub import HubPair
from macie import MaciePair
from organization_route import HubOrganization, MacieOrganization
from raw import Caller
from together import together

pytestmark = pytest.mark.postgres_only

QUOTA, MANY = 10, 30
OVER = {"securityhub": (429, "LimitExceededException"), "macie2": (402, "ServiceQuotaExceededException")}
PAIRS, ORGANIZATIONS = [HubPair, MaciePair], [HubOrganization, MacieOrganization]
IDS = ["securityhub", "macie2"]


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Three nodes on which an administrator has few members."""
    url, folder = stores.cluster().database(), tmp_path_factory.mktemp("nodes")
    with nodes(url, folder, arguments=["--member-quota", str(QUOTA)]) as running:
        yield running
        for server in running:
            assert {json.loads(line)["level"] for line in server.logged().splitlines()} <= {"info"}, server.logged()


def spread(servers, calls):
    """Makes all calls at the same moment, each to the next node: `(account, service, method, path, body)`."""
    callers = [
        (Caller(server, account, service), rest) for server, (account, service, *rest) in zip(itertools.cycle(servers), calls)
    ]
    for caller, _ in callers:
        credentials.of(caller.server, caller.account)
    replies = together([lambda caller=caller, rest=rest: caller.ask(*rest) for caller, rest in callers])
    assert all(reply.status < 500 for reply in replies), [reply for reply in replies if reply.status >= 500]
    return replies


# What each step is on the wire.


def create(pair):
    account = {"accountId": pair.member, "email": f"owner@{pair.member}.example"}
    body = {"account": account} if pair.service == "macie2" else {"AccountDetails": [{"AccountId": pair.member}]}
    return pair.administrator, pair.service, "POST", "/members", body


def invite(pair):
    if pair.service == "macie2":
        return pair.administrator, "macie2", "POST", "/invitations", {"accountIds": [pair.member]}
    return pair.administrator, "securityhub", "POST", "/members/invite", {"AccountIds": [pair.member]}


def invitations(pair):
    """The id of each invitation of the member, by its administrator."""
    pages = pair.m.get_paginator("list_invitations").paginate()
    found = [each for page in pages for each in page.get("Invitations", page.get("invitations"))]
    listed = [{key.lower(): value for key, value in each.items()} for each in found]
    return {each["accountid"]: each["invitationid"] for each in listed}


def accept(pair):
    id = invitations(pair)[pair.administrator]
    if pair.service == "macie2":
        body = {"administratorAccountId": pair.administrator, "invitationId": id}
        return pair.member, "macie2", "POST", "/invitations/accept", body
    return pair.member, "securityhub", "POST", "/administrator", {"AdministratorId": pair.administrator, "InvitationId": id}


def is_done(service, reply):
    """Whether it was carried out. If not, the quota is why."""
    left_out = reply.status == 200 and (reply.json.get("UnprocessedAccounts") or reply.json.get("unprocessedAccounts"))
    if left_out:
        [one] = left_out
        text = one.get("ProcessingResult") or one["errorMessage"]
        assert "cannot exceed the maximum number of allowed members" in text, text
    elif reply.status != 200:
        assert (reply.status, reply.code) == OVER[service], reply
    return reply.status == 200 and not left_out


def counted(server, pair):
    """How many rows of the administrator count against its quota."""
    statuses = [row for row in _statuses(server, pair) if row not in ("Removed", "Resigned")]
    return len(statuses)


def _statuses(server, pair):
    query = "?onlyAssociated=false" if pair.service == "macie2" else "?OnlyAssociated=false"
    asker, found, path = Caller(server, pair.administrator, pair.service), [], f"/members{query}"
    while True:
        answer = asker.ask("GET", path).json
        found += [row.get("MemberStatus") or row["relationshipStatus"] for row in answer.get("Members", answer.get("members"))]
        token = answer.get("NextToken") or answer.get("nextToken")
        if not token:
            return found
        path = f"/members{query}&{'nextToken' if pair.service == 'macie2' else 'NextToken'}={token}"


def seen_of(kind, server, administrators, member):
    """Which of these have the member in their lists, and which is its administrator by its own word."""
    pairs = [kind(server, administrator, member) for administrator in administrators]
    rows = [row.get("MemberStatus", row.get("relationshipStatus")) == "Enabled" for row in (pair.row or {} for pair in pairs)]
    own = pairs[0].association or {}
    return rows, [administrator == own.get("AccountId", own.get("accountId")) for administrator in administrators]


def pairs_of_one(kind, servers, fresh, count=MANY):
    """One administrator, and so many accounts that may become its members."""
    administrator = fresh()
    return [kind(servers[0], administrator, fresh()).enabled() for _ in range(count)]


@pytest.mark.parametrize("kind", PAIRS, ids=IDS)
def test_many_are_created(servers, fresh, kind):
    pairs = pairs_of_one(kind, servers, fresh, 2 * MANY)
    replies = spread(servers, map(create, pairs))
    done = [is_done(kind.service, reply) for reply in replies]
    assert done.count(True) == QUOTA
    assert [counted(server, pairs[0]) for server in servers] == [QUOTA] * 3


def test_batches_are_created(servers, fresh):
    """What is left of the quota goes to some account of some batch, never to one too many."""
    first = HubPair(servers[0], fresh(), fresh()).enabled()
    batches = [[fresh() for _ in range(4)] for _ in range(15)]
    bodies = [{"AccountDetails": [{"AccountId": each} for each in batch]} for batch in batches]
    calls = [(first.administrator, "securityhub", "POST", "/members", body) for body in bodies]
    left_out = sum(len(reply.json["UnprocessedAccounts"]) for reply in spread(servers, calls))
    assert left_out == 60 - QUOTA
    assert counted(servers[1], first) == QUOTA


@pytest.mark.parametrize("kind", PAIRS, ids=IDS)
def test_many_come_back(servers, fresh, kind):
    """By accepting what they had left, by a new invitation after a removal, and newcomers beside them."""
    pairs = pairs_of_one(kind, servers, fresh)
    left, removed, new = pairs[:10], pairs[10:20], pairs[20:]
    for pair in left:
        pair.created().invited().accepted().left()
    for pair in removed:
        pair.created().removed()
    calls = [*map(accept, left), *map(invite, removed), *map(create, new)]
    mixed = [call for three in zip(calls[:10], calls[10:20], calls[20:]) for call in three]
    replies = spread(servers, mixed)
    assert [is_done(kind.service, reply) for reply in replies].count(True) == QUOTA
    assert [counted(server, pairs[0]) for server in servers] == [QUOTA] * 3


@pytest.mark.parametrize("kind", PAIRS, ids=IDS)
def test_one_of_many_administrators_wins(servers, fresh, kind):
    member = fresh()
    pairs = [kind(servers[0], fresh(), member).enabled().created().invited() for _ in range(MANY)]
    replies = spread(servers, map(accept, pairs))
    won = [reply.status for reply in replies].index(200)
    for reply in replies[:won] + replies[won + 1 :]:
        expected = {"securityhub": "BadRequestException", "macie2": "ValidationException"}[kind.service]
        assert (reply.status, reply.code) == (400, expected), reply
        assert b"already an associated member of" in reply.body
    for server in servers:
        rows, own = seen_of(kind, server, [pair.administrator for pair in pairs], member)
        assert rows.count(True) == 1 and rows[won] and own == rows


def state_of(management, answer):
    """What became of an account that was to be created."""
    id = answer["CreateAccountStatus"]["Id"]
    status = management.describe_create_account_status(CreateAccountRequestId=id)["CreateAccountStatus"]
    return status["State"], status.get("FailureReason")


def test_an_email_is_one_account_s(servers, fresh):
    owners = [fresh() for _ in servers]
    for owner in owners:
        clients.client(servers[0], owner, "organizations").create_organization(FeatureSet="ALL")
    for _ in range(5):
        email = f"{fresh()}@example.com"
        askers = [clients.client(server, owner, "organizations") for server, owner in zip(servers, owners) for _ in range(4)]
        answers = together(
            [lambda asker=asker: asker.create_account(AccountName="new", Email=email) for asker in askers]
        )
        states = [state_of(asker, answer) for asker, answer in zip(askers, answers)]
        assert sorted(set(states)) == [("FAILED", "EMAIL_ALREADY_EXISTS"), ("SUCCEEDED", None)]
        assert states.count(("SUCCEEDED", None)) == 1


def test_operators_create_one_account(servers, fresh):
    """The commands open the database themselves, beside the nodes."""
    email = f"{fresh()}@example.com"
    accounts = Accounts(servers[0].folder, "--store", servers[0].keeps)
    ran = together([lambda: accounts.run("create", "--email", email, "--name", "Example")] * 6)
    assert sorted(status for status, _, _ in ran) == [0, 1, 1, 1, 1, 1], ran
    assert sum(account.get("Email") == email for account in accounts.list()) == 1


@pytest.mark.parametrize("kind", ORGANIZATIONS, ids=IDS)
def test_the_organization_and_an_invitation(servers, fresh, kind):
    """An account of the organization accepts an outsider's invitation while its own administrator takes it in."""
    pair_kind, outsider = PAIRS[ORGANIZATIONS.index(kind)], fresh()
    organization = kind(servers[0], fresh, members=9).designated()
    calls, pairs = [], []
    for member in organization.members:
        email = organization.email(member)
        pair = pair_kind(servers[0], outsider, member).enabled()
        if kind is MacieOrganization:
            pair.a.create_member(account={"accountId": member, "email": email})
        else:
            pair.created()
        pair.invited()
        pairs.append(pair)
        calls += [accept(pair), create(pair_kind(servers[0], organization.administrator, member))]
    replies = spread(servers, calls)
    assert all(reply.status in (200, 400) for reply in replies)
    for pair in pairs:
        for server in servers:
            rows, own = seen_of(pair_kind, server, [outsider, organization.administrator], pair.member)
            assert own == rows and rows.count(True) == 1, (rows, own)


@pytest.mark.parametrize("kind", ORGANIZATIONS, ids=IDS)
def test_one_administrator_is_designated(servers, fresh, kind):
    organization = kind(servers[0], fresh, members=6)
    candidates = [organization.administrator, *organization.members]
    name, path = ("adminAccountId", "/admin") if kind is MacieOrganization else ("AdminAccountId", "/organization/admin/enable")
    calls = [(organization.management, kind.service, "POST", path, {name: each}) for each in candidates]
    statuses = [reply.status for reply in spread(servers, calls)]
    assert statuses.count(200) == 1 and set(statuses) == {200, 409}, statuses
    assert list(organization.designees()) == [candidates[statuses.index(200)]]
