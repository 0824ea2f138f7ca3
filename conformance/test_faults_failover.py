"""The primary killed under load, its standby promoted: nothing acknowledged is lost, nothing is done twice or by half.

Some rounds of what `faults/failover.py` does for as many as one likes.
"""

import threading
import time

import pytest

from clients import client
from faults import verdict
from faults.failover import Tally, fail_over, nodes
from faults.load import Load
from faults.twins import Twins
from hub import HubPair
from raw import Caller
from server import Server
from trail import Audit
from views import MEMBER

pytestmark = pytest.mark.postgres_only

# The nodes give up on a database after some ten seconds; more than that would mean that they did not look for another one.
LONGEST_GAP = 8


@pytest.fixture(scope="module")
def twins():
    with Twins() as made:
        yield made


def test_failovers_under_load(twins, tmp_path):
    tally = Tally()
    with nodes(twins.url, tmp_path) as servers:
        for _ in range(2):
            fail_over(twins, servers, tally=tally)
        # A primary that hangs breaks no connection: the nodes must find out by themselves.
        fail_over(twins, servers, hang=True, tally=tally)
    assert tally.verdict.faults == []
    assert tally.verdict.acknowledged > 500
    assert max(tally.gaps[:2]) < LONGEST_GAP
    assert max(tally.by_node) < 2 * LONGEST_GAP


@pytest.mark.parametrize("by", ["terminate", "cancel"])
def test_what_only_the_primary_has_is_not_acknowledged(tmp_path, fresh, by):
    """Who ends a session, or its wait for the standby, leaves its change on the primary alone, for all to see."""
    with Twins() as twins, nodes(twins.url, tmp_path, 1) as (server,):
        account, member, answers = fresh(), fresh(), []
        macie = Caller(server, account, "macie2")
        assert macie.ask("POST", "/macie", {}).status == 200
        body = {"account": {"accountId": member, "email": "owner@example.com"}}
        asking = threading.Thread(target=lambda: answers.append(macie.ask("POST", "/members", body)))
        twins.standby.pause()
        asking.start()
        while not twins.primary.ask("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"):
            time.sleep(0.01)
        twins.primary.interrupt(twins.url, by)
        time.sleep(2)
        assert answers == [], "the standby has not confirmed it"
        twins.primary.kill()
        twins.standby.resume()
        twins.standby.promote()
        asking.join(60)
        [answer] = answers
        assert answer.status == 200
        listed = macie.ask("GET", "/members?onlyAssociated=false").json["members"]
        assert [row["accountId"] for row in listed] == [member]
        made = [line for line in Audit.of(server)("--account", account) if '"CreateMember"' in line]
        assert len(made) == 1 and "errorCode" not in made[0]


def test_nodes_that_start_while_the_primary_goes(twins, tmp_path):
    """On a database with nothing in it: each comes up, or ends and says why; and what they made is whole."""
    twins.primary.database("empty")
    url = twins.url.replace("/accede?", "/empty?")
    made = []

    def start(number):
        (tmp_path / f"node{number}").mkdir()
        try:
            made.append(Server(tmp_path / f"node{number}", url))
        except AssertionError as fault:
            made.append(fault)

    starting = [threading.Thread(target=start, args=(number,)) for number in range(4)]
    for thread in starting:
        thread.start()
    time.sleep(0.03)
    twins.fail_over()
    twins.primary.database("empty")
    for thread in starting:
        thread.join(60)
    running = [each for each in made if isinstance(each, Server)]
    assert len(made) == 4
    try:
        (tmp_path / "late").mkdir()
        with Server(tmp_path / "late", url) as late, Load([*running, late], writers=6, readers=1) as load:
            load.until_served(0)
            time.sleep(0.5)
        with Server(tmp_path / "late", url) as again:
            assert verdict.reach(load, again).faults == []
    finally:
        for server in running:
            server.__exit__()
        twins.rebuild()


def test_many_nodes_start_at_once_on_nothing(tmp_path, fresh):
    with Twins(durable=False) as twins:
        for number in range(6):
            (tmp_path / f"node{number}").mkdir()
        servers, faults = [], []

        def start(number):
            try:
                servers.append(Server(tmp_path / f"node{number}", twins.url))
            except AssertionError as fault:
                faults.append(fault)

        starting = [threading.Thread(target=start, args=(number,)) for number in range(6)]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join(60)
        try:
            assert faults == [] and len(servers) == 6
            a, m = fresh(), fresh()
            HubPair(servers[0], a, m).enabled().created().invited().accepted()
            # Each knows what another one was told, and reads its page tokens.
            for server in servers:
                assert HubPair(server, a, m).view() == MEMBER
            hub = client(servers[0], a, "securityhub")
            hub.create_members(AccountDetails=[{"AccountId": fresh()}])
            token = hub.list_members(OnlyAssociated=False, MaxResults=1)["NextToken"]
            rest = client(servers[5], a, "securityhub").list_members(OnlyAssociated=False, NextToken=token)
            assert len(rest["Members"]) == 1
        finally:
            for server in servers:
                server.__exit__()
