"""Security Hub between two accounts: each step of their relationship, and what both see of it."""

from botocore.exceptions import ClientError

from pair import Pair


class HubPair(Pair):
    """A prospective administrator and a prospective member, in one Region."""

    service = "securityhub"

    # Steps. Each returns the pair, so that they read as a sentence.

    def enabled(self):
        for client in (self.a, self.m):
            try:
                client.enable_security_hub()
            except client.exceptions.ResourceConflictException:
                pass
        return self

    def created(self, email=None):
        details = {"AccountId": self.member, **({"Email": email} if email else {})}
        assert unprocessed(self.a.create_members(AccountDetails=[details])) == {}
        return self

    def invited(self):
        assert unprocessed(self.a.invite_members(AccountIds=[self.member])) == {}
        return self

    def accepted(self, invitation=None):
        self.m.accept_administrator_invitation(
            AdministratorId=self.administrator, InvitationId=invitation or self.invitation_id
        )
        return self

    def declined(self):
        assert unprocessed(self.m.decline_invitations(AccountIds=[self.administrator])) == {}
        return self

    def left(self):
        self.m.disassociate_from_administrator_account()
        return self

    def removed(self):
        self.a.disassociate_members(AccountIds=[self.member])
        return self

    def deleted(self):
        assert unprocessed(self.a.delete_members(AccountIds=[self.member])) == {}
        return self

    def invitation_deleted(self):
        assert unprocessed(self.m.delete_invitations(AccountIds=[self.administrator])) == {}
        return self

    def designated(self):
        self.a.enable_organization_admin_account(AdminAccountId=self.member)
        return self

    # What the administrator configures besides.

    def subscribed(self):
        """Subscribes to findings of GuardDuty and of Macie."""
        for product in ("guardduty", "macie"):
            arn = f"arn:aws:securityhub:{self.region}::product/aws/{product}"
            self.a.enable_import_findings_for_product(ProductArn=arn)
        return self

    def aggregated(self):
        self.a.create_finding_aggregator(RegionLinkingMode="SPECIFIED_REGIONS", Regions=["eu-west-1"])
        return self

    def second(self):
        """Switches the second generation's hub on."""
        self.a.enable_security_hub_v2()
        return self

    @property
    def names(self):
        """What names in requests stand for: `{G}` is the aggregator, or, where there is none, one that nobody has."""
        return {"G": self._aggregator}

    def _aggregator(self):
        nobodys = f"arn:aws:securityhub:{self.region}:{self.administrator}:finding-aggregator/{'0' * 32}"
        try:
            found = self.a.list_finding_aggregators()["FindingAggregators"]
        except ClientError:
            found = []
        return found[0]["FindingAggregatorArn"] if found else nobodys

    # What they see.

    @property
    def row(self):
        """The administrator's row in any status, or nothing. Every way to read it must agree."""
        answer = self.a.get_members(AccountIds=[self.member])
        listed = rows(self.a, OnlyAssociated=False).get(self.member)
        got = answer["Members"][0] if answer["Members"] else None
        assert got == listed
        assert list(unprocessed(answer)) == ([] if got else [self.member])
        if got:
            assert got["AdministratorId"] == got["MasterId"] == self.administrator
        return got

    @property
    def invitation(self):
        """The member's invitation from the administrator, or nothing."""
        answer = self.m.list_invitations()
        found = [each for each in answer["Invitations"] if each["AccountId"] == self.administrator]
        assert len(found) <= 1
        return found[0] if found else None

    @property
    def invitation_id(self):
        return self.invitation["InvitationId"]

    @property
    def association(self):
        """The member's administrator, or nothing. The deprecated twin must agree."""
        new = self.m.get_administrator_account().get("Administrator")
        assert self.m.get_master_account().get("Master") == new
        return new

    def above(self):
        row, listed = self.row, rows(self.a).get(self.member)
        assert listed is None or listed == row
        return listed and listed["MemberStatus"], row and row["MemberStatus"]

    def below(self):
        invitation, association = self.invitation, self.association
        if association:
            assert association == invitation
        return (
            invitation and invitation["MemberStatus"],
            association and association["MemberStatus"],
            self.m.get_invitations_count()["InvitationsCount"],
        )


def rows(client, **arguments):
    """Every row that an administrator sees, by account; the pages put together."""
    found = []
    for page in client.get_paginator("list_members").paginate(**arguments):
        found += page["Members"]
    accounts = [row["AccountId"] for row in found]
    assert accounts == sorted(set(accounts))
    return {row["AccountId"]: row for row in found}


def unprocessed(answer):
    """What an answer could not process: the text for each account."""
    pairs = [(each["AccountId"], each["ProcessingResult"]) for each in answer["UnprocessedAccounts"]]
    return dict(pairs)
