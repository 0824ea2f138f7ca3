"""The control socket: lines in, lines out, whatever comes in; and many operators at the same moment."""

import json
import time

import pytest

from accounts import Accounts, Line
from raw import send
from server import PATIENCE, Server

pytestmark = pytest.mark.embedded_only("a server with a database has no such socket unless it is asked for")

ID, EMAIL = "111122223333", "owner@example.com"
CREATE = {"Operation": "CreateAccount", "Id": ID, "Email": EMAIL, "Name": "A"}
LONGEST = 64 << 10
CREATES = 20


@pytest.fixture
def control(server):
    """The control socket of the server that all tests of a worker use."""
    return server.folder / "accede.db-control"


@pytest.fixture
def owned(server, fresh):
    """A known account that no other test uses."""
    account = fresh()
    Accounts(server.folder, "--store", server.folder / "accede.db").create(f"owner@{account}.example", account)
    return account


def _error(answer):
    [(kind, problem)] = answer.items()
    assert kind == "Error" and set(problem) == {"Code", "Message"}
    return problem["Code"]


def test_requests_and_answers_are_lines(control, fresh):
    account = fresh()
    email = f"owner@{account}.example"
    with Line(control) as line:
        created = line.ask({**CREATE, "Id": account, "Email": email})
        assert set(created) == {"Account"} and created["Account"]["Email"] == email
        assert line.ask({"Operation": "ShowAccount", "Id": account}) == created
        assert _error(line.ask({"Operation": "ReinstateAccount", "Id": account})) == "NotSuspended"
        suspended = line.ask({"Operation": "SuspendAccount", "Id": account})
        assert suspended["Account"]["State"] == "SUSPENDED"
        region = {"Id": account, "Region": "eu-south-1"}
        disabled = line.ask({"Operation": "DisableRegion", **region})
        assert disabled["Account"]["DisabledRegions"] == ["eu-south-1"]
        assert line.ask({"Operation": "EnableRegion", **region}) == suspended
        page = line.ask({"Operation": "ListAccounts", "After": f"{int(account) - 1:012}"})
        assert page["Accounts"]["Accounts"][0] == suspended["Account"]
        assert line.ask({"Operation": "CloseAccount", "Id": account})["Account"]["State"] == "CLOSED"
        assert line.finish().answer() is None


def test_several_requests_at_once_are_answered_in_turn(control, fresh):
    ids = [fresh() for _ in range(50)]
    with Line(control) as line:
        requests = [json.dumps({"Operation": "ShowAccount", "Id": account}) for account in ids]
        line.send("\n".join(requests).encode()).finish()
        for account in ids:
            assert account in line.answer()["Error"]["Message"]
        assert line.answer() is None


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b" ",
        b"hello",
        b"GET / HTTP/1.1\r",
        b"\xff\xfe\x00\x01",
        b"null",
        b"7",
        b"[]",
        b"{}",
        b'"ShowAccount"',
        b'{"Operation":"ShowAccount"',
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"Operation":"' + b"x" * 60_000 + b'"}',
        {"Operation": None},
        {"Operation": 7, "Id": ID},
        {"Operation": "Shutdown"},
        {"Operation": "showAccount", "Id": ID},
        {"Operation": "ShowAccount"},
        {"Operation": "ShowAccount", "Id": None},
        {"Operation": "ShowAccount", "Id": int(ID)},
        {"Operation": "ShowAccount", "Id": "1"},
        {"Operation": "ShowAccount", "Id": [ID]},
        {"Operation": "ShowAccount", "Id": ID, "Force": True},
        {"Operation": "ListAccounts", "After": "x"},
        {"Operation": "ListAccounts", "Limit": 10**9},
        {"Operation": "DisableRegion", "Id": ID},
        {"Operation": "DisableRegion", "Id": ID, "Region": "EU"},
        {"Operation": "EnableRegion", "Id": ID, "Region": ""},
        {"Operation": "CreateAccount", "Id": ID, "Email": EMAIL},
        {"Operation": "CreateAccount", "Id": ID, "Name": "A"},
        {**CREATE, "Email": "a b@c.de"},
        {**CREATE, "Email": "x" * 60 + "@c.de"},
        {**CREATE, "Name": ""},
        {**CREATE, "Name": "x" * 51},
        {**CREATE, "Name": "Zoë"},
        {**CREATE, "Name": ["A"]},
        {**CREATE, "Id": "+11122223333"},
    ],
)
def test_what_is_no_request(control, owned, wrong):
    with Line(control) as line:
        assert _error(line.ask(wrong)) == "InvalidRequest"
        # The connection is of use still, and nothing has changed.
        assert line.ask({"Operation": "ShowAccount", "Id": owned})["Account"]["State"] == "ACTIVE"
        assert _error(line.ask({"Operation": "ShowAccount", "Id": ID})) == "AccountNotFound"


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_that_is_too_long(control, end):
    padded = b'{"Operation":"ListAccounts"}'.ljust(LONGEST)
    with Line(control) as line:
        assert "Accounts" in line.ask(padded)
    with Line(control) as line:
        assert _error(line.send(padded + b" " + end).answer()) == "InvalidRequest"
        assert line.answer() is None


