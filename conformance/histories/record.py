"""Clients that ask for things at the same time, each request at any of the nodes, and what became of each."""

import http.client
import itertools
import json
import random
import threading
import time

import credentials
from raw import Caller, send

from .checker import UNKNOWN, Operation
from .reference import OF_HUB, OF_MACIE, READS, Call
from .wire import Wire

CLIENTS, STEPS = 5, 7
PATIENCE = 60
# What makes a story go on is asked for more often, so that histories reach every state.
OFTEN = {"create": 3, "invite": 4, "accept": 5, "invitations": 3, "row": 2, "leave": 2}
LAST = ("row", "invitations", "administrator", "count")


class Run:
    """One history: a member and its administrators, and clients of theirs over these nodes. `nodes` may change meanwhile."""

    _numbers = itertools.count(1)

    def __init__(self, nodes, service, administrators=1, clients=CLIENTS, steps=STEPS):
        self.nodes, self.service, self.steps = nodes, service, steps
        self.wire = Wire(service, fresh(), [fresh() for _ in range(administrators)])
        self.history, self.ids, self.faults = [], [[] for _ in range(administrators)], []
        self.threads = [threading.Thread(target=self._client, daemon=True) for _ in range(clients)]

    def recorded(self):
        """Plays it. At the end, when nobody else asks, everything is looked at on every node."""
        self._switch_on()
        for thread in self.threads:
            thread.start()
        for thread in self.threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a client was not answered"
        with Desk(self) as desk:
            for node, kind in itertools.product(range(len(self.nodes)), LAST):
                for of in range(len(self.ids)) if kind == "row" else (0,):
                    desk.ask(Call(kind, of), node)
        if self.faults:
            raise self.faults[0]
        return self.history

    def _switch_on(self):
        path = "/accounts" if self.service == "securityhub" else "/macie"
        for account in (self.wire.member, *self.wire.administrators):
            credentials.of(self.nodes[0], account)
            for node in self.nodes * 20:
                try:
                    reply = Caller(node, account, self.service).ask("POST", path, {})
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)
                    continue
                # It may be on, if the answer to the first attempt was lost.
                if reply.status in (200, 409):
                    break
                assert reply.status >= 500, reply
            else:
                raise AssertionError("no node answers")

    def _client(self):
        try:
            with Desk(self) as desk:
                for _ in range(self.steps):
                    desk.ask(self._choose())
        except Exception as fault:
            self.faults.append(fault)

    def _choose(self):
        kinds = [*(OF_HUB if self.service == "securityhub" else OF_MACIE), *READS]
        [kind] = random.choices(kinds, [OFTEN.get(each, 1) for each in kinds])
        of = random.randrange(len(self.ids))
        if kind != "accept":
            return Call(kind, of)
        ids = self.ids[of]
        if not ids:
            return Call("invitations")
        return Call("accept", of, ids[-1] if random.random() < 0.9 else random.choice(ids))


class Desk:
    """One client, with a connection to each node."""

    def __init__(self, run):
        self.run, self.lines, self.heads = run, {}, {}

    def ask(self, call, node=None):
        """Asks, and adds to the history what came of it. Of a read without an answer there is nothing to say."""
        run = self.run
        while True:
            at = random.randrange(len(run.nodes)) if node is None else node
            began = time.monotonic()
            try:
                reply = self._send(at, call)
                break
            except ConnectionRefusedError:
                time.sleep(0.01)  # Nothing was sent: the node is not there just now.
        ended = time.monotonic()
        outcome = run.wire.outcome(call, reply)
        if outcome is UNKNOWN:
            if call.kind in READS:
                return
            ended = float("inf")
        run.history.append(Operation(began, ended, at, call, outcome))
        if call.kind == "invitations":
            for ids, each in zip(run.ids, outcome):
                if each and each[0] not in ids:
                    ids.append(each[0])

    def _send(self, node, call):
        """The answer; nothing if the connection broke."""
        server = self.run.nodes[node]
        line = self.lines.get(node)
        if line is None or line.port != server.port:
            line = self.lines[node] = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        caller, (method, path, body) = self.run.wire.caller(server, call), self.run.wire.request(call)
        try:
            if line.sock is None:
                line.connect()
            # Signing takes longer than the server does: where signatures are not looked at, one serves for all.
            if server.auth == "verify":
                return caller.ask(method, path, body, connection=line)
            head = self.heads.get(caller.account) or caller.signed("GET", "/")
            self.heads[caller.account] = head
            return send(server.port, method, path, _json(body), head, line)
        except ConnectionRefusedError:
            raise
        except (OSError, http.client.HTTPException):
            line.close()
            return None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for line in self.lines.values():
            line.close()


def _json(body):
    return None if body is None else json.dumps(body).encode()


def fresh():
    """An account that no other history of this process uses."""
    return f"6{next(Run._numbers):011}"
