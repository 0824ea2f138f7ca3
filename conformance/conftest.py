"""What every test may ask for: a server, accounts that nobody else uses, clients of theirs."""

import itertools
import os

import pytest

pytest.register_assert_rewrite("cases", "clients", "hub", "lists", "macie", "model_answers", "raw", "server")

import clients
import credentials
import postgres
from cli import Cli
from hub import HubPair
from macie import MaciePair
from organization_route import HubOrganization, MacieOrganization
from raw import REGION, Caller
from server import AUTH, Server
from stores import STORE

# The user's own configuration must not reach any client.
for _name in list(os.environ):
    if _name.startswith("AWS_") or _name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
        del os.environ[_name]
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

_NUMBERS = itertools.count(1)
_OTHERS = [
    {"verify": "open_only", "open": "verify_only"}[AUTH],
    {"postgres": "embedded_only", "sqlite": "postgres_only"}[STORE],
]


def pytest_collection_modifyitems(config, items):
    """Leaves out what is about the mode that the servers are not in, or about a store that they have not."""
    if STORE == "postgres" and postgres.programs() is None:
        for item in items:
            item.add_marker(pytest.mark.skip(reason="PostgreSQL is not installed"))
    left_out = [item for item in items if any(map(item.get_closest_marker, _OTHERS))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One server for all tests of a worker: tests keep apart by using accounts of their own."""
    with Server(tmp_path_factory.mktemp("server")) as running:
        yield running
        assert running.process.poll() is None, "the server died:\n" + running.logged()
        assert running.terminate() == (0, "")


@pytest.fixture
def fresh(worker_id):
    """Makes account ids that no other test uses. Each is larger than the one before."""
    worker = int(worker_id.removeprefix("gw")) + 1 if worker_id.startswith("gw") else 0
    return lambda: f"{worker + 10}{next(_NUMBERS):010}"


@pytest.fixture
def account(fresh):
    """One account of this test alone."""
    return fresh()


@pytest.fixture
def client(server):
    """Makes boto3 clients: `client(account, service, region)`."""
    return lambda account, service, region=REGION, validate=True: clients.client(
        server, account, service, region, validate
    )


@pytest.fixture
def caller(server):
    """Makes raw callers: `caller(account, service, region)`."""
    return lambda account, service, region=REGION: Caller(server, account, service, region)


@pytest.fixture
def hub(server, fresh):
    """An administrator and a prospective member, Security Hub on in both."""
    return HubPair(server, fresh(), fresh()).enabled()


@pytest.fixture
def hubs(server, fresh):
    """Makes pairs: `hubs()`, or with given accounts `hubs(administrator, member)`."""
    return lambda a=None, m=None: HubPair(server, a or fresh(), m or fresh())


@pytest.fixture
def macie(server, fresh):
    """An administrator and a prospective member, Macie on in both."""
    return MaciePair(server, fresh(), fresh()).enabled()


@pytest.fixture
def macies(server, fresh):
    """Makes pairs: `macies()`, or with given accounts `macies(administrator, member)`."""
    return lambda a=None, m=None: MaciePair(server, a or fresh(), m or fresh())


@pytest.fixture
def aws(server, tmp_path):
    """The AWS CLI: `aws(account)("securityhub", "list-invitations")`."""
    return lambda account, region=REGION: Cli(server, tmp_path, credentials.of(server, account), region)


@pytest.fixture(params=[HubOrganization, MacieOrganization], ids=["securityhub", "macie2"])
def organization(request, server, fresh):
    """A new organization, and one of the services in it."""
    return request.param(server, fresh)


@pytest.fixture
def hub_organization(server, fresh):
    """A new organization, and Security Hub in it."""
    return HubOrganization(server, fresh)


@pytest.fixture
def macie_organization(server, fresh):
    """A new organization, and Macie in it."""
    return MacieOrganization(server, fresh)


def pytest_terminal_summary(terminalreporter):
    """What became of requests that SDKs signed; each test of them has told its numbers as a property."""
    passed = terminalreporter.stats.get("passed", [])
    told = [value for report in passed for name, value in report.user_properties if name == "signed"]
    for client in sorted({client for client, _, _ in told}):
        accepted, refused = (sum(each[n] for each in told if each[0] == client) for n in (1, 2))
        terminalreporter.write_line(f"signed by {client}: {accepted} of {accepted} accepted; altered: {refused:,} of {refused:,} refused")
    if told:
        accepted, refused = (sum(each[n] for each in told) for n in (1, 2))
        terminalreporter.write_line(f"signed by SDKs: {accepted} of {accepted} accepted; altered: {refused:,} of {refused:,} refused")
