"""`accede account`, as an operator runs it, and the control socket, as programs could use it."""

import json
import os
import re
import socket
import subprocess

import stores
from server import PATIENCE, binary, environment

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


class Accounts:
    """The directory of one store. `where` are the flags that lead to it; a file may stand for a database, as for servers."""

    command = "account"

    def __init__(self, home, *where, extra=None):
        words = [str(word) for word in where]
        for number, word in enumerate(words[1:], 1):
            if words[number - 1] == "--store" and word:
                words[number] = str(stores.named(home, word))
        self.home, self.where, self.extra = home, words, extra

    def start(self, *words):
        """Starts the command; for those that run at the same time."""
        return subprocess.Popen(
            [binary(), self.command, *words, *self.where],
            env=environment(self.home, self.extra),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words):
        """Runs the command to its end: exit status, standard output, standard error."""
        started = self.start(*words)
        try:
            out, error = started.communicate(timeout=PATIENCE)
        finally:
            started.kill()
        return started.returncode, out, error

    def __call__(self, *words):
        """Runs a command that succeeds. The one account that it prints."""
        [account] = self.lines(*words)
        return account

    def lines(self, *words):
        """Runs a command that succeeds. The accounts that it prints, one on each line."""
        status, out, error = self.run(*words)
        assert (status, error) == (0, ""), (words, status, error)
        assert out == "" or out.endswith("\n")
        return [json.loads(line) for line in out.splitlines()]

    def refused(self, *words, status=1):
        """Runs a command that fails: nothing is printed but one line on standard error. What it says."""
        code, out, error = self.run(*words)
        assert (code, out) == (status, ""), (words, code, out, error)
        [line] = error.splitlines()
        assert line.startswith("accede: ")
        return line.removeprefix("accede: ")

    def create(self, email, account=None, name="Example"):
        given = ["--id", account] if account else []
        return self("create", "--email", email, "--name", name, *given)

    def list(self):
        return self.lines("list")


class AccessKeys(Accounts):
    """The access keys of one store: `accede key`."""

    command = "key"

    def create(self, account, user=None):
        return self("create", "--account", account, *(["--user", user] if user else []))


class Roles(Accounts):
    """The roles of one store: `accede role`."""

    command = "role"

    def create(self, account, name, *trusts, more=()):
        return self("create", "--account", account, "--name", name, "--trust", *trusts, *more)


class Line:
    """A connection to a control socket."""

    def __init__(self, path):
        self.stream = socket.socket(socket.AF_UNIX)
        self.stream.settimeout(PATIENCE)
        connect(self.stream, path)
        self.reader = self.stream.makefile("rb")

    def send(self, data):
        self.stream.sendall(data)
        return self

    def ask(self, request):
        """Sends a request, as JSON unless it is bytes, and returns the answer."""
        data = request if isinstance(request, bytes) else json.dumps(request).encode()
        return self.send(data + b"\n").answer()

    def answer(self):
        """The next line; nothing once the server has hung up."""
        line = self.reader.readline()
        assert line == b"" or line.endswith(b"\n")
        return json.loads(line) if line else None

    def finish(self):
        """Says that nothing more will be sent."""
        self.stream.shutdown(socket.SHUT_WR)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.reader.close()
        self.stream.close()


def connect(stream, path):
    """Connects from within the socket's folder, whose path may be too long for a socket."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        stream.connect(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)
