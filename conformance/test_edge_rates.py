"""Rate limits: off unless asked for; then an account is told to wait in the form of each service."""

import pytest

from clients import client
from credentials import Keys
from raw import Caller
from server import Server


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    """A server that holds accounts to the rates of AWS."""
    with Server(tmp_path_factory.mktemp("limited"), "memory", ["--rate-limits", "aws"]) as running:
        yield running
        assert running.terminate() == (0, "")


def _until_told(ask, most):
    """Asks until told to wait, and returns how often it was not, and that answer."""
    for served in range(most):
        reply = ask()
        if "retry-after" in reply.headers:
            return served, reply
    raise AssertionError(f"served {most} times")


def _json_1_1(caller, operation):
    headers = {"X-Amz-Target": f"AWSOrganizationsV20161128.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    return lambda: caller.ask("POST", "/", {}, headers=headers)


def test_security_hub(limited, account, fresh):
    caller = Caller(limited, account, "securityhub")
    served, reply = _until_told(lambda: caller.ask("GET", "/members"), 300)
    assert served >= 30
    assert (reply.status, reply.code) == (429, "TooManyRequestsException")
    assert reply.json == {"Message": "Too Many Requests", "Code": "TooManyRequestsException"}
    assert reply.headers["retry-after"] == "1"
    # Every operation, account and Region has a rate of its own.
    assert caller.ask("GET", "/invitations").status == 400
    assert Caller(limited, account, "securityhub", "eu-west-1").ask("GET", "/members").status == 400
    assert Caller(limited, fresh(), "securityhub").ask("GET", "/members").status == 400


def test_the_second_generation_says_it_in_its_own_words(limited, account):
    caller = Caller(limited, account, "securityhub")
    _, reply = _until_told(lambda: caller.ask("GET", "/hubv2"), 300)
    assert (reply.status, reply.code) == (429, "ThrottlingException")
    assert reply.json == {"Message": "Rate exceeded", "Code": "ThrottlingException"}


def test_macie(limited, account):
    caller = Caller(limited, account, "macie2")
    _, reply = _until_told(lambda: caller.ask("GET", "/members"), 300)
    assert (reply.status, reply.code) == (429, "TooManyRequestsException")
    assert reply.json == {"message": "Too Many Requests"}


def test_organizations(limited, account):
    _, reply = _until_told(_json_1_1(Caller(limited, account, "organizations"), "ListRoots"), 300)
    assert (reply.status, reply.code) == (400, "TooManyRequestsException")
    assert reply.headers["content-type"] == "application/x-amz-json-1.1"
    assert set(reply.json) == {"__type", "Type", "Message"}
    assert reply.json["__type"] == "TooManyRequestsException"


def test_organizations_in_a_client(limited, account):
    made = client(limited, account, "organizations")
    with pytest.raises(made.exceptions.TooManyRequestsException) as refused:
        for _ in range(300):
            with pytest.raises(made.exceptions.AWSOrganizationsNotInUseException):
                made.list_roots()
    assert refused.value.response["Type"] and refused.value.response["Error"]["Message"]


def test_a_change_that_was_refused_was_not_made(limited, fresh):
    caller, members = Caller(limited, fresh(), "macie2"), []
    assert caller.ask("POST", "/macie", {}).status == 200

    def add():
        members.append(fresh())
        account = {"accountId": members[-1], "email": "owner@example.com"}
        return caller.ask("POST", "/members", {"account": account})

    _, reply = _until_told(add, 100)
    assert reply.status == 429
    there = caller.ask("GET", "/members?onlyAssociated=false").json["members"]
    assert [row["accountId"] for row in there] == members[:-1]


def test_who_is_not_known_is_not_counted(limited):
    caller = Caller(limited, "-", "securityhub", keys=Keys("ASIAIOSFODNN7EXAMPLE"))
    for _ in range(40):
        reply = caller.ask("GET", "/members")
        assert (reply.status, reply.code) == (403, "UnrecognizedClientException")


def test_sts(limited, account):
    """All operations share one rate, which is too high to be met from one thread."""
    caller = Caller(limited, account, "sts")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = caller.ask("POST", "/", b"Action=GetCallerIdentity&Version=2011-06-15", headers=form)
    assert reply.status == 200


def test_they_are_off_by_default(server, account):
    caller = Caller(server, account, "securityhub")
    assert all(caller.ask("GET", "/members").status == 400 for _ in range(60))
