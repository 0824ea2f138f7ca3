"""The operator's commands and AWS Organizations share one directory: what one does, the other shows (reference §9.2,
§10.2; S22, S24, S25, M24, M25 for members through an organization)."""

import pytest
from botocore.exceptions import ClientError

import credentials
from accounts import TIME, Accounts
from organization_route import HubOrganization, MacieOrganization
from raw import Caller


@pytest.fixture
def accounts(server):
    return Accounts(server.folder, "--store", server.keeps)


@pytest.fixture(params=[HubOrganization, MacieOrganization], ids=["securityhub", "macie2"])
def organization(request, server, fresh):
    """An organization whose administrator has one member."""
    made = request.param(server, fresh).designated()
    assert made.add(made.members[0]) is None
    for account in made.members:
        # No key is made for an account that is suspended or closed.
        credentials.of(server, account)
    return made


@pytest.fixture
def plain(server, fresh):
    """An organization without any service."""
    return HubOrganization(server, fresh)


def _unknown(organization, account):
    """Whether the keys of an account that is suspended or closed are nobody's, as they are in mode `verify`."""
    if organization.server.auth == "verify":
        Caller(organization.server, account, organization.service).assert_unknown()
    return organization.server.auth == "verify"


def _described(organization, account):
    return organization.as_management.describe_account(AccountId=account)["Account"]


def test_the_operator_sees_what_organizations_made(plain, accounts):
    shown = accounts("show", plain.members[0])
    described = _described(plain, plain.members[0])
    assert [shown[key] for key in ("Id", "Name", "Email", "State", "JoinedMethod")] == [
        described[key] for key in ("Id", "Name", "Email", "State", "JoinedMethod")
    ]
    assert TIME.match(shown["JoinedTimestamp"])
    organization = plain.as_management.describe_organization()["Organization"]
    [root] = plain.as_management.list_roots()["Roots"]
    assert (shown["OrganizationId"], shown["ParentId"]) == (organization["Id"], root["Id"])
    assert shown in accounts.list()


def test_the_founder_is_known_without_email_until_it_is_created(plain, accounts):
    founder = accounts("show", plain.management)
    assert "Email" not in founder and "Name" not in founder and founder["JoinedMethod"] == "INVITED"
    email = f"founder@{plain.management}.example"
    assert accounts.create(email, plain.management, "Founder") == {**founder, "Email": email, "Name": "Founder"}
    organization = plain.as_management.describe_organization()["Organization"]
    assert organization["MasterAccountEmail"] == email


def test_emails_are_taken_whoever_took_them(plain, accounts, fresh):
    email = plain.email(plain.members[0])
    assert accounts.refused("create", "--email", email, "--name", "A") == f"an account has the email {email}"
    taken = f"owner@{fresh()}.example"
    accounts.create(taken)
    status = plain.as_management.create_account(AccountName="A", Email=taken)["CreateAccountStatus"]
    status = plain.as_management.describe_create_account_status(CreateAccountRequestId=status["Id"])
    assert status["CreateAccountStatus"]["FailureReason"] == "EMAIL_ALREADY_EXISTS"


def test_an_account_of_the_operators_is_invited_by_its_email(plain, accounts):
    account = plain.fresh()
    created = accounts.create(f"owner@{account}.example", account)
    target = {"Type": "EMAIL", "Id": created["Email"]}
    handshake = plain.as_management.invite_account_to_organization(Target=target)["Handshake"]
    plain.directory(account).accept_handshake(HandshakeId=handshake["Id"])
    shown = accounts("show", account)
    assert {**shown, **created} == shown and shown["JoinedMethod"] == "INVITED"
    assert _described(plain, account)["Email"] == created["Email"]


def test_states_are_shown_by_organizations(plain, accounts):
    account = plain.members[0]
    for command, state, status in [
        ("suspend", "SUSPENDED", "SUSPENDED"),
        ("reinstate", "ACTIVE", "ACTIVE"),
        ("close", "CLOSED", "SUSPENDED"),
    ]:
        assert accounts(command, account)["State"] == state
        described = _described(plain, account)
        assert (described["State"], described["Status"]) == (state, status)
        listed = plain.as_management.get_paginator("list_accounts").paginate()
        assert {each["Id"]: each["State"] for page in listed for each in page["Accounts"]}[account] == state


def test_what_organizations_closed_is_closed(plain, accounts):
    plain.as_management.close_account(AccountId=plain.members[0])
    assert accounts("show", plain.members[0])["State"] == "CLOSED"
    assert accounts.refused("reinstate", plain.members[0]) == f"account {plain.members[0]} is closed"


def test_M25_a_suspended_member(organization, accounts):
    member = organization.members[0]
    accounts("suspend", member)
    assert organization.status(member) == "AccountSuspended"
    accounts("reinstate", member)
    assert organization.status(member) == "Enabled"


def test_S22_adding_an_account_that_is_suspended(organization, accounts):
    account = organization.members[1]
    accounts("suspend", account)
    organization.add(account)
    assert organization.status(account) == "AccountSuspended"
    assert _unknown(organization, account) or not organization.is_on(account)
    accounts("reinstate", account)
    organization.remove(account)
    assert organization.add(account) is None
    assert organization.status(account) == "Enabled"


def test_S25_a_closed_member(organization, accounts):
    member = organization.members[0]
    accounts("close", member)
    assert organization.status(member) is None
    assert _unknown(organization, member) or organization.administrator_of(member) is None


def test_S24_a_closed_administrator(organization, accounts):
    member = organization.members[0]
    accounts("close", organization.administrator)
    assert organization.designees() == {}
    assert organization.administrator_of(member) is None and organization.is_on(member)
    assert _unknown(organization, organization.administrator) or organization.rows() == {}
    delegated = organization.as_management.list_delegated_administrators()
    assert delegated["DelegatedAdministrators"] == []
    organization.administrator = organization.members[1]
    organization.designated()
    assert organization.add(member) is None


def test_M24_a_suspended_administrator(organization, accounts):
    member = organization.members[0]
    accounts("suspend", organization.administrator)
    macie = organization.service == "macie2"
    removed = "Removed" if macie else "Enabled"
    assert _unknown(organization, organization.administrator) or organization.status(member) == removed
    assert organization.is_on(member)


def test_M25_a_region_that_is_switched_off(organization, accounts):
    member = organization.members[0]
    macie = organization.service == "macie2"
    accounts("disable-region", member, organization.region)
    assert organization.status(member) == ("RegionDisabled" if macie else "Enabled")
    accounts("enable-region", member, organization.region)
    assert organization.status(member) == "Enabled"


def test_who_is_suspended_or_closed_is_not_invited(plain, accounts):
    for command in ("suspend", "close"):
        account = plain.fresh()
        accounts.create(f"owner@{account}.example", account)
        accounts(command, account)
        invite = plain.as_management.invite_account_to_organization
        with pytest.raises(ClientError) as refusal:
            invite(Target={"Type": "ACCOUNT", "Id": account})
        assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert "OrganizationId" not in accounts("show", account)
