"""PostgreSQL for tests: clusters that are made, broken, mended and removed.

A cluster has a folder and a TCP port of its own, runs as a user without rights where the tests run as root, and goes when
the process that made it does, however that ends.
"""

import glob
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import reaper
from pgwire import USER, Connection, Fault

NEEDED = ("initdb", "postgres", "pg_basebackup")
PATIENCE = 60
# Below the ports that the system gives to outgoing connections: a cluster comes back on the port that it had.
PORTS = range(20000, 32000)

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "wal_keep_size": "512MB",
    "jit": "off",
    # Files of the cluster's folder: segments under /dev/shm would outlive processes that are killed.
    "dynamic_shared_memory_type": "mmap",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
}

_watch, _NUMBERS = None, count(1)


def programs():
    """The folder of PostgreSQL's programs; nothing if it is not installed, or is said not to be."""
    named = os.environ.get("ACCEDE_TEST_POSTGRES")
    if named == "none":
        return None
    if named:
        assert _complete(Path(named)), f"ACCEDE_TEST_POSTGRES={named}: not all of {', '.join(NEEDED)} are there"
        return Path(named)
    on_path = [Path(os.path.realpath(path)).parent for path in [shutil.which("initdb")] if path]
    versions = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[4]), reverse=True)
    return next((folder for folder in [*on_path, *map(Path, versions)] if _complete(folder)), None)


def _complete(folder):
    return all(os.access(folder / name, os.X_OK) for name in NEEDED)


def _user():
    """As whom clusters run: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise AssertionError("no user to run PostgreSQL as")


def watch(folder):
    """Has the folder removed when this process ends, with what works in it, and unmounted if something is mounted there."""
    global _watch
    _watch = _watch or reaper.Reaper()
    _watch.watch(folder)


def free_port():
    """A port that nobody listens at."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def _environment():
    """Nothing of the user's: variables that begin with PG would change what the programs do."""
    return {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}


class Cluster:
    """One PostgreSQL server with its data: new, or a copy of the cluster that it `follows`.

    `settings` are lines of its configuration; `durable` has it wait for disks, which only a failure of the machine makes
    necessary; `parent` is the folder in which its own is made; `name` is what the one that it follows knows it by.
    """

    def __init__(self, settings=None, durable=False, parent=None, name="standby", follows=None):
        self.bin, self.user, self.name = programs(), _user(), name
        assert self.bin, "PostgreSQL is not installed"
        self.settings = {**SETTINGS, "fsync": "on" if durable else "off", **(settings or {})}
        self.folder = Path(tempfile.mkdtemp(prefix="accede-postgres-", dir=parent)).resolve()
        watch(self.folder)
        if self.user:
            os.chown(self.folder, self.user["user"], self.user["group"])
        self.data, self.log, self.port = self.folder / "data", self.folder / "log", free_port()
        self.process = self.primary = None
        if follows:
            self.follow(follows)
        else:
            words = ["-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
            self.program("initdb", *words)
            self.set(self.settings)
        self.start()

    def follow(self, primary):
        """Replaces its data by a copy of another cluster's, which it follows from the next start on."""
        self.primary = primary
        reaper.forget(self.data)
        where = f"host=127.0.0.1 port={primary.port} user={USER} application_name={self.name}"
        words = ["-D", self.data, "-d", where, "-R", "-X", "stream", "-c", "fast", "--no-sync"]
        self.program("pg_basebackup", *words)
        self.set({**self.settings, "synchronous_standby_names": ""})

    def program(self, name, *words):
        """Runs one of PostgreSQL's programs to its end."""
        done = subprocess.run(
            [self.bin / name, *map(str, words)],
            **self.user,
            env=_environment(),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, f"{name}: {done.stderr}"
        return done.stdout

    def set(self, settings):
        """Adds lines to the configuration, of which the last one for each setting counts; read at the start."""
        with open(self.data / "postgresql.conf", "a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def reload(self, **settings):
        """Changes the configuration of the running server."""
        self.set(settings)
        self.ask("SELECT pg_reload_conf()")

    # Its life.

    def start(self):
        """Starts it and waits until it answers."""
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, "-p", str(self.port)],
                **self.user,
                env=_environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not self._ready():
            ended = self.process.poll() is not None
            assert not ended and time.monotonic() < deadline, f"PostgreSQL did not start:\n{self.logged()}"
            time.sleep(0.01)
        return self

    def _ready(self):
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        # What a killed server has left is another one's.
        return len(lines) > 7 and lines[0] == str(self.process.pid) and lines[7].strip() in ("ready", "standby")

    def stop(self):
        """Stops it as an operator does: connections are closed, everything is written."""
        self._end(signal.SIGINT)

    def crash(self):
        """Stops it at once; it recovers at the next start."""
        self._end(signal.SIGQUIT)

    def kill(self):
        """`kill -9` of the server and of every process of its."""
        self.process.kill()
        reaper.until_still(self.folder, signal.SIGKILL, "Z")
        self.process.wait(PATIENCE)

    def _end(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(PATIENCE)

    def pause(self):
        """`SIGSTOP` to all of its processes: it hangs, and connections to it stay."""
        reaper.until_still(self.folder, signal.SIGSTOP, "TZ")

    def resume(self):
        reaper.send(reaper.processes(self.folder), signal.SIGCONT)

    def remove(self):
        """Ends it and removes its folder."""
        self.process.poll()
        reaper.remove(self.folder)
        self.process.wait(PATIENCE)

    def logged(self):
        return self.log.read_text() if self.log.exists() else ""

    # As one of two.

    def in_step(self):
        """Whether the one that it follows waits for it with every change."""
        sql = "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'"
        return self.primary.ask(f"{sql} AND application_name = '{self.name}'") in ([("sync",)], [("quorum",)])

    def promote(self):
        """Makes it a server of its own, and waits until it takes changes."""
        [[done]] = self.ask(f"SELECT pg_promote(true, {PATIENCE})")
        assert done == "t", self.logged()
        self.primary = None

    # What is asked of it.

    def connect(self, database="postgres"):
        return Connection(self.port, database)

    def ask(self, sql, database="postgres"):
        """The rows of one statement, on a connection of its own."""
        with self.connect(database) as connection:
            return connection.ask(sql)

    def database(self, name=None):
        """The URL of a database, which is made if it is not there; without a name, that of a new one."""
        name = name or f"database{next(_NUMBERS)}"
        try:
            self.ask(f'CREATE DATABASE "{name}"')
        except Fault as fault:
            assert fault.code in ("42P04", "23505"), fault
        return self.url(name)

    def url(self, name):
        return f"postgres://{USER}@127.0.0.1:{self.port}/{name}"

    def interrupt(self, url, by="terminate"):
        """Has the server end every session of the database at this URL, or `cancel` what it does; how many there were."""
        name = url.rpartition("/")[2].partition("?")[0]
        sql = f"SELECT count(pg_{by}_backend(pid)) FROM pg_stat_activity"
        [[count]] = self.ask(f"{sql} WHERE datname = '{name}' AND pid <> pg_backend_pid()")
        return int(count)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()
