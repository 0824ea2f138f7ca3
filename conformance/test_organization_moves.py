"""Into the organization and out of it (reference §9.5; rows S21, S25, M23), and how many members it may have."""

import pytest

from clients import assert_refused, refused
from organization_route import HubOrganization, MacieOrganization
from server import Server


# §9.5 From invitation to Organizations


def test_M23_members_by_invitation_flip_when_macie_is_delegated(macie_organization):
    inside, paused = macie_organization.members
    outside = macie_organization.fresh()
    for account in (macie_organization.administrator, inside, paused, outside):
        macie_organization.enable(account)
    for member in (inside, paused, outside):
        macie_organization.invite(member, macie_organization.administrator)
    macie_organization.of(macie_organization.administrator).update_member_session(id=paused, status="PAUSED")
    macie_organization.designated()
    assert [macie_organization.status(one) for one in (inside, paused, outside)] == ["Enabled", "Paused", "Enabled"]
    assert set(macie_organization.administrator_of(inside)) == {"accountId", "relationshipStatus"}
    assert refused(macie_organization.of(inside).disassociate_from_administrator_account).status == 403
    macie_organization.of(outside).disassociate_from_administrator_account()
    assert macie_organization.status(outside) == "Resigned", "those outside stay invitation members"


def test_U23_hub_members_by_invitation_flip_when_they_are_added_again(hub_organization):
    m = hub_organization.members[0]
    for account in (hub_organization.administrator, m):
        hub_organization.enable(account)
    hub_organization.invite(m, hub_organization.administrator)
    hub_organization.designated()
    assert "InvitationId" in hub_organization.administrator_of(m), "nothing happens by itself"
    assert hub_organization.add(m) is None
    assert set(hub_organization.administrator_of(m)) == {"AccountId", "MemberStatus"}
    assert hub_organization.status(m) == "Enabled"
    assert refused(hub_organization.of(m).disassociate_from_administrator_account).status == 403


def test_S21_a_member_leaves_the_organization(organization):
    m = organization.designated().members[0]
    organization.add(m)
    organization.directory(m).leave_organization()
    shown = {"securityhub": "Deleted", "macie2": "Removed"}[organization.service]
    assert organization.status(m) == shown
    assert organization.administrator_of(m) is None and organization.is_on(m)
    client = organization.of(organization.administrator)
    if organization.service == "securityhub":
        assert client.delete_members(AccountIds=[m])["UnprocessedAccounts"] == []
    else:
        client.delete_member(id=m)
    assert organization.status(m) is None


def test_S21_a_member_is_removed_from_the_organization(organization):
    m = organization.designated().members[0]
    organization.add(m)
    organization.as_management.remove_account_from_organization(AccountId=m)
    assert organization.administrator_of(m) is None
    assert organization.status(m) in ("Deleted", "Removed")


def test_S25_a_member_is_closed(organization):
    m = organization.designated().members[0]
    organization.add(m)
    organization.as_management.close_account(AccountId=m)
    assert organization.status(m) is None


def test_the_hub_of_the_administrator_cannot_be_disabled(hub_organization):
    hub_organization.designated()
    client = hub_organization.of(hub_organization.administrator)
    message = "Cannot disable Security Hub on the Security Hub administrator"
    assert_refused(client.disable_security_hub, 400, "InvalidInputException", message)
    hub_organization.withdraw(hub_organization.administrator)
    client.disable_security_hub()


@pytest.mark.parametrize("service", [HubOrganization, MacieOrganization], ids=["securityhub", "macie2"])
def test_the_quota_of_organization_members(tmp_path, fresh, service):
    with Server(tmp_path, extra={"ACCEDE_ORGANIZATION_MEMBER_QUOTA": "1"}) as server:
        organization = service(server, fresh).designated()
        first, second = organization.members
        describe = organization.of(organization.administrator).describe_organization_configuration
        reached = lambda: [value for name, value in describe().items() if name.endswith("LimitReached")]
        assert organization.add(first) is None and reached() == [True]
        if organization.service == "securityhub":
            assert "maximum number of allowed members" in organization.add(second)
        else:
            member = {"accountId": second, "email": "b@example.com"}
            client = organization.of(organization.administrator)
            assert_refused(client.create_member, 402, "ServiceQuotaExceededException", account=member)
        organization.auto_enable()
        assert organization.status(organization.join()) is None, "passed over"
        organization.remove(first)
        assert organization.add(second) is None and reached() == [True]
