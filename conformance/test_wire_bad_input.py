"""Bad input: the modelled error of the service, nothing changed, and others are served as before."""

import json

import pytest

from macie import rows as macie_rows
from hub import rows as hub_rows
from raw import send_bytes
from views import CREATED, INVITED, MEMBER

HUB_BODIES = ["/members", "/members/invite", "/members/get", "/members/delete", "/members/disassociate"]
HUB_BODIES += ["/administrator", "/master", "/invitations/decline", "/invitations/delete", "/accounts"]
MACIE_BODIES = ["/members", "/invitations", "/invitations/accept", "/invitations/decline", "/invitations/delete"]
MACIE_BODIES += ["/macie"]
NOT_JSON = [b"{", b"not json", b"\xff\xfe", b'{"a":1}x', b"{'a':1}", b'{"a":NaN}', b"<xml/>", b"\x00" * 100]
NOT_OBJECTS = [b"[]", b"7", b'"text"', b"true", b"[[" * 50_000]


@pytest.mark.parametrize("body", NOT_JSON + NOT_OBJECTS, ids=lambda body: repr(body[:12]))
def test_security_hub_not_json(hub, body):
    hub.created().invited()
    before = hub.view()
    for path in HUB_BODIES:
        for asker in (hub.a_raw, hub.m_raw):
            reply = asker.ask("POST", path, body)
            assert (reply.status, reply.code) == (400, "SerializationException"), (path, reply)
            assert {"Message", "Code"} <= set(reply.json)
    assert hub.view() == before


@pytest.mark.parametrize("body", NOT_JSON + NOT_OBJECTS, ids=lambda body: repr(body[:12]))
def test_macie_not_json(macie, body):
    macie.created().invited()
    before = macie.view()
    for path in MACIE_BODIES:
        for asker in (macie.a_raw, macie.m_raw):
            reply = asker.ask("POST", path, body)
            assert (reply.status, reply.code) == (400, "SerializationException"), (path, reply)
            assert set(reply.json) == {"message"}
    assert macie.view() == before


WRONG_TYPES = [
    ("securityhub", "POST", "/members", {"AccountDetails": {"AccountId": "1"}}),
    ("securityhub", "POST", "/members", {"AccountDetails": ["111111111111"]}),
    ("securityhub", "POST", "/members", {"AccountDetails": [{"AccountId": 111111111111}]}),
    ("securityhub", "POST", "/members", {"AccountDetails": [{"AccountId": "111111111111", "Email": 7}]}),
    ("securityhub", "POST", "/administrator", {"AdministratorId": 1, "InvitationId": "x"}),
    ("securityhub", "POST", "/invitations/decline", {"AccountIds": [None, {}]}),
    ("securityhub", "PATCH", "/accounts", {"AutoEnableControls": "true"}),
    ("securityhub", "POST", "/accounts", {"Tags": ["a"]}),
    ("macie2", "POST", "/members", {"account": "111111111111"}),
    ("macie2", "POST", "/members", {"account": {"accountId": 111111111111, "email": "a@b.example"}}),
    ("macie2", "POST", "/members", {"account": {"accountId": "111111111111", "email": "a@b.example"}, "tags": {"a": 1}}),
    ("macie2", "POST", "/invitations/accept", {"administratorAccountId": ["1"], "invitationId": "x"}),
    ("macie2", "PATCH", "/macie", {"status": 1}),
    ("macie2", "PATCH", "/macie/members/111111111111", {"status": ["PAUSED"]}),
]


@pytest.mark.parametrize("service, method, path, body", WRONG_TYPES)
def test_wrong_types(hub, macie, service, method, path, body):
    asker = hub.a_raw if service == "securityhub" else macie.a_raw
    reply = asker.ask(method, path, body)
    assert (reply.status, reply.code) == (400, "SerializationException"), reply
    assert hub_rows(hub.a, OnlyAssociated=False) == {}
    assert macie_rows(macie.a, onlyAssociated="false") == {}


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("POST", "/members", {}),
        ("POST", "/members", {"account": None}),
        ("POST", "/members", {"account": {}}),
        ("POST", "/members", {"account": {"accountId": "111111111111"}}),
        ("POST", "/members", {"account": {"email": "a@b.example"}}),
        ("POST", "/members", {"account": {"accountId": "1234", "email": "a@b.example"}}),
        ("POST", "/members", {"account": {"accountId": "１２３４５６７８９０１２", "email": "a@b.example"}}),
        ("POST", "/invitations/accept", {}),
        ("POST", "/invitations/accept", {"administratorAccountId": "111111111111"}),
        ("POST", "/invitations/accept", {"invitationId": "0" * 32}),
        ("POST", "/invitations/decline", {}),
        ("POST", "/invitations/delete", {"accountIds": None}),
        ("PATCH", "/macie", {"status": "OFF"}),
        ("PATCH", "/macie", {"findingPublishingFrequency": "DAILY"}),
        ("POST", "/macie", {"status": "paused"}),
        ("PATCH", "/macie/members/111111111111", {}),
        ("PATCH", "/macie/members/111111111111", {"status": "OFF"}),
        ("GET", "/members?maxResults=26", None),
        ("GET", "/members?onlyAssociated=maybe", None),
    ],
)
def test_macie_missing_or_malformed_input(caller, account, macie, method, path, body):
    # The order of checks (§1.5.3): input is looked at before the session is, which is off in one of them.
    for asker in (caller(account, "macie2"), macie.a_raw):
        reply = asker.ask(method, path, body)
        assert (reply.status, reply.code) == (400, "ValidationException"), reply
        assert list(reply.json) == ["message"] and reply.json["message"]
    assert macie_rows(macie.a, onlyAssociated="false") == {}


