"""`kill -9` under writing clients: every acknowledged change has its record, and every record its change.

Each writer adds things with names of their own, which the server lists afterwards. What is listed and what is recorded
must be the same, and have all that was acknowledged.
"""

import http.client
import json
import random
import threading
from itertools import count

import pytest

import trail
from raw import Caller
from server import Server

ROUNDS = 4
TARGET = "AWSOrganizationsV20161128"


class Members:
    """An administrator of Macie that adds one member after the other."""

    event = "CreateMember"

    def __init__(self, account, number):
        self.account, self.number = account, number

    def caller(self, server):
        return Caller(server, self.account, "macie2")

    def begin(self, server):
        assert self.caller(server).ask("POST", "/macie", {}).status == 200

    def add(self, server, number, connection):
        name = f"9{self.number}{number:010}"
        body = {"account": {"accountId": name, "email": f"owner@{name}.example"}}
        return name, self.caller(server).ask("POST", "/members", body, connection=connection)

    def listed(self, server):
        found, token = set(), ""
        while True:
            page = self.caller(server).ask("GET", f"/members?onlyAssociated=false{token}").json
            found |= {each["accountId"] for each in page["members"]}
            if "nextToken" not in page:
                return found
            token = f"&nextToken={page['nextToken']}"

    def recorded(self, record):
        return record["requestParameters"]["account"]["accountId"]


class Units:
    """A management account that makes one organizational unit after the other."""

    event = "CreateOrganizationalUnit"

    def __init__(self, account, number):
        self.account, self.root = account, None

    def ask(self, server, operation, connection=None, **params):
        headers = {"X-Amz-Target": f"{TARGET}.{operation}", "Content-Type": "application/x-amz-json-1.1"}
        return Caller(server, self.account, "organizations").ask("POST", "/", params, headers, connection)

    def begin(self, server):
        assert self.ask(server, "CreateOrganization").status == 200
        self.root = self.ask(server, "ListRoots").json["Roots"][0]["Id"]

    def add(self, server, number, connection):
        name = f"unit {number}"
        reply = self.ask(server, "CreateOrganizationalUnit", connection, ParentId=self.root, Name=name)
        return name, reply

    def listed(self, server):
        found, more = set(), {}
        while True:
            page = self.ask(server, "ListOrganizationalUnitsForParent", ParentId=self.root, **more).json
            found |= {each["Name"] for each in page["OrganizationalUnits"]}
            if "NextToken" not in page:
                return found
            more = {"NextToken": page["NextToken"]}

    def recorded(self, record):
        return record["requestParameters"]["name"]


class Writer(threading.Thread):
    """A client that adds things until the server is gone."""

    def __init__(self, server, kind, numbers, acknowledged):
        super().__init__(daemon=True)
        self.server, self.kind, self.numbers, self.acknowledged = server, kind, numbers, acknowledged
        self.fault = None

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            while True:
                name, reply = self.kind.add(self.server, next(self.numbers), connection)
                assert reply.status == 200, reply
                self.acknowledged.add(name)
        except (ConnectionError, http.client.HTTPException):
            pass  # The server was killed.
        except Exception as fault:
            self.fault = fault
        finally:
            connection.close()


def check(server, kind, acknowledged):
    """What was acknowledged is there, and what is there is recorded, once, and nothing else."""
    listed = kind.listed(server)
    assert acknowledged <= listed
    records = [json.loads(line) for line in trail.Audit.of(server)("--account", kind.account)]
    recorded = [kind.recorded(each) for each in records if each["eventName"] == kind.event and "errorCode" not in each]
    assert len(recorded) == len(set(recorded))
    assert set(recorded) == listed


@pytest.mark.parametrize("seed", [random.randrange(1 << 32)], ids=["random"])
def test_changes_and_records_survive_together(tmp_path, fresh, seed):
    print(f"moments of the kills from seed {seed}")
    moments = random.Random(seed)
    writing = [(kind(fresh(), number), count(), set()) for number, kind in enumerate((Members, Units) * 2)]
    for number in range(ROUNDS):
        with Server(tmp_path) as server:
            for kind, _, acknowledged in writing:
                kind.begin(server) if number == 0 else check(server, kind, acknowledged)
            writers = [Writer(server, *each) for each in writing]
            for writer in writers:
                writer.start()
            threading.Event().wait(moments.uniform(0.05, 0.6))
            server.kill()
            for writer in writers:
                writer.join(30)
                assert not writer.is_alive() and writer.fault is None, writer.fault
    with Server(tmp_path) as server:
        for kind, _, acknowledged in writing:
            assert acknowledged
            check(server, kind, acknowledged)
        assert server.terminate() == (0, "")
