"""What one node has acknowledged, the next request sees at any other: every kind of record, three nodes, one database."""

import itertools

import pytest
from botocore.exceptions import ClientError

import clients
import credentials
import stores
import trail
from accounts import AccessKeys, Accounts
from faults.failover import nodes
from hub import HubPair
from macie import MaciePair
from raw import Caller
from server import SEALING_KEY
from views import CREATED, HUB_DECLINED, INVITED, LEFT, LEFT_AND_DELETED, MACIE_DECLINED, MEMBER, NOTHING, PAUSED, REMOVED, View

pytestmark = pytest.mark.postgres_only

ROUNDS = 3
SUSPENDED = View(None, "AccountSuspended", "AccountSuspended", "AccountSuspended", 0)
HUB = [
    ("created", CREATED),
    ("invited", INVITED),
    ("declined", HUB_DECLINED),
    ("accepted", MEMBER),
    ("left", LEFT),
    ("accepted", MEMBER),
    ("removed", REMOVED),
    ("invited", INVITED),
    ("accepted", MEMBER),
    ("left", LEFT),
    ("invitation_deleted", LEFT_AND_DELETED),
    ("deleted", NOTHING),
]
MACIE = [
    ("created", CREATED),
    ("invited", INVITED),
    ("declined", MACIE_DECLINED),
    ("invitation_deleted", NOTHING),
    ("created", CREATED),
    ("invited", INVITED),
    ("accepted", MEMBER),
    ("suspended", PAUSED),
    ("left", LEFT),
    ("accepted", PAUSED),
    ("removed", REMOVED),
    ("deleted", NOTHING),
]


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with nodes(stores.cluster().database(), tmp_path_factory.mktemp("nodes")) as running:
        yield running


@pytest.fixture
def turns(servers):
    """The nodes in turn, each with what is asked there first: the next node, the one after it, and itself."""
    number = itertools.count()

    def turn():
        at = next(number) % len(servers)
        return servers[at], [servers[(at + 1) % 3], servers[(at + 2) % 3], servers[at]]

    return turn


@pytest.mark.parametrize(("kind", "steps"), [(HubPair, HUB), (MaciePair, MACIE)], ids=["securityhub", "macie2"])
def test_members_and_invitations(turns, servers, fresh, kind, steps):
    for _ in range(ROUNDS):
        administrator, member = fresh(), fresh()
        pairs = {server.port: kind(server, administrator, member) for server in servers}
        pairs[servers[0].port].enabled()
        for step, view in steps:
            at, others = turns()
            getattr(pairs[at.port], step)()
            for other in others:
                assert pairs[other.port].view() == view, (step, at.port, other.port)


def test_services(turns, fresh):
    """That a service is on, its settings, and that it is off again."""
    for _ in range(ROUNDS):
        account = fresh()
        at, others = turns()
        clients.client(at, account, "securityhub").enable_security_hub()
        for other in others:
            clients.client(other, account, "securityhub").describe_hub()
        at, others = turns()
        clients.client(at, account, "securityhub").update_security_hub_configuration(AutoEnableControls=False)
        for other in others:
            assert clients.client(other, account, "securityhub").describe_hub()["AutoEnableControls"] is False
        at, others = turns()
        clients.client(at, account, "securityhub").disable_security_hub()
        for other in others:
            clients.assert_refused(clients.client(other, account, "securityhub").describe_hub, 401, "InvalidAccessException")


def test_organizations(turns, fresh):
    for _ in range(ROUNDS):
        owner, guest = fresh(), fresh()
        of = lambda server, account=owner: clients.client(server, account, "organizations")
        at, others = turns()
        id = of(at).create_organization(FeatureSet="ALL")["Organization"]["Id"]
        for other in others:
            assert of(other).describe_organization()["Organization"]["Id"] == id
        at, others = turns()
        status = of(at).create_account(AccountName="new", Email=f"{fresh()}@example.com")["CreateAccountStatus"]
        for other in others:
            found = of(other).describe_create_account_status(CreateAccountRequestId=status["Id"])["CreateAccountStatus"]
            assert found["State"] == "SUCCEEDED"
            assert of(other).describe_account(AccountId=found["AccountId"])["Account"]["Name"] == "new"
        at, others = turns()
        handshake = of(at).invite_account_to_organization(Target={"Id": guest, "Type": "ACCOUNT"})["Handshake"]["Id"]
        for other in others:
            [seen] = of(other, guest).list_handshakes_for_account()["Handshakes"]
            assert (seen["Id"], seen["State"]) == (handshake, "OPEN")
        at, others = turns()
        of(at, guest).accept_handshake(HandshakeId=handshake)
        for other in others:
            assert len(of(other).list_accounts()["Accounts"]) == 3
            assert of(other, guest).describe_organization()["Organization"]["Id"] == id
        at, others = turns()
        [root] = of(at).list_roots()["Roots"]
        unit = of(at).create_organizational_unit(ParentId=root["Id"], Name="unit")["OrganizationalUnit"]["Id"]
        for other in others:
            [seen] = of(other).list_organizational_units_for_parent(ParentId=root["Id"])["OrganizationalUnits"]
            assert seen["Id"] == unit
        at, others = turns()
        of(at).move_account(AccountId=guest, SourceParentId=root["Id"], DestinationParentId=unit)
        for other in others:
            assert [each["Id"] for each in of(other).list_accounts_for_parent(ParentId=unit)["Accounts"]] == [guest]
        at, others = turns()
        of(at, guest).leave_organization()
        for other in others:
            clients.assert_refused(of(other, guest).describe_organization, 400, "AWSOrganizationsNotInUseException")


