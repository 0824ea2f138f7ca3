"""The server under test: the real binary, in a folder of its own, on a port that the system chooses."""

import os
import re
import secrets
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

import stores

ROOT = Path(__file__).resolve().parent.parent
LISTENING = re.compile(r"^accede listening on (https?://(127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d+))$")
PATIENCE = 20

# How servers know their callers, unless a test says it: `open` or `verify`. `credentials.of` has what clients need.
AUTH = os.environ.get("ACCEDE_TEST_AUTH") or "open"
assert AUTH in ("open", "verify"), f"ACCEDE_TEST_AUTH={AUTH}"
# What servers in mode `verify` seal with, so that each can read what the one before it has left.
SEALING_KEY = secrets.token_hex(32)


def binary():
    """The binary, as built for users unless ACCEDE_BIN names another."""
    path = Path(os.environ.get("ACCEDE_BIN") or ROOT / "target/release/accede")
    assert path.is_file(), f"no server at {path}: build it, or set ACCEDE_BIN"
    return str(path)


def environment(home, extra=None):
    """Only what a program needs to start: nothing of the user's configuration."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR") if key in os.environ}
    return {**kept, "HOME": str(home), **(extra or {})}


def run(*arguments, home, extra=None):
    """Runs the binary until it ends by itself; for faults at the start."""
    return subprocess.run(
        [binary(), *arguments],
        env=environment(home, extra),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


class Server:
    """A running server. Stop it, or use it as a context.

    `auth` is its mode; `keeps` what `--store` names, a file or the URL of a database, and `control` the path of its control
    socket, if it has one.
    """

    def __init__(self, folder, store="accede.db", arguments=(), extra=None, auth=None, listen="127.0.0.1:0"):
        self.folder, self.auth = Path(folder), auth or AUTH
        # Not in the folder: its disk may be full.
        self.log = tempfile.TemporaryFile("w+")
        words = [binary(), "serve", "--listen", listen]
        if store is not None:
            store = stores.named(self.folder, store)
            words += ["--store", str(store)]
        extra = dict(extra or {})
        self.keeps = self._keeps(store, extra)
        self.control = self._control(list(arguments), extra)
        if self.auth == "verify":
            words += ["--auth", "verify"]
        # A database has neither a file with a sealing key nor a socket beside it.
        alone = isinstance(self.keeps, str)
        if self.auth == "verify" or (alone and "--sealing-key-file" not in arguments):
            extra = {"ACCEDE_SEALING_KEY": SEALING_KEY, **extra}
        if self.control is None and (self.auth == "verify" or alone):
            self.apart = tempfile.TemporaryDirectory(prefix="accede-")
            self.control = Path(self.apart.name) / "control"
            words += ["--control", str(self.control)]
        self.process = subprocess.Popen(
            [*words, *arguments],
            env=environment(self.folder, extra),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        self.first_line = self._first_line()
        found = LISTENING.match(self.first_line)
        if not found:
            self.kill()
            raise AssertionError(f"first line {self.first_line!r}; log:\n{self.logged()}")
        self.url, self.port = found.group(1), int(found.group(3))

    def _keeps(self, store, extra):
        """Where its store is; nothing for one in memory."""
        store = store or extra.get("ACCEDE_STORE")
        if store is None:
            store = Path(extra.get("XDG_DATA_HOME", ".local/share")) / "accede/accede.db"
        if store == "memory" or stores.is_url(store):
            return None if store == "memory" else str(store)
        return self.folder / store

    def _control(self, arguments, extra):
        """Its control socket: where it was asked for, or beside the store's file."""
        if "--control" in arguments:
            return Path(arguments[arguments.index("--control") + 1])
        if "ACCEDE_CONTROL" in extra:
            return Path(extra["ACCEDE_CONTROL"])
        return self.keeps.with_name(self.keeps.name + "-control") if isinstance(self.keeps, Path) else None

    @property
    def reached(self):
        """The flags that lead commands to its store: to the database itself, or through its control socket."""
        return ["--store", self.keeps] if isinstance(self.keeps, str) else ["--control", self.control]

    def _first_line(self):
        timer = threading.Timer(PATIENCE, self.process.kill)
        timer.start()
        try:
            return self.process.stdout.readline().rstrip("\n")
        finally:
            timer.cancel()

    def logged(self):
        """Everything that it wrote on standard error so far."""
        self.log.seek(0)
        return self.log.read()

    def terminate(self):
        """Asks it to end and returns its exit code and what else it wrote on standard output."""
        self.process.send_signal(signal.SIGTERM)
        return self._ended()

    def kill(self):
        """Ends it without asking, like a power failure of the process."""
        self.process.kill()
        return self._ended()

    def _ended(self):
        rest, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, rest

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
        self.process.stdout.close()
        self.log.close()
