"""An organization, and one service in it: each step of the Organizations route, and what everybody sees of it."""

from functools import cache

import clients
from raw import REGION


class Organization:
    """A new organization of `members` accounts besides its management account. `fresh` makes account ids."""

    service = None
    principal = None

    def __init__(self, server, fresh, members=3, region=REGION):
        self.server, self.fresh, self.region = server, fresh, region
        self.management = fresh()
        self.as_management.create_organization(FeatureSet="ALL")
        self.administrator, *self.members = [self.join() for _ in range(members)]

    def directory(self, account):
        """The Organizations API, as an account of it."""
        return self._client(account, "organizations", self.region)

    @property
    def as_management(self):
        return self.directory(self.management)

    def of(self, account, region=None):
        """The service, as an account of it."""
        return self._client(account, self.service, region or self.region)

    @cache
    def _client(self, account, service, region):
        return clients.client(self.server, account, service, region)

    def join(self):
        """A new account of the organization."""
        status = self.as_management.create_account(
            AccountName="a member", Email=f"{self.fresh()}@example.com"
        )["CreateAccountStatus"]
        status = self.as_management.describe_create_account_status(CreateAccountRequestId=status["Id"])
        assert status["CreateAccountStatus"]["State"] == "SUCCEEDED"
        return status["CreateAccountStatus"]["AccountId"]

    def designated(self, account=None, region=None):
        """The management account designates an administrator."""
        self.designate(account or self.administrator, region)
        return self

    def email(self, account):
        return self.as_management.describe_account(AccountId=account)["Account"]["Email"]

    def status(self, member, region=None):
        """What the administrator's row of a member shows; nothing if there is no row."""
        return self.rows(region).get(member, {}).get(self.STATUS)


class HubOrganization(Organization):
    service = "securityhub"
    principal = "securityhub.amazonaws.com"
    STATUS = "MemberStatus"

    def designate(self, account, region=None):
        return self.of(self.management, region).enable_organization_admin_account(AdminAccountId=account)

    def withdraw(self, account, region=None):
        self.of(self.management, region).disable_organization_admin_account(AdminAccountId=account)

    def designees(self, region=None):
        listed = self.of(self.management, region).list_organization_admin_accounts()
        return {one["AccountId"]: one["Status"] for one in listed["AdminAccounts"]}

    def enable(self, account, region=None, **settings):
        self.of(account, region).enable_security_hub(**settings)

    def is_on(self, account, region=None):
        client = self.of(account, region)
        try:
            client.describe_hub()
        except client.exceptions.InvalidAccessException:
            return False
        return True

    def add(self, account, region=None):
        """Adds an account; the reason why it was not processed, if it was not."""
        answer = self.of(self.administrator, region).create_members(AccountDetails=[{"AccountId": account}])
        return {one["AccountId"]: one["ProcessingResult"] for one in answer["UnprocessedAccounts"]}.get(account)

    def remove(self, account):
        self.of(self.administrator).disassociate_members(AccountIds=[account])

    def auto_enable(self, on=True, region=None):
        self.of(self.administrator, region).update_organization_configuration(AutoEnable=on)

    def rows(self, region=None, of=None):
        listed = self.of(of or self.administrator, region).list_members(OnlyAssociated=False)["Members"]
        return {row["AccountId"]: row for row in listed}

    def administrator_of(self, account, region=None):
        return self.of(account, region).get_administrator_account().get("Administrator")

    def invite(self, member, administrator):
        """A member of `administrator` by invitation."""
        a, m = self.of(administrator), self.of(member)
        a.create_members(AccountDetails=[{"AccountId": member}])
        a.invite_members(AccountIds=[member])
        (invitation,) = [i for i in m.list_invitations()["Invitations"] if i["AccountId"] == administrator]
        m.accept_administrator_invitation(AdministratorId=administrator, InvitationId=invitation["InvitationId"])


class MacieOrganization(Organization):
    service = "macie2"
    principal = "macie.amazonaws.com"
    STATUS = "relationshipStatus"

    def designate(self, account, region=None):
        return self.of(self.management, region).enable_organization_admin_account(adminAccountId=account)

    def withdraw(self, account, region=None):
        self.of(self.management, region).disable_organization_admin_account(adminAccountId=account)

    def designees(self, region=None):
        listed = self.of(self.management, region).list_organization_admin_accounts()
        return {one["accountId"]: one["status"] for one in listed["adminAccounts"]}

    def enable(self, account, region=None, **settings):
        self.of(account, region).enable_macie(**settings)

    def is_on(self, account, region=None):
        client = self.of(account, region)
        try:
            client.get_macie_session()
        except client.exceptions.AccessDeniedException:
            return False
        return True

    def add(self, account, region=None):
        """Adds an account; the reason why it was refused, if it was."""
        client = self.of(self.administrator, region)
        try:
            client.create_member(account={"accountId": account, "email": "somebody@example.com"})
        except client.exceptions.ValidationException as error:
            return error.response["Error"]["Message"]
        return None

    def remove(self, account):
        self.of(self.administrator).disassociate_member(id=account)

    def auto_enable(self, on=True, region=None):
        self.of(self.administrator, region).update_organization_configuration(autoEnable=on)

    def rows(self, region=None, of=None):
        listed = self.of(of or self.administrator, region).list_members(onlyAssociated="false")["members"]
        return {row["accountId"]: row for row in listed}

    def administrator_of(self, account, region=None):
        client = self.of(account, region)
        try:
            return client.get_administrator_account()["administrator"]
        except client.exceptions.ResourceNotFoundException:
            return None

    def invite(self, member, administrator):
        """A member of `administrator` by invitation."""
        a, m = self.of(administrator), self.of(member)
        try:
            email = self.email(member)
        except self.as_management.exceptions.AccountNotFoundException:
            email = "nobody@example.com"
        a.create_member(account={"accountId": member, "email": email})
        assert a.create_invitations(accountIds=[member])["unprocessedAccounts"] == []
        (invitation,) = [i for i in m.list_invitations()["invitations"] if i["accountId"] == administrator]
        m.accept_invitation(administratorAccountId=administrator, invitationId=invitation["invitationId"])
