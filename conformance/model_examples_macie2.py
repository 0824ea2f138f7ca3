"""Macie: a valid input of every operation, and what has to be there for it (see `model_examples`)."""

import model_examples_macie2_around as around
from macie import MaciePair
from model_examples import Example

SERVICE = "macie2"
ARN = "arn:aws:macie2:us-east-1:{A}:member/{M}"


def stage(server, fresh):
    return MaciePair(server, fresh(), fresh())


def more_rows(pair):
    """Two rows besides the member's; `{T}` leads to the second page of one row."""
    for n in (1, 2):
        MaciePair(pair.server, pair.administrator, str(int(pair.member) + 10**8 * n)).created().invited()
    return {"T": pair.a.list_members(onlyAssociated="false", maxResults=1)["nextToken"]}


def more_invitations(pair):
    """Invitations from two more accounts; `{T}` leads to the second page of one invitation."""
    for n in (1, 2):
        inviter = str(int(pair.administrator) + 10**8 * n)
        MaciePair(pair.server, inviter, pair.member).enabled().created().invited()
    return {"T": pair.m.list_invitations(maxResults=1)["nextToken"]}


EXAMPLES = {
    "EnableMacie": [
        Example(
            "off",
            "a",
            {
                "clientToken": "0f2c3a1e-9d7b-4a53-8f11-0d6f7a1c2b3e",
                "findingPublishingFrequency": "ONE_HOUR",
                "status": "ENABLED",
            },
        )
    ],
    "GetMacieSession": [Example("on", "a")],
    "UpdateMacieSession": [
        Example("on", "a", {"findingPublishingFrequency": "SIX_HOURS", "status": "PAUSED"})
    ],
    "DisableMacie": [Example("on", "a")],
    "CreateMember": [
        Example(
            "on",
            "a",
            {"account": {"accountId": "{M}", "email": "owner@example.com"}, "tags": {"team": "blue", "stage": ""}},
        )
    ],
    "GetMember": [Example("invited", "a", {"id": "{M}"})],
    "ListMembers": [
        Example("enabled", "a", {"onlyAssociated": "false", "maxResults": 1, "nextToken": "{T}"}, more_rows)
    ],
    "DeleteMember": [Example("invited", "a", {"id": "{M}"})],
    "DisassociateMember": [Example("enabled", "a", {"id": "{M}"})],
    "UpdateMemberSession": [Example("enabled", "a", {"id": "{M}", "status": "PAUSED"})],
    "CreateInvitations": [
        Example(
            "created",
            "a",
            {"accountIds": ["{M}", "{X}"], "disableEmailNotification": True, "message": "Please join."},
        )
    ],
    "ListInvitations": [Example("invited", "m", {"maxResults": 1, "nextToken": "{T}"}, more_invitations)],
    "GetInvitationsCount": [Example("invited", "m")],
    "AcceptInvitation": [
        Example("invited", "m", {"administratorAccountId": "{A}", "invitationId": "{I}"}),
        Example("invited", "m", {"masterAccount": "{A}", "invitationId": "{I}"}),
    ],
    "DeclineInvitations": [Example("invited", "m", {"accountIds": ["{A}", "{X}"]})],
    "DeleteInvitations": [Example("declined", "m", {"accountIds": ["{A}", "{X}"]})],
    "GetAdministratorAccount": [Example("enabled", "m")],
    "GetMasterAccount": [Example("enabled", "m")],
    "DisassociateFromAdministratorAccount": [Example("enabled", "m")],
    "DisassociateFromMasterAccount": [Example("enabled", "m")],
    "ListTagsForResource": [Example("created", "a", {"resourceArn": ARN})],
    "TagResource": [Example("created", "a", {"resourceArn": ARN, "tags": {"team": "blue", "stage": ""}})],
    "UntagResource": [Example("created", "a", {"resourceArn": ARN, "tagKeys": ["team", "stage"]})],
    "EnableOrganizationAdminAccount": [
        Example("joined", "a", {"adminAccountId": "{M}", "clientToken": "0f2c3a1e-9d7b-4a53-8f11-0d6f7a1c2b3e"})
    ],
    "DisableOrganizationAdminAccount": [Example("designated", "a", {"adminAccountId": "{M}"})],
    "ListOrganizationAdminAccounts": [
        Example("designated", "a", {"maxResults": 1}),
        Example("designated", "a", {"nextToken": "a-token"}, refused="ValidationException"),
    ],
    "DescribeOrganizationConfiguration": [Example("designated", "m")],
    "UpdateOrganizationConfiguration": [Example("designated", "m", {"autoEnable": True})],
    **around.EXAMPLES,
}

READS = [
    ("a", "ListMembers", {"onlyAssociated": "false"}),
    ("m", "ListMembers", {"onlyAssociated": "false"}),
    ("a", "GetMember", {"id": "{M}"}),
    ("a", "ListTagsForResource", {"resourceArn": ARN}),
]

SITUATIONS = ["off", "on", "created", "invited", "enabled", "declined", "left", "removed", "paused", "joined", "designated", "discovering"]

EXCEPTIONS = []

NEVER_TAKEN = {}
NEVER_SENT = {
    "ListOrganizationAdminAccounts": {"nextToken": "there is at most one"},
}

INVALID = {"ValidationException", "SerializationException"}
UNMODELLED = {"SerializationException": 400, "UnknownOperationException": 404}
_TAGS = {
    code: "§4.5: the operations on tags model no errors"
    for code in ("ValidationException", "ResourceNotFoundException", "AccessDeniedException")
}
ELSEWHERE = {
    "ListTagsForResource": _TAGS,
    "TagResource": _TAGS,
    "UntagResource": _TAGS,
}
