"""Security Hub: a valid input of every operation, and what has to be there for it (see `model_examples`)."""

import model_examples_securityhub_around as around
from hub import HubPair
from model_examples import Example, Except

SERVICE = "securityhub"
ARN = "arn:aws:securityhub:us-east-1:{A}:hub/default"
ACCEPT = {"AdministratorId": "{A}", "InvitationId": "{I}"}
ACCEPT_OLD = {"MasterId": "{A}", "InvitationId": "{I}"}


def stage(server, fresh):
    return HubPair(server, fresh(), fresh())


def more_rows(pair):
    """Two rows with an email besides the member's; `{E}` is the first, `{T}` leads to the second page of one row."""
    others = [str(int(pair.member) + 10**8 * n) for n in (1, 2)]
    details = [{"AccountId": other, "Email": "owner@example.com"} for other in others]
    pair.a.create_members(AccountDetails=details)
    page = pair.a.list_members(OnlyAssociated=False, MaxResults=1)
    return {"E": others[0], "T": page["NextToken"]}


def more_invitations(pair):
    """Invitations from two more accounts; `{T}` leads to the second page of one invitation."""
    for n in (1, 2):
        inviter = str(int(pair.administrator) + 10**8 * n)
        HubPair(pair.server, inviter, pair.member).enabled().created().invited()
    return {"T": pair.m.list_invitations(MaxResults=1)["NextToken"]}


def aggregating(pair):
    """This Region is the member's home Region."""
    pair.m.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")
    return {}


EXAMPLES = {
    "EnableSecurityHub": [
        Example(
            "off",
            "a",
            {
                "Tags": {"team": "blue", "stage": ""},
                "EnableDefaultStandards": True,
                "ControlFindingGenerator": "STANDARD_CONTROL",
            },
        )
    ],
    "DescribeHub": [Example("on", "a", {"HubArn": ARN})],
    "UpdateSecurityHubConfiguration": [
        Example("on", "a", {"AutoEnableControls": False, "ControlFindingGenerator": "STANDARD_CONTROL"})
    ],
    "DisableSecurityHub": [Example("on", "a")],
    "CreateMembers": [
        Example(
            "on",
            "a",
            {"AccountDetails": [{"AccountId": "{M}", "Email": "owner@example.com"}, {"AccountId": "{A}"}]},
        )
    ],
    "InviteMembers": [Example("created", "a", {"AccountIds": ["{M}", "{X}"]})],
    "GetMembers": [Example("invited", "a", {"AccountIds": ["{M}", "{X}", "{E}"]}, more_rows)],
    "ListMembers": [
        Example("enabled", "a", {"OnlyAssociated": False}, more_rows),
        Example("enabled", "a", {"OnlyAssociated": False, "MaxResults": 1, "NextToken": "{T}"}, more_rows),
    ],
    "DisassociateMembers": [Example("enabled", "a", {"AccountIds": ["{M}", "{X}"]})],
    "DeleteMembers": [Example("invited", "a", {"AccountIds": ["{M}", "{X}"]})],
    "ListInvitations": [
        Example("invited", "m", {"MaxResults": 1, "NextToken": "{T}"}, more_invitations),
    ],
    "GetInvitationsCount": [Example("invited", "m")],
    "AcceptAdministratorInvitation": [Example("invited", "m", ACCEPT)],
    "AcceptInvitation": [Example("invited", "m", ACCEPT_OLD)],
    "DeclineInvitations": [Example("invited", "m", {"AccountIds": ["{A}", "{X}"]})],
    "DeleteInvitations": [Example("declined", "m", {"AccountIds": ["{A}", "{X}"]})],
    "GetAdministratorAccount": [Example("enabled", "m")],
    "GetMasterAccount": [Example("enabled", "m")],
    "DisassociateFromAdministratorAccount": [Example("enabled", "m")],
    "DisassociateFromMasterAccount": [Example("enabled", "m")],
    "ListTagsForResource": [Example("on", "a", {"ResourceArn": ARN})],
    "TagResource": [Example("on", "a", {"ResourceArn": ARN, "Tags": {"team": "blue", "stage": ""}})],
    "UntagResource": [Example("on", "a", {"ResourceArn": ARN, "TagKeys": ["team", "stage"]})],
    "EnableOrganizationAdminAccount": [
        Example("joined", "a", {"AdminAccountId": "{M}"}),
        Example("joined", "a", {"AdminAccountId": "{M}", "Feature": "SecurityHubV2"}),
    ],
    "DisableOrganizationAdminAccount": [
        Example("designated", "a", {"AdminAccountId": "{M}", "Feature": "SecurityHub"})
    ],
    "ListOrganizationAdminAccounts": [
        Example("designated", "a", {"MaxResults": 1, "Feature": "SecurityHub"}),
        Example("designated", "a", {"NextToken": "a-token"}, refused="InvalidInputException"),
    ],
    "DescribeOrganizationConfiguration": [Example("designated", "m")],
    "UpdateOrganizationConfiguration": [
        Example("designated", "m", {"AutoEnable": True, "AutoEnableStandards": "NONE"}),
        Example(
            "designated",
            "m",
            {
                "AutoEnable": False,
                "AutoEnableStandards": "NONE",
                "OrganizationConfiguration": {
                    "ConfigurationType": "CENTRAL",
                    "Status": "ENABLED",
                    "StatusMessage": "ready",
                },
            },
            aggregating,
        ),
    ],
    **around.EXAMPLES,
}

READS = [
    ("a", "ListMembers", {"OnlyAssociated": False}),
    ("m", "ListMembers", {"OnlyAssociated": False}),
    ("a", "ListTagsForResource", {"ResourceArn": ARN}),
    ("a", "GetEnabledStandards", {"MaxResults": 100}),
]

SITUATIONS = ["off", "on", "created", "invited", "enabled", "declined", "left", "removed"]
SITUATIONS += ["joined", "designated", "aggregated", "second"]

EXCEPTIONS = [
    Except("CreateMembers", "AccountDetails", "too long", "U20: the first 50 are processed, the others named"),
    Except("CreateMembers", "AccountDetails[].Email", "pattern", "§6.2: a bad email refuses its account alone"),
]

NEVER_TAKEN = {}
NEVER_SENT = {
    "ListOrganizationAdminAccounts": {"NextToken": "there is at most one"},
    **around.NEVER_SENT,
}

ODD = {
    "DescribeOrganizationConfiguration": {
        "OrganizationConfiguration.StatusMessage": "§3.4: empty where there is no failure to explain"
    }
}

# The operations of the second hub have exceptions of their own (§1.5.1).
INVALID = {"InvalidInputException", "ValidationException", "SerializationException"}
UNMODELLED = {"SerializationException": 400, "BadRequestException": 400, "UnknownOperationException": 404}
_TAGS = {"InvalidAccessException": "§1.5.2: the hub is off"}
ELSEWHERE = {
    "EnableSecurityHub": {"InvalidInputException": "§6.1: missing or malformed input"},
    "DisableSecurityHub": {"InvalidInputException": "§6.1: of an administrator and of a member"},
    "EnableOrganizationAdminAccount": {"ResourceConflictException": "§6.1: one is designated already"},
    "ListOrganizationAdminAccounts": {"AccessDeniedException": "§6.1: for the management account only"},
    "ListTagsForResource": _TAGS,
    "TagResource": _TAGS,
    "UntagResource": _TAGS,
    **around.ELSEWHERE,
}
