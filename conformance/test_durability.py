"""`kill -9` at random moments under eight writing clients: whatever was acknowledged is there, and both sides agree.

Every pair of accounts walks the same circle of steps. After each step it is known what both sides must see, so after
a kill a pair must be where its last acknowledged step left it, or, if a step was under way, one further.
"""

import http.client
import random
import threading

import pytest

from hub import HubPair
from macie import MaciePair
from raw import Caller
from server import Server
from views import CREATED, INVITED, LEFT, MEMBER, NOTHING, REMOVED

WRITERS = 8
PAIRS = 6
ROUNDS = 5


class Walk:
    """One pair of accounts on its way round the circle."""

    def __init__(self, service, administrator, member):
        self.service, self.administrator, self.member = service, administrator, member
        self.acknowledged = 0
        self.under_way = False
        self.invitation = None

    def steps(self):
        """Each step: who asks what; and what both sides see afterwards."""
        hub = self.service == "securityhub"
        return self._hub_steps() if hub else self._macie_steps()

    def _hub_steps(self):
        a, m, ids = self.administrator, self.member, {"AccountIds": [self.member]}
        accept = {"AdministratorId": a, "InvitationId": self.invitation}
        return [
            (a, "POST", "/members", {"AccountDetails": [{"AccountId": m}]}, CREATED),
            (a, "POST", "/members/invite", ids, INVITED),
            (m, "POST", "/administrator", accept, MEMBER),
            (m, "POST", "/administrator/disassociate", None, LEFT),
            (m, "POST", "/administrator", accept, MEMBER),
            (a, "POST", "/members/disassociate", ids, REMOVED),
            (a, "POST", "/members/delete", ids, NOTHING),
        ]

    def _macie_steps(self):
        a, m = self.administrator, self.member
        account = {"account": {"accountId": m, "email": "owner@member.example"}}
        accept = {"administratorAccountId": a, "invitationId": self.invitation}
        return [
            (a, "POST", "/members", account, CREATED),
            (a, "POST", "/invitations", {"accountIds": [m]}, INVITED),
            (m, "POST", "/invitations/accept", accept, MEMBER),
            (m, "POST", "/administrator/disassociate", None, LEFT),
            (m, "POST", "/invitations/accept", accept, MEMBER),
            (a, "POST", f"/members/disassociate/{m}", None, REMOVED),
            (a, "DELETE", f"/members/{m}", None, NOTHING),
        ]

    def possible(self):
        """What both sides may see now."""
        steps = self.steps()
        views = [steps[self.acknowledged - 1][4]]
        if self.under_way:
            views.append(steps[self.acknowledged][4])
        return views

    def settle(self, server):
        """After a restart: both sides agree, on something possible. Where they are is where the walk goes on."""
        made = HubPair if self.service == "securityhub" else MaciePair
        pair = made(server, self.administrator, self.member)
        view = pair.view()
        possible = self.possible()
        assert view in possible, (self.service, self.acknowledged, self.under_way, view)
        if view != possible[0]:
            self.acknowledged = (self.acknowledged + 1) % len(self.steps())
        self.under_way = False
        invitation = pair.invitation or {}
        self.invitation = invitation.get("InvitationId") or invitation.get("invitationId")

    def step(self, server, connection):
        account, method, path, body, _ = self.steps()[self.acknowledged]
        self.under_way = True
        asker = Caller(server, account, self.service)
        reply = asker.ask(method, path, body, connection=connection)
        assert reply.status == 200, (path, reply)
        for name in ("UnprocessedAccounts", "unprocessedAccounts"):
            assert reply.json.get(name, []) == [], (path, reply)
        self.acknowledged = (self.acknowledged + 1) % len(self.steps())
        self.under_way = False
        if path in ("/members/invite", "/invitations"):
            self._learn(server, connection)

    def _learn(self, server, connection):
        reply = Caller(server, self.member, self.service).ask("GET", "/invitations", connection=connection)
        [invitation] = reply.json.get("Invitations") or reply.json["invitations"]
        self.invitation = invitation.get("InvitationId") or invitation["invitationId"]


class Writer(threading.Thread):
    """A client that moves its pairs on, one step at a time, until the server is gone."""

    def __init__(self, server, walks, stop):
        super().__init__(daemon=True)
        self.server, self.walks, self.stop = server, walks, stop
        self.written, self.fault = 0, None

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            while not self.stop.is_set():
                random.choice(self.walks).step(self.server, connection)
                self.written += 1
        except (ConnectionError, http.client.HTTPException):
            pass  # The server was killed.
        except Exception as fault:
            self.fault = fault
        finally:
            connection.close()


def _walks(fresh):
    """Pairs of both services; several writers share an administrator, so that they meet."""
    services = ("securityhub", "macie2")
    administrators = {service: [fresh(), fresh()] for service in services}
    walks = []
    for writer in range(WRITERS):
        service = services[writer % 2]
        own = [Walk(service, administrators[service][n % 2], fresh()) for n in range(PAIRS)]
        walks.append(own)
    return walks


def _enable(server, walks):
    for walk in sum(walks, []):
        made = HubPair if walk.service == "securityhub" else MaciePair
        made(server, walk.administrator, walk.member).enabled()


@pytest.mark.parametrize("seed", [random.randrange(1 << 32)], ids=["random"])
def test_kill_under_eight_writers_five_times(tmp_path, fresh, seed):
    print(f"moments of the kills from seed {seed}")
    moments = random.Random(seed)
    walks = _walks(fresh)
    written = 0
    for number in range(ROUNDS):
        with Server(tmp_path) as server:
            if number == 0:
                _enable(server, walks)
            for walk in sum(walks, []):
                walk.settle(server)
            stop = threading.Event()
            writers = [Writer(server, own, stop) for own in walks]
            for writer in writers:
                writer.start()
            stop.wait(moments.uniform(0.05, 1.0))
            server.kill()
            stop.set()
            for writer in writers:
                writer.join(30)
                assert not writer.is_alive() and writer.fault is None, writer.fault
                written += writer.written
    with Server(tmp_path) as server:
        for walk in sum(walks, []):
            walk.settle(server)
        assert server.terminate() == (0, "")
    assert written > 0
