"""The organization: its accounts, and what the management account hands over."""

from story import Unexpected, check


class Organization:
    """The organization of the calling account, which is created unless it exists."""

    def __init__(self, accounts):
        self.accounts = accounts
        self.client = accounts.client(accounts.caller, "organizations")
        try:
            self.client.create_organization(FeatureSet="ALL")
        except self.client.exceptions.AlreadyInOrganizationException:
            pass
        self.id = self.client.describe_organization()["Organization"]["Id"]

    def members(self):
        """The name of each active account but the management account."""
        pages = self.client.get_paginator("list_accounts").paginate()
        found = [each for page in pages for each in page["Accounts"]]
        return {
            each["Id"]: each["Name"]
            for each in found
            if each["Id"] != self.accounts.caller and each["Status"] == "ACTIVE"
        }

    def invite(self, account):
        """Asks an account to join, and agrees in its name."""
        sent = self.client.invite_account_to_organization(
            Target={"Type": "ACCOUNT", "Id": account}, Notes="Please join our organization"
        )
        invited = self.accounts.client(account, "organizations")
        invited.accept_handshake(HandshakeId=sent["Handshake"]["Id"])

    def create(self, name, email):
        """A new account; the id of the one that has the name, if there is one."""
        for account, known in self.members().items():
            if known == name:
                return account
        request = self.client.create_account(AccountName=name, Email=email, RoleName=self.accounts.role)
        status = {}

        def state():
            answer = self.client.describe_create_account_status(
                CreateAccountRequestId=request["CreateAccountStatus"]["Id"]
            )
            status.update(answer["CreateAccountStatus"])
            if status["State"] == "FAILED":
                raise Unexpected(f"the account {name} was not created: {status['FailureReason']}")
            return status["State"]

        check(f"the account {name} is created", state, "SUCCEEDED")
        return status["AccountId"]

    def trust(self, principal):
        """Lets a service act in the organization."""
        self.client.enable_aws_service_access(ServicePrincipal=principal)

    def delegates(self, principal):
        """The accounts that administer a service for the organization."""
        pages = self.client.get_paginator("list_delegated_administrators").paginate(ServicePrincipal=principal)
        return [each["Id"] for page in pages for each in page["DelegatedAdministrators"]]
