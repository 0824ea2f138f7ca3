"""Where `accede account` finds the store: in a file that is free, or with the server that has it."""

import contextlib
import json
import os
import select
import socket
import stat
import threading

import pytest

from accounts import Accounts
from clients import client
from macie import MaciePair
from server import PATIENCE, Server, run
from views import MEMBER

pytestmark = pytest.mark.embedded_only("who has the file; the database is in test_postgres_commands.py")

ID, EMAIL = "111122223333", "owner@example.com"


def _notices(server):
    return [line.get("message", "") for line in map(json.loads, server.logged().splitlines())]


def test_the_default_store_is_made(tmp_path):
    accounts = Accounts(tmp_path)
    created = accounts.create(EMAIL, ID)
    assert (tmp_path / ".local/share/accede/accede.db").is_file()
    with Server(tmp_path, None) as server:
        assert accounts("show", ID) == created
        server.terminate()
        assert "ListAccounts" not in server.logged() and "ShowAccount" in server.logged()


def test_the_environment_names_the_store(tmp_path):
    accounts = Accounts(tmp_path, extra={"ACCEDE_STORE": str(tmp_path / "named.db")})
    created = accounts.create(EMAIL, ID)
    assert [path.name for path in tmp_path.iterdir()] == ["named.db"]
    with Server(tmp_path, "named.db"):
        assert accounts.list() == [created]


@pytest.mark.parametrize("words", [["list"], ["show", ID], ["suspend", ID], ["enable-region", ID, "eu-south-1"]])
@pytest.mark.parametrize("store", [None, "accede.db", "no/such/folder/accede.db"])
def test_only_create_makes_a_store(tmp_path, words, store):
    where = ["--store", tmp_path / store] if store else []
    assert "there is no store at" in Accounts(tmp_path, *where).refused(*words)
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "folder").mkdir()
    create = ["create", "--email", EMAIL, "--name", "A"]
    for store in ("notes.txt", "folder", "no/such/folder/accede.db"):
        assert store in Accounts(tmp_path, "--store", tmp_path / store).refused(*create)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert "--store is empty" in Accounts(tmp_path, "--store", "").refused("list")
    assert "--control" in Accounts(tmp_path, "--control", "").refused("list", status=2)


def test_what_is_done_without_a_server_is_there_with_one(tmp_path):
    accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
    first = accounts.create(EMAIL, ID)
    with Server(tmp_path) as server:
        second = accounts.create("second@example.com", "222233334444")
        assert accounts.list() == [first, second]
        assert server.terminate() == (0, "")
    assert accounts.list() == [first, second]


def test_a_killed_servers_store_is_opened(tmp_path, fresh):
    accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
    a, m = fresh(), fresh()
    for _ in range(2):
        # The second server finds the socket that the first one left behind.
        with Server(tmp_path) as server:
            pair = MaciePair(server, a, m).enabled()
            if pair.row is None:
                pair.created().invited().accepted()
                accounts.create(EMAIL, ID)
            assert pair.view() == MEMBER
            assert accounts("show", ID)["Email"] == EMAIL
            server.kill()
        assert (tmp_path / "accede.db-control").exists()
        assert accounts("show", ID)["Email"] == EMAIL


def test_a_store_in_memory(tmp_path):
    control = tmp_path / "control"
    assert "in memory" in Accounts(tmp_path, "--store", "memory").refused("list")
    assert f"no server listens at {control}" in Accounts(tmp_path, "--control", control).refused("list")
    with Server(tmp_path, "memory", extra={"ACCEDE_CONTROL": str(control)}):
        for store in [], ["--store", "memory"]:
            assert Accounts(tmp_path, "--control", control, *store).list() == []
        assert Accounts(tmp_path, extra={"ACCEDE_CONTROL": str(control)}).list() == []
        # It listens nowhere else, and an operator who names no socket does not reach it.
        assert "there is no store" in Accounts(tmp_path).refused("list")
    with Server(tmp_path, "memory"):
        assert [path.name for path in tmp_path.iterdir()] == ["control"]


def test_a_socket_of_its_own_for_a_file(tmp_path):
    control, store = tmp_path / "control", tmp_path / "accede.db"
    by_both = Accounts(tmp_path, "--store", store, "--control", control)
    with Server(tmp_path, arguments=["--control", str(control)]) as server:
        assert not (tmp_path / "accede.db-control").exists()
        created = Accounts(tmp_path, "--control", control).create(EMAIL, ID)
        assert by_both.list() == [created]
        assert "is in use, and no server listens at" in Accounts(tmp_path, "--store", store).refused("list")
        assert server.terminate() == (0, "")
    assert not control.exists()
    assert by_both.list() == Accounts(tmp_path, "--store", store).list() == [created]
    assert "no server listens at" in Accounts(tmp_path, "--control", control).refused("list")


