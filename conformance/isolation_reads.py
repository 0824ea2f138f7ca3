"""Everything that accounts can see: the answers of all operations that read, byte for byte."""

import http.client
import json
import re
import time

import model
import model_examples
from isolation_kinds import inputs
from model_requests import lenient
from raw import PATIENCE, REGION, Caller, send

READS = ("Get", "List", "Describe", "Lookup")
# Named like reads, and answer something new each time.
NO_READS = {"GetSessionToken"}
# For how many seconds a signature serves; it is good for 15 minutes.
FRESH = 300
REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_read(claim):
    return claim.name.startswith(READS) and claim.name not in NO_READS


class Actor:
    """An account that asks whatever is served."""

    def __init__(self, server, account, region=REGION):
        self.server, self.account, self.region = server, account, region
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)

    def ask(self, service, operation, params, headers=None):
        return self.send(service, lenient(service, operation, params), headers)

    def send(self, service, request, headers=None):
        caller = Caller(self.server, self.account, service, self.region)
        given = {**request.headers, **(headers or {})}
        return caller.ask(request.method, request.path, request.body or None, given, self.connection)

    def do(self, service, operation, /, **params):
        """Asks for what succeeds. The answer."""
        reply = self.ask(service, operation, params)
        assert reply.status < 300, (operation, params, reply)
        return json.loads(reply.body or b"{}")

    def signed(self, service, request):
        """A request to be sent as it is, and more than once."""
        caller = Caller(self.server, self.account, service, self.region)
        headers = caller.signed(request.method, request.path, request.body or None, request.headers)
        return request.method, request.path, request.body or None, headers, self.connection


class Reads:
    """Every read of some accounts. `see` asks them all; signatures serve more than once, as they do at AWS."""

    def __init__(self, actors, pool, claims=model_examples.SERVED):
        self.actors = {actor.account: actor for actor in actors}
        self.asked = {
            (account, claim.id, json.dumps(params)): (claim.service, lenient(claim.service, claim.name, params))
            for account in self.actors
            for claim in filter(is_read, claims)
            for params in self._inputs(claim, pool)
        }
        self.signed, self.since = {}, None

    def _sign(self):
        self.signed = {key: self.actors[key[0]].signed(*what) for key, what in self.asked.items()}
        self.since = time.monotonic()

    @staticmethod
    def _inputs(claim, pool):
        """Without anything that need not be there, where that is enough; pages are as large as they can be."""
        shape = model.operation(claim.service, claim.name).input_shape
        required = set(shape.required_members) if shape else set()
        if not required:
            return [_widest(claim)]
        return [
            params
            for params in inputs(claim, pool)
            if not set(params) & {"NextToken", "nextToken", "MaxResults", "maxResults"}
        ]

    def see(self):
        """What each read answers. What is new in every answer is left out."""
        if self.since is None or time.monotonic() - self.since > FRESH:
            self._sign()
        port = next(iter(self.actors.values())).server.port
        return {key: _seen(send(port, *what)) for key, what in self.signed.items()}


_ALL = {
    ("securityhub", "ListMembers"): {"OnlyAssociated": False},
    ("macie2", "ListMembers"): {"onlyAssociated": "false"},
    ("cloudtrail", "LookupEvents"): {"MaxResults": 50},
}


def _widest(claim):
    return _ALL.get((claim.service, claim.name), {})


def _seen(reply):
    text = reply.body.decode().replace(reply.headers["x-amzn-requestid"], "")
    # Page tokens look different each time.
    return reply.status, reply.headers.get("x-amzn-errortype"), re.sub(r'("[nN]extToken":)"[^"]+"', r"\1", text)


def changed(before, after):
    """What was seen and is seen no longer, and what is seen now."""
    return {key: (before.get(key), after.get(key)) for key in {*before, *after} if before.get(key) != after.get(key)}
