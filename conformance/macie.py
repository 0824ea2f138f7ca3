"""Macie between two accounts: each step of their relationship, and what both see of it."""

import clients
from pair import Pair


class MaciePair(Pair):
    """A prospective administrator and a prospective member, in one Region."""

    service = "macie2"

    # Steps. Each returns the pair, so that they read as a sentence.

    def enabled(self):
        for client in (self.a, self.m):
            try:
                client.enable_macie()
            except client.exceptions.ConflictException:
                pass
        return self

    def created(self, **arguments):
        email = f"owner@{self.member}.example"
        self.a.create_member(account={"accountId": self.member, "email": email}, **arguments)
        return self

    def invited(self, **arguments):
        answer = self.a.create_invitations(accountIds=[self.member], **arguments)
        assert answer["unprocessedAccounts"] == []
        return self

    def accepted(self, invitation=None):
        self.m.accept_invitation(
            administratorAccountId=self.administrator, invitationId=invitation or self.invitation_id
        )
        return self

    def declined(self):
        answer = self.m.decline_invitations(accountIds=[self.administrator])
        assert answer["unprocessedAccounts"] == []
        return self

    def left(self):
        self.m.disassociate_from_administrator_account()
        return self

    def exporting(self):
        """The administrator stores what is discovered."""
        key = f"arn:aws:kms:{self.region}:{self.administrator}:key/results"
        destination = {"bucketName": "results", "kmsKeyArn": key}
        self.a.put_classification_export_configuration(configuration={"s3Destination": destination})
        return self

    def discovering(self):
        """The administrator switches automated discovery on."""
        self.a.update_automated_discovery_configuration(status="ENABLED")
        return self

    def removed(self):
        self.a.disassociate_member(id=self.member)
        return self

    def deleted(self):
        self.a.delete_member(id=self.member)
        return self

    def invitation_deleted(self):
        answer = self.m.delete_invitations(accountIds=[self.administrator])
        assert answer["unprocessedAccounts"] == []
        return self

    def suspended(self):
        self.a.update_member_session(id=self.member, status="PAUSED")
        return self

    def designated(self):
        self.a.enable_organization_admin_account(adminAccountId=self.member)
        return self

    # What they see.

    @property
    def row(self):
        """The administrator's row in any status, or nothing. Every way to read it must agree."""
        try:
            got = self.a.get_member(id=self.member)
            got.pop("ResponseMetadata")
        except self.a.exceptions.ValidationException:
            got = None
        assert rows(self.a, onlyAssociated="false").get(self.member) == got
        if got:
            assert got["administratorAccountId"] == got["masterAccountId"] == self.administrator
        return got

    @property
    def invitation(self):
        """The member's invitation from the administrator, or nothing."""
        answer = self.m.list_invitations()
        found = [each for each in answer["invitations"] if each["accountId"] == self.administrator]
        assert len(found) <= 1
        return found[0] if found else None

    @property
    def invitation_id(self):
        return self.invitation["invitationId"]

    @property
    def association(self):
        """The member's administrator, or nothing. The deprecated twin must agree."""
        try:
            new = self.m.get_administrator_account()["administrator"]
        except self.m.exceptions.ResourceNotFoundException:
            clients.assert_refused(self.m.get_master_account, 404, "ResourceNotFoundException")
            return None
        assert self.m.get_master_account()["master"] == new
        return new

    def above(self):
        row, listed = self.row, rows(self.a).get(self.member)
        assert listed is None or listed == row
        return listed and listed["relationshipStatus"], row and row["relationshipStatus"]

    def below(self):
        invitation, association = self.invitation, self.association
        if association:
            assert association == invitation
        return (
            invitation and invitation["relationshipStatus"],
            association and association["relationshipStatus"],
            self.m.get_invitations_count()["invitationsCount"],
        )


def rows(client, **arguments):
    """Every row that an administrator sees, by account; the pages put together."""
    found = []
    for page in client.get_paginator("list_members").paginate(**arguments):
        found += page["members"]
    accounts = [row["accountId"] for row in found]
    assert accounts == sorted(set(accounts))
    return {row["accountId"]: row for row in found}


def unprocessed(answer):
    """What an answer could not process: the message for each account. Every code is the client's fault."""
    assert all(each["errorCode"] == "ClientError" for each in answer["unprocessedAccounts"])
    return {each["accountId"]: each["errorMessage"] for each in answer["unprocessedAccounts"]}
