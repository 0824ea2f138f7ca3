"""Clocks of nodes that jump, by seconds and by weeks, forwards and backwards."""

import random
import time

import pytest
from botocore.exceptions import ClientError

import postgres
import sessions
from clients import client
from faults import clock, verdict
from faults.failover import nodes
from faults.load import Load
from server import Server
from test_faults_database import finish

pytestmark = [
    pytest.mark.postgres_only,
    pytest.mark.skipif(clock.compiler() is None, reason="no C compiler, which the clock of a server's own needs"),
]

MINUTE, HOUR, DAY = 60, 3600, 86400
JUMPS = [1, -1, MINUTE, -MINUTE, HOUR, -HOUR, DAY, -DAY, 30 * DAY, -30 * DAY]


@pytest.fixture(scope="module")
def cluster():
    with postgres.Cluster() as running:
        yield running


@pytest.fixture
def jumping(tmp_path):
    return clock.Clock(tmp_path)


def test_the_clock_is_the_servers_alone(jumping, tmp_path, account):
    """What the other tests rely upon: a server's time is what it is told."""
    with Server(tmp_path, "memory", extra=jumping.extra, auth="open") as own:
        hub = client(own, account, "securityhub")
        hub.enable_security_hub()
        for jump in (-400 * DAY, 400 * DAY):
            jumping.jump(jump)
            hub.create_members(AccountDetails=[{"AccountId": f"{abs(jump + 5):012}"}])
            row = max(hub.list_members(OnlyAssociated=False)["Members"], key=lambda each: each["UpdatedAt"])
            assert abs(row["UpdatedAt"].timestamp() - time.time() - jump) < MINUTE


def test_changes_while_clocks_jump(cluster, jumping, tmp_path):
    """One of three nodes has a clock that jumps, and jumps back."""
    url = cluster.database()
    (tmp_path / "jumping").mkdir()
    # Signatures tell the time, so that a node that verifies them would refuse most of what it is asked.
    with nodes(url, tmp_path, 2, auth="open") as right, Server(tmp_path / "jumping", url, extra=jumping.extra, auth="open") as wrong:
        servers = [*right, wrong]
        with Load(servers) as load:
            load.until_served(0)
            for jump in random.sample(JUMPS, len(JUMPS)):
                jumping.jump(jump)
                load.until_served(time.monotonic())
                time.sleep(0.2)
            jumping.jump(0)
        found = finish(load, right[0])
        assert found.acknowledged > 300 and found.failed == 0
        assert verdict.reach(load, wrong).faults == []


def test_sessions_end_where_it_is_late(cluster, jumping, tmp_path, account):
    """Credentials are good until their time, by the clock of the node that is asked; each node has its own."""
    url = cluster.database()
    (tmp_path / "jumping").mkdir()
    with nodes(url, tmp_path, 1, auth="open") as (right,), Server(tmp_path / "jumping", url, extra=jumping.extra, auth="open") as wrong:
        keys = client(right, account, "sts").get_session_token(DurationSeconds=HOUR)["Credentials"]
        ask = lambda server: sessions.client(server, keys, "sts").get_caller_identity()["Account"]
        assert ask(right) == ask(wrong) == account
        jumping.jump(2 * HOUR)
        with pytest.raises(ClientError) as refused:
            ask(wrong)
        assert refused.value.response["Error"]["Code"] == "ExpiredToken"
        assert ask(right) == account
        jumping.jump(-2 * HOUR)
        assert ask(wrong) == account
        jumping.jump(0)
        assert ask(wrong) == account
