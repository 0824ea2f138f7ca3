"""What nodes do by themselves, three at the same time over one database: nothing is lost, and none reports a fault."""

import contextlib
import json
import time
from datetime import datetime

import pytest

import credentials
import stores
from accounts import AccessKeys
from faults.failover import nodes
from raw import Caller
from server import SEALING_KEY, Server
from together import together

pytestmark = pytest.mark.postgres_only

DAY = 86_400_000
OLD = 4_000
PATIENCE = 30


@pytest.fixture
def cluster():
    return stores.cluster()


@pytest.fixture
def url(cluster):
    return cluster.database()


@contextlib.contextmanager
def at_once(url, folder, count=3, **more):
    """So many nodes that are started, and ended, at the same moment. None may report a fault."""
    folders = [folder / f"node{number}" for number in range(count)]
    for each in folders:
        each.mkdir(exist_ok=True)
    servers = together([lambda each=each: Server(each, url, **more) for each in folders])
    with contextlib.ExitStack() as stack:
        for server in servers:
            stack.enter_context(server)
        yield servers
        assert together([server.terminate for server in servers]) == [(0, "")] * count
        for server in servers:
            levels = {json.loads(line)["level"] for line in server.logged().splitlines()}
            assert levels <= {"info"}, server.logged()


def until(reached):
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nodes_make_a_new_store_together(cluster, url, tmp_path, fresh):
    """Six at the same moment, in an empty database: one schema, one secret."""
    with at_once(url, tmp_path, 6) as servers:
        account = fresh()
        assert Caller(servers[0], account, "macie2").ask("POST", "/macie", {}).status == 200
        for server in servers:
            assert Caller(server, account, "macie2").ask("GET", "/macie").status == 200
    name = url.rpartition("/")[2]
    steps = [int(step) for (step,) in cluster.ask("SELECT step FROM migration ORDER BY step", name)]
    assert steps == list(range(1, len(steps) + 1))


def test_the_trail_is_forgotten_by_all(cluster, url, tmp_path, fresh):
    """What is too old goes, once; what is not, stays, also what is recorded meanwhile."""
    name, account = url.rpartition("/")[2], fresh()

    def count(where):
        [[number]] = cluster.ask(f"SELECT count(*) FROM event WHERE {where}", name)
        return int(number)

    now = int(time.time() * 1000)
    old, recent = f"at < {now - 3 * DAY}", f"at > {now - DAY}"
    with nodes(url, tmp_path, 1) as [server]:
        for _ in range(50):
            Caller(server, account, "macie2").ask("PATCH", "/macie", {"status": "PAUSED"})
    before = count(recent)
    assert before == 50 + (server.auth == "verify")
    cluster.ask(
        "INSERT INTO event (account, region, at, id, document) SELECT account, region, at - 9 * "
        f"CAST({DAY} AS bigint) - n, id, document FROM event, generate_series(1, {OLD // 50}) AS n",
        name,
    )
    assert count(old) >= OLD
    with at_once(url, tmp_path, arguments=["--audit-retention", "2"]) as servers:
        for number in range(60):
            Caller(servers[number % 3], account, "macie2").ask("PATCH", "/macie", {"status": "PAUSED"})
        until(lambda: count(old) == 0)
        assert count(recent) == before + 60


@pytest.mark.verify_only
def test_the_last_use_of_keys(url, tmp_path, fresh):
    """Each node has noted uses of the same keys; all store theirs as they end, and the latest stays."""
    with at_once(url, tmp_path) as servers:
        accounts = [fresh() for _ in range(20)]
        for account in accounts:
            credentials.of(servers[0], account)
        calls = [
            lambda server=server: [Caller(server, account, "macie2").ask("GET", "/macie").status for account in accounts]
            for server in servers
        ]
        for statuses in together(calls * 2):
            assert set(statuses) == {403}
        time.sleep(0.01)
        began = time.time()
        for number, account in enumerate(accounts):
            Caller(servers[number % 3], account, "securityhub", "eu-west-1").ask("GET", "/accounts")
    # They stored them as they ended.
    commands = AccessKeys(tmp_path, "--store", url, extra={"ACCEDE_SEALING_KEY": SEALING_KEY})
    found = {key["Account"]: key["LastUsed"] for key in commands.lines("list")}
    assert set(found) == set(accounts)
    for used in found.values():
        assert (used["ServiceName"], used["Region"]) == ("securityhub", "eu-west-1")
        assert datetime.fromisoformat(used["Date"].replace("Z", "+00:00")).timestamp() > began - 0.001
