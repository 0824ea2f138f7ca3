"""Mode `verify` where SDKs do not go by themselves: other clocks, other forms, keys that change, sessions of elsewhere."""

import hashlib
import json
import random
import threading
from datetime import datetime, timezone

import pytest

import credentials
from credentials import Keys
from raw import Caller, send
from server import Server
from signing import Draft
from test_signed_requests import CODES

MINUTE = 60
# Each service: a read that needs nothing, and the code and status of a signature that is none.
SERVICES = {
    "securityhub": ("GET", "/invitations/count", b"", {}, "InvalidSignatureException", 403),
    "macie2": ("GET", "/invitations/count", b"", {}, "InvalidSignatureException", 403),
    "organizations": (
        "POST",
        "/",
        b"{}",
        {"X-Amz-Target": "AWSOrganizationsV20161128.ListHandshakesForAccount", "Content-Type": "application/x-amz-json-1.1"},
        "InvalidSignatureException",
        400,
    ),
    "cloudtrail": (
        "POST",
        "/",
        b"{}",
        {
            "X-Amz-Target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
            "Content-Type": "application/x-amz-json-1.1",
        },
        "InvalidSignatureException",
        400,
    ),
    "sts": (
        "POST",
        "/",
        b"Action=GetCallerIdentity&Version=2011-06-15",
        {"Content-Type": "application/x-www-form-urlencoded"},
        "SignatureDoesNotMatch",
        403,
    ),
}


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("strict"), auth="verify") as running:
        yield running
        assert running.terminate() == (0, "")


@pytest.fixture
def drafts(strict, fresh):
    """One request for each service, of an account that may make it."""
    account = fresh()
    for service, operation in (("securityhub", "/accounts"), ("macie2", "/macie")):
        assert Caller(strict, account, service).ask("POST", operation, {}).status == 200
    keys = credentials.of(strict, account)
    return {
        service: Draft(strict.port, keys, service, method, path, body=body, headers=headers)
        for service, (method, path, body, headers, _, _) in SERVICES.items()
    }


@pytest.fixture(params=SERVICES)
def draft(request, drafts):
    return drafts[request.param]


def message(reply):
    text = reply.body.decode()
    if text.startswith("<"):
        return text.partition("<Message>")[2].partition("</Message>")[0].replace("&apos;", "'")
    said = json.loads(text)
    return said.get("Message") or said["message"]


def assert_refused(draft, reply, start, end=""):
    """Refused as its service says that a signature is none, in AWS's words."""
    *_, code, status = SERVICES[draft.service]
    assert (reply.status, reply.code) == (status, code), reply
    said = message(reply)
    assert said.startswith(start) and said.endswith(end), said


@pytest.mark.parametrize("presign", [False, True], ids=["header", "presigned"])
@pytest.mark.parametrize("minutes", [-14, 0, 14])
def test_a_clock_may_be_wrong_by_minutes(draft, presign, minutes):
    assert draft.but(shift=minutes * MINUTE).ask(presign).status == 200


def test_a_clock_that_is_behind_is_told_so(draft):
    reply = draft.but(shift=-16 * MINUTE).ask()
    assert_refused(draft, reply, "Signature expired: ", " - 15 min.)")
    then, earliest, now = times(message(reply))
    assert 15 <= (now - earliest).total_seconds() / MINUTE <= 15 and then < earliest


@pytest.mark.parametrize("presign", [False, True], ids=["header", "presigned"])
def test_a_clock_that_is_ahead_is_told_so(draft, presign):
    reply = draft.but(shift=16 * MINUTE).ask(presign)
    assert_refused(draft, reply, "Signature not yet current: ", " + 15 min.)")
    then, latest, now = times(message(reply))
    assert (latest - now).total_seconds() == 15 * MINUTE and then > latest
    assert abs((now - datetime.now(timezone.utc)).total_seconds()) < MINUTE


def times(text):
    words = text.replace("(", " ").split()
    found = [word for word in words if len(word) == 16 and word[8] == "T"]
    return [datetime.strptime(word, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc) for word in found]


def test_a_presigned_url_is_good_for_as_long_as_it_says(draft):
    old = draft.but(shift=-100)
    assert old.but(expires=200).ask(True).status == 200
    assert old.but(shift=-6 * 86400, expires=604800).ask(True).status == 200
    assert_refused(draft, old.but(expires=60).ask(True), "Signature expired: ", ")")
    for expires in ("0", "-1", "604801", "x", "1.5", "9" * 30):
        reply = draft.but(expires=expires).ask(True)
        assert reply.status in (400, 403) and reply.code in CODES, reply


