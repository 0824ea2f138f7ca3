"""The whole life of an organization through boto3: founded, filled, arranged, delegated, emptied, deleted."""

from datetime import datetime, timedelta, timezone

import pytest

import sessions
from clients import assert_refused
from clients import client as client_of
from organizations import HUB, MACIE, OrganizationPair, email, every
from server import Server

OUTSIDE = "Your account is not a member of an organization."


@pytest.fixture
def pair(server, fresh):
    """Two accounts in no organization."""
    return OrganizationPair(server, fresh(), fresh())


def now():
    return datetime.now(timezone.utc)


def test_an_organization_from_beginning_to_end(pair, client, fresh):
    a = pair.a
    founded = a.create_organization(FeatureSet="ALL")["Organization"]
    assert founded == a.describe_organization()["Organization"]
    assert (founded["FeatureSet"], founded["MasterAccountId"]) == ("ALL", pair.administrator)

    # Accounts come in: created, invited by id, invited by email.
    created, address = pair.new_account("Workload")
    pair.asked().joined()
    third = fresh()
    guest = client(third, "organizations")
    invitation = a.invite_account_to_organization(Target={"Id": third, "Type": "ACCOUNT"})["Handshake"]
    assert guest.accept_handshake(HandshakeId=invitation["Id"])["Handshake"]["State"] == "ACCEPTED"
    assert pair.accounts == sorted([pair.administrator, created, pair.member, third])
    shown = a.describe_account(AccountId=created)["Account"]
    assert (shown["Name"], shown["Email"], shown["JoinedMethod"]) == ("Workload", address, "CREATED")

    # Units, and accounts in them.
    prod = a.create_organizational_unit(ParentId=pair.root, Name="Prod")["OrganizationalUnit"]
    inner = a.create_organizational_unit(ParentId=prod["Id"], Name="EU")["OrganizationalUnit"]
    places = {"SourceParentId": pair.root, "DestinationParentId": inner["Id"]}
    a.move_account(AccountId=created, **places)
    assert a.list_parents(ChildId=created)["Parents"] == [{"Id": inner["Id"], "Type": "ORGANIZATIONAL_UNIT"}]
    [there] = a.list_accounts_for_parent(ParentId=inner["Id"])["Accounts"]
    assert there["Id"] == created
    assert there["Paths"] == [f"{founded['Id']}/{pair.root}/{prod['Id']}/{inner['Id']}/{created}/"]

    # Services, and who administers them.
    for principal in (HUB, MACIE):
        a.enable_aws_service_access(ServicePrincipal=principal)
        a.register_delegated_administrator(AccountId=pair.member, ServicePrincipal=principal)
    assert [each["ServicePrincipal"] for each in every(pair.m, "list_aws_service_access_for_organization",
                                                       "EnabledServicePrincipals")] == [MACIE, HUB]
    a.deregister_delegated_administrator(AccountId=pair.member, ServicePrincipal=HUB)
    a.disable_aws_service_access(ServicePrincipal=MACIE)
    assert every(a, "list_delegated_administrators", "DelegatedAdministrators") == []

    # Out again: closed, removed, left; then there is nothing to keep the organization.
    a.close_account(AccountId=created)
    assert a.describe_account(AccountId=created)["Account"]["State"] == "CLOSED"
    a.remove_account_from_organization(AccountId=created)
    a.remove_account_from_organization(AccountId=third)
    assert_refused(a.delete_organization, 400, "OrganizationNotEmptyException")
    pair.left()
    a.delete_organization()
    assert_refused(a.describe_organization, 400, "AWSOrganizationsNotInUseException", OUTSIDE)
    assert a.create_organization()["Organization"]["Id"] != founded["Id"]


def test_shapes(pair):
    before = now() - timedelta(seconds=1)
    pair.founded().asked()
    a, o = pair.a, pair.id
    prefix = f"arn:aws:organizations::{pair.administrator}"
    address = f"{pair.administrator}@accounts.invalid"
    assert a.describe_organization()["Organization"] == {
        "Id": o,
        "Arn": f"{prefix}:organization/{o}",
        "FeatureSet": "ALL",
        "MasterAccountArn": f"{prefix}:account/{o}/{pair.administrator}",
        "MasterAccountId": pair.administrator,
        "MasterAccountEmail": address,
        "AvailablePolicyTypes": [],
    }
    root = pair.root
    assert a.list_roots()["Roots"] == [
        {"Id": root, "Arn": f"{prefix}:root/{o}/{root}", "Name": "Root", "PolicyTypes": []}
    ]
    handshake = a.describe_handshake(HandshakeId=pair.handshake)["Handshake"]
    sent, ends = handshake.pop("RequestedTimestamp"), handshake.pop("ExpirationTimestamp")
    assert before <= sent <= now() and ends - sent == timedelta(days=15)
    about = [
        {"Type": "MASTER_EMAIL", "Value": address},
        {"Type": "MASTER_NAME", "Value": pair.administrator},
        {"Type": "ORGANIZATION_FEATURE_SET", "Value": "ALL"},
    ]
    assert handshake == {
        "Id": pair.handshake,
        "Arn": f"{prefix}:handshake/{o}/invite/{pair.handshake}",
        "Parties": [{"Id": o, "Type": "ORGANIZATION"}, {"Id": pair.member, "Type": "ACCOUNT"}],
        "State": "OPEN",
        "Action": "INVITE",
        "Resources": [
            {"Type": "ORGANIZATION", "Value": o, "Resources": about},
            {"Type": "ACCOUNT", "Value": pair.member},
            {"Type": "NOTES", "Value": "Please join."},
        ],
    }
    pair.joined()
    account = a.describe_account(AccountId=pair.member)["Account"]
    assert before <= account.pop("JoinedTimestamp") <= now()
    assert account == {
        "Id": pair.member,
        "Arn": f"{prefix}:account/{o}/{pair.member}",
        "Email": f"{pair.member}@accounts.invalid",
        "Name": pair.member,
        "Status": "ACTIVE",
        "State": "ACTIVE",
        "Paths": [f"{o}/{root}/{pair.member}/"],
        "JoinedMethod": "INVITED",
    }