def _big(count):
    return json.dumps({"x": "y" * count}).encode()


@pytest.mark.parametrize("size", [2 << 20, 10_000_000])
def test_bodies_that_are_too_large(hub, macie, size):
    hub.created()
    macie.created()
    for asker, path, code in [
        (hub.a_raw, "/members/invite", "InvalidInputException"),
        (macie.a_raw, "/invitations", "ValidationException"),
    ]:
        reply = asker.ask("POST", path, _big(size))
        assert (reply.status, reply.code) == (400, code), reply.status
    assert (hub.view(), macie.view()) == (CREATED, CREATED)


def test_10000_accounts_security_hub(hub, fresh):
    hub.created().invited().accepted()
    ids = [hub.member] + [f"{number:012}" for number in range(9_999)]
    details = [{"AccountId": each} for each in ids]
    for path, body in [
        ("/members", {"AccountDetails": details}),
        ("/members/invite", {"AccountIds": ids}),
        ("/members/get", {"AccountIds": ids}),
        ("/members/delete", {"AccountIds": ids}),
    ]:
        reply = hub.a_raw.ask("POST", path, body)
        assert reply.status == 200, (path, reply)
        over = [each["AccountId"] for each in reply.json["UnprocessedAccounts"]][-9_950:]
        assert over == ids[50:], path
        assert hub.view() == MEMBER
    assert hub.a_raw.ask("POST", "/members/disassociate", {"AccountIds": ids[1:]}).body == b"{}"
    assert hub.view() == MEMBER


def test_10000_accounts_macie(macie):
    macie.created().invited()
    ids = [macie.member, macie.administrator] + [f"{number:012}" for number in range(9_998)]
    for path in ("/invitations", "/invitations/decline", "/invitations/delete"):
        for asker in (macie.a_raw, macie.m_raw):
            reply = asker.ask("POST", path, {"accountIds": ids})
            assert (reply.status, reply.code) == (400, "ValidationException")
    assert macie.view() == INVITED


@pytest.mark.parametrize("path", ["/members/{m}%2F", "/members/%2e%2e%2f{m}", "/members/{m}%00", "/members/%", "/members/%zz"])
def test_percent_encoding_tricks(macie, path):
    macie.created()
    for method in ("GET", "DELETE"):
        reply = macie.a_raw.ask(method, path.format(m=macie.member))
        assert 400 <= reply.status < 500, reply
        assert reply.code in ("ValidationException", "UnknownOperationException", "ResourceNotFoundException")
    assert macie.view() == CREATED


def test_percent_encoded_digits_are_digits(macie):
    macie.created()
    encoded = "".join(f"%{ord(digit):02X}" for digit in macie.member)
    assert macie.a_raw.ask("GET", f"/members/{encoded}").json["accountId"] == macie.member


@pytest.mark.parametrize("arn", ["%", "%zz", "x", "%00", "arn%3Aaws%3Amacie2", "..%2F..%2Fmembers", "%F0%9F%98%80"])
def test_tags_of_nonsense(hub, macie, arn):
    for asker, codes in (
        (hub.a_raw, {"InvalidInputException", "ResourceNotFoundException"}),
        (macie.a_raw, {"ValidationException", "ResourceNotFoundException"}),
    ):
        reply = asker.ask("GET", f"/tags/{arn}")
        assert reply.status in (400, 404) and reply.code in codes, reply


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /members HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"POST /members HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /members HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: a\r\n" * 10_000 + b"\r\n",
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_is_not_http_is_turned_away(server, hub, nonsense):
    answer = send_bytes(server.port, nonsense)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4", b"HTTP/1.1 505")), answer[:200]
    assert hub.created().view() == CREATED
