"""The example of an organization: applied, changed in place, imported and destroyed."""

import pytest

from clients import assert_refused, client
from workspace import Applied, Workspace, key

PRINCIPALS = ["macie.amazonaws.com", "securityhub.amazonaws.com"]


class Seen:
    """What the accounts of the example see through boto3."""

    def __init__(self, server, management):
        self.server, self.management = server, management
        self.directory = self.of(management, "organizations")

    def of(self, account, service):
        return client(self.server, account, service)

    def hub(self, account):
        return self.of(account, "securityhub")

    def macie(self, account):
        return self.of(account, "macie2")

    def accounts(self):
        """The accounts of the organization but the management account, by name."""
        listed = self.directory.list_accounts()["Accounts"]
        return {each["Name"]: each["Id"] for each in listed if each["Id"] != self.management}

    def trusted(self):
        listed = self.directory.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
        return sorted(each["ServicePrincipal"] for each in listed)

    def tags(self, account):
        return {tag["Key"]: tag["Value"] for tag in self.directory.list_tags_for_resource(ResourceId=account)["Tags"]}

    def parent(self, account):
        (parent,) = self.directory.list_parents(ChildId=account)["Parents"]
        return parent["Id"]

    def unit(self):
        """The organizational unit's id and name."""
        (root,) = self.directory.list_roots()["Roots"]
        (unit,) = self.directory.list_organizational_units_for_parent(ParentId=root["Id"])["OrganizationalUnits"]
        return unit["Id"], unit["Name"]

    def hub_members(self, administrator):
        rows = self.hub(administrator).list_members(OnlyAssociated=False)["Members"]
        return {row["AccountId"]: row["MemberStatus"] for row in rows}

    def macie_members(self, administrator):
        rows = self.macie(administrator).list_members(onlyAssociated="false")["members"]
        return {row["accountId"]: row["relationshipStatus"] for row in rows}

    def configuration(self, administrator):
        """What both services do with accounts that join: automatic in Security Hub, its standards, and in Macie."""
        hub = self.hub(administrator).describe_organization_configuration()
        macie = self.macie(administrator).describe_organization_configuration()
        return hub["AutoEnable"], hub["AutoEnableStandards"], macie["autoEnable"]


@pytest.fixture
def seen(server, fresh):
    return Seen(server, fresh())


def test_the_example_of_an_organization(server, tmp_path, seen):
    example = Workspace("organization", tmp_path, server.url)
    check_created(example, seen)
    check_updates(example, seen)
    check_imports(example, seen)
    check_sandbox_gone(example, seen)
    check_nothing_left(example, seen)


def check_created(example, seen):
    """An organization of two accounts: the one administers both services, the other is a member of Security Hub."""
    example_accounts = {
        "management": seen.management,
        "management_key": key(seen.server, seen.management),
        "domain": f"{seen.management}.example",
    }
    assert example.apply(**example_accounts) == Applied(added=14)
    security, workload = (seen.accounts()[name] for name in ("security", "workload"))
    assert seen.trusted() == PRINCIPALS
    assert (seen.parent(workload), "workloads") == seen.unit()
    assert seen.tags(workload) == {"stage": "test"}
    delegated = seen.directory.list_delegated_services_for_account(AccountId=security)["DelegatedServices"]
    assert sorted(each["ServicePrincipal"] for each in delegated) == PRINCIPALS
    assert seen.hub_members(security) == {workload: "Enabled"}
    assert seen.macie_members(security) == {}
    administrator = seen.hub(workload).get_administrator_account()["Administrator"]
    assert administrator == {"AccountId": security, "MemberStatus": "Enabled"}
    assert seen.configuration(security) == (False, "NONE", False)
    assert example.outputs()["delegated_administrators"] == [security]
    example.assert_settled()


