"""The log of the embedded store while it is moved into the file, beside the commits: killed meanwhile, and on disks that fail.

It is moved whenever it has grown by 16 MiB, so members come by fifties here, each time with one commit."""

import contextlib
import http.client
import random
import threading
import time

import pytest

from credentials import NoKey
from disks import Faults, file_system
from raw import Caller, send
from server import Server, run
from test_embedded_faults import is_logged, is_modelled

pytestmark = pytest.mark.embedded_only("its log")

INVITERS = 4
# What a member can come to, with one step after the other.
STATES = (None, "Created", "Invited")
MIB = 1 << 20


class Batch:
    """Fifty members of one administrator: whatever comes of a step, it comes of all of them."""

    def __init__(self, administrator, fresh):
        self.administrator = administrator
        self.members = [fresh() for _ in range(50)]
        self.state, self.under_way = 0, False

    def step(self, server, connection):
        """Goes on by one. If that fails, as the model has it, nobody knows what came of it."""
        self.under_way = True
        if self.state == 0:
            path, body = "/members", {"AccountDetails": [{"AccountId": member} for member in self.members]}
        else:
            path, body = "/members/invite", {"AccountIds": self.members}
        reply = Caller(server, self.administrator, "securityhub").ask("POST", path, body, connection=connection)
        if reply.status != 200:
            is_modelled(reply)
            return False
        assert reply.json["UnprocessedAccounts"] == [], reply
        self.state, self.under_way = self.state + 1, False
        return True

    def check(self, server, connection):
        """All are where the last step that was acknowledged left them; or all one further, if one was under way."""
        caller = Caller(server, self.administrator, "securityhub")
        reply = caller.ask("POST", "/members/get", {"AccountIds": self.members}, connection=connection)
        assert reply.status == 200, reply
        found = {row["AccountId"]: row["MemberStatus"] for row in reply.json["Members"]}
        states = {found.get(member) for member in self.members}
        assert len(states) == 1, (self.administrator, self.state, states)
        [state] = states
        possible = STATES[self.state : self.state + 1 + self.under_way]
        assert state in possible, (self.administrator, possible, state)
        self.state, self.under_way = STATES.index(state), False


class Inviter(threading.Thread):
    """Creates and invites members, fifty at a time, until it is told to stop or the server is gone."""

    def __init__(self, server, fresh, stop):
        super().__init__(daemon=True)
        self.server, self.fresh, self.stop = server, fresh, stop
        self.batches, self.failed, self.fault = [], 0, None

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            while not self.stop.is_set():
                self._administrate(connection)
        except (ConnectionError, http.client.HTTPException):
            pass  # The server was killed.
        except Exception as fault:
            self.fault = fault
        finally:
            connection.close()

    def _administrate(self, connection):
        administrator = self.fresh()
        if not self._begin(administrator, connection):
            self.failed += 1
            self.stop.wait(0.02)
            return
        # A thousand members are as many as one may have.
        for _ in range(20):
            batch = Batch(administrator, self.fresh)
            self.batches.append(batch)
            while batch.state < 2 and not self.stop.is_set():
                if not batch.step(self.server, connection):
                    self.failed += 1
                    # What can be read is the truth, and where it goes on.
                    batch.check(self.server, connection)
                    self.stop.wait(0.02)

    def _begin(self, administrator, connection):
        """Enables the administrator's hub, with a key of its own where it needs one. Both may fail, as any commit may."""
        try:
            reply = Caller(self.server, administrator, "securityhub").ask("POST", "/accounts", connection=connection)
        except NoKey as refusal:
            assert refusal.args[0]["Error"]["Code"] == "Fault", refusal
            return False
        if reply.status != 200:
            is_modelled(reply)
        return reply.status == 200