def test_accounts(servers, turns, fresh):
    """What operators do beside the nodes, and what becomes of a suspended account's membership, at once."""
    accounts = Accounts(servers[0].folder, "--store", servers[0].keeps)
    owner, member = fresh(), fresh()
    accounts.create(f"{member}@example.com", member)
    pairs = {server.port: HubPair(server, owner, member) for server in servers}
    pairs[servers[0].port].enabled().created().invited().accepted()
    for command, view in (("suspend", SUSPENDED), ("reinstate", MEMBER)) * ROUNDS:
        accounts(command, member)
        for server in servers:
            pairs[server.port].assert_view(view, out=member if view == SUSPENDED else None)


def test_the_trail(turns, fresh):
    for _ in range(ROUNDS):
        account = fresh()
        for number in range(1, 5):
            at, others = turns()
            reply = Caller(at, account, "macie2").ask("PATCH", "/macie", {"status": "PAUSED"})
            assert reply.status == 403
            for other in others:
                found = trail.lookup(clients.client(other, account, "cloudtrail"), "EventName", "UpdateMacieSession")
                assert len(found) == number


def ask(server, keys):
    reply = Caller(server, keys.account, "securityhub", keys=keys).ask("GET", "/accounts")
    return "known" if reply.code == "InvalidAccessException" else reply.code


@pytest.mark.verify_only
def test_keys(turns, fresh):
    """Also after it was used at every node: none knows it by heart."""
    for _ in range(ROUNDS):
        account = fresh()
        at, others = turns()
        keys = credentials.Keys.answered(credentials.operator(at, {"Operation": "CreateKey", "Account": account})["Key"])
        assert [ask(other, keys) for other in others] == ["known"] * 3
        for change, seen in (
            ("DisableKey", "UnrecognizedClientException"),
            ("EnableKey", "known"),
            ("DeleteKey", "UnrecognizedClientException"),
        ):
            at, others = turns()
            answer = credentials.operator(at, {"Operation": change, "Id": keys.id})
            assert "Error" not in answer, answer
            assert [ask(other, keys) for other in others] == [seen] * 3, change


@pytest.mark.verify_only
def test_keys_by_command(servers, fresh):
    """The operator's commands change the database themselves; the nodes hear nothing of it."""
    commands = AccessKeys(servers[0].folder, "--store", servers[0].keeps, extra={"ACCEDE_SEALING_KEY": SEALING_KEY})
    keys = credentials.Keys.answered(commands.create(fresh()))
    assert [ask(server, keys) for server in servers] == ["known"] * 3
    commands("disable", keys.id)
    assert [ask(server, keys) for server in servers] == ["UnrecognizedClientException"] * 3


@pytest.mark.verify_only
def test_roles(turns, fresh):
    for _ in range(ROUNDS):
        own, other_account = fresh(), fresh()
        role = {"Account": other_account, "Name": "Shared"}
        arn = f"arn:aws:iam::{other_account}:role/Shared"
        wanted = {"RoleArn": arn, "RoleSessionName": "test"}
        made = {"Path": "/", "Trusts": [own], "MaxSessionDuration": 3600}
        for operation, more, allowed in (("CreateRole", made, True), ("DeleteRole", {}, False)):
            at, others = turns()
            answer = credentials.operator(at, {"Operation": operation, **role, **more})
            assert "Error" not in answer, answer
            for other in others:
                sts = clients.client(other, own, "sts")
                if allowed:
                    sts.assume_role(**wanted)
                    continue
                with pytest.raises(ClientError) as caught:
                    sts.assume_role(**wanted)
                assert caught.value.response["Error"]["Code"] == "AccessDenied"