def test_a_client_that_goes_without_its_answer(control, owned):
    for _ in range(20):
        with Line(control) as line:
            line.send(json.dumps({"Operation": "ShowAccount", "Id": owned}).encode() + b"\n")
    with Line(control) as line:
        assert line.ask({"Operation": "ShowAccount", "Id": owned})["Account"]["Id"] == owned


def test_clients_that_say_nothing_are_not_waited_for(tmp_path):
    with Server(tmp_path, arguments=["--request-timeout", "1"]) as own:
        control = tmp_path / "accede.db-control"
        # More than are served at the same time, each in the middle of a request.
        silent = [Line(control).send(b'{"Operation":') for _ in range(200)]
        assert Accounts(tmp_path, "--store", tmp_path / "accede.db").list() == []
        assert _error(silent[0].answer()) == "Timeout"
        assert silent[0].answer() is None
        assert send(own.port, "GET", "/_accede/ready").status == 200
        for line in silent:
            line.__exit__()
        assert own.terminate() == (0, "")


def test_clients_that_do_not_read_are_not_waited_for(tmp_path):
    with Server(tmp_path, arguments=["--request-timeout", "1"]) as own:
        control = tmp_path / "accede.db-control"
        deaf = [Line(control) for _ in range(5)]
        for line in deaf:
            line.stream.settimeout(0.2)
            try:
                while True:
                    line.send(b"no request\n" * 1000)
            except OSError:
                pass  # There is no room any more.
        assert Accounts(tmp_path, "--store", tmp_path / "accede.db").list() == []
        for line in deaf:
            line.__exit__()
        assert own.terminate() == (0, "")


def test_idle_clients_do_not_hold_the_server_up(tmp_path):
    with Server(tmp_path) as own, Line(tmp_path / "accede.db-control") as idle:
        assert "Accounts" in idle.ask({"Operation": "ListAccounts"})
        began = time.monotonic()
        assert own.terminate() == (0, "")
        assert time.monotonic() - began < PATIENCE / 2
        assert idle.answer() is None


def _create_together(accounts):
    """Half of them want the same email. Returns who was created."""
    names = ["same" if number % 2 else f"owner{number}" for number in range(CREATES)]
    started = [accounts.start("create", "--email", f"{name}@example.com", "--name", "A") for name in names]
    created = []
    for each in started:
        out, error = each.communicate(timeout=60)
        if each.returncode == 0:
            created.append(json.loads(out))
        else:
            assert (each.returncode, error) == (1, "accede: an account has the email same@example.com\n")
    return created


@pytest.mark.parametrize("where", ["stopped", "running", "memory"])
def test_creating_at_the_same_moment(tmp_path, where):
    control = ["--control", str(tmp_path / "control")]
    if where == "stopped":
        accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
        created = _create_together(accounts)
        listed = accounts.list()
    else:
        store = "memory" if where == "memory" else "accede.db"
        with Server(tmp_path, store, control):
            accounts = Accounts(tmp_path, *control)
            created = _create_together(accounts)
            listed = accounts.list()
    assert len(created) == CREATES // 2 + 1
    assert sorted(created, key=lambda account: account["Id"]) == listed


def test_servers_come_and_go_between_commands(tmp_path):
    """Whether a command opens the store or asks a server is decided by who has it at the moment."""
    accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
    accounts.create(EMAIL, ID)
    for round_number in range(4):
        started = [accounts.start("show", ID) for _ in range(6)]
        with Server(tmp_path) as own:
            started += [accounts.start("show", ID) for _ in range(6)]
            for each in started:
                out, error = each.communicate(timeout=60)
                assert (each.returncode, error) == (0, "") and ID in out
            assert own.kill() if round_number % 2 else own.terminate() == (0, "")


def test_no_command_is_lost_when_a_server_stops(tmp_path):
    """A command whose request the server has not read goes to whoever has the store next."""
    accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
    created = 0
    for round_number in range(5):
        with Server(tmp_path) as own:
            started = []
            for number in range(12):
                email = f"owner{round_number}.{number}@example.com"
                started.append(accounts.start("create", "--email", email, "--name", "A"))
            # Some have asked by now, some are about to, some have not found the server yet.
            time.sleep(0.003 * round_number)
            assert own.terminate() == (0, "")
            for each in started:
                _, error = each.communicate(timeout=60)
                assert (each.returncode, error) == (0, "")
            created += len(started)
    assert len(accounts.list()) == created
