"""The clusters that tests run on: a standby has what was acknowledged, and nothing is left of any."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import postgres
import reaper

pytestmark = pytest.mark.postgres_only

MAKES = "import postgres; c = postgres.Cluster(); print(c.folder, flush=True); c.{then}; print(flush=True); input()"


def test_a_standby_takes_over_and_back(tmp_path):
    with postgres.Cluster(name="one") as one, postgres.Cluster(name="two", follows=one) as two:
        one.database("kept")
        one.ask("CREATE TABLE notes (text text)", "kept")
        for primary, standby in ((one, two), (two, one)):
            primary.reload(synchronous_standby_names=standby.name)
            while not standby.in_step():
                time.sleep(0.02)
            primary.ask("INSERT INTO notes VALUES ('kept')", "kept")
            primary.kill()
            assert reaper.processes(primary.folder) == []
            standby.promote()
            primary.follow(standby)
            primary.start()
        assert one.ask("SELECT count(*) FROM notes", "kept") == [("2",)]


@pytest.mark.parametrize("then", ["ask('SELECT 1')", "kill()", "pause()"], ids=["running", "killed", "paused"])
def test_nothing_is_left_when_its_owner_is_killed(then):
    owner = subprocess.Popen(
        [sys.executable, "-c", MAKES.format(then=then)],
        cwd=Path(__file__).parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    folder = owner.stdout.readline().strip()
    assert folder and owner.stdout.readline() == "\n"
    owner.kill()
    owner.communicate()
    deadline = time.monotonic() + 2 * reaper.GRACE
    while os.path.exists(folder) or reaper.processes(folder):
        assert time.monotonic() < deadline, os.listdir(folder)
        time.sleep(0.02)


def test_a_paused_cluster_says_nothing_and_goes_on():
    with postgres.Cluster() as cluster, cluster.connect() as before:
        cluster.pause()
        with pytest.raises(TimeoutError):
            postgres.Connection(cluster.port, timeout=0.5)
        cluster.resume()
        assert before.ask("SELECT 1") == [("1",)]
