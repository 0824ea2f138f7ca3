"""Starting, stopping and faults at the start: each fault is one clear line and a non-zero exit."""

import json
import signal
import socket
import sqlite3
import subprocess

import pytest

from clients import client
from hub import HubPair
from macie import MaciePair
from raw import Caller, send
from server import PATIENCE, Server, run
from views import MEMBER

SERVE = ["serve", "--listen", "127.0.0.1:0"]


def _fault(done):
    """The one line that says what is wrong; what was logged before it is JSON."""
    assert done.returncode not in (0, None) and done.returncode > 0
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    plain = [line for line in lines if not line.startswith("{")]
    assert len(plain) == 1 and plain == lines[-1:], done.stderr
    return plain[0]


def test_the_first_line_and_nothing_else_on_stdout(tmp_path, fresh):
    with Server(tmp_path, "memory") as own:
        assert own.first_line == f"accede listening on http://127.0.0.1:{own.port}"
        # It answers from the first line on.
        assert send(own.port, "GET", "/_accede/ready").status == 200
        Caller(own, fresh(), "securityhub").ask("GET", "/members")
        assert own.terminate() == (0, "")


def test_the_log_is_json_with_what_one_searches_for(tmp_path, fresh):
    account = fresh()
    with Server(tmp_path, "memory") as own:
        reply = Caller(own, account, "securityhub").ask("POST", "/accounts")
        own.terminate()
        lines = [json.loads(line) for line in own.logged().splitlines()]
    [entry] = [line for line in lines if reply.headers["x-amzn-requestid"] in line.values()]
    assert {account, "EnableSecurityHub", 200} <= set(entry.values())


def test_interrupt_stops_it_as_well(tmp_path):
    with Server(tmp_path, "memory") as own:
        own.process.send_signal(signal.SIGINT)
        assert own.process.wait(PATIENCE) == 0


def test_idle_connections_do_not_hold_it_up(tmp_path, fresh):
    with Server(tmp_path, "memory") as own, socket.create_connection(("127.0.0.1", own.port)) as idle:
        assert send(own.port, "GET", "/_accede/health").status == 200
        assert own.terminate() == (0, "")
        assert idle.recv(10) == b""


def test_a_restart_keeps_everything(tmp_path, fresh):
    a, m = fresh(), fresh()
    with Server(tmp_path) as own:
        hub = HubPair(own, a, m).enabled().created("owner@example.com").invited().accepted()
        macie = MaciePair(own, a, m).enabled().created(tags={"team": "blue"}).invited().accepted()
        before = hub.row, hub.invitation, macie.row, macie.invitation
        token = Caller(own, a, "macie2").ask("GET", "/members?maxResults=1")
        assert own.terminate() == (0, "")
    with Server(tmp_path) as own:
        hub, macie = HubPair(own, a, m), MaciePair(own, a, m)
        assert (hub.row, hub.invitation, macie.row, macie.invitation) == before
        assert hub.view() == macie.view() == MEMBER
        assert Caller(own, a, "macie2").ask("GET", "/members?maxResults=1").json == token.json


def test_page_tokens_survive_a_restart(tmp_path, fresh):
    a, members = fresh(), sorted(fresh() for _ in range(3))
    with Server(tmp_path) as own:
        hub = client(own, a, "securityhub")
        hub.enable_security_hub()
        hub.create_members(AccountDetails=[{"AccountId": member} for member in members])
        token = hub.list_members(OnlyAssociated=False, MaxResults=1)["NextToken"]
    with Server(tmp_path) as own:
        rest = client(own, a, "securityhub").list_members(OnlyAssociated=False, NextToken=token)
        assert [row["AccountId"] for row in rest["Members"]] == members[1:]


def test_memory_forgets(tmp_path, fresh):
    account = fresh()
    for _ in range(2):
        with Server(tmp_path, "memory") as own:
            client(own, account, "securityhub").enable_security_hub()
    assert [path.name for path in tmp_path.iterdir()] == []


def test_settings_from_the_environment(tmp_path):
    settings = {"ACCEDE_STORE": "memory", "ACCEDE_DEFAULT_ACCOUNT": "222222222222"}
    with Server(tmp_path, None, extra=settings, auth="open") as own:
        assert client(own, "any", "sts").get_caller_identity()["Account"] == "222222222222"
    assert not (tmp_path / ".local").exists()


