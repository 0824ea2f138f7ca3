"""Histories in a row, each recorded and checked: `python conformance/histories/trial.py --histories 5000`.

Three nodes over one new PostgreSQL database. With `--kill` nodes are killed and started again meanwhile, with `--interrupt` the
database ends the nodes' sessions.
"""

import argparse
import contextlib
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import postgres  # noqa: E402
from faults.failover import nodes  # noqa: E402
from histories import checker  # noqa: E402
from histories.record import Run  # noqa: E402
from histories.reference import Reference  # noqa: E402
from server import Server  # noqa: E402

SERVICES = ("securityhub", "macie2")


@dataclass
class Tally:
    """How many histories and operations were checked, of how many nobody heard what came, and what is wrong."""

    histories: int = 0
    operations: int = 0
    unknown: int = 0
    wrong: list = field(default_factory=list)

    def line(self):
        return (
            f"{self.histories:,} histories of {self.operations:,} operations, {self.unknown} of them without an answer:"
            f" {len(self.wrong)} are not linearizable"
        )

    def add(self, service, administrators, history):
        self.histories += 1
        self.operations += len(history)
        self.unknown += sum(each.outcome is checker.UNKNOWN for each in history)
        if checker.order(history, Reference(service, administrators)) is None:
            self.wrong.append(f"{service}, {administrators} administrators:\n{checker.explain(history)}")


def play(servers, histories, tally=None, services=SERVICES):
    """Records and checks so many histories, of one administrator and of two that want the same member."""
    tally = tally or Tally()
    for _ in range(histories):
        service, administrators = random.choice(services), random.choice((1, 1, 2))
        tally.add(service, administrators, Run(servers, service, administrators).recorded())
    return tally


@contextlib.contextmanager
def meanwhile(act):
    """Does something again and again until the end of the context. What is yielded counts how often."""
    over, done, faults = threading.Event(), [], []

    def repeat():
        try:
            while not over.is_set():
                done.append(act())
        except Exception as fault:
            faults.append(fault)

    thread = threading.Thread(target=repeat, daemon=True)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join(60)
    assert not faults, faults


def killing(servers):
    """Kills any of the nodes, and starts it again where it was. Where accounts need keys, the first node, which is asked for
    them, is spared."""
    first = 1 if servers[0].auth == "verify" else 0

    def act():
        time.sleep(random.uniform(0.02, 0.3))
        at = random.randrange(first, len(servers))
        old = servers[at]
        old.kill()
        time.sleep(random.uniform(0, 0.1))
        servers[at] = _again(old)
        old.__exit__()

    return act


def _again(old, tries=20):
    """The same node, started as a supervisor does: if it ends because its session was ended, once more."""
    for left in reversed(range(tries)):
        try:
            return Server(old.folder, old.keeps, auth=old.auth, listen=f"127.0.0.1:{old.port}")
        except AssertionError:
            if not left:
                raise


def interrupting(cluster, url):
    """Has the database end all sessions of the nodes."""

    def act():
        time.sleep(random.uniform(0, 0.1))
        return cluster.interrupt(url)

    return act


@contextlib.contextmanager
def three(url, folder, **more):
    """Three nodes, of which some may be replaced meanwhile."""
    with nodes(url, folder, **more) as servers:
        servers = list(servers)
        try:
            yield servers
        finally:
            for server in servers:
                server.__exit__()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=5000)
    parser.add_argument("--kill", action="store_true", help="kill nodes meanwhile, and start them again")
    parser.add_argument("--interrupt", action="store_true", help="end the nodes' sessions meanwhile")
    words = parser.parse_args()
    if postgres.programs() is None:
        sys.exit("PostgreSQL is not installed")
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="accede-") as folder, postgres.Cluster() as cluster:
        url = cluster.database()
        with three(url, folder) as servers, contextlib.ExitStack() as stack:
            if words.kill:
                stack.enter_context(meanwhile(killing(servers)))
            if words.interrupt:
                stack.enter_context(meanwhile(interrupting(cluster, url)))
            play(servers, words.histories, tally)
    print(tally.line(), *tally.wrong[:3], sep="\n")
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
