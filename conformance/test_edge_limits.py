"""What the network edge lets in: where it listens, how much it takes, who may come from where."""

import contextlib
import http.client
import json
import socket
import threading

import pytest

from raw import PATIENCE, Caller, send
from server import Server, run

MEMORY = ["--store", "memory"]
BUSY = "The request has failed due to a temporary failure of the server."


@pytest.mark.parametrize(
    "words, missing",
    [
        ([], "--allow-open-network"),
        (["--allow-plain-http"], "--allow-open-network"),
        (["--allow-open-network"], "--allow-plain-http"),
        (["--auth", "verify"], "--allow-plain-http"),
    ],
)
def test_beyond_loopback_it_has_to_be_told(tmp_path, words, missing):
    done = run("serve", "--listen", "0.0.0.0:0", *MEMORY, *words, home=tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    [line] = done.stderr.splitlines()
    assert missing in line and "0.0.0.0:0" in line


def test_beyond_loopback_when_told(tmp_path, account):
    flags = ["--allow-open-network", "--allow-plain-http"]
    with Server(tmp_path, "memory", flags, listen="0.0.0.0:0") as own:
        assert own.first_line.startswith("accede listening on http://0.0.0.0:")
        assert Caller(own, account, "securityhub").ask("POST", "/accounts", {}).status == 200


def _from(address, port):
    """A connection from one of the machine's own addresses."""
    stream = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(address, 0))
    stream.connect()
    return stream


def _works(stream):
    try:
        return send(None, "GET", "/_accede/health", connection=stream).status == 200
    except (ConnectionError, http.client.RemoteDisconnected):
        return False


def test_a_peer_makes_room_for_itself(tmp_path):
    with Server(tmp_path, "memory", ["--max-connections-per-peer", "3"]) as own, contextlib.ExitStack() as stack:
        first = [stack.enter_context(contextlib.closing(_from("127.0.0.1", own.port))) for _ in range(3)]
        other = [stack.enter_context(contextlib.closing(_from("127.0.0.2", own.port))) for _ in range(3)]
        assert all(_works(stream) for stream in first + other)
        # One of its own address makes room, and the newcomer is served.
        newcomer = stack.enter_context(contextlib.closing(_from("127.0.0.1", own.port)))
        assert _works(newcomer)
        for stream in first + other:
            stream.auto_open = False
        assert [_works(stream) for stream in other] == [True] * 3
        assert sorted(_works(stream) for stream in first) == [False, True, True]


def _is_busy(reply):
    """Whether the server had too much to do; then it says so as the service does."""
    if reply.status != 503:
        return False
    assert reply.headers["retry-after"] == "1"
    assert reply.code == "ServiceUnavailableException"
    assert reply.json == {"Message": BUSY, "Code": "ServiceUnavailableException"}
    return True


def test_too_many_requests_at_the_same_time(tmp_path, fresh):
    with Server(tmp_path, arguments=["--max-in-flight", "1"]) as own:
        replies, end = [], threading.Event()

        def client():
            caller = Caller(own, fresh(), "securityhub")
            while not end.is_set() and len(replies) < 5000:
                replies.append(caller.ask("POST", "/accounts", {}))

        crowd = [threading.Thread(target=client) for _ in range(8)]
        for thread in crowd:
            thread.start()
        health = 0
        while not end.is_set():
            assert send(own.port, "GET", "/_accede/health").status == 200
            health += 1
            if len(replies) >= 5000 or health > 2000 or sum(map(_is_busy, list(replies))) > 3:
                end.set()
        for thread in crowd:
            thread.join()
        assert any(_is_busy(reply) for reply in replies)
        assert {reply.status for reply in replies} <= {200, 409, 503}
        assert 200 in {reply.status for reply in replies}


def test_bodies_share_a_budget(tmp_path, account):
    with Server(tmp_path, "memory", ["--body-budget", "10000"]) as own:
        caller = Caller(own, account, "securityhub")
        for length, expected in [(40_000, 503), (16_384, 200), (40_000, 503), (26_384, 409)]:
            reply = caller.ask("POST", "/accounts", b"{" + b" " * (length - 2) + b"}")
            assert reply.status == expected, length
            assert _is_busy(reply) == (expected == 503)
            assert reply.headers.get("connection") == ("close" if expected == 503 else None)


FOREIGN = [
    {"Origin": "https://example.com"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://localhost.example.com"},
]
AT_HOME = [{}, {"Origin": "http://localhost:3000"}, {"Origin": "http://[::1]:1"}, {"Sec-Fetch-Site": "none"}]
FORMS = {
    "securityhub": lambda text: json.loads(text)["Code"] == "AccessDeniedException",
    "macie2": lambda text: set(json.loads(text)) == {"message"},
    "sts": lambda text: b"<Code>AccessDenied</Code>" in text,
    "organizations": lambda text: json.loads(text)["__type"] == "AccessDeniedException",
    "s3": lambda text: json.loads(text)["__type"] == "AccessDeniedException",
}


@pytest.fixture(scope="module")
def open_server(tmp_path_factory):
    """A server that takes callers by their word."""
    with Server(tmp_path_factory.mktemp("open"), "memory", auth="open") as running:
        yield running
        assert running.terminate() == (0, "")


@pytest.mark.parametrize("service", FORMS)
def test_pages_from_elsewhere_are_refused(open_server, account, service):
    caller = Caller(open_server, account, service)
    for headers in FOREIGN:
        reply = caller.ask("POST", "/accounts", {}, headers=headers)
        assert reply.status == (400 if service == "organizations" else 403), headers
        assert reply.code.startswith("AccessDenied") and FORMS[service](reply.body)


def test_pages_from_elsewhere_change_nothing_and_those_from_here_may(open_server, account):
    caller = Caller(open_server, account, "securityhub")
    for headers in FOREIGN:
        caller.ask("POST", "/accounts", {}, headers=headers)
    assert caller.ask("GET", "/accounts").status == 401, "not switched on"
    for headers in AT_HOME:
        assert caller.ask("POST", "/accounts", {}, headers=headers).status in (200, 409), headers
    assert caller.ask("GET", "/accounts").status == 200


def test_ready_is_looked_up_once_for_many(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as stream:
        stream.sendall(b"GET /_accede/ready HTTP/1.1\r\nHost: accede\r\n\r\n" * 200)
        received = b""
        while received.count(b'{"status":"ok"}') < 200:
            chunk = stream.recv(65536)
            assert chunk, "closed"
            received += chunk
        assert received.count(b"HTTP/1.1 200 ") == 200
