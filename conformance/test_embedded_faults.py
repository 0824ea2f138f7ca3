"""Disks that fail under the embedded store: nothing that was acknowledged is lost, nothing is half there, every answer is
one of the model's, and the server goes on when the disk does."""

import random
import threading
import time

import pytest

from disks import Faults, file_system
from members import Members
from raw import send
from server import Server, run
from test_durability import Walk, Writer, _enable, _walks

pytestmark = pytest.mark.embedded_only("its files")

READY = "/_accede/ready"
KINDS = ["fsync EIO", "fsync ENOSPC", "pwrite EIO", "pwrite ENOSPC", "pwrite EROFS"]


def is_modelled(reply):
    """A fault as the model of Security Hub has it, in which nothing of the store is told."""
    assert reply.status == 500, reply
    assert reply.code == "InternalException", reply
    assert set(reply.json) <= {"Message", "Code", "message"} and b"accede.db" not in reply.body, reply


def is_logged(server, text):
    """The log says it; a request does not wait for that."""
    deadline = time.monotonic() + 10
    while text not in server.logged():
        assert time.monotonic() < deadline, server.logged()
        time.sleep(0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_fails_and_recovers(tmp_path, fresh, kind):
    faults = Faults(tmp_path, tmp_path / "accede.db")
    with Server(tmp_path, extra=faults.extra) as own:
        members = Members(own, fresh)
        members.prepare(12)
        for _ in range(4):
            assert members.invite().status == 200
        faults.begin(kind)
        for _ in range(4):
            is_modelled(members.invite())
        assert send(own.port, "GET", READY).status == 503
        # What can be read is read, and it is the truth.
        members.check()
        faults.end()
        for _ in range(4):
            assert members.invite().status == 200
        members.check()
        own.kill()
    with Server(tmp_path) as own:
        members.at(own).check()
        assert send(own.port, "GET", READY).status == 200
        assert own.terminate() == (0, "")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_while_the_disk_fails(tmp_path, fresh, kind):
    faults = Faults(tmp_path, tmp_path / "accede.db")
    with Server(tmp_path, extra=faults.extra) as own:
        members = Members(own, fresh)
        members.prepare(6)
        for _ in range(3):
            assert members.invite().status == 200
        faults.begin(kind, "ftruncate EIO")
        for _ in range(3):
            is_modelled(members.invite())
        own.kill()
    with Server(tmp_path) as own:
        members.at(own).check()
        assert own.terminate() == (0, "")


def test_a_disk_that_fails_when_the_server_stops(tmp_path, fresh):
    """The log cannot be moved into the file then: it stays, and is read at the next start."""
    faults = Faults(tmp_path, tmp_path / "accede.db")
    with Server(tmp_path, extra=faults.extra) as own:
        members = Members(own, fresh)
        members.prepare(3)
        for _ in range(3):
            assert members.invite().status == 200
        faults.begin("fsync EIO", "pwrite EIO", "ftruncate EIO")
        own.terminate()
    with Server(tmp_path) as own:
        members.at(own).check()


def test_a_disk_that_cannot_be_read(tmp_path, fresh):
    """Neither at the start nor later is anything served that was not read."""
    faults = Faults(tmp_path, tmp_path / "accede.db")
    with Server(tmp_path, extra=faults.extra) as own:
        members = Members(own, fresh)
        members.prepare(3)
        assert members.invite().status == 200
        assert own.terminate() == (0, "")
    faults.begin("pread EIO")
    done = run("serve", "--listen", "127.0.0.1:0", "--store", str(tmp_path / "accede.db"), home=tmp_path, extra=faults.extra)
    assert done.returncode == 1 and done.stdout == "", done
    assert len(done.stderr.splitlines()) == 1 and "accede.db" in done.stderr, done.stderr
    faults.end()
    with Server(tmp_path) as own:
        members.at(own).check()


class FaultyWalk(Walk):
    """A pair whose last step may have failed: whether it was made is not known."""

    failed = False

    def step(self, server, connection):
        if self.failed:
            return
        try:
            super().step(server, connection)
        except AssertionError as fault:
            if not self.under_way or "status=500" not in str(fault):
                raise
            self.failed = True


def test_writers_while_the_disk_fails_now_and_then(tmp_path, fresh):
    """Eight clients, a disk that fails for moments, `kill -9`: both sides of every pair agree on something possible."""
    moments = random.Random(7)
    faults = Faults(tmp_path, tmp_path / "accede.db")
    walks = _walks(fresh)
    for walk in sum(walks, []):
        walk.__class__ = FaultyWalk
    with Server(tmp_path, extra=faults.extra) as own:
        _enable(own, walks)
        stop = threading.Event()
        writers = [Writer(own, mine, stop) for mine in walks]
        for writer in writers:
            writer.start()
        for kind in KINDS:
            stop.wait(moments.uniform(0.1, 0.3))
            faults.begin(kind)
            stop.wait(moments.uniform(0.01, 0.05))
            faults.end()
        stop.wait(0.2)
        own.kill()
        stop.set()
        for writer in writers:
            writer.join(30)
            assert not writer.is_alive() and writer.fault is None, writer.fault
    with Server(tmp_path) as own:
        for walk in sum(walks, []):
            walk.settle(own)
        assert own.terminate() == (0, "")


def test_a_full_disk(tmp_path, fresh):
    with file_system(tmp_path / "disk", "20m") as disk:
        with Server(disk.folder) as own:
            members = Members(own, fresh)
            members.prepare(60)
            for _ in range(3):
                assert members.invite().status == 200
            ballast = disk.fill("ballast", but=300_000)
            while (reply := members.invite()).status == 200:
                assert len(members.waiting) > 3, "the disk is not full"
            is_modelled(reply)
            is_logged(own, "database or disk is full")
            members.check()
            ballast.unlink()
            assert members.invite().status == 200
            members.check()
            own.kill()
        with Server(disk.folder) as own:
            members.at(own).check()
            assert send(own.port, "GET", READY).status == 200
            assert own.terminate() == (0, "")


def test_a_disk_that_may_only_be_read(tmp_path, fresh):
    with file_system(tmp_path / "disk", "20m") as disk:
        store = disk.folder / "accede.db"
        with Server(disk.folder) as own:
            members = Members(own, fresh)
            members.prepare(2)
            assert members.invite().status == 200
            own.kill()
        before = store.read_bytes()
        disk.again("ro")
        done = run("serve", "--listen", "127.0.0.1:0", "--store", str(store), home=tmp_path)
        assert done.returncode == 1 and done.stdout == "", done
        assert len(done.stderr.splitlines()) == 1 and str(store) in done.stderr, done.stderr
        assert "Read-only file system" in done.stderr or "read-only" in done.stderr, done.stderr
        assert store.read_bytes() == before
        disk.again("rw")
        with Server(disk.folder) as own:
            members.at(own).check()
            assert own.terminate() == (0, "")
