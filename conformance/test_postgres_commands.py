"""The operator's commands on a database: with and without nodes that have it, which need not be asked."""

import re
import shlex
import subprocess
import time

import pytest

import postgres
import stores
import trail
from accounts import AccessKeys, Accounts
from cli import AWS
from clients import client
from credentials import Keys
from faults.failover import nodes
from hub import HubPair
from raw import Caller
from server import PATIENCE, SEALING_KEY, Server, environment, run
from test_init import made

pytestmark = pytest.mark.postgres_only

ID, OTHER = "111122223333", "222233334444"
SEALED = {"ACCEDE_SEALING_KEY": SEALING_KEY}
SERVE = ["serve", "--listen", "127.0.0.1:0", "--store"]


@pytest.fixture
def url():
    return stores.cluster().database()


def test_what_init_prints_works(url, tmp_path):
    """The printed commands, typed into a shell, against a node that the printed command starts."""
    done = run("init", "--account", ID, "--store", url, "--sealing-key-file", str(tmp_path / "a key"), home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    [command] = re.findall(r"^ +(accede serve .*)$", done.stdout, re.MULTILINE)
    words = shlex.split(command)[1:]
    assert words[words.index("--store") + 1] == url and str(tmp_path / "a key") in words
    arguments = [word for word in words[1:] if word not in ("--store", url)]
    with Server(tmp_path, url, arguments, auth="open") as server:
        commands = done.stdout.split("Point a client at it:\n")[1]
        commands = commands.replace("http://127.0.0.1:4610", server.url).replace("aws sts", f"{AWS} sts --output json")
        asked = subprocess.run(
            ["sh", "-ec", commands], env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
        )
        assert f"arn:aws:iam::{ID}:root" in asked.stdout
    [key] = AccessKeys(tmp_path, "--store", url).list()
    assert made(done.stdout)["AWS_ACCESS_KEY_ID"] == key["AccessKeyId"]
    again = run("init", "--store", url, home=tmp_path, extra=SEALED)
    assert again.returncode == 1 and "has access keys already" in again.stderr


def test_a_key_holds_on_every_node_from_the_next_request_on(url, tmp_path):
    keys = AccessKeys(tmp_path, "--store", url, extra=SEALED)
    with nodes(url, tmp_path, auth="verify") as servers:
        ask = lambda server, key: Caller(server, None, "securityhub", keys=key).ask("GET", "/invitations").status
        for _ in range(5):
            key = Keys.answered(keys.create(ID))
            assert [ask(server, key) for server in servers] != [403] * 3
            for command, known in (("disable", False), ("enable", True), ("delete", False)):
                keys(command, key.id)
                statuses = [ask(server, key) for server in servers]
                assert [status != 403 for status in statuses] == [known] * 3, (command, statuses)


def test_an_account_is_suspended_on_every_node(url, tmp_path, fresh):
    a, m = fresh(), fresh()
    accounts = Accounts(tmp_path, "--store", url)
    accounts.create(f"owner@{m}.example", m)
    with nodes(url, tmp_path, auth="open") as servers:
        HubPair(servers[0], a, m).enabled().created(f"owner@{m}.example").invited().accepted()
        accounts("suspend", m)
        for server in servers:
            assert HubPair(server, a, m).row["MemberStatus"] == "AccountSuspended"
        accounts("reinstate", m)
        assert {HubPair(server, a, m).row["MemberStatus"] for server in servers} != {"AccountSuspended"}
        client(servers[1], a, "securityhub").create_members(AccountDetails=[{"AccountId": fresh()}])
        audit = trail.Audit(tmp_path, "--store", url)
        assert [each for each in audit("--account", a) if '"CreateMembers"' in each]
        assert audit("--account", a) == trail.Audit.of(servers[2])("--account", a)


def says(tmp_path, url, *words):
    """The one line on standard error that says why nothing came of it."""
    began = time.monotonic()
    done = run(*(words or SERVE), url, home=tmp_path)
    assert done.returncode == 1 and done.stdout == "", done
    assert time.monotonic() - began < PATIENCE - 2
    [line] = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert "hush" not in done.stderr, "a password"
    return line


@pytest.mark.parametrize("words", [SERVE, ["account", "list", "--store"], ["audit", "--store"]], ids=["serve", "account", "audit"])
def test_a_database_that_cannot_be_reached(tmp_path, words):
    nobody = postgres.free_port()
    assert "127.0.0.1" in says(tmp_path, f"postgres://accede:hush@127.0.0.1:{nobody}/accede", *words)


def test_a_database_that_is_not_there(tmp_path):
    cluster = stores.cluster()
    assert '"nowhere" does not exist' in says(tmp_path, cluster.url("nowhere").replace("@", ":hush@"))
    assert "nobody" in says(tmp_path, cluster.url("postgres").replace("accede@", "nobody:hush@"))


@pytest.mark.parametrize("word", ["connections=0", "sslmode=perhaps", "colour=red", "target_session_attrs=read-only"])
def test_an_address_that_makes_no_sense(url, tmp_path, word):
    assert word.partition("=")[0] in says(tmp_path, f"{url.replace('@', ':hush@')}?{word}")


def test_a_standby_alone_is_refused(url, tmp_path):
    """Nothing can be written to it: a node that takes it would fail later."""
    with postgres.Cluster() as primary, postgres.Cluster(follows=primary) as standby:
        primary.database("kept")
        with Server(tmp_path, primary.url("kept")):
            pass
        deadline = time.monotonic() + 30
        while not standby.ask("SELECT 1 FROM pg_database WHERE datname = 'kept'"):
            assert time.monotonic() < deadline, "the standby does not follow"
            time.sleep(0.05)
        assert "does not allow writes" in says(tmp_path, standby.url("kept"))
