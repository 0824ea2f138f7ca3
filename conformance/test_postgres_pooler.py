"""Poolers between nodes and the database: nothing is kept on a connection beyond its transaction, if the address says so."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

import postgres
from hub import HubPair
from server import Server

pytestmark = pytest.mark.postgres_only

ADMINISTRATOR, MEMBERS = "111122223333", ["222233334444", "333344445555", "444455556666"]


@pytest.fixture(scope="module")
def cluster():
    """One that logs every message that has a statement parsed, bound or executed."""
    with postgres.Cluster({"log_statement": "all", "log_min_messages": "info", "log_duration": "on"}) as made:
        yield made


def _work(server):
    for member in MEMBERS:
        pair = HubPair(server, ADMINISTRATOR, member).enabled().created().invited().accepted()
        assert [one["AccountId"] for one in pair.a.list_members()["Members"]].count(member) == 1


def _prepared(cluster):
    """The names of statements that were prepared, of all that were executed by themselves; of nameless ones how many."""
    names = re.findall(r"execute (\S+): ", cluster.logged())
    return {name for name in names if name != "<unnamed>"}, names.count("<unnamed>")


def test_nothing_is_prepared_if_nothing_is_to_be(cluster, tmp_path):
    with Server(tmp_path, cluster.database() + "?prepared_statements=off", auth="open") as server:
        _work(server)
        named, nameless = _prepared(cluster)
        assert named == set() and nameless > 50
    # The same look finds them where they are.
    with Server(tmp_path, cluster.database(), auth="open") as server:
        _work(server)
        named, _ = _prepared(cluster)
        assert len(named) > 10


class Pgbouncer:
    """PgBouncer in transaction mode, with fewer connections to the database than its clients have to it."""

    def __init__(self, cluster):
        self.port = postgres.free_port()
        self.program = os.environ.get("ACCEDE_TEST_PGBOUNCER") or shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        if not os.access(self.program, os.X_OK):
            pytest.skip("pgbouncer is not installed (apt-get install pgbouncer)")
        # Not below pytest's folder, which is for nobody else, while it runs as the user that clusters run as.
        self.own = tempfile.TemporaryDirectory(prefix="accede-pooler-")
        self.folder = folder = Path(self.own.name)
        folder.chmod(0o755)
        (folder / "users").write_text(f'"{postgres.USER}" ""\n')
        (folder / "pgbouncer.ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={cluster.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {self.port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {folder}/users\n"
            "pool_mode = transaction\ndefault_pool_size = 3\nmax_client_conn = 200\nserver_reset_query =\n"
        )

    def __enter__(self):
        user = postgres._user()
        self.log = open(self.folder / "pgbouncer.log", "w")
        words = [self.program, self.folder / "pgbouncer.ini"]
        self.process = subprocess.Popen(words, **user, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), postgres.Connection(self.port, "postgres"):
                return self
            assert time.monotonic() < deadline, (self.folder / "pgbouncer.log").read_text()
            time.sleep(0.05)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.log.close()
        self.own.cleanup()


def test_pgbouncer_in_transaction_mode(tmp_path, cluster):
    """More connections of nodes than the pooler has: each transaction gets another one, and all is as without it."""
    database = cluster.database().rpartition("/")[2]
    with Pgbouncer(cluster) as pooler:
        url = f"postgres://{postgres.USER}@127.0.0.1:{pooler.port}/{database}?prepared_statements=off&connections=12"
        with Server(tmp_path, url, auth="open") as server:
            _work(server)
        sessions = cluster.ask(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'")
        assert 0 < int(sessions[0][0]) <= 3