class Crowd:
    """Inviters at work, and all that they were told."""

    def __init__(self, fresh):
        self.fresh, self.inviters = fresh, []

    @property
    def batches(self):
        return [batch for inviter in self.inviters for batch in inviter.batches]

    def steps(self):
        """How many were acknowledged."""
        return sum(batch.state for batch in self.batches)

    def failures(self):
        return sum(inviter.failed for inviter in self.inviters)

    @contextlib.contextmanager
    def at_work(self, server):
        stop = threading.Event()
        inviters = [Inviter(server, self.fresh, stop) for _ in range(INVITERS)]
        self.inviters += inviters
        for inviter in inviters:
            inviter.start()
        try:
            yield
        finally:
            stop.set()
            for inviter in inviters:
                inviter.join(30)
        for inviter in inviters:
            assert not inviter.is_alive() and inviter.fault is None, inviter.fault

    def check(self, server):
        """Nothing that was acknowledged is lost, and nothing is half there."""
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        with contextlib.closing(connection):
            for batch in self.batches:
                batch.check(server, connection)


class Files:
    """The store's file, and its log."""

    def __init__(self, store):
        self.store, self.log = store, store.with_name(store.name + "-wal")
        self.before = None

    def log_size(self):
        return self.log.stat().st_size

    def note(self):
        """Remembers how the file is. Nothing but a move of the log changes it."""
        self.before = self.store.stat().st_mtime_ns

    def is_moved(self):
        return self.store.stat().st_mtime_ns != self.before

    def until_moved(self):
        """The log is being moved, from now on, or was a moment ago."""
        self.note()
        until(self.is_moved)

    def assert_sound(self):
        """The operator finds nothing, with no server."""
        done = run("store", "check", "--store", str(self.store), home=self.store.parent)
        assert done.returncode == 0, done


def until(what):
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline, what
        time.sleep(0.001)


@pytest.mark.parametrize("seed", [random.randrange(1 << 32)], ids=["random"])
def test_kills_while_the_log_is_moved(tmp_path, fresh, seed):
    print(f"moments of the kills from seed {seed}")
    moments, crowd = random.Random(seed), Crowd(fresh)
    files = Files(tmp_path / "accede.db")
    for _ in range(4):
        with Server(tmp_path) as own:
            crowd.check(own)
            with crowd.at_work(own):
                files.until_moved()
                time.sleep(moments.uniform(0, 0.06))
                own.kill()
    with Server(tmp_path) as own:
        crowd.check(own)
        assert own.terminate() == (0, "")
    files.assert_sound()


@pytest.mark.parametrize("kind", ["pwrite ENOSPC", "pwrite EIO", "fsync EIO"])
def test_a_file_that_the_log_cannot_be_moved_into(tmp_path, fresh, kind):
    """Nobody notices: the log grows meanwhile, and is moved when that is possible again; also after a kill."""
    crowd, files = Crowd(fresh), Files(tmp_path / "accede.db")
    faults = Faults(tmp_path, files.store)
    # On nothing else: commits, which write the log alone, are made.
    fault = f"{kind} {files.store.name}"
    with Server(tmp_path, extra=faults.extra) as own:
        faults.begin(fault)
        with crowd.at_work(own):
            until(lambda: files.log_size() > 20 * MIB)
            assert send(own.port, "GET", "/_accede/ready").status == 200
            faults.end()
            files.until_moved()
            # Not only when it has become too long.
            assert files.log_size() < 48 * MIB, files.log_size()
            faults.begin(fault)
            time.sleep(0.2)
            own.kill()
        assert crowd.failures() == 0
        faults.end()
    with Server(tmp_path) as own:
        crowd.check(own)
        with crowd.at_work(own):
            files.until_moved()
        assert own.terminate() == (0, "")
    files.assert_sound()


def test_a_disk_that_is_full_when_the_log_is_moved(tmp_path, fresh):
    """There is room for the log, and for little more of the file; then for nothing, and commits fail, one by one."""
    with file_system(tmp_path / "disk", "96m") as disk:
        crowd, files = Crowd(fresh), Files(disk.folder / "accede.db")
        with Server(disk.folder) as own:
            with crowd.at_work(own):
                until(lambda: crowd.steps() > 10)
                ballast = disk.fill("ballast", but=17 * MIB - files.log_size())
                until(lambda: crowd.failures() > 20)
                # It was all for the log.
                assert files.log_size() > 15 * MIB, files.log_size()
                is_logged(own, "database or disk is full")
                made = crowd.steps()
                ballast.unlink()
                files.until_moved()
                until(lambda: crowd.steps() > made + 20)
                own.kill()
        with Server(disk.folder) as own:
            crowd.check(own)
            assert own.terminate() == (0, "")
        files.assert_sound()