@pytest.mark.embedded_only("the file, and that one server has it")
def test_the_default_store_is_in_the_data_folder(tmp_path, fresh):
    with Server(tmp_path, None, extra={"XDG_DATA_HOME": str(tmp_path / "data")}) as own:
        client(own, fresh(), "securityhub").enable_security_hub()
    assert (tmp_path / "data/accede/accede.db").is_file()
    assert not (tmp_path / ".local").exists()


@pytest.mark.embedded_only("the file, and that one server has it")
def test_the_default_store_without_a_data_folder(tmp_path, fresh):
    with Server(tmp_path, None) as own:
        client(own, fresh(), "securityhub").enable_security_hub()
    assert (tmp_path / ".local/share/accede/accede.db").is_file()


def test_help_and_version(tmp_path):
    for words in (["--help"], ["serve", "--help"], ["--version"]):
        done = run(*words, home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "accede" in done.stdout
    text = run("serve", "--help", home=tmp_path).stdout
    for flag in ("--listen", "--store", "--auth", "--default-account", "127.0.0.1:4610", "ACCEDE_LISTEN"):
        assert flag in text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words, named",
    [
        (["sreve"], "sreve"),
        ([*SERVE, "--lisen"], "--lisen"),
        (["serve", "--listen", "nowhere"], "nowhere"),
        (["serve", "--listen", "127.0.0.1:99999"], "99999"),
        ([*SERVE, "--auth", "maybe"], "maybe"),
        ([*SERVE, "--default-account", "12345"], "12345"),
        (["serve", "--listen", "0.0.0.0:0"], "0.0.0.0"),
        (["serve", "--listen", "[::]:0"], "[::]"),
    ],
)
def test_bad_flags(tmp_path, words, named):
    assert named in _fault(run(*words, home=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_port_taken(tmp_path):
    with Server(tmp_path, "memory") as first:
        words = ["serve", "--store", "memory", "--listen", f"127.0.0.1:{first.port}"]
        assert f":{first.port}" in _fault(run(*words, home=tmp_path))
        assert send(first.port, "GET", "/_accede/ready").status == 200


@pytest.mark.embedded_only("the file, and that one server has it")
def test_store_in_use(tmp_path, fresh):
    with Server(tmp_path) as first:
        store = str(tmp_path / "accede.db")
        assert store in _fault(run(*SERVE, "--store", store, home=tmp_path))
        pair = HubPair(first, fresh(), fresh()).enabled().created().invited().accepted()
        assert pair.view() == MEMBER


@pytest.mark.embedded_only("the file, and that one server has it")
@pytest.mark.parametrize("content", [b"hello\n", b"x" * 100_000, b"SQLite format 3\x00" + b"\x01" * 4096])
def test_foreign_file(tmp_path, content):
    store = tmp_path / "notes.txt"
    store.write_bytes(content)
    assert "notes.txt" in _fault(run(*SERVE, "--store", str(store), home=tmp_path))
    assert store.read_bytes() == content


@pytest.mark.embedded_only("the file, and that one server has it")
def test_a_database_of_another_program(tmp_path):
    store = tmp_path / "other.db"
    with sqlite3.connect(store) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    before = store.read_bytes()
    assert "other.db" in _fault(run(*SERVE, "--store", str(store), home=tmp_path))
    assert store.read_bytes() == before


@pytest.mark.embedded_only("the file, and that one server has it")
def test_a_store_that_cannot_be(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for store in (folder, tmp_path / "no/such/folder/accede.db"):
        assert store.name in _fault(run(*SERVE, "--store", str(store), home=tmp_path))


def test_a_reader_that_went_away_does_not_stop_it(tmp_path):
    with Server(tmp_path, "memory") as own:
        own.process.stdout.close()
        assert send(own.port, "GET", "/_accede/ready").status == 200
        own.process.send_signal(signal.SIGTERM)
        try:
            assert own.process.wait(PATIENCE) == 0
        except subprocess.TimeoutExpired:
            pytest.fail("it did not stop")
