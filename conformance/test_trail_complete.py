"""Whatever changes something leaves one record, refused or not; what only reads leaves none.

Every operation that is served is asked with its examples and in every situation, by both accounts; all trails together
are compared before and after, so that a record in the wrong trail is found, too.
"""

import json

import pytest

import cases
import model_examples
import trail
from model_requests import lenient

SERVED = [pytest.param(claim, id=claim.id) for claim in model_examples.SERVED]

# How operations are named that only read.
READS = ("Get", "List", "Describe", "BatchGet", "Lookup", "Decode")
# What changes nothing and is recorded all the same, as readOnly: it hands out credentials.
HANDS_OUT = {"AssumeRole", "GetSessionToken"}


class Watched:
    """All trails of a server, as far as these accounts have a part in them."""

    def __init__(self, server, accounts):
        self.audit, self.accounts = trail.Audit.of(server), accounts

    def records(self):
        lines = [line for account in self.accounts for line in self.audit("--account", account)]
        records = [json.loads(line) for line in lines]
        # Keys that the accounts are given by the operator are another matter.
        return {each["eventID"]: each for each in records if each["userIdentity"]["type"] != trail.OPERATOR}

    def added_by(self, ask):
        before = self.records()
        reply = ask()
        return reply, [each for key, each in self.records().items() if key not in before]


def staged(claim, server, fresh):
    table = model_examples.table(claim.service)
    stage, stranger = table.stage(server, fresh), fresh()
    return stage, stranger, Watched(server, [stage.administrator, stage.member, stranger])


def check(claim, asker, reply, added):
    """The records that a request added are those that it has to."""
    if claim.name.startswith(READS) and claim.name not in HANDS_OUT:
        assert added == [], reply
        return
    record, *elsewhere = sorted(added, key=lambda each: each["recipientAccountId"] != asker)
    # The account of a role learns who assumed it, and nobody learns of a refusal.
    role = (record["requestParameters"] or {}).get("roleArn", ":::::")
    told = claim.name == "AssumeRole" and reply.status == 200 and role.split(":")[4] != asker
    assert len(elsewhere) == told, added
    assert all(each["sharedEventID"] == record["sharedEventID"] for each in elsewhere)
    assert record["eventName"] == claim.name
    assert record["eventSource"] == f"{claim.service}.amazonaws.com"
    assert record["readOnly"] == (claim.name in HANDS_OUT)
    assert record["recipientAccountId"] == asker
    assert record["requestID"] == reply.headers["x-amzn-requestid"]
    assert record.get("errorCode") == (reply.code or None), reply
    assert ("errorMessage" in record) == (reply.status >= 400)


@pytest.mark.parametrize("claim", SERVED)
def test_examples(claim, server, fresh):
    for example in model_examples.table(claim.service).EXAMPLES[claim.name]:
        stage, stranger, watched = staged(claim, server, fresh)
        request = lenient(claim.service, claim.name, example.staged(stage, stranger))
        caller = stage.a_raw if example.who == "a" else stage.m_raw
        reply, added = watched.added_by(lambda: request.ask(caller))
        check(claim, stage.administrator if example.who == "a" else stage.member, reply, added)


@pytest.mark.parametrize("claim", SERVED)
def test_refusals(claim, server, fresh):
    table = model_examples.table(claim.service)
    example = table.EXAMPLES[claim.name][0]
    situation = table.SITUATIONS[0]
    stage, stranger, watched = staged(claim, server, fresh)
    for step in cases.SITUATIONS[situation]:
        getattr(stage, step)()
    params = model_examples.filled(example.params, model_examples.names(stage, stranger))
    params = json.loads(json.dumps(params).replace("{T}", "0"))
    for asker, caller in ((stage.administrator, stage.a_raw), (stage.member, stage.m_raw)):
        request = lenient(claim.service, claim.name, params)
        reply, added = watched.added_by(lambda: request.ask(caller))
        # What breaks the model is no request of which there could be a record.
        if added or reply.code not in table.INVALID:
            check(claim, asker, reply, added)
