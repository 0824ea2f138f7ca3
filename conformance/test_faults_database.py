"""A database that hangs, ends every session, or has no room left; and a node that is killed: what clients are told, and
that nothing is lost, doubled or half."""

import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

import postgres
from clients import check_refusal
from faults import verdict
from faults.failover import nodes
from faults.load import Load, gap

pytestmark = pytest.mark.postgres_only

# No request takes longer, whatever the database does: each of its two steps has fifteen seconds, and a last try.
LONGEST = 35
ROOM = "256m"


@pytest.fixture(scope="module")
def cluster():
    with postgres.Cluster(durable=True) as running:
        yield running


@pytest.fixture
def url(cluster):
    return cluster.database()


def finish(load, server):
    """Everything is accounted for, every failure is one that the services have, and none took for ever."""
    found = verdict.reach(load, server)
    print(found.line(), f"slowest answer after {load.slowest():.1f} s")
    assert not found.faults, "\n".join(found.faults[:10])
    assert load.slowest() < LONGEST
    failed = [sent for sent in load.sent if sent.status is not None and sent.status >= 500]
    for sent in failed:
        assert sent.status in (500, 503), sent
        assert sent.answer.code in ("InternalException", "InternalServerException", "ServiceUnavailableException"), sent
        assert b"postgres" not in sent.answer.body.lower() and b"connection" not in sent.answer.body.lower(), sent
    return found


def test_a_node_is_killed(url, tmp_path):
    with nodes(url, tmp_path) as servers:
        with Load(servers) as load:
            load.until_served(0)
            time.sleep(random.uniform(0.5, 1))
            killed = time.monotonic()
            servers[1].kill()
            load.until_served(killed)
            time.sleep(1)
        found = finish(load, servers[0])
        assert found.acknowledged > 200
        # The others do not stop serving meanwhile.
        assert max(gap(load.served(node), killed) for node in (0, 2)) < 2


def test_the_database_hangs_and_goes_on(cluster, url, tmp_path):
    with nodes(url, tmp_path) as servers:
        with Load(servers) as load:
            load.until_served(0)
            time.sleep(0.5)
            for pause in (1, LONGEST - 5):
                cluster.pause()
                time.sleep(pause)
                cluster.resume()
                load.until_served(time.monotonic())
        found = finish(load, servers[0])
        assert found.failed > 0, "the longer one was too long for requests to wait for its end"


@pytest.mark.parametrize("by, times, longest", [("terminate", 40, 0.15), ("cancel", 400, 0.02)])
def test_every_session_is_interrupted_again_and_again(cluster, url, tmp_path, by, times, longest):
    """Ended, or kept from whatever it is doing."""
    with nodes(url, tmp_path) as servers:
        with Load(servers) as load:
            load.until_served(0)
            interrupted = 0
            for _ in range(times):
                interrupted += cluster.interrupt(url, by)
                time.sleep(random.uniform(0, longest))
            load.until_served(time.monotonic())
        found = finish(load, servers[0])
        assert interrupted > 40 and found.acknowledged > 100


@pytest.fixture
def small():
    """A cluster on a file system of its own, which is soon full."""
    folder = tempfile.mkdtemp(prefix="accede-postgres-")
    postgres.watch(folder)
    os.chmod(folder, 0o755)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", folder], capture_output=True, text=True)
    if mounted.returncode != 0:
        os.rmdir(folder)
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    os.chmod(folder, 0o755)
    settings = {"min_wal_size": "32MB", "max_wal_size": "48MB", "wal_keep_size": "0", "shared_buffers": "16MB"}
    with postgres.Cluster(settings, durable=True, parent=folder) as running:
        yield running
    subprocess.run(["umount", folder], check=True)
    os.rmdir(folder)


def fill(folder):
    """Takes the room that is left, to the last block."""
    path = Path(folder).parent / "filling"
    with open(path, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                pass
    return path


def test_the_disk_is_full_and_has_room_again(small, tmp_path):
    with nodes(small.database(), tmp_path) as servers:
        with Load(servers) as load:
            load.until_served(0)
            time.sleep(0.5)
            filling = fill(small.folder)
            full = time.monotonic()
            while time.monotonic() < full + 30:
                # Without room for its log the database ends, and an operator starts it again.
                if small.process.poll() is not None:
                    break
                if any(sent.status and sent.status >= 500 for sent in load.sent):
                    time.sleep(2)
                    break
                time.sleep(0.05)
            filling.unlink()
            if small.process.poll() is not None:
                small.start()
            load.until_served(time.monotonic())
            time.sleep(0.5)
        found = finish(load, servers[0])
        assert found.failed > 0 and found.acknowledged > 100
