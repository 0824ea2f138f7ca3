"""The wire rules of both services (reference §1): what every answer has, whatever is asked."""

import re
import uuid

import botocore.session
import pytest

from clients import refused
from operations import SERVED
from raw import segment, send

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def _operations(service):
    model = botocore.session.get_session().get_service_model(service)
    for name in model.operation_names:
        http = model.operation_model(name).http
        yield name, http["method"], re.sub(r"\{[^}]*\}", "x", http["requestUri"])


@pytest.mark.parametrize("service", SERVED)
def test_every_operation_of_the_model_is_served_or_says_that_it_is_not(caller, account, service):
    asker = caller(account, service)
    named = set()
    for name, method, path in _operations(service):
        reply = asker.ask(method, path)
        assert reply.code != "UnknownOperationException", name
        assert (reply.status == 501) == (reply.code == "NotImplemented"), (name, reply)
        if reply.status == 501:
            message = reply.json["Message" if service == "securityhub" else "message"]
            assert re.search(rf"\b{name}\b", message), (name, message)
            named.add(name)
    assert not named & set(SERVED[service])
    assert named, "every operation is served: this test has nothing left to show"


@pytest.mark.parametrize(
    "service, operation, arguments",
    [("securityhub", "get_findings", {}), ("macie2", "list_classification_jobs", {})],
)
def test_not_implemented_as_boto3_sees_it(client, account, service, operation, arguments):
    how = refused(getattr(client(account, service), operation), **arguments)
    assert (how.status, how.code) == (501, "NotImplemented")
    assert operation.replace("_", "") in how.message.lower()


@pytest.mark.parametrize("service", SERVED)
@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/"),
        ("GET", "/no/such/route"),
        ("PUT", "/members"),
        ("GET", "/members/"),
        ("GET", "//members"),
        ("GET", "/invitations/countless"),
        ("DELETE", "/invitations"),
        ("GET", "/%6Dembers%2F"),
        ("POST", "/invitations/decline/x"),
    ],
)
def test_unknown_route(caller, account, service, method, path):
    asker = caller(account, service)
    reply = asker.ask(method, path)
    if path == "//members" and asker.server.auth == "verify":
        # A signature is one of the path's normal form, which this one is not in.
        assert (reply.status, reply.code) == (403, "InvalidSignatureException"), reply
        return
    assert (reply.status, reply.code) == (404, "UnknownOperationException"), reply
    assert reply.headers["content-type"] == "application/json"
    assert isinstance(reply.json, dict)


def test_routes_of_one_service_are_not_the_others(caller, account):
    for service, method, path in [
        ("macie2", "POST", "/members/invite"),
        ("macie2", "POST", "/accounts"),
        ("securityhub", "POST", "/invitations"),
        ("securityhub", "POST", "/macie"),
        ("securityhub", "POST", "/invitations/accept"),
    ]:
        reply = caller(account, service).ask(method, path, {})
        assert (reply.status, reply.code) == (404, "UnknownOperationException"), (service, path)


def test_every_answer_has_a_request_id_of_its_own(caller, hub):
    asker = hub.a_raw
    replies = [asker.ask("GET", "/members") for _ in range(5)]
    replies += [asker.ask("GET", "/nowhere"), send(asker.port, "GET", "/members")]
    identifiers = {reply.headers["x-amzn-requestid"] for reply in replies}
    assert len(identifiers) == len(replies)
    assert all(str(uuid.UUID(each)) == each for each in identifiers)


HUB_EMPTY = [
    ("PATCH", "/accounts", {"AutoEnableControls": True}, "a"),
    ("POST", "/members/disassociate", {"AccountIds": ["111111111111"]}, "a"),
    ("POST", "/administrator", "accept", "m"),
    ("POST", "/administrator/disassociate", None, "m"),
    ("GET", "/administrator", None, "m"),
    ("GET", "/master", None, "m"),
    ("DELETE", "/accounts", None, "m"),
    ("POST", "/accounts", None, "m"),
]


