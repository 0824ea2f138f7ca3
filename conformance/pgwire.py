"""As much of a PostgreSQL client as tests need: simple queries, on a connection without password or TLS."""

import socket
import struct

USER = "accede"


class Fault(Exception):
    """The server's refusal: its code and its words."""

    def __init__(self, fields):
        super().__init__(f"{fields.get('C')}: {fields.get('M')}")
        self.code = fields.get("C")


class Connection:
    """A connection to one database. Use it as a context."""

    def __init__(self, port, database="postgres", host="127.0.0.1", timeout=30):
        self.stream = socket.create_connection((host, port), timeout=timeout)
        words = ["user", USER, "database", database, "application_name", "test", ""]
        body = struct.pack("!i", 196608) + b"".join(word.encode() + b"\0" for word in words)
        self.stream.sendall(struct.pack("!i", len(body) + 4) + body)
        self.reader = self.stream.makefile("rb")
        self._until_ready()

    def ask(self, sql):
        """The rows of the last statement, each a tuple of texts."""
        body = sql.encode() + b"\0"
        self.stream.sendall(b"Q" + struct.pack("!i", len(body) + 4) + body)
        return self._until_ready()

    def _until_ready(self):
        rows, fault = [], None
        while True:
            kind, body = self._message()
            if kind == b"Z":
                break
            if kind == b"T":
                rows = []
            elif kind == b"D":
                rows.append(_row(body))
            elif kind == b"E":
                fault = Fault(_fields(body))
        if fault:
            raise fault
        return rows

    def _message(self):
        head = self.reader.read(5)
        if len(head) < 5:
            raise ConnectionError("the database has hung up")
        kind, length = head[:1], struct.unpack("!i", head[1:])[0]
        body = self.reader.read(length - 4)
        if kind == b"E" and _fields(body).get("S") in ("FATAL", "PANIC"):
            raise Fault(_fields(body))
        return kind, body

    def close(self):
        self.reader.close()
        self.stream.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _row(body):
    count, at, row = struct.unpack("!h", body[:2])[0], 2, []
    for _ in range(count):
        length = struct.unpack("!i", body[at : at + 4])[0]
        at += 4
        row.append(None if length < 0 else body[at : at + length].decode())
        at += max(length, 0)
    return tuple(row)


def _fields(body):
    parts = [part.decode(errors="replace") for part in body.split(b"\0") if part]
    return {part[0]: part[1:] for part in parts}
