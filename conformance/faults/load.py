"""Writers and readers over several nodes, for as long as a fault takes; and the time in which nobody was served."""

import http.client
import itertools
import random
import threading
import time

from raw import Caller
from views import NOTHING

from .stories import Sent, Story

SERVICES = ("securityhub", "macie2")
# How long a client waits for an answer. Nodes answer sooner, whatever happens to the database: see `Load.slowest`.
PATIENCE = 60
PAUSE = 0.02


class Client(threading.Thread):
    """A client of one node at a time. Where its node is gone, it goes on with the next one."""

    def __init__(self, load, node):
        super().__init__(daemon=True)
        self.load, self.node, self.connection, self.fault = load, node, None, None

    def run(self):
        try:
            while not self.load.over.is_set():
                self.turn()
        except Exception as fault:
            self.fault = fault
        finally:
            self._hang_up()

    def turn(self):
        raise NotImplementedError

    def ask(self, account, service, method, path, body=None, mark=None):
        """The answer, or nothing if the connection broke."""
        server = self.load.nodes[self.node]
        if self.connection is None or self.connection.port != server.port:
            self._hang_up()
            self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        headers = {"User-Agent": mark or "reader"}
        try:
            return Caller(server, account, service).ask(method, path, body, headers, self.connection)
        except (ConnectionError, http.client.HTTPException):
            self._hang_up()
            if not self.load.alive(self.node):
                self.node = (self.node + 1) % len(self.load.nodes)
            return None

    def _hang_up(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Writer(Client):
    """Lives one story after the other."""

    def __init__(self, load, node):
        super().__init__(load, node)
        self.sent = []

    def turn(self):
        service = random.choice(SERVICES)
        story = Story.begin(service, random.choice(self.load.administrators), self.load.fresh())
        self.load.stories.append(story)
        while not self.load.over.is_set() and (step := story.next):
            if not self._take(story, step):
                time.sleep(PAUSE)
                return

    def _take(self, story, step):
        account = story.member if step.member_asks else story.administrator
        sent = Sent(self.node, step.event, time.monotonic())
        self.sent.append(sent)
        story.sent.append(sent)
        sent.answer = self.ask(account, story.service, step.method, step.path, step.body, sent.mark)
        sent.ended = time.monotonic()
        sent.status = sent.answer and sent.answer.status
        if not sent.acknowledged:
            return False
        # What a batch leaves out is a refusal.
        if any(sent.answer.json.get(name) for name in ("UnprocessedAccounts", "unprocessedAccounts")):
            sent.status = 400
            return False
        if len(story.sent) == 3:
            listed = self.ask(story.member, story.service, "GET", "/invitations")
            if listed is None or listed.status != 200:
                return False
            story.learn(listed.json)
        return True


class Reader(Client):
    """Looks at stories that stand still while it looks: it must see what was acknowledged last, on every node."""

    def __init__(self, load, node):
        super().__init__(load, node)
        self.served, self.seen = [], 0

    def turn(self):
        recent = self.load.stories[-200:]
        story = random.choice(recent) if recent else None
        before = story and [each.status for each in story.sent]
        if not before or set(before) != {200}:
            time.sleep(PAUSE)
            return
        expected = story.steps[len(before) - 1].view if before else NOTHING
        reply = self._row(story)
        if reply is None or reply.status >= 500:
            time.sleep(PAUSE)
            return
        self.served.append(time.monotonic())
        if [each.status for each in story.sent] == before:
            self.seen += 1
            assert _status(story, reply) == expected.row, f"a stale read: {story} was seen as {reply}"

    def _row(self, story):
        if story.service == "macie2":
            return self.ask(story.administrator, "macie2", "GET", f"/members/{story.member}")
        body = {"AccountIds": [story.member]}
        return self.ask(story.administrator, "securityhub", "POST", "/members/get", body)


def _status(story, reply):
    if story.service == "macie2":
        return reply.json["relationshipStatus"] if reply.status == 200 else None
    assert reply.status == 200, reply
    return next((row["MemberStatus"] for row in reply.json["Members"]), None)


class Load:
    """So many writers and readers over these nodes, as a context: they stop at its end."""

    _numbers = itertools.count(1)

    def __init__(self, nodes, writers=12, readers=3, administrators=4):
        self.nodes, self.over, self.stories = nodes, threading.Event(), []
        # As the trail writes times, and before anything of it.
        self.began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 2))
        self.administrators = [self.fresh() for _ in range(administrators)]
        self.writers = [Writer(self, number % len(nodes)) for number in range(writers)]
        self.readers = [Reader(self, number % len(nodes)) for number in range(readers)]

    def fresh(self):
        """An account that no other load of this process uses."""
        return f"7{next(Load._numbers):011}"

    def alive(self, node):
        return self.nodes[node].process.poll() is None

    def __enter__(self):
        for administrator in self.administrators:
            for service, path in zip(SERVICES, ("/accounts", "/macie")):
                reply = Caller(self.nodes[0], administrator, service).ask("POST", path, {})
                assert reply.status == 200, reply
        for client in (*self.writers, *self.readers):
            client.start()
        return self

    def __exit__(self, kind, *_):
        self.over.set()
        for client in (*self.writers, *self.readers):
            client.join(PATIENCE + 10)
            assert kind or not client.is_alive(), "a client was not answered"
            if client.fault and not kind:
                raise client.fault

    # What is known of it while it goes on, and afterwards.

    @property
    def sent(self):
        return [sent for writer in self.writers for sent in list(writer.sent)]

    def served(self, node=None):
        """When changes were acknowledged, by one node or by all."""
        return sorted(s.ended for s in self.sent if s.acknowledged and s.ended and node in (None, s.node))

    def slowest(self):
        """How long the slowest answer took."""
        return max((each.ended - each.began for each in self.sent if each.ended), default=0)

    def until_served(self, since, each=True, patience=PATIENCE):
        """Waits until every node that is alive (or any) has acknowledged a change that was sent after this time."""
        deadline = time.monotonic() + patience
        while True:
            if any(client.fault for client in (*self.writers, *self.readers)):
                return
            nodes = {sent.node for sent in self.sent if sent.acknowledged and sent.began > since}
            wanted = {node for node in range(len(self.nodes)) if self.alive(node)}
            if nodes >= wanted if each else nodes:
                return
            assert time.monotonic() < deadline, f"served again by {nodes} of {wanted} only, {patience} s after the fault"
            time.sleep(0.01)


def gap(times, since):
    """The longest time between two of these that were not both before `since`."""
    return max((after - before for before, after in itertools.pairwise(times) if after > since), default=float("inf"))