@pytest.mark.parametrize("value", ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"])
@pytest.mark.parametrize("presign", [False, True], ids=["header", "presigned"])
def test_a_payload_that_is_not_signed_is_refused(draft, value, presign):
    """Even if the signature says so."""
    for headers in ({**draft.headers, "X-Amz-Content-Sha256": value}, draft.headers):
        reply = draft.but(headers=headers, hashed=value).ask(presign)
        assert reply.status in (400, 403) and reply.code in CODES, reply


def test_the_hash_of_the_body_need_not_be_a_header_and_must_be_right(draft):
    """As programs in Go sign, and as those in JavaScript do."""
    right = hashlib.sha256(draft.body).hexdigest()
    assert draft.ask().status == 200
    assert draft.but(headers={**draft.headers, "X-Amz-Content-Sha256": right}).ask().status == 200
    wrong = hashlib.sha256(draft.body + b" ").hexdigest()
    for hashed in ("", wrong):
        reply = draft.but(headers={**draft.headers, "X-Amz-Content-Sha256": wrong}, hashed=hashed).ask()
        assert reply.status in (400, 403) and reply.code in CODES, reply


def test_headers_come_in_any_order_and_any_case(draft):
    target, headers = draft.signed()
    pairs = list(headers.items())
    for seed in range(8):
        random.Random(seed).shuffle(pairs)
        spelled = {(name.upper() if seed % 2 else name.lower()): f"  {value}  " for name, value in pairs}
        reply = send(draft.port, draft.method, target, draft.body or None, spelled)
        assert reply.status == 200, (spelled, reply)


@pytest.mark.parametrize("presign", [False, True], ids=["header", "presigned"])
def test_signature_version_4a_is_refused_by_its_name(draft, presign):
    target, headers = draft.presigned() if presign else draft.signed()
    change = lambda text: text.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")
    headers = {name: change(value) for name, value in headers.items()}
    if not presign:
        headers["X-Amz-Region-Set"] = "us-east-1"
    reply = send(draft.port, draft.method, change(target), draft.body or None, headers)
    assert reply.status in (400, 403) and reply.code.startswith("IncompleteSignature"), reply
    assert "AWS4-ECDSA-P256-SHA256" in message(reply)


def assert_unknown(reply):
    assert (reply.status, reply.code) in ((403, "UnrecognizedClientException"), (403, "InvalidClientTokenId"), (400, "UnrecognizedClientException")), reply
    assert message(reply) == "The security token included in the request is invalid."


def create(server, account):
    answer = credentials.operator(server, {"Operation": "CreateKey", "Account": account})
    return Keys.answered(answer["Key"])


def switch(server, operation, keys):
    answer = credentials.operator(server, {"Operation": operation, "Id": keys.id})
    assert "Error" not in answer, answer


def test_a_key_that_is_switched_off_is_dead_at_once_and_others_are_not(strict, drafts, fresh):
    """Rotation: a second key, then the first one off, on and gone, while the second is in use all the time."""
    draft = drafts["securityhub"]
    first, second = create(strict, draft.keys.account), create(strict, draft.keys.account)
    served, ended = [], threading.Event()

    def go_on():
        while not ended.is_set():
            served.append(draft.but(keys=second).ask().status)

    others = [threading.Thread(target=go_on) for _ in range(2)]
    for each in others:
        each.start()
    try:
        for _ in range(20):
            assert draft.but(keys=first).ask().status == 200
            switch(strict, "DisableKey", first)
            assert_unknown(draft.but(keys=first).ask())
            assert_unknown(draft.but(keys=first).ask(True))
            switch(strict, "EnableKey", first)
        assert draft.but(keys=first).ask().status == 200
        switch(strict, "DisableKey", first)
        switch(strict, "DeleteKey", first)
        for each in drafts.values():
            assert_unknown(each.but(keys=first).ask())
    finally:
        ended.set()
        for each in others:
            each.join()
    assert len(served) > 20 and set(served) == {200}


def test_who_has_no_key_learns_nothing_of_those_that_there_are(strict, drafts):
    """A key that was deleted, one that never was, one of no form and a disabled one: one answer."""
    draft = drafts["securityhub"]
    off = create(strict, draft.keys.account)
    switch(strict, "DisableKey", off)
    gone = create(strict, draft.keys.account)
    switch(strict, "DisableKey", gone)
    switch(strict, "DeleteKey", gone)
    never = Keys(off.id[:-4] + ("AAAA" if not off.id.endswith("AAAA") else "BBBB"), off.secret)
    answers = set()
    for keys in (off, gone, never, Keys("AKIA"), Keys(draft.keys.account), Keys("x"), Keys("ASIAIOSFODNN7EXAMPLE", token="x")):
        reply = draft.but(keys=keys).ask()
        assert_unknown(reply)
        answers.add(reply.body)
        wrong = draft.but(keys=Keys(keys.id, "another secret", keys.token)).ask()
        assert wrong.body == reply.body
    assert len(answers) == 1


def test_an_account_that_is_suspended_or_closed_has_no_keys(strict, fresh):
    account = fresh()
    made = {"Operation": "CreateAccount", "Id": account, "Email": f"{account}@example.com", "Name": "one"}
    assert "Account" in credentials.operator(strict, made)
    keys = create(strict, account)
    draft = Draft(strict.port, keys, "sts", query=(("Action", "GetCallerIdentity"), ("Version", "2011-06-15")))
    session = session_of(draft)
    for operation, alive in (("SuspendAccount", False), ("ReinstateAccount", True), ("CloseAccount", False)):
        assert draft.ask().status == 200 or operation != "SuspendAccount"
        assert "Account" in credentials.operator(strict, {"Operation": operation, "Id": account})
        for each in (keys, session):
            reply = draft.but(keys=each).ask()
            assert reply.status == 200 if alive else assert_unknown(reply) is None


def session_of(draft):
    """A session of the caller's own."""
    query = (("Action", "GetSessionToken"), ("Version", "2011-06-15"))
    text = draft.but(service="sts", method="GET", path="/", query=query, body=b"", headers={}).ask().body.decode()
    parts = ("AccessKeyId", "SecretAccessKey", "SessionToken")
    return Keys(*(text.partition(f"<{name}>")[2].partition("<")[0] for name in parts))


def test_key_secret_and_token_belong_together(strict, drafts, fresh):
    own = drafts["securityhub"]
    lasting, other = own.keys, credentials.of(strict, fresh())
    sessions = [session_of(own), session_of(own), session_of(own.but(keys=other))]
    for draft in drafts.values():
        for each in sessions[:2]:
            assert draft.but(keys=each).ask().status == 200
            assert draft.but(keys=each).ask(True).status == 200
        given = [lasting, other, *sessions]
        for id, secret, token in ((a, b, c) for a in range(5) for b in range(5) for c in range(5)):
            if id == secret == token:
                continue
            mixed = Keys(given[id].id, given[secret].secret, given[token].token)
            if mixed in given:
                continue
            if draft.service in ("securityhub", "sts"):
                for presign in (False, True):
                    reply = draft.but(keys=mixed).ask(presign)
                    assert reply.status in (400, 403) and reply.code in CODES, (id, secret, token, reply)


@pytest.mark.parametrize("modes", [("open", "verify"), ("verify", "open")], ids="-then-".join)
def test_a_session_of_the_other_mode_is_unknown(tmp_path, fresh, modes):
    """On one store, whose secret both servers have."""
    first, then = modes
    account = fresh()
    ask = (("Action", "GetCallerIdentity"), ("Version", "2011-06-15"))
    with Server(tmp_path, auth=first) as one:
        draft = Draft(one.port, credentials.of(one, account), "sts", query=ask)
        session = session_of(draft)
        assert draft.but(keys=session).ask().status == 200
        assert one.terminate()[0] == 0
    with Server(tmp_path, auth=then) as two:
        for presign in (False, True):
            assert_unknown(draft.but(port=two.port, keys=session).ask(presign))
        own = credentials.of(two, account)
        assert draft.but(port=two.port, keys=own).ask().status == 200
        assert two.terminate()[0] == 0
    with Server(tmp_path, auth=first) as again:
        assert draft.but(port=again.port, keys=session).ask().status == 200, "it outlives its server"


def test_a_store_without_its_sealing_key_opens_nothing(tmp_path, fresh):
    """A copy of the store's file, and a sealing key of one's own: the server does not start."""
    with Server(tmp_path, auth="verify") as one:
        credentials.of(one, fresh())
        assert one.terminate()[0] == 0
    with pytest.raises(AssertionError, match="sealing|sealed"):
        Server(tmp_path, auth="verify", extra={"ACCEDE_SEALING_KEY": "5" * 64})


@pytest.mark.parametrize("signer", ["nobody", "somebody else"])
def test_what_is_refused_changes_nothing(strict, drafts, fresh, signer):
    """Every change of the services, signed by nobody or with a wrong secret."""
    draft = drafts["securityhub"]
    keys = Keys("AKIAIOSFODNN7EXAMPLE") if signer == "nobody" else Keys(draft.keys.id, "wrong")
    before = draft.but(path="/members", query=(("OnlyAssociated", "false"),)).ask().body
    body = b'{"AccountDetails":[{"AccountId":"%s"}]}' % fresh().encode()
    change = draft.but(keys=keys, method="POST", path="/members", body=body)
    for presign in (False, True):
        reply = change.ask(presign)
        assert reply.status == 403 and reply.code in CODES
    assert draft.but(path="/members", query=(("OnlyAssociated", "false"),)).ask().body == before
    trail = drafts["cloudtrail"].ask().json["Events"]
    assert not [each for each in trail if each["EventName"] == "CreateMembers"], "nobody is recorded as somebody"
