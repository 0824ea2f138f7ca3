"""Connections between nodes and their database that break, or fall silent, at every point of a change: also after the
database has made it and before the node has learned so."""

import time

import pytest

import postgres
from faults import verdict
from faults.failover import nodes
from faults.load import Load
from faults.proxy import KINDS, Proxy
from test_faults_database import finish

pytestmark = pytest.mark.postgres_only

BREAKING = [kind for kind in KINDS if "lost" not in kind]
SILENT = [kind for kind in KINDS if "lost" in kind]


@pytest.fixture(scope="module")
def cluster():
    with postgres.Cluster(durable=True) as running:
        yield running


def through(proxy, cluster):
    """The URL of a new database, by way of the proxy."""
    return cluster.database().replace(f":{cluster.port}/", f":{proxy.port}/")


def suffer(load, proxy, rate, kinds, seconds):
    """Faults of all of these kinds, for so long at least."""
    load.until_served(0)
    proxy.rate = rate
    deadline = time.monotonic() + 60
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or not all(proxy.done[kind] for kind in kinds):
        assert time.monotonic() < deadline, f"only {proxy.done}"
        time.sleep(0.1)
    proxy.rate = 0.0
    load.until_served(time.monotonic())


@pytest.mark.parametrize("kinds, rate, seconds", [(BREAKING, 0.03, 6), (SILENT, 0.002, 10)], ids=["breaking", "silent"])
def test_connections_fail_under_load(cluster, tmp_path, kinds, rate, seconds):
    with Proxy(cluster.port, kinds) as proxy, nodes(through(proxy, cluster), tmp_path) as servers:
        with Load(servers) as load:
            suffer(load, proxy, rate, kinds, seconds)
        print(dict(proxy.done))
        found = finish(load, servers[0])
        assert found.acknowledged > 100


@pytest.mark.parametrize("kind", ["unanswered", "answer lost"])
def test_a_change_whose_answer_is_lost_is_made_once(cluster, tmp_path, kind):
    """Whenever the database has made a change, the node learns it the hard way."""
    with Proxy(cluster.port, [kind]) as proxy, nodes(through(proxy, cluster), tmp_path, 1) as servers:
        with Load(servers, writers=2, readers=0, administrators=1) as load:
            suffer(load, proxy, 0.3, [kind], 4)
        found = finish(load, servers[0])
        if kind == "unanswered":
            # It found out each time: clients were told that the change was made.
            assert found.failed == 0 and found.acknowledged > 5


def test_the_network_is_dark_for_a_while(cluster, tmp_path):
    """No packet gets through, and no connection breaks."""
    with Proxy(cluster.port) as proxy, nodes(through(proxy, cluster), tmp_path, 2) as servers:
        with Load(servers, writers=6, readers=2) as load:
            load.until_served(0)
            proxy.dark = True
            time.sleep(15)
            proxy.dark = False
            load.until_served(time.monotonic())
        assert finish(load, servers[0]).failed > 0
        assert verdict.reach(load, servers[1]).faults == []
