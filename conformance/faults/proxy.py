"""A network that fails between a node and its database.

A proxy passes bytes on, and now and then does one of `KINDS` to a connection instead. What it sees of the protocol is where
a chunk begins: a node sends a transaction at once and gets its answer at once.
"""

import random
import socket
import struct
import threading
from collections import Counter

KINDS = {
    "unsent": "the connection breaks instead of a request being passed on",
    "half sent": "it breaks in the middle of a request",
    "sent": "it breaks when the whole request is on its way",
    "unanswered": "it breaks when the database has made the change and said so, before its answer is passed on",
    "half answered": "it breaks in the middle of the answer",
    "lost": "the request is never passed on, and nobody learns of it: the connection stays, and is silent",
    "half lost": "it is silent after the middle of a request",
    "answer lost": "it is silent after the database has made the change",
}
COMMITTED = b"COMMIT\0"


class Proxy:
    """Listens on a port of its own for one database. `rate` is the share of chunks that one of `kinds` happens to."""

    def __init__(self, port, kinds=KINDS):
        self.target, self.kinds, self.rate, self.dark = port, list(kinds), 0.0, False
        self.done, self.open = Counter(), set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near):
        try:
            far = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            _break(near)
            return
        for stream in (near, far):
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.open.add(stream)
        link = Link(self, near, far)
        threading.Thread(target=link.up, daemon=True).start()
        link.down()

    def cut(self):
        """Breaks every connection."""
        for stream in list(self.open):
            _break(stream)
            self.open.discard(stream)

    def close(self):
        self.listener.close()
        self.cut()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Link:
    """One connection through a proxy."""

    def __init__(self, proxy, near, far):
        self.proxy, self.near, self.far = proxy, near, far
        self.silent, self.pending = False, None

    def up(self):
        """What the node sends."""
        self._pass(self.near, self.far, self._request)

    def down(self):
        """What the database answers."""
        self._pass(self.far, self.near, self._answer)

    def _pass(self, source, target, decide):
        try:
            while data := source.recv(1 << 18):
                # Bytes that were lost never come, so nothing that follows them arrives either.
                self.silent |= self.proxy.dark
                if self.silent:
                    continue
                data, broken = decide(data)
                target.sendall(data)
                if broken:
                    break
        except OSError:
            pass
        if not self.silent:
            for stream in (source, target):
                _break(stream)
                self.proxy.open.discard(stream)

    def _request(self, data):
        """What is passed on of it, and whether the connection breaks then."""
        if random.random() >= self.proxy.rate:
            return data, False
        kind = random.choice(self.proxy.kinds)
        if "answer" in kind:
            self.pending = kind
            return data, False
        self.proxy.done[kind] += 1
        self.silent = "lost" in kind
        share = {"unsent": 0, "lost": 0, "sent": len(data)}.get(kind, random.randrange(1, max(len(data), 2)))
        return data[:share], not self.silent

    def _answer(self, data):
        if not self.pending or COMMITTED not in data:
            return data, False
        kind, self.pending = self.pending, None
        self.proxy.done[kind] += 1
        self.silent = "lost" in kind
        share = random.randrange(1, len(data)) if "half" in kind else 0
        return data[:share], not self.silent


def _break(stream):
    """Ends a connection as one ends that breaks: with a reset."""
    try:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        stream.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    stream.close()
