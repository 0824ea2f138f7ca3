"""Security Hub: members in batches, and membership of the organization by adding the members once more."""

from story import require

BATCH = 50

# What calls answer in an account whose hub is off.
OFF = ("BadRequestException", "InvalidAccessException")


class SecurityHub:
    """Security Hub in the Region of the environment: what the administrator does, and its members."""

    name = "Security Hub"
    principal = "securityhub.amazonaws.com"
    flips_at_designation = False

    def __init__(self, accounts, administrator):
        self.accounts, self.administrator = accounts, administrator

    def of(self, account):
        return self.accounts.client(account, "securityhub")

    def turn_on(self, account):
        client = self.of(account)
        try:
            client.enable_security_hub(EnableDefaultStandards=False)
        except client.exceptions.ResourceConflictException:
            pass  # It is on already.

    def is_on(self, account):
        client = self.of(account)
        try:
            client.describe_hub()
        except client.exceptions.InvalidAccessException:
            return False
        return True

    # By invitation.

    def invite(self, emails):
        """Adds those that have no row yet, and invites whoever is no member and not invited."""
        client, rows = self.of(self.administrator), self.statuses()
        for some in batches([each for each in emails if each not in rows]):
            details = [{"AccountId": each, "Email": emails[each]} for each in some]
            require("CreateMembers", client.create_members(AccountDetails=details)["UnprocessedAccounts"])
        waiting = [each for each in emails if rows.get(each) not in ("Invited", "Enabled")]
        for some in batches(waiting):
            require("InviteMembers", client.invite_members(AccountIds=some)["UnprocessedAccounts"])

    def accept(self, member):
        """Accepts the administrator's invitation, if it waits for an answer. Whether the account is a member."""
        client = self.of(member)
        for page in client.get_paginator("list_invitations").paginate():
            for each in page["Invitations"]:
                if each["AccountId"] == self.administrator and each["MemberStatus"] == "Invited":
                    client.accept_administrator_invitation(
                        AdministratorId=self.administrator, InvitationId=each["InvitationId"]
                    )
        return self.kind(member) is not None

    # Through the organization.

    def designated(self):
        """The administrators that the management account designated."""
        pages = self._management().get_paginator("list_organization_admin_accounts").paginate()
        return [each["AccountId"] for page in pages for each in page["AdminAccounts"] if each["Status"] == "ENABLED"]

    def designate(self):
        self._management().enable_organization_admin_account(AdminAccountId=self.administrator)

    def add(self, emails):
        """Adds accounts of the organization. Those that came by invitation become the organization's."""
        client = self.of(self.administrator)
        for some in batches([each for each in emails if self.kind(each) != "organization"]):
            answer = client.create_members(AccountDetails=[{"AccountId": each} for each in some])
            require("CreateMembers", answer["UnprocessedAccounts"])

    def enable_automatically(self):
        """From now on, accounts that join the organization become members by themselves."""
        self.of(self.administrator).update_organization_configuration(AutoEnable=True, AutoEnableStandards="NONE")

    def enables_automatically(self):
        return self.of(self.administrator).describe_organization_configuration()["AutoEnable"]

    # What both sides see.

    def statuses(self):
        """The administrator's side: the status of each account that it has a row of."""
        pages = self.of(self.administrator).get_paginator("list_members").paginate(OnlyAssociated=False)
        return {each["AccountId"]: each["MemberStatus"] for page in pages for each in page["Members"]}

    def kind(self, member):
        """The member's side: "invitation" or "organization"; nothing if it is no member of the administrator."""
        client = self.of(member)
        try:
            found = client.get_administrator_account().get("Administrator", {})
        except client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in OFF:
                return None
            raise
        if found.get("AccountId") != self.administrator or found.get("MemberStatus") != "Enabled":
            return None
        return "invitation" if "InvitationId" in found else "organization"

    def leaves(self, member):
        """Tries to leave. Whether it could: members of the organization may not."""
        client = self.of(member)
        try:
            client.disassociate_from_administrator_account()
        except client.exceptions.AccessDeniedException:
            return False
        return True

    def _management(self):
        return self.of(self.accounts.caller)


def batches(accounts):
    """The accounts, as many at a time as one request may name."""
    return [accounts[start : start + BATCH] for start in range(0, len(accounts), BATCH)]
