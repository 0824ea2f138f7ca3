"""A proxy that keeps every request as its bytes, between clients and the server under test."""

import http.client
import socket
import threading
from dataclasses import dataclass

from raw import PATIENCE


@dataclass(frozen=True)
class Recorded:
    """A request as it was sent, in parts that put together are its bytes; and the status that it was answered with."""

    client: str
    method: str
    target: str
    headers: tuple
    body: bytes
    status: int = 0

    @property
    def authorization(self):
        return next((value for name, value in self.headers if name.lower() == "authorization"), None)

    @property
    def bytes(self):
        return wire(self.method, self.target, self.headers, self.body)


def wire(method, target, headers, body):
    """The bytes of a request; what is a text is Latin-1, byte by byte."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


class Recorder:
    """Listens; `url` is where clients find it, and `requests` what they sent."""

    def __init__(self, server):
        self.server, self.requests, self.client = server, [], "?"
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def auth(self):
        return self.server.auth

    def _listen(self):
        while True:
            try:
                stream, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(stream,), daemon=True).start()

    def _serve(self, stream):
        with stream, stream.makefile("rb") as reader:
            while (request := self._read(reader)) is not None:
                if ("Expect", "100-continue") in request.headers:
                    request = self._continued(stream, reader, request)
                answer, status = self._forward(request)
                self.requests.append(Recorded(**{**vars(request), "status": status}))
                stream.sendall(answer)

    def _continued(self, stream, reader, request):
        """A client that asks before it sends its body is told to go on. The server is not asked again."""
        stream.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        kept = tuple(each for each in request.headers if each[0] != "Expect")
        return Recorded(**{**vars(request), "headers": kept, "body": reader.read(_length(kept))})

    def _read(self, reader):
        first = reader.readline().decode("latin-1").rstrip("\r\n")
        if not first:
            return None
        method, target, _ = first.split(" ")
        headers = []
        while line := reader.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = line.partition(":")
            headers.append((name, value.strip()))
        waits = ("Expect", "100-continue") in headers
        body = b"" if waits else reader.read(_length(headers))
        return Recorded(self.client, method, target, tuple(headers), body)

    def _forward(self, request):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE) as onward:
            onward.sendall(request.bytes)
            reply = http.client.HTTPResponse(onward, method=request.method)
            reply.begin()
            body = reply.read()
        head = f"HTTP/1.1 {reply.status} {reply.reason}\r\n"
        kept = {name: value for name, value in reply.getheaders() if name.lower() != "content-length"}
        head += "".join(f"{name}: {value}\r\n" for name, value in {**kept, "Content-Length": len(body)}.items())
        return head.encode("latin-1") + b"\r\n" + body, reply.status

    def close(self):
        self.listener.close()


def _length(headers):
    return int(next((value for name, value in headers if name.lower() == "content-length"), 0))


class Replayer:
    """Sends bytes as they are, on one connection for as long as the server keeps it."""

    def __init__(self, port):
        self.port, self.stream = port, None

    def send(self, data, method):
        """The status and the body of the answer, and the code of the error."""
        fresh = self.stream is None
        if fresh:
            self.stream = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        try:
            self.stream.sendall(data)
            reply = http.client.HTTPResponse(self.stream, method=method)
            reply.begin()
            body = reply.read()
        except (ConnectionError, http.client.BadStatusLine):
            self.close()
            assert not fresh, f"no answer to {data!r}"
            return self.send(data, method)
        if reply.will_close or reply.getheader("connection") == "close":
            self.close()
        return reply.status, body, (reply.getheader("x-amzn-errortype") or "").split(":")[0]

    def close(self):
        if self.stream is not None:
            self.stream.close()
        self.stream = None