def test_empty_answers_of_security_hub_are_empty_objects(hub):
    hub.created().invited()
    for method, path, body, who in HUB_EMPTY:
        if body == "accept":
            body = {"AdministratorId": hub.administrator, "InvitationId": hub.invitation_id}
        reply = (hub.a_raw if who == "a" else hub.m_raw).ask(method, path, body)
        assert (reply.status, reply.body) == (200, b"{}"), (method, path, reply)
        assert reply.headers["content-type"] == "application/json"


def test_empty_answers_of_macie_are_empty_objects(macie):
    macie.created().invited()
    accept = {"administratorAccountId": macie.administrator, "invitationId": macie.invitation_id}
    member = macie.member
    for method, path, body, who in [
        ("PATCH", "/macie", {"findingPublishingFrequency": "ONE_HOUR"}, "a"),
        ("POST", "/invitations/accept", accept, "m"),
        ("PATCH", f"/macie/members/{member}", {"status": "PAUSED"}, "a"),
        ("POST", "/administrator/disassociate", None, "m"),
        ("POST", f"/members/disassociate/{member}", None, "a"),
        ("DELETE", f"/members/{member}", None, "a"),
        ("DELETE", "/macie", None, "m"),
        ("POST", "/macie", None, "m"),
    ]:
        reply = (macie.a_raw if who == "a" else macie.m_raw).ask(method, path, body)
        assert (reply.status, reply.body) == (200, b"{}"), (method, path, reply)
        assert reply.headers["content-type"] == "application/json"


def test_arrays_are_always_there(hub, macie):
    for asker, method, path, body, expected in [
        (hub.a_raw, "GET", "/members", None, {"Members": []}),
        (hub.a_raw, "GET", "/invitations", None, {"Invitations": []}),
        (hub.a_raw, "POST", "/members/get", {"AccountIds": []}, {"Members": [], "UnprocessedAccounts": []}),
        (macie.a_raw, "GET", "/members", None, {"members": []}),
        (macie.a_raw, "GET", "/invitations", None, {"invitations": []}),
    ]:
        reply = asker.ask(method, path, body)
        assert (reply.status, reply.json) == (200, expected), path
        assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize("body", [None, b"", {}, b"{}", b" {} "])
def test_operations_without_input_take_any_empty_body(caller, fresh, body):
    assert caller(fresh(), "securityhub").ask("POST", "/accounts", body).status == 200
    assert caller(fresh(), "macie2").ask("POST", "/macie", body).status == 200


def test_timestamps_have_milliseconds_and_a_zone(hub, macie):
    hub.created().invited()
    macie.created().invited()
    found = [
        hub.a_raw.ask("GET", "/accounts").json["SubscribedAt"],
        hub.m_raw.ask("GET", "/invitations").json["Invitations"][0]["InvitedAt"],
        macie.a_raw.ask("GET", "/macie").json["createdAt"],
        macie.a_raw.ask("GET", "/macie").json["updatedAt"],
        macie.m_raw.ask("GET", "/invitations").json["invitations"][0]["invitedAt"],
    ]
    row = hub.a_raw.ask("GET", "/members?OnlyAssociated=false").json["Members"][0]
    found += [row["InvitedAt"], row["UpdatedAt"]]
    row = macie.a_raw.ask("GET", f"/members/{macie.member}").json
    found += [row["invitedAt"], row["updatedAt"]]
    assert all(TIMESTAMP.fullmatch(each) for each in found), found


def test_tags_of_macie_members(macie):
    arn = macie.created(tags={"team": "blue"}).row["arn"]
    assert arn == f"arn:aws:macie2:us-east-1:{macie.administrator}:member/{macie.member}"
    path = f"/tags/{segment(arn)}"
    for method, query, body in [
        ("POST", "", {"tags": {"team": "red", "stage": "test", "a b/c": ""}}),
        ("DELETE", "?tagKeys=stage&tagKeys=a%20b%2Fc&tagKeys=nothing", None),
    ]:
        reply = macie.a_raw.ask(method, path + query, body)
        assert (reply.status, reply.body) == (204, b"")
    assert macie.a_raw.ask("GET", path).json == {"tags": {"team": "red"}}
    assert macie.row["tags"] == macie.a.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "red"}


def test_health_needs_no_signature(server):
    for path in ("/_accede/health", "/_accede/ready"):
        assert send(server.port, "GET", path).status == 200
