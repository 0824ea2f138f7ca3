"""Failovers in a row under load: `python conformance/faults/failover.py --rounds 50`.

Three nodes that know both databases, twelve writers and three readers over them. In each round the primary is killed with
`kill -9` at a random moment, the standby is promoted, the nodes find it by themselves, and the killed one becomes the new
standby while the load goes on. After each round every request of it is accounted for, as `verdict` says. What finds out that
a primary is dead is not measured: the standby is promoted at once.
"""

import argparse
import contextlib
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import postgres  # noqa: E402
from faults.verdict import Trail, Verdict, check, compare  # noqa: E402
from faults.load import Load, gap  # noqa: E402
from faults.twins import Twins  # noqa: E402
from server import Server  # noqa: E402

NODES = 3


@dataclass
class Tally:
    """What came of all rounds: the verdict, and the times without service and of promotions, one for each round."""

    verdict: Verdict = field(default_factory=Verdict)
    gaps: list = field(default_factory=list)
    by_node: list = field(default_factory=list)
    reads: list = field(default_factory=list)
    promotions: list = field(default_factory=list)
    loads: list = field(default_factory=list)

    def again(self, server):
        """What is wrong now with what all rounds have left, the first ones too."""
        trail, late = Trail(server), Verdict()
        for load in self.loads:
            late.add(compare(load, server, trail))
        late.doubled += trail.repeated()
        late.half += check(server)
        return late

    def lines(self):
        yield f"{len(self.gaps)} failovers: {self.verdict.line()}"
        for what, times in (
            ("without an acknowledged change", self.gaps),
            ("the same, for each node", self.by_node),
            ("without an answered read", self.reads),
            ("of which the promotion", self.promotions),
        ):
            yield f"seconds {what}: median {statistics.median(times):.2f}, longest {max(times):.2f}"


@contextlib.contextmanager
def nodes(url, folder, count=NODES, **more):
    """So many servers with one database, each with a folder of its own."""
    with contextlib.ExitStack() as stack:
        made = []
        for number in range(count):
            own = Path(folder) / f"node{number}"
            own.mkdir(exist_ok=True)
            made.append(stack.enter_context(Server(own, url, **more)))
        yield made


def fail_over(twins, servers, hang=False, tally=None, say=print):
    """One round."""
    tally = tally or Tally()
    with Load(servers) as load:
        load.until_served(0)
        time.sleep(random.uniform(0.5, 2.5))
        killed, promotion = twins.fail_over(hang)
        load.until_served(killed + promotion)
        twins.rebuild()
        time.sleep(random.uniform(0, 0.5))
    trail = Trail(servers[0], "--since", load.began)
    found = compare(load, servers[0], trail)
    found.doubled += trail.repeated()
    found.half += check(servers[0])
    tally.loads.append(load)
    per_node = [gap(load.served(node), killed) for node in range(len(servers))]
    tally.gaps.append(gap(load.served(), killed))
    tally.by_node += per_node
    tally.reads.append(gap(sorted(time for reader in load.readers for time in reader.served), killed))
    tally.promotions.append(promotion)
    tally.verdict.add(found)
    told = ", ".join(f"{each:.2f}" for each in per_node)
    reads = sum(reader.seen for reader in load.readers)
    say(f"{found.line()}; {reads} reads were right; without changes for {tally.gaps[-1]:.2f} s (by node: {told})")
    for fault in found.faults[:5]:
        say(f"  {fault}")
    return tally


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--hang", action="store_true", help="the primary hangs while the standby is promoted, and is killed later")
    words = parser.parse_args()
    if postgres.programs() is None:
        sys.exit("PostgreSQL is not installed")
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="accede-") as folder, Twins() as twins, nodes(twins.url, folder) as servers:
        for number in range(1, words.rounds + 1):
            say = lambda text, number=number: print(f"{number:3}  {text}", flush=True)
            fail_over(twins, servers, words.hang, tally, say)
        late = tally.again(servers[0])
    print(*tally.lines(), f"looked at again in the end: {late.line()}", sep="\n")
    sys.exit(1 if tally.verdict.faults or late.faults else 0)


if __name__ == "__main__":
    main()
