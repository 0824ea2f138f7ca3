"""The trail: accounts that have something in theirs, lookups by boto3, and `accede audit`."""

import json
from functools import cached_property

import clients
from accounts import Accounts
from pair import Pair

SERVICE = "cloudtrail"
# What the operator does, such as to give an account its key, is in trails, too.
OPERATOR = "AWSService"


class TrailPair(Pair):
    """Two accounts that look up their trails. The first has done something."""

    service = SERVICE

    def enabled(self):
        """Macie is on, and has a member."""
        macie = self._client("macie2")
        macie.enable_macie()
        macie.create_member(account={"accountId": self.member, "email": f"owner@{self.member}.example"})
        return self

    @cached_property
    def id(self):
        """The id of the newest event."""
        return lookup(self.a)[0]["EventId"]

    @property
    def names(self):
        return {"E": lambda: self.id}

    def _client(self, service):
        return clients.client(self.server, self.administrator, service, self.region)


def lookup(cloudtrail, key=None, value=None, **more):
    """The events that a client finds, the newest first."""
    if key is not None:
        more["LookupAttributes"] = [{"AttributeKey": key, "AttributeValue": value}]
    pages = cloudtrail.get_paginator("lookup_events").paginate(**more)
    return [event for page in pages for event in page["Events"]]


def record(event):
    """The record in an event."""
    return json.loads(event["CloudTrailEvent"])


def records(cloudtrail, *attribute, **more):
    """The records of what an account did itself, the oldest first."""
    found = [record(event) for event in lookup(cloudtrail, *attribute, **more)]
    return [each for each in reversed(found) if each["userIdentity"]["type"] != OPERATOR]


def names(found):
    return [each["eventName"] for each in found]


class Audit(Accounts):
    """`accede audit` of one store."""

    command = "audit"

    @classmethod
    def of(cls, server):
        return cls(server.folder, *server.reached)

    def __call__(self, *words):
        """Runs a command that succeeds: the lines that it prints."""
        status, out, error = self.run(*words)
        assert (status, error) == (0, ""), (words, status, error)
        assert out == "" or out.endswith("\n")
        return out.splitlines()
