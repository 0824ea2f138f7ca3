"""Who is calling: the account comes from the credential; STS says which; unsigned is refused."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

import clients
from raw import Caller, send
from server import Server

NAMESPACE = {"sts": "https://sts.amazonaws.com/doc/2011-06-15/"}
ASK = "Action=GetCallerIdentity&Version=2011-06-15"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


@pytest.mark.parametrize("path", ["/members", "/invitations", "/accounts", "/no/such/route"])
def test_unsigned_is_refused(server, path):
    reply = send(server.port, "GET", path)
    assert (reply.status, reply.code) == (403, "MissingAuthenticationTokenException")
    assert {name.lower(): text for name, text in reply.json.items()}["message"] == "Missing Authentication Token"


def test_unsigned_changes_nothing(server, hub):
    hub.created()
    body = b'{"AccountIds":["%s"]}' % hub.member.encode()
    reply = send(server.port, "POST", "/members/invite", body)
    assert reply.status == 403
    assert hub.row["MemberStatus"] == "Created"


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic YTpi",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=",
        "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/securityhub, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=111111111111////aws4_request, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 " + "x" * 5000,
    ],
)
def test_signatures_that_name_nobody_are_refused(server, authorization):
    reply = send(server.port, "GET", "/members", headers={"Authorization": authorization})
    assert 400 <= reply.status < 500 and reply.code
    assert reply.headers["content-type"] == "application/json"


def test_the_account_is_the_access_key(client, account):
    identity = client(account, "sts").get_caller_identity()
    assert identity["Account"] == account
    assert re.fullmatch(rf"arn:aws:(iam|sts)::{account}:.+", identity["Arn"])
    assert identity["UserId"]


@pytest.mark.open_only("in mode `verify` such keys are unknown: test_verify_callers.py")
@pytest.mark.parametrize("key", ["AKIAIOSFODNN7EXAMPLE", "1234", "1234567890123", "12345678901a"])
def test_any_other_key_is_the_default_account(client, key):
    assert client(key, "sts").get_caller_identity()["Account"] == "000000000000"


@pytest.mark.open_only("in mode `verify` no account is anybody's by default")
def test_the_default_account_can_be_chosen(tmp_path):
    with Server(tmp_path, "memory", ["--default-account", "123456789012"]) as own:
        client = clients.client
        assert client(own, "test", "sts").get_caller_identity()["Account"] == "123456789012"
        client(own, "another", "securityhub").enable_security_hub()
        assert ":123456789012:" in client(own, "test", "securityhub").describe_hub()["HubArn"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_get_caller_identity_on_the_wire(caller, account, method):
    asker = caller(account, "sts")
    if method == "GET":
        reply = asker.ask("GET", f"/?{ASK}")
    else:
        reply = asker.ask("POST", "/", ASK.encode(), FORM)
    assert reply.status == 200
    assert reply.headers["content-type"].split(";")[0] == "text/xml"
    root = ElementTree.fromstring(reply.body)
    assert root.tag == "{%s}GetCallerIdentityResponse" % NAMESPACE["sts"]
    assert root.findtext("sts:GetCallerIdentityResult/sts:Account", namespaces=NAMESPACE) == account
    identifier = root.findtext("sts:ResponseMetadata/sts:RequestId", namespaces=NAMESPACE)
    assert identifier == reply.headers["x-amzn-requestid"]


def test_unsigned_sts_is_refused(server):
    reply = send(server.port, "POST", "/", ASK.encode(), FORM)
    assert reply.status == 403
    assert b"MissingAuthenticationToken" in reply.body


@pytest.mark.parametrize("body", [b"", b"Action=NoSuchAction&Version=2011-06-15", b"Version=2011-06-15", b"%%%&&&=="])
def test_what_sts_does_not_know(caller, account, body):
    reply = caller(account, "sts").ask("POST", "/", body, FORM)
    assert reply.status >= 400
    root = ElementTree.fromstring(reply.body)
    assert root.tag == "{%s}ErrorResponse" % NAMESPACE["sts"]
    assert root.findtext("sts:Error/sts:Code", namespaces=NAMESPACE)
    assert root.findtext("sts:RequestId", namespaces=NAMESPACE) == reply.headers["x-amzn-requestid"]


def test_a_service_that_is_not_served(server, account):
    reply = Caller(server, account, "guardduty").ask("GET", "/invitation")
    assert 400 <= reply.status < 600 and reply.status != 500
    assert reply.headers["x-amzn-requestid"]