def test_arns_are_of_the_callers_partition(server, fresh, client):
    china = client(fresh(), "organizations", "cn-northwest-1")
    assert china.create_organization()["Organization"]["Arn"].startswith("arn:aws-cn:organizations::")


def test_the_organization_is_the_same_in_every_region(pair, client):
    pair.founded()
    elsewhere = client(pair.administrator, "organizations", "eu-west-1")
    assert elsewhere.describe_organization()["Organization"]["Id"] == pair.id


def test_declined_and_canceled_invitations(pair):
    pair.founded().asked().declined()
    states = [each["State"] for each in every(pair.m, "list_handshakes_for_account", "Handshakes")]
    assert states == ["DECLINED"]
    pair.asked().canceled()
    listed = every(pair.a, "list_handshakes_for_organization", "Handshakes")
    assert sorted(each["State"] for each in listed) == ["CANCELED", "DECLINED"]
    pair.asked().joined()
    assert pair.member in pair.accounts


def test_invitation_by_email(pair, client):
    pair.founded()
    account, address = pair.new_account()
    pair.a.remove_account_from_organization(AccountId=account)
    target = {"Id": address.upper(), "Type": "EMAIL"}
    sent = pair.a.invite_account_to_organization(Target=target)["Handshake"]
    assert sent["Parties"][1] == target
    guest = client(account, "organizations")
    [received] = every(guest, "list_handshakes_for_account", "Handshakes")
    assert received == sent
    guest.accept_handshake(HandshakeId=sent["Id"])
    assert account in pair.accounts


def test_tags_of_an_invitation_are_the_members(pair):
    pair.founded()
    tags = [{"Key": "cost centre", "Value": "7"}]
    pair.a.invite_account_to_organization(Target={"Id": pair.member, "Type": "ACCOUNT"}, Tags=tags)
    pair.joined()
    assert pair.a.list_tags_for_resource(ResourceId=pair.member)["Tags"] == tags


def test_accounts_and_their_requests_survive_a_restart(tmp_path):
    with Server(tmp_path) as own:
        pair = OrganizationPair(own, "111111111111", "222222222222").together().delegated()
        account, address = pair.new_account()
        seen = [pair.a.list_accounts()["Accounts"], every(pair.a, "list_create_account_status", "CreateAccountStatuses")]
        delegated = pair.a.list_delegated_administrators()["DelegatedAdministrators"]
        own.terminate()
    with Server(tmp_path) as own:
        pair = OrganizationPair(own, "111111111111", "222222222222")
        again = [pair.a.list_accounts()["Accounts"], every(pair.a, "list_create_account_status", "CreateAccountStatuses")]
        assert again == seen
        assert pair.a.list_delegated_administrators()["DelegatedAdministrators"] == delegated
        taken = pair.a.create_account(Email=address, AccountName="Again")["CreateAccountStatus"]
        assert (taken["State"], taken["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")
        assert account in pair.accounts


def test_a_created_account_works(pair, client):
    pair.founded()
    account, _ = pair.new_account()
    assert client(account, "organizations").describe_organization()["Organization"]["Id"] == pair.id
    assert client(account, "sts").get_caller_identity()["Account"] == account
    client(account, "securityhub").enable_security_hub()


def test_the_role_of_a_new_account(server, pair, fresh):
    """Whoever created an account acts in it by a role: the usual one, unless another name was given."""
    pair.founded()
    for name, given in ((sessions.USUAL, {}), ("Admin@our+own", {"RoleName": "Admin@our+own"})):
        made = pair.a.create_account(Email=email(), AccountName="New", **given)["CreateAccountStatus"]
        role = {"RoleArn": sessions.role(made["AccountId"], name), "RoleSessionName": "test"}
        answer = client_of(server, pair.administrator, "sts").assume_role(**role)
        identity = sessions.client(server, answer["Credentials"], "sts").get_caller_identity()
        assert identity["Account"] == made["AccountId"]
        stranger = client_of(server, fresh(), "sts")
        with pytest.raises(stranger.exceptions.ClientError, match="AccessDenied"):
            stranger.assume_role(**role)


def test_emails_are_new_each_time():
    assert email() != email()
