"""JSON 1.1 on the wire, lists in pages, and the AWS CLI (reference §10.2)."""

import json
import re

import pytest

from organizations import MACIE, OrganizationPair, every
from raw import Caller, send

TARGET = "AWSOrganizationsV20161128"


@pytest.fixture
def pair(server, fresh):
    """An organization of two accounts."""
    return OrganizationPair(server, fresh(), fresh()).together()


def ask(asker, operation, body=b"{}"):
    headers = {"X-Amz-Target": f"{TARGET}.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    return asker.ask("POST", "/", body, headers)


def test_times_are_seconds_with_a_fraction(pair):
    body = ask(pair.a_raw, "ListAccounts").body.decode()
    assert re.search(r'"JoinedTimestamp":\d{10}\.\d{1,3}[,}]', body)


def test_operations_without_output_answer_with_an_empty_body(pair):
    body = json.dumps({"ServicePrincipal": MACIE}).encode()
    reply = ask(pair.a_raw, "EnableAWSServiceAccess", body)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["content-type"] == "application/x-amz-json-1.1"
    assert reply.headers["content-length"] == "0"
    assert reply.headers["x-amzn-requestid"]


def test_errors_name_themselves_in_the_body(pair):
    reply = ask(pair.m_raw, "ListAccounts")
    assert (reply.status, reply.headers["content-type"]) == (400, "application/x-amz-json-1.1")
    assert reply.json == {
        "__type": "AccessDeniedException",
        "Message": "You don't have permissions to access this resource.",
    }


@pytest.mark.parametrize(
    "body, code",
    [
        (b"[]", "SerializationException"),
        (b"{", "SerializationException"),
        (b"null", "SerializationException"),
        (b'"x"', "SerializationException"),
        (b"\xff", "SerializationException"),
        (b'{"MaxResults":"1"}', "SerializationException"),
        (b'{"MaxResults":1.5}', "SerializationException"),
        (b'{"MaxResults":99999999999999999999}', "SerializationException"),
        (b'{"NextToken":{}}', "SerializationException"),
        (b'{"MaxResults":0}', "InvalidInputException"),
        (b'{"MaxResults":-9223372036854775808}', "InvalidInputException"),
        (b'{"NextToken":""}', "InvalidInputException"),
        (b"[" * 100_000, "SerializationException"),
    ],
)
def test_what_cannot_be_read_is_refused(pair, body, code):
    reply = ask(pair.a_raw, "ListAccounts", body)
    assert (reply.status, reply.json["__type"]) == (400, code)


@pytest.mark.parametrize("body", [b"", b"{}", b' {"Unknown":[1,{}]} ', b'{"MaxResults":null}'])
def test_what_says_nothing_is_taken(pair, body):
    assert ask(pair.a_raw, "ListAccounts", body).status == 200


@pytest.mark.parametrize("target", ["", "ListAccounts", f"{TARGET}.", f"{TARGET}.Nonsense", f"{TARGET}ListAccounts"])
def test_nonsense_targets(pair, target):
    reply = pair.a_raw.ask("POST", "/", b"{}", {"X-Amz-Target": target})
    assert (reply.status, reply.json["__type"]) == (400, "UnknownOperationException")


def test_other_requests(pair):
    for method, path in (("GET", "/"), ("POST", "/accounts"), ("PUT", "/")):
        reply = pair.a_raw.ask(method, path, None, {"X-Amz-Target": f"{TARGET}.ListAccounts"})
        assert (reply.status, reply.json["__type"]) == (404, "UnknownOperationException")


def test_an_unsigned_request(server):
    reply = send(server.port, "POST", "/", b"{}", {"X-Amz-Target": f"{TARGET}.ListAccounts"})
    assert (reply.status, reply.code) == (400, "MissingAuthenticationTokenException")
    assert reply.json == {"__type": reply.code, "Message": "Missing Authentication Token"}


# Lists.


@pytest.fixture
def crowd(pair):
    """The organization with 45 accounts, 25 units in the root and 25 services; and the ids of them all."""
    accounts = [pair.new_account(f"Account {n}")[0] for n in range(43)]
    units = []
    for n in range(25):
        made = pair.a.create_organizational_unit(ParentId=pair.root, Name=f"Unit {n}")
        units.append(made["OrganizationalUnit"]["Id"])
        pair.a.enable_aws_service_access(ServicePrincipal=f"service{n:02}.amazonaws.com")
        made = {"AccountId": accounts[n], "ServicePrincipal": "service00.amazonaws.com"}
        pair.a.register_delegated_administrator(**made)
        made = {"AccountId": accounts[0], "ServicePrincipal": f"service{n:02}.amazonaws.com"}
        if n:
            pair.a.register_delegated_administrator(**made)
    return pair, sorted([pair.administrator, pair.member, *accounts]), sorted(units), accounts


def check(client, operation, key, item, expected, **arguments):
    """All items in order, in pages of at most 20, whatever size is asked for."""
    for size in (None, 1, 7, 20):
        sizes = {} if size is None else {"PaginationConfig": {"PageSize": size}}
        pages = [page[key] for page in client.get_paginator(operation).paginate(**arguments, **sizes)]
        found = [each[item] for page in pages for each in page]
        assert found == expected
        assert [len(page) for page in pages[:-1]] == [size or 20] * (len(pages) - 1)


def test_paginators(crowd):
    pair, accounts, units, made = crowd
    a, root = pair.a, {"ParentId": pair.root}
    check(a, "list_accounts", "Accounts", "Id", accounts)
    check(a, "list_accounts_for_parent", "Accounts", "Id", accounts, **root)
    check(a, "list_children", "Children", "Id", accounts, ChildType="ACCOUNT", **root)
    check(a, "list_children", "Children", "Id", units, ChildType="ORGANIZATIONAL_UNIT", **root)
    check(a, "list_organizational_units_for_parent", "OrganizationalUnits", "Id", units, **root)
    services = [f"service{n:02}.amazonaws.com" for n in range(25)]
    trusted = ("list_aws_service_access_for_organization", "EnabledServicePrincipals", "ServicePrincipal", services)
    check(a, *trusted)
    delegated = sorted(made[:25])
    check(a, "list_delegated_administrators", "DelegatedAdministrators", "Id", delegated)
    check(a, "list_delegated_administrators", "DelegatedAdministrators", "Id", [made[0]], ServicePrincipal=services[1])
    of_one = ("list_delegated_services_for_account", "DelegatedServices", "ServicePrincipal", services)
    check(a, *of_one, AccountId=made[0])
    requests = every(a, "list_create_account_status", "CreateAccountStatuses", PaginationConfig={"PageSize": 9})
    assert sorted(each["AccountId"] for each in requests) == sorted(made)


def test_tokens_are_for_one_caller_one_list_and_its_filters(crowd):
    pair, _, units, _ = crowd

    def page(asker, operation, **said):
        return ask(asker, operation, json.dumps(said).encode())

    token = page(pair.a_raw, "ListAccounts", MaxResults=1).json["NextToken"]
    again = page(pair.a_raw, "ListAccounts", MaxResults=1, NextToken=token)
    assert again.status == 200
    elsewhere = Caller(pair.server, pair.administrator, "organizations", "eu-west-1")
    assert page(elsewhere, "ListAccounts", MaxResults=1, NextToken=token).json["Accounts"] == again.json["Accounts"]
    strange = [
        page(pair.m_raw, "ListAccounts", NextToken=token),
        page(pair.a_raw, "ListRoots", NextToken=token),
        page(pair.a_raw, "ListHandshakesForOrganization", NextToken=token),
        page(pair.a_raw, "ListAccountsForParent", ParentId=pair.root, NextToken=token),
        page(pair.a_raw, "ListAccounts", NextToken=token[:-1]),
        page(pair.a_raw, "ListAccounts", NextToken=token.upper()),
    ]
    filtered = page(pair.a_raw, "ListAccountsForParent", ParentId=pair.root, MaxResults=1).json["NextToken"]
    strange.append(page(pair.a_raw, "ListAccountsForParent", ParentId=units[0], NextToken=filtered))
    for reply in strange:
        assert (reply.status, reply.json["__type"]) == (400, "InvalidInputException"), reply
        assert reply.json["Reason"] == "INVALID_NEXT_TOKEN"


# The AWS CLI.


def test_the_whole_flow_by_the_cli(aws, fresh):
    service, a, m = "organizations", fresh(), fresh()
    admin, member = aws(a), aws(m)
    founded = admin(service, "create-organization")["Organization"]
    target = f"Id={m},Type=ACCOUNT"
    invited = admin(service, "invite-account-to-organization", "--target", target, "--notes", "Join us.")["Handshake"]
    [received] = member(service, "list-handshakes-for-account")["Handshakes"]
    assert received == invited
    member(service, "accept-handshake", "--handshake-id", invited["Id"])
    made = admin(
        *(service, "create-account", "--email", f"{a}@example.com", "--account-name", "New"),
        *("--tags", "Key=team,Value=blue"),
    )["CreateAccountStatus"]
    status = admin(
        service, "describe-create-account-status", "--create-account-request-id", made["Id"]
    )["CreateAccountStatus"]
    assert status == made and made["State"] == "SUCCEEDED"
    listed = admin(service, "list-accounts", "--query", "Accounts[].Id")
    assert listed == sorted([a, m, made["AccountId"]])
    root = admin(service, "list-roots", "--query", "Roots[0].Id")
    unit = admin(
        *(service, "create-organizational-unit", "--parent-id", root, "--name", "Unit"),
        *("--query", "OrganizationalUnit.Id"),
    )
    moved = ["--source-parent-id", root, "--destination-parent-id", unit]
    assert admin(service, "move-account", "--account-id", m, *moved) is None
    assert admin(service, "list-children", "--parent-id", unit, "--child-type", "ACCOUNT") == {
        "Children": [{"Id": m, "Type": "ACCOUNT"}]
    }
    assert admin(service, "enable-aws-service-access", "--service-principal", MACIE) is None
    words = ["--account-id", m, "--service-principal", MACIE]
    assert admin(service, "register-delegated-administrator", *words) is None
    assert member(service, "list-delegated-administrators", "--query", "DelegatedAdministrators[].Id") == [m]
    refused = admin.refused(service, "remove-account-from-organization", "--account-id", m)
    assert "ConstraintViolationException" in refused
    assert admin(service, "deregister-delegated-administrator", *words) is None
    assert member(service, "leave-organization") is None
    assert admin(service, "remove-account-from-organization", "--account-id", made["AccountId"]) is None
    assert admin(service, "delete-organizational-unit", "--organizational-unit-id", unit) is None
    assert admin(service, "delete-organization") is None
    assert "AWSOrganizationsNotInUseException" in admin.refused(service, "describe-organization")
    assert founded["MasterAccountId"] == a
