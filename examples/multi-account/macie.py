"""Macie: members one by one, emails that are checked, and members that the designation makes the organization's."""

from story import require


class Macie:
    """Macie in the Region of the environment: what the administrator does, and its members."""

    name = "Macie"
    principal = "macie.amazonaws.com"
    flips_at_designation = True

    def __init__(self, accounts, administrator):
        self.accounts, self.administrator = accounts, administrator

    def of(self, account):
        return self.accounts.client(account, "macie2")

    def turn_on(self, account):
        client = self.of(account)
        try:
            client.enable_macie()
        except client.exceptions.ConflictException:
            pass  # It is on already.

    def is_on(self, account):
        client = self.of(account)
        try:
            return client.get_macie_session()["status"] == "ENABLED"
        except client.exceptions.AccessDeniedException:
            return False

    # By invitation.

    def invite(self, emails):
        """Adds those that have no row yet, and invites whoever is no member and not invited."""
        client, rows = self.of(self.administrator), self.statuses()
        for account, email in emails.items():
            if account not in rows:
                client.create_member(account={"accountId": account, "email": email})
        waiting = [each for each in emails if rows.get(each) in (None, "Created", "Removed", "Resigned")]
        if waiting:
            answer = client.create_invitations(
                accountIds=waiting, disableEmailNotification=True, message="Please join us"
            )
            require("CreateInvitations", answer["unprocessedAccounts"])

    def accept(self, member):
        """Accepts the administrator's invitation, if it waits for an answer. Whether the account is a member."""
        client = self.of(member)
        for page in client.get_paginator("list_invitations").paginate():
            for each in page["invitations"]:
                if each["accountId"] == self.administrator and each["relationshipStatus"] == "Invited":
                    client.accept_invitation(
                        administratorAccountId=self.administrator, invitationId=each["invitationId"]
                    )
        return self.kind(member) is not None

    # Through the organization.

    def designated(self):
        """The administrators that the management account designated."""
        pages = self._management().get_paginator("list_organization_admin_accounts").paginate()
        return [each["accountId"] for page in pages for each in page["adminAccounts"] if each["status"] == "ENABLED"]

    def designate(self):
        self._management().enable_organization_admin_account(adminAccountId=self.administrator)

    def add(self, emails):
        """Adds accounts of the organization. Those that came by invitation are the organization's already."""
        client = self.of(self.administrator)
        for account, email in emails.items():
            if self.kind(account) != "organization":
                client.create_member(account={"accountId": account, "email": email})

    def enable_automatically(self):
        """From now on, accounts that join the organization become members by themselves."""
        self.of(self.administrator).update_organization_configuration(autoEnable=True)

    def enables_automatically(self):
        return self.of(self.administrator).describe_organization_configuration()["autoEnable"]

    # What both sides see.

    def statuses(self):
        """The administrator's side: the status of each account that it has a row of."""
        pages = self.of(self.administrator).get_paginator("list_members").paginate(onlyAssociated="false")
        return {each["accountId"]: each["relationshipStatus"] for page in pages for each in page["members"]}

    def kind(self, member):
        """The member's side: "invitation" or "organization"; nothing if it is no member of the administrator."""
        client = self.of(member)
        try:
            found = client.get_administrator_account()["administrator"]
        except (client.exceptions.ResourceNotFoundException, client.exceptions.AccessDeniedException):
            return None  # It has no administrator, or its Macie is off.
        if found["accountId"] != self.administrator or found["relationshipStatus"] != "Enabled":
            return None
        return "invitation" if "invitationId" in found else "organization"

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
