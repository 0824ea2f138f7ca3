"""What tags may be (reference §3.1, §4.2): the models' limits, for hubs and for Macie's members."""

import pytest

from raw import segment
from views import CREATED, NOTHING

LONG = {"k" * 129: "v"}
WIDE = {"k": "v" * 257}
MANY = {f"k{number}": "v" for number in range(51)}
FULL = {f"k{number}": "v" * 256 for number in range(49)} | {"k" * 128: ""}


@pytest.mark.parametrize("tags", [LONG, WIDE, MANY, {"": "v"}], ids=["long", "wide", "many", "nameless"])
def test_security_hub_refuses(hub, caller, account, tags):
    asker = caller(account, "securityhub")
    reply = asker.ask("POST", "/accounts", {"Tags": tags})
    assert (reply.status, reply.code) == (400, "InvalidInputException")
    assert asker.ask("GET", "/accounts").status == 401
    arn = segment(f"arn:aws:securityhub:us-east-1:{hub.administrator}:hub/default")
    reply = hub.a_raw.ask("POST", f"/tags/{arn}", {"Tags": tags})
    assert (reply.status, reply.code) == (400, "InvalidInputException")
    assert hub.a_raw.ask("GET", f"/tags/{arn}").json == {"Tags": {}}


def test_security_hub_takes_as_many_as_it_may(caller, account):
    asker = caller(account, "securityhub")
    assert asker.ask("POST", "/accounts", {"Tags": FULL}).status == 200
    arn = segment(f"arn:aws:securityhub:us-east-1:{account}:hub/default")
    assert asker.ask("GET", f"/tags/{arn}").json == {"Tags": FULL}
    reply = asker.ask("POST", f"/tags/{arn}", {"Tags": {"one": "more"}})
    assert 400 <= reply.status < 500
    assert asker.ask("GET", f"/tags/{arn}").json == {"Tags": FULL}


@pytest.mark.parametrize("tags", [LONG, WIDE, MANY], ids=["long", "wide", "many"])
def test_macie_refuses(macie, tags):
    body = {"account": {"accountId": macie.member, "email": "owner@member.example"}, "tags": tags}
    reply = macie.a_raw.ask("POST", "/members", body)
    assert (reply.status, reply.code) == (400, "ValidationException")
    assert macie.view() == NOTHING
    arn = segment(macie.created().row["arn"])
    reply = macie.a_raw.ask("POST", f"/tags/{arn}", {"tags": tags})
    assert (reply.status, reply.code) == (400, "ValidationException")
    assert (macie.view(), macie.row["tags"]) == (CREATED, {})


def test_macie_takes_as_many_as_it_may(macie):
    assert macie.created(tags=FULL).row["tags"] == FULL
    arn = segment(macie.row["arn"])
    reply = macie.a_raw.ask("POST", f"/tags/{arn}", {"tags": {"one": "more"}})
    assert 400 <= reply.status < 500
    assert macie.row["tags"] == FULL


def test_tags_end_with_the_row(macie):
    macie.created(tags={"team": "blue"}).deleted().created()
    assert macie.row["tags"] == {}
