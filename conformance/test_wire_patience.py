"""Half a request and then silence: the server answers or hangs up in its own time, and serves others meanwhile."""

import contextlib
import socket

import pytest

from hub import HubPair
from raw import Caller
from server import Server
from views import MEMBER

SLOW = {
    "nothing at all": lambda head, body: b"",
    "half a head": lambda head, body: head[: len(head) // 2],
    "a head without a body": lambda head, body: head,
    "half a body": lambda head, body: head + body[: len(body) // 2],
}


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    """A server that waits one second for a request."""
    folder = tmp_path_factory.mktemp("impatient")
    with Server(folder, "memory", ["--request-timeout", "1"]) as running:
        yield running
        assert running.terminate() == (0, "")


def _request(server, account, other):
    body = b'{"AccountIds":["%s"]}' % other.encode()
    signed = Caller(server, account, "securityhub").signed("POST", "/members/invite", body)
    lines = [f"{name}: {value}" for name, value in signed.items()]
    head = ["POST /members/invite HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Content-Length: {len(body)}", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n", body


@pytest.mark.parametrize("slow", SLOW)
def test_half_a_request_and_then_silence(impatient, fresh, slow):
    pair = HubPair(impatient, fresh(), fresh()).enabled().created()
    half = SLOW[slow](*_request(impatient, pair.administrator, pair.member))
    with contextlib.ExitStack() as stack:
        streams = []
        for _ in range(20):
            stream = socket.create_connection(("127.0.0.1", impatient.port), timeout=30)
            streams.append(stack.enter_context(stream))
            stream.sendall(half)
        assert pair.row["MemberStatus"] == "Created"
        pair.invited().accepted()
        for stream in streams:
            answer = _until_closed(stream)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:200]
    # Clients of their own: by now the server may be about to close the idle connections of the others.
    assert HubPair(impatient, pair.administrator, pair.member).view() == MEMBER


def _until_closed(stream):
    answer = b""
    with contextlib.suppress(ConnectionError):
        while chunk := stream.recv(4096):
            answer += chunk
    return answer


def test_a_client_that_hangs_up_halfway_changes_nothing(server, hub):
    hub.created()
    head, body = _request(server, hub.administrator, hub.member)
    for cut in range(0, len(head) + len(body), 97):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as stream:
            stream.sendall((head + body)[:cut])
    assert hub.row["MemberStatus"] == "Created"


def test_more_connections_than_there_are_places(tmp_path, fresh):
    with Server(tmp_path, "memory", ["--max-connections", "8"]) as small, contextlib.ExitStack() as stack:
        silent = [
            stack.enter_context(socket.create_connection(("127.0.0.1", small.port), timeout=30)) for _ in range(20)
        ]
        # Who says nothing makes room for the others: those that came first have to go.
        for stream in silent[:12]:
            assert _until_closed(stream) == b""
        pair = HubPair(small, fresh(), fresh()).enabled().created().invited().accepted()
        assert pair.view() == MEMBER
