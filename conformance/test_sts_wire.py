"""STS on the wire: forms, queries, presigned requests, and every constraint of the model (reference §10.1)."""

import gzip
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import botocore
import pytest

import sessions
from raw import Caller, send

NAMESPACE = "{https://sts.amazonaws.com/doc/2011-06-15/}"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
VERSION = "2011-06-15"
SERVED = [
    "AssumeRole",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetCallerIdentity",
    "GetSessionToken",
]
MODEL = Path(botocore.__file__).parent / "data/sts/2011-06-15/service-2.json.gz"


def model():
    """STS's own model."""
    return json.loads(gzip.decompress(MODEL.read_bytes()))


def post(asker, operation, **parameters):
    """Posts a form."""
    body = urlencode({"Action": operation, "Version": VERSION, **parameters}).encode()
    return asker.ask("POST", "/", body, FORM)


def text(reply, name):
    """The text of the one element of this name; `None` if there is none."""
    return ElementTree.fromstring(reply.body).findtext(f".//{NAMESPACE}{name}")


def refusal(reply):
    """Status, code and message of an error in XML."""
    root = ElementTree.fromstring(reply.body)
    assert root.tag == f"{NAMESPACE}ErrorResponse"
    assert text(reply, "Type") == "Sender"
    assert text(reply, "RequestId") == reply.headers["x-amzn-requestid"]
    assert text(reply, "Code") == reply.code
    return reply.status, reply.code, text(reply, "Message")


