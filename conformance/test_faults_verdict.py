"""The verdict itself: it finds what is planted, on a store in which nothing is wrong."""

import time
from collections import Counter

import pytest

from faults import verdict
from faults.load import PATIENCE, Load
from server import Server


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A load, and the server that has all of it."""
    with Server(tmp_path_factory.mktemp("whole")) as server:
        with Load([server], writers=4, readers=1, administrators=2) as load:
            load.until_served(0)
            deadline = time.monotonic() + PATIENCE
            while not has_all_ends(load):
                assert time.monotonic() < deadline, "too little was done"
                time.sleep(0.01)
        yield load, server


def has_all_ends(load):
    """There are stories that ended after two, three and four steps, more than can still go on, and a reader has seen some."""
    ends = Counter((each.service, each.acknowledged) for each in load.stories if len(each.sent) == each.acknowledged)
    enough = all(ends["securityhub", steps] > len(load.writers) for steps in (2, 3, 4))
    return enough and load.readers[0].seen > 0 and sum(each.acknowledged for each in load.sent) > 50


def story(load, length):
    """One that got so far and no further."""
    return next(each for each in load.stories if len(each.sent) == each.acknowledged == length)


def found(load, server):
    return {name: len(getattr(verdict.reach(load, server), name)) for name in ("lost", "doubled", "half", "refused")}


NOTHING = {"lost": 0, "doubled": 0, "half": 0, "refused": 0}


def test_nothing_is_wrong(whole):
    load, server = whole
    assert found(load, server) == NOTHING
    told = verdict.reach(load, server)
    assert told.acknowledged == sum(each.acknowledged for each in load.sent) > 50 and told.failed == 0
    assert load.readers[0].seen > 0


def test_what_was_acknowledged_and_is_not_there(whole, monkeypatch):
    load, server = whole
    one = story(load, 3)
    monkeypatch.setattr(one.sent[2], "mark", "mark-unknown")
    assert found(load, server)["lost"] == 1


def test_what_was_not_acknowledged_and_is_there(whole, monkeypatch):
    load, server = whole
    one = story(load, 2)
    for status in (500, None):
        monkeypatch.setattr(one.sent[1], "status", status)
        assert found(load, server) == NOTHING, "which may be"
    monkeypatch.setattr(one.sent[1], "status", 409)
    assert found(load, server) == {**NOTHING, "half": 1, "refused": 1}


def test_what_is_recorded_and_not_seen(whole, monkeypatch):
    load, server = whole
    one = story(load, 4)
    monkeypatch.setattr(one, "sent", one.sent[:3])
    assert found(load, server)["half"] >= 1


def test_what_is_recorded_twice(whole, monkeypatch):
    load, server = whole
    one = story(load, 3)
    trail = verdict.Trail(server)
    trail.by_mark[one.sent[1].mark] *= 2
    monkeypatch.setattr(verdict, "Trail", lambda _: trail)
    assert found(load, server)["doubled"] == 1
    monkeypatch.undo()
    monkeypatch.setattr(one.sent[1], "answer", one.sent[2].answer)
    assert found(load, server)["doubled"] == 1


def test_a_second_invitation(whole):
    """Made and invited again behind the writer's back: the same to see, but for the time."""
    load, server = whole
    one = next(each for each in load.stories if len(each.sent) == each.acknowledged == 3 and each.service == "securityhub")
    time.sleep(1.1)
    caller = verdict.Caller(server, one.administrator, "securityhub")
    ids, details = {"AccountIds": [one.member]}, {"AccountDetails": [{"AccountId": one.member}]}
    for path, body in (("/members/delete", ids), ("/members", details), ("/members/invite", ids)):
        reply = caller.ask("POST", path, body)
        assert (reply.status, reply.json["UnprocessedAccounts"]) == (200, [])
    assert found(load, server)["half"] == 1