def test_the_socket_is_the_users_alone_and_goes_with_the_server(tmp_path):
    control = tmp_path / "accede.db-control"
    with Server(tmp_path) as server:
        mode = control.stat().st_mode
        assert stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o600
        assert server.terminate() == (0, "")
        assert any(str(control) in message for message in _notices(server))
    assert [path.name for path in tmp_path.iterdir()] == ["accede.db"]


def test_long_paths(tmp_path):
    # SQLite itself takes 512 bytes; a socket, about 100.
    folder = tmp_path / ("d" * 120)
    folder.mkdir()
    for name in ("accede.db", "n" * 200):
        accounts = Accounts(tmp_path, "--store", folder / name)
        with Server(folder, name):
            created = accounts.create(EMAIL, ID)
            assert accounts.list() == [created]
        assert accounts.list() == [created]


def test_links_lead_to_the_same_store(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "links").mkdir()
    real, link = tmp_path / "real/accede.db", tmp_path / "links/link.db"
    created = Accounts(tmp_path, "--store", real).create(EMAIL, ID)
    link.symlink_to(real)
    with Server(tmp_path, "links/link.db"):
        assert Accounts(tmp_path, "--store", real).list() == [created]
        assert Accounts(tmp_path, "--store", link).list() == [created]
        assert [path.name for path in (tmp_path / "links").iterdir()] == ["link.db"]


def test_a_socket_that_cannot_be_does_not_stop_a_server(tmp_path, fresh):
    control, account = tmp_path / "accede.db-control", fresh()
    with Server(tmp_path) as server:
        client(server, account, "macie2")  # That it has a key is all that counts.
        assert server.terminate() == (0, "")
    control.write_text("mine")
    with Server(tmp_path) as server:
        client(server, account, "macie2").enable_macie()
        assert server.terminate() == (0, "")
        assert any("cannot make the control socket" in message for message in _notices(server))
    assert control.read_text() == "mine"


@pytest.mark.parametrize("store", ["memory", "accede.db"])
def test_a_socket_that_was_asked_for_and_cannot_be_does(tmp_path, store):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    with Server(tmp_path, "memory", ["--control", str(tmp_path / "taken")]):
        for name in ("file", "folder", "taken", "no/such/folder/control", "n" * 256):
            words = ["serve", "--listen", "127.0.0.1:0", "--store", store, "--control", str(tmp_path / name)]
            done = run(*words, home=tmp_path)
            last = done.stderr.splitlines()[-1]
            assert done.returncode == 1 and done.stdout == ""
            assert last.startswith("accede: cannot make the control socket") and name in last
        assert Accounts(tmp_path, "--control", tmp_path / "taken").list() == []
    assert (tmp_path / "file").read_text() == "mine"


@contextlib.contextmanager
def _listening(control, meet):
    """Somebody else listens at the socket, until one client has come: `meet` gets its connection."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(control))
        listener.listen()
        listener.settimeout(PATIENCE)

        def once():
            stream, _ = listener.accept()
            with stream:
                meet(stream)

        thread = threading.Thread(target=once, daemon=True)
        thread.start()
        yield
        thread.join(PATIENCE)


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b'{"Account":7}\n', b"x" * (9 << 20)])
def test_whoever_listens_there_is_no_server(tmp_path, says):
    def meet(stream):
        stream.recv(1000)
        with contextlib.suppress(OSError):  # It hangs up when it has heard enough.
            stream.sendall(says)

    with _listening(tmp_path / "control", meet):
        assert "did not answer" in Accounts(tmp_path, "--control", tmp_path / "control").refused("show", ID)


def test_a_server_that_stops_before_it_reads_what_it_is_asked(tmp_path):
    """Nothing was done, so the command is for whoever has the store next: here, for nobody."""

    def meet(stream):
        assert select.select([stream], [], [], PATIENCE)[0]
        (tmp_path / "control").unlink()

    where = ["--control", tmp_path / "control", "--store", tmp_path / "accede.db"]
    with _listening(tmp_path / "control", meet):
        created = Accounts(tmp_path, *where).create(EMAIL, ID)
    assert Accounts(tmp_path, *where[2:]).list() == [created]


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path):
    accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
    accounts.create(EMAIL, ID)
    started = accounts.start("list")
    started.stdout.close()
    assert started.wait(PATIENCE) == 0
    assert started.stderr.read() == ""
    started.stderr.close()
