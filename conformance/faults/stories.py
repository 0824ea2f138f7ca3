"""What writers do: one new member's life with an administrator, step by step, each step sent once.

A story ends at its first step that was not acknowledged, because nobody knows yet whether that one was carried out. Each
step is sent with a mark of its own as its user agent, which the trail keeps.
"""

import random
from dataclasses import dataclass, field
from itertools import count
from typing import Optional

from views import CREATED, INVITED, LEFT, MEMBER, NOTHING, REMOVED

_MARKS = count(1)


@dataclass
class Sent:
    """A request, and what became of it: `status` is None where there was no answer."""

    node: int
    event: str
    began: float
    mark: str = field(default_factory=lambda: f"mark-{next(_MARKS)}")
    ended: Optional[float] = None
    status: Optional[int] = None
    answer: object = None

    @property
    def acknowledged(self):
        return self.status == 200

    @property
    def id(self):
        """The id that the server gave it, if it answered."""
        return self.answer and self.answer.headers.get("x-amzn-requestid")


@dataclass(frozen=True)
class Step:
    """Who asks what, the name of its event, and what both sides see when it is done."""

    member_asks: bool
    method: str
    path: str
    body: Optional[dict]
    event: str
    view: tuple


@dataclass
class Story:
    """One member of one administrator in one service. `sent` has a request for each step that was begun."""

    service: str
    administrator: str
    member: str
    length: int
    sent: list = field(default_factory=list)
    invitation: Optional[str] = None

    @classmethod
    def begin(cls, service, administrator, member):
        return cls(service, administrator, member, length=random.choice((2, 3, 4, 4, 5, 6, 7, 8)))

    @property
    def steps(self):
        return (_hub if self.service == "securityhub" else _macie)(self)

    @property
    def next(self):
        """The step to be taken, unless the story has ended."""
        if len(self.sent) == self.length or not all(each.acknowledged for each in self.sent):
            return None
        return self.steps[len(self.sent)]

    @property
    def acknowledged(self):
        return sum(each.acknowledged for each in self.sent)

    def learn(self, listed):
        """Takes the id of the invitation from the member's list."""
        key, inviter, ident = {
            "securityhub": ("Invitations", "AccountId", "InvitationId"),
            "macie2": ("invitations", "accountId", "invitationId"),
        }[self.service]
        [self.invitation] = [each[ident] for each in listed[key] if each[inviter] == self.administrator]


def _hub(story):
    a, ids = story.administrator, {"AccountIds": [story.member]}
    accept = {"AdministratorId": a, "InvitationId": story.invitation}
    return [
        Step(True, "POST", "/accounts", {}, "EnableSecurityHub", NOTHING),
        Step(False, "POST", "/members", {"AccountDetails": [{"AccountId": story.member}]}, "CreateMembers", CREATED),
        Step(False, "POST", "/members/invite", ids, "InviteMembers", INVITED),
        Step(True, "POST", "/administrator", accept, "AcceptAdministratorInvitation", MEMBER),
        Step(True, "POST", "/administrator/disassociate", None, "DisassociateFromAdministratorAccount", LEFT),
        Step(True, "POST", "/administrator", accept, "AcceptAdministratorInvitation", MEMBER),
        Step(False, "POST", "/members/disassociate", ids, "DisassociateMembers", REMOVED),
        Step(False, "POST", "/members/delete", ids, "DeleteMembers", NOTHING),
    ]


def _macie(story):
    a, m = story.administrator, story.member
    account = {"account": {"accountId": m, "email": f"owner@{m}.example"}}
    accept = {"administratorAccountId": a, "invitationId": story.invitation}
    return [
        Step(True, "POST", "/macie", {}, "EnableMacie", NOTHING),
        Step(False, "POST", "/members", account, "CreateMember", CREATED),
        Step(False, "POST", "/invitations", {"accountIds": [m]}, "CreateInvitations", INVITED),
        Step(True, "POST", "/invitations/accept", accept, "AcceptInvitation", MEMBER),
        Step(True, "POST", "/administrator/disassociate", None, "DisassociateFromAdministratorAccount", LEFT),
        Step(True, "POST", "/invitations/accept", accept, "AcceptInvitation", MEMBER),
        Step(False, "POST", f"/members/disassociate/{m}", None, "DisassociateMember", REMOVED),
        Step(False, "DELETE", f"/members/{m}", None, "DeleteMember", NOTHING),
    ]