def check_updates(example, seen):
    """Everything that can change in place does. The new account is a member of both services, and asked nobody."""
    before = seen.accounts()
    changed = example.apply(
        service_access=[*PRINCIPALS, "guardduty.amazonaws.com"],
        unit="products",
        in_unit=False,
        stage="live",
        auto_enable=True,
        auto_enable_standards="DEFAULT",
        sandboxes=["sandbox"],
    )
    assert changed == Applied(added=1, changed=5)
    accounts = seen.accounts()
    security, workload, sandbox = (accounts[name] for name in ("security", "workload", "sandbox"))
    assert {**before, "sandbox": sandbox} == accounts
    assert seen.trusted() == ["guardduty.amazonaws.com", *PRINCIPALS]
    assert seen.unit()[1] == "products" and seen.parent(workload) == seen.parent(security)
    assert seen.tags(workload) == {"stage": "live"}
    assert seen.configuration(security) == (True, "DEFAULT", True)
    assert seen.hub_members(security) == {workload: "Enabled", sandbox: "Enabled"}
    assert seen.macie_members(security) == {sandbox: "Enabled"}
    assert seen.hub(sandbox).describe_hub()["HubArn"].split(":")[4] == sandbox
    assert seen.macie(sandbox).get_macie_session()["status"] == "ENABLED"
    assert seen.macie(sandbox).get_administrator_account()["administrator"]["accountId"] == security


def check_imports(example, seen):
    """
    Everything that can be imported is, and nothing of it is to be changed. The provider cannot import what Macie does
    with accounts that join; creating it says once more what is so already.
    """
    accounts = seen.accounts()
    security, workload = accounts["security"], accounts["workload"]
    organization = seen.directory.describe_organization()["Organization"]["Id"]
    resources = {
        "aws_organizations_organization.this": organization,
        "aws_organizations_organizational_unit.workloads": seen.unit()[0],
        "aws_organizations_account.security": security,
        "aws_organizations_account.workload": workload,
        'aws_organizations_account.sandbox["sandbox"]': accounts["sandbox"],
        "aws_organizations_delegated_administrator.security_hub": f"{security}/securityhub.amazonaws.com",
        "aws_organizations_delegated_administrator.macie": f"{security}/macie.amazonaws.com",
        "aws_securityhub_account.security": security,
        "aws_securityhub_account.workload": workload,
        "aws_securityhub_organization_admin_account.security": security,
        "aws_securityhub_organization_configuration.security": security,
        "aws_securityhub_member.workload": workload,
        "aws_macie2_account.security": security,
        "aws_macie2_organization_admin_account.security": security,
    }
    assert example.imported(resources) == Applied(imported=14, added=1)
    assert seen.configuration(security) == (True, "DEFAULT", True)


def check_sandbox_gone(example, seen):
    """The automatism is off again; the account leaves the organization, and with it the administrator."""
    accounts = seen.accounts()
    security, sandbox = accounts["security"], accounts["sandbox"]
    assert example.apply(auto_enable=False, sandboxes=[]) == Applied(changed=2, destroyed=1)
    assert seen.configuration(security) == (False, "DEFAULT", False)
    assert "sandbox" not in seen.accounts()
    assert seen.hub(sandbox).get_administrator_account().get("Administrator") is None
    assert_refused(seen.macie(sandbox).get_administrator_account, 404, "ResourceNotFoundException")


def check_nothing_left(example, seen):
    """No organization, nothing switched on, and no rows when it is switched on again."""
    accounts = seen.accounts()
    assert example.destroy() == Applied(destroyed=14)
    with pytest.raises(seen.directory.exceptions.AWSOrganizationsNotInUseException):
        seen.directory.describe_organization()
    for account in accounts.values():
        assert_refused(seen.hub(account).describe_hub, 401, "InvalidAccessException")
        assert_refused(seen.macie(account).get_macie_session, 403, "AccessDeniedException", "Macie is not enabled")
        seen.hub(account).enable_security_hub()
        seen.macie(account).enable_macie()
        assert seen.hub_members(account) == {} == seen.macie_members(account)
        assert seen.hub(account).get_administrator_account().get("Administrator") is None
