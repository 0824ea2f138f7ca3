"""The server under test: the real binary, in a folder of its own, on a port that the system chooses."""

import os
import re
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTENING = re.compile(r"^accede listening on (http://(127\.0\.0\.1|\[::1\]):(\d+))$")
PATIENCE = 20


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
    """A running server. Stop it, or use it as a context."""

    def __init__(self, folder, store="accede.db", arguments=(), extra=None):
        self.folder = Path(folder)
        self.log = tempfile.TemporaryFile("w+", dir=self.folder)
        words = [binary(), "serve", "--listen", "127.0.0.1:0"]
        if store is not None:
            words += ["--store", str(store) if store == "memory" else str(self.folder / store)]
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