@pytest.fixture
def asker(caller, account):
    """STS, called by an account of this test alone."""
    return caller(account, "sts")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_assume_role_by_form_and_by_query(asker, fresh, method):
    account = fresh()
    role = sessions.trusted(asker.server, account, asker.account)
    parameters = {"RoleArn": role, "RoleSessionName": "test", "Tags.member.1.Key": "a b/é"}
    parameters["Tags.member.1.Value"] = ""
    if method == "POST":
        reply = post(asker, "AssumeRole", **parameters)
    else:
        query = urlencode({"Action": "AssumeRole", "Version": VERSION, **parameters})
        reply = asker.ask("GET", f"/?{query}")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/xml"), reply.body
    root = ElementTree.fromstring(reply.body)
    assert root.tag == f"{NAMESPACE}AssumeRoleResponse"
    names = [child.tag.removeprefix(NAMESPACE) for child in root.find(f"{NAMESPACE}AssumeRoleResult")]
    assert names[:2] == ["AssumedRoleUser", "Credentials"]
    assert text(reply, "RequestId") == reply.headers["x-amzn-requestid"]
    credentials = {name: text(reply, name) for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")}
    who = f"/?Action=GetCallerIdentity&Version={VERSION}"
    assert text(sessions.ask(asker.server, credentials, "sts", "GET", who), "Account") == account


@pytest.mark.parametrize("with_session", [False, True])
def test_presigned(server, client, account, fresh, with_session):
    """What EKS and Vault do: a presigned GetCallerIdentity that somebody else sends."""
    own, who = client(account, "sts"), account
    if with_session:
        who = fresh()
        own = sessions.client(server, sessions.assume(own, who), "sts")
    url = urlsplit(own.generate_presigned_url("get_caller_identity", HttpMethod="GET"))
    assert ("X-Amz-Security-Token" in url.query) == with_session
    reply = send(server.port, "GET", f"/?{url.query}")
    assert (reply.status, text(reply, "Account")) == (200, who)
    if with_session:
        left = [(name, value) for name, value in parse_qsl(url.query) if name != "X-Amz-Security-Token"]
        reply = send(server.port, "GET", f"/?{urlencode(left)}")
        assert refusal(reply)[:2] == (403, "InvalidClientTokenId")


def test_every_operation_of_the_model_is_served_or_says_that_it_is_not(asker):
    for name in model()["operations"]:
        reply = post(asker, name)
        if name in SERVED:
            assert reply.status in (200, 400) and reply.code != "InvalidAction", name
        else:
            assert (reply.status, reply.code) == (501, "NotImplemented"), name
            assert name in text(reply, "Message")
    for name in ["GetCallerIdentit", "getcalleridentity", "", "A" * 10_000, "<Action>&amp;"]:
        assert refusal(post(asker, name))[:2] == (400, "InvalidAction")


PATHS = {
    "RoleArn": "roleArn",
    "PolicyArns.member.1.arn": "policyArns.1.member.arn",
    "Tags.member.1.Key": "tags.1.member.key",
    "Tags.member.1.Value": "tags.1.member.value",
    "TransitiveTagKeys.member.1": "transitiveTagKeys.1.member",
    "ProvidedContexts.member.1.ProviderArn": "providedContexts.1.member.providerArn",
    "ProvidedContexts.member.1.ContextAssertion": "providedContexts.1.member.contextAssertion",
}


def leaves(shapes, shape, name=""):
    """The parameters of a structure: name and shape of each text or number, lists with one member."""
    described = shapes[shape]
    if described["type"] == "structure":
        for member, inner in described["members"].items():
            yield from leaves(shapes, inner["shape"], f"{name}.{member}" if name else member)
    elif described["type"] == "list":
        yield from leaves(shapes, described["member"]["shape"], f"{name}.member.1")
    else:
        yield name, described


def violations(described):
    """Values that break one constraint each."""
    least, most = described.get("min"), described.get("max")
    if described["type"] == "integer":
        yield from [str(least - 1), str(most + 1)]
        return
    if least:
        yield "1" * (least - 1)
    if most:
        yield "1" * (most + 1)
    if "pattern" in described:
        yield "\U0001f600" * max(least or 0, 1)


@pytest.mark.parametrize("operation", [name for name in SERVED if name != "GetCallerIdentity"])
def test_every_constraint_of_the_model(asker, account, operation):
    whole = model()
    shapes = whole["shapes"]
    shape = whole["operations"][operation]["input"]["shape"]
    good = {
        "AssumeRole": {"RoleArn": sessions.role(account), "RoleSessionName": "test"},
        "GetAccessKeyInfo": {"AccessKeyId": "ASIAQNZGKIQY56JQ7WML"},
        "DecodeAuthorizationMessage": {"EncodedMessage": "message"},
    }.get(operation, {})
    tried = 0
    for name, described in leaves(shapes, shape):
        for value in violations(described):
            parameters = {**good, name: value}
            if name.startswith("Tags.member.1."):
                parameters = {"Tags.member.1.Key": "k", "Tags.member.1.Value": "v", **parameters}
            status, code, message = refusal(post(asker, operation, **parameters))
            assert (status, code) == (400, "ValidationError"), (name, value)
            where = PATHS.get(name, name[0].lower() + name[1:])
            assert f"' at '{where}' failed to satisfy constraint: Member must" in message, (name, message)
            tried += 1
        if described["type"] == "integer":
            assert refusal(post(asker, operation, **good, **{name: "1.5"}))[:2] == (400, "MalformedInput")
    for name in shapes[shape].get("required", []):
        left = {key: value for key, value in good.items() if key != name}
        where = name[0].lower() + name[1:]
        assert refusal(post(asker, operation, **left)) == (
            400,
            "ValidationError",
            f"1 validation error detected: Value null at '{where}' failed to satisfy constraint: "
            "Member must not be null",
        )
    assert tried >= 2


def test_lists_are_bounded_and_numbered(asker, account):
    good = {"RoleArn": sessions.role(account), "RoleSessionName": "test"}
    whole = model()["shapes"]
    members = whole["AssumeRoleRequest"]["members"]
    for name, member in members.items():
        described = whole[member["shape"]]
        if described["type"] != "list":
            continue
        field = {"Tags": ".Key", "PolicyArns": ".arn"}.get(name, "")
        most = described.get("max", 10)
        too_many = {f"{name}.member.{n}{field}": f"value-{n}" for n in range(1, most + 2)}
        status, code, message = refusal(post(asker, "AssumeRole", **good, **too_many))
        assert (status, code) == (400, "ValidationError"), name
        assert f"less than or equal to {most}" in message, message
        for index in ["0", "2", "x", "-1", "1e3", "99999999999999999999"]:
            odd = {f"{name}.member.{index}{field}": "value"}
            status, code, message = refusal(post(asker, "AssumeRole", **good, **odd))
            assert (status, code) == (400, "ValidationError") and name in message, (name, index)


def test_what_an_error_repeats_is_escaped(asker):
    name = "<&>\"'\x01"
    status, code, message = refusal(post(asker, "AssumeRole", RoleSessionName=name, RoleArn="<" * 20))
    assert (status, code) == (400, "ValidationError")
    assert "Value '<&>\"'\N{REPLACEMENT CHARACTER}' at 'roleSessionName'" in message
    assert refusal(post(asker, "AssumeRole", RoleSessionName="test", RoleArn="<" * 20))[2] == "<" * 20 + " is invalid"


def test_signed_for_the_global_endpoint(server, account):
    """`sts.amazonaws.com` is signed for us-east-1."""
    asker = Caller(server, account, "sts", "us-east-1")
    reply = asker.ask("POST", "/", f"Action=GetCallerIdentity&Version={VERSION}".encode(), FORM)
    assert text(reply, "Account") == account
