"""More that two accounts can do with an organization, and what they see of it."""

import itertools
import os

from directory import DirectoryPair

MACIE = "macie.amazonaws.com"
HUB = "securityhub.amazonaws.com"
_NUMBERS = itertools.count(1)


def email():
    """An email that no other account has."""
    return f"owner-{os.getpid()}-{next(_NUMBERS)}@example.com"


def every(client, operation, key, **arguments):
    """The items of a list, the pages put together by boto3's paginator."""
    pages = client.get_paginator(operation).paginate(**arguments)
    return [item for page in pages for item in page[key]]


class OrganizationPair(DirectoryPair):
    """An account that founds an organization, and one that may be in it more than once."""

    # Steps. Each returns the pair, so that they read as a sentence.

    def together(self):
        return self.founded().asked().joined()

    def joined(self):
        self.m.accept_handshake(HandshakeId=self.handshake)
        return self

    def declined(self):
        self.m.decline_handshake(HandshakeId=self.handshake)
        return self

    def canceled(self):
        self.a.cancel_handshake(HandshakeId=self.handshake)
        return self

    def left(self):
        self.m.leave_organization()
        return self

    def trusting(self, principal=MACIE):
        self.a.enable_aws_service_access(ServicePrincipal=principal)
        return self

    def delegated(self, principal=MACIE):
        self.trusting(principal)
        self.a.register_delegated_administrator(AccountId=self.member, ServicePrincipal=principal)
        return self

    def new_account(self, name="New"):
        """One more account in the organization: its id and its email."""
        address = email()
        made = self.a.create_account(Email=address, AccountName=name)["CreateAccountStatus"]
        assert made["State"] == "SUCCEEDED"
        return made["AccountId"], address

    # What is there.

    @property
    def id(self):
        return self.a.describe_organization()["Organization"]["Id"]

    @property
    def handshake(self):
        """The invitation that the member received last."""
        received = every(self.m, "list_handshakes_for_account", "Handshakes")
        sent = [each for each in received if f"::{self.administrator}:" in each["Arn"]]
        return max(sent, key=lambda each: (each["State"] == "OPEN", each["RequestedTimestamp"]))["Id"]

    @property
    def accounts(self):
        """The ids of the accounts in the organization, in the order of the list."""
        return [account["Id"] for account in every(self.a, "list_accounts", "Accounts")]
