"""AWS Organizations' snapshots: every operation, its success and its refusals."""

import json
import re
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from cases import FOLDER, REQUEST_ID, SHOWN, SITUATIONS
from directory import HUB, PRINCIPAL

TARGET = "AWSOrganizationsV20161128"
JSON = "application/x-amz-json-1.1"
WHO = {"a": "The management account", "m": "The member", "x": "An account in no organization"}
REDACTED = [
    (re.compile(r"\bou-[0-9a-z]{4}-[0-9a-z]{8}\b"), "<unit>"),
    (re.compile(r"\bo-[0-9a-z]{10}\b"), "<organization>"),
    (re.compile(r"\br-[0-9a-z]{4}\b"), "<root>"),
    (re.compile(r"\bh-[0-9a-z]{10}\b"), "<handshake>"),
    (re.compile(r"\bcar-[0-9a-z]{12}\b"), "<creation>"),
    (re.compile(r'(?<=Id":")\d{12}\b'), "<account>"),
    (re.compile(r'(?<=":)\d{10}\.\d+'), "<timestamp>"),
    (re.compile(r'(?<="NextToken":")[^"]+'), "<token>"),
    (REQUEST_ID, "<request id>"),
]


@dataclass(frozen=True)
class Case:
    """A request to AWS Organizations in a situation.

    In it `{A}` and `{M}` stand for the management account and the member, `{X}` for an account in no organization,
    `{R}`, `{U}`, `{H}` and `{C}` for root, unit, handshake and the creation of an account.
    """

    operation: str
    name: str
    situation: str
    who: str
    body: dict = field(default_factory=dict)
    service: str = "organizations"

    @property
    def id(self):
        return f"{self.service}/{self.operation}.{self.name}"

    @property
    def file(self):
        return FOLDER / f"{self.id}.http"

    def run(self, pair, stranger):
        """Brings the situation about, asks, and returns request and answer as text."""
        for step in SITUATIONS[self.situation]:
            getattr(pair, step)()
        shown = json.dumps(self.body)
        names = {"A": pair.administrator, "M": pair.member, "X": stranger}
        names |= {name: find() for name, find in pair.names.items() if f"{{{name}}}" in shown}
        sent = shown
        for name, value in names.items():
            sent = sent.replace(f"{{{name}}}", value)
        headers = {"X-Amz-Target": f"{TARGET}.{self.operation}", "Content-Type": JSON}
        asker = {"a": pair.a_raw, "m": pair.m_raw, "x": replace(pair.a_raw, account=stranger)}[self.who]
        return self._text(shown, asker.ask("POST", "/", sent.encode(), headers), names)

    def _text(self, shown, reply, names):
        lines = [f"# {WHO[self.who]} asks; the situation: {self.situation}."]
        lines += ["POST /", f"X-Amz-Target: {TARGET}.{self.operation}", shown, ""]
        lines += [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
        lines += [f"{key}: {value}" for key, value in sorted(reply.headers.items()) if key in SHOWN]
        lines += ["", reply.body.decode()] if reply.body else []
        text = "\n".join(lines) + "\n"
        for name, value in names.items():
            text = text.replace(value, f"{{{name}}}")
        for pattern, replacement in REDACTED:
            text = pattern.sub(replacement, text)
        return text


HANDSHAKE = {"HandshakeId": "{H}"}
NO_HANDSHAKE = {"HandshakeId": "h-0123456789"}
MEMBER = {"AccountId": "{M}"}
STRANGER = {"AccountId": "{X}"}
MANAGEMENT = {"AccountId": "{A}"}
UNIT = {"OrganizationalUnitId": "{U}"}
NO_UNIT = {"OrganizationalUnitId": "ou-0000-01234567"}
IN_ROOT = {"ParentId": "{R}"}
NOWHERE = {"ParentId": "r-0000"}
SERVICE = {"ServicePrincipal": PRINCIPAL}
CREATION = {"AccountName": "One more", "Email": "{X}@example.com"}
INVITE = {"Target": {"Id": "{M}", "Type": "ACCOUNT"}}
MOVE = {**MEMBER, "SourceParentId": "{R}", "DestinationParentId": "{U}"}
TAG = {"ResourceId": "{M}", "Tags": [{"Key": "team", "Value": "blue"}]}
UNTAG = {"ResourceId": "{M}", "TagKeys": ["team"]}
MANY_TAGS = [{"Key": f"key-{number}", "Value": ""} for number in range(51)]
POLICIES = {"TargetId": "{R}", "Filter": "SERVICE_CONTROL_POLICY"}

# Operation, input, then for each case: name, situation, who asks.
TABLE = [
    ("CreateOrganization", {}, ("success", "off", "a"), ("again", "founded", "a"), ("member", "joined", "m")),
    ("CreateOrganization", {"FeatureSet": "SOME"}, ("bad-features", "off", "a")),
    ("DescribeOrganization", {}, ("success", "joined", "m"), ("none", "off", "a"), ("invited", "asked", "m")),
    ("DeleteOrganization", {}, ("success", "founded", "a"), ("not-empty", "joined", "a"), ("member", "joined", "m")),
    ("CreateAccount", CREATION, ("success", "founded", "a"), ("none", "off", "a"), ("member", "joined", "m")),
    ("CreateAccount", {"AccountName": "One"}, ("missing", "founded", "a")),
    ("CreateAccount", {**CREATION, "RoleName": "AWSServiceRoleForIt"}, ("reserved-role", "founded", "a")),
    (
        "DescribeCreateAccountStatus",
        {"CreateAccountRequestId": "car-0123456789ab"},
        ("unknown", "founded", "a"),
        ("none", "off", "a"),
    ),
    ("DescribeCreateAccountStatus", {"CreateAccountRequestId": "{C}"}, ("success", "grown", "a")),
    ("ListCreateAccountStatus", {}, ("success", "grown", "a"), ("none", "off", "a")),
    ("ListCreateAccountStatus", {"States": ["DONE"]}, ("bad-state", "founded", "a")),
    ("InviteAccountToOrganization", INVITE, ("success", "founded", "a"), ("again", "asked", "a"), ("in-it", "joined", "a")),
    ("InviteAccountToOrganization", INVITE, ("none", "off", "a"), ("member", "joined", "m")),
    ("InviteAccountToOrganization", {"Target": {"Id": "{M}"}}, ("missing", "founded", "a")),
    ("InviteAccountToOrganization", {"Target": {"Id": "one", "Type": "ACCOUNT"}}, ("bad-account", "founded", "a")),
    ("InviteAccountToOrganization", {"Target": {"Id": "one", "Type": "EMAIL"}}, ("bad-email", "founded", "a")),
    ("InviteAccountToOrganization", {"Target": {"Id": "x@y.example", "Type": "EMAIL"}}, ("nobody", "founded", "a")),
    ("AcceptHandshake", HANDSHAKE, ("success", "asked", "m"), ("again", "joined", "m"), ("own", "asked", "a")),
    ("AcceptHandshake", NO_HANDSHAKE, ("unknown", "asked", "m")),
    ("DeclineHandshake", HANDSHAKE, ("success", "asked", "m"), ("accepted", "joined", "m"), ("own", "asked", "a")),
    ("CancelHandshake", HANDSHAKE, ("success", "asked", "a"), ("accepted", "joined", "a"), ("invited", "asked", "m")),
    ("DescribeHandshake", HANDSHAKE, ("success", "asked", "m"), ("stranger", "asked", "x")),
    ("DescribeHandshake", {"HandshakeId": "h-1"}, ("bad-id", "asked", "m")),
    ("ListHandshakesForAccount", {}, ("success", "asked", "m"), ("empty", "off", "m")),
    ("ListHandshakesForAccount", {"Filter": {"ActionType": "ASK"}}, ("bad-filter", "asked", "m")),
    ("ListHandshakesForOrganization", {}, ("success", "asked", "a"), ("none", "off", "a"), ("member", "joined", "m")),
    ("ListAccounts", {}, ("success", "joined", "a"), ("member", "joined", "m"), ("none", "off", "a")),
    ("ListAccounts", {"MaxResults": 1}, ("page", "joined", "a"), ("delegated", "delegated", "m")),
    ("ListAccounts", {"MaxResults": 21}, ("too-large-a-page", "joined", "a")),
    ("ListAccounts", {"NextToken": "abc"}, ("bad-token", "joined", "a")),
    ("DescribeAccount", MEMBER, ("success", "joined", "a"), ("member", "joined", "m"), ("none", "off", "a")),
    ("DescribeAccount", STRANGER, ("unknown", "joined", "a")),
    ("RemoveAccountFromOrganization", MEMBER, ("success", "joined", "a"), ("delegated", "delegated", "a")),
    ("RemoveAccountFromOrganization", MANAGEMENT, ("management", "joined", "a")),
    ("RemoveAccountFromOrganization", STRANGER, ("unknown", "joined", "a")),
    ("LeaveOrganization", {}, ("success", "joined", "m"), ("management", "joined", "a"), ("none", "off", "m")),
    ("CloseAccount", MEMBER, ("success", "joined", "a"), ("delegated", "delegated", "a"), ("member", "joined", "m")),
    ("CloseAccount", MANAGEMENT, ("management", "joined", "a")),
    ("ListRoots", {}, ("success", "founded", "a"), ("none", "off", "a"), ("member", "joined", "m")),
    ("ListParents", {"ChildId": "{M}"}, ("success", "joined", "a"), ("member", "joined", "m")),
    ("ListParents", {"ChildId": "{X}"}, ("unknown", "joined", "a")),
    ("ListChildren", {**IN_ROOT, "ChildType": "ACCOUNT"}, ("accounts", "joined", "a"), ("member", "joined", "m")),
    ("ListChildren", {**IN_ROOT, "ChildType": "ORGANIZATIONAL_UNIT"}, ("units", "divided", "a")),
    ("ListChildren", {**IN_ROOT, "ChildType": "UNIT"}, ("bad-type", "joined", "a")),
    ("ListAccountsForParent", IN_ROOT, ("success", "joined", "a"), ("member", "joined", "m")),
    ("ListAccountsForParent", NOWHERE, ("unknown", "joined", "a")),
    ("ListOrganizationalUnitsForParent", IN_ROOT, ("success", "divided", "a"), ("member", "joined", "m")),
    ("ListOrganizationalUnitsForParent", NOWHERE, ("unknown", "joined", "a")),
    ("CreateOrganizationalUnit", {**IN_ROOT, "Name": "Unit"}, ("success", "founded", "a"), ("again", "divided", "a")),
    ("CreateOrganizationalUnit", {**NOWHERE, "Name": "Unit"}, ("unknown", "founded", "a")),
    ("CreateOrganizationalUnit", {**IN_ROOT, "Name": ""}, ("no-name", "founded", "a")),
    ("DescribeOrganizationalUnit", UNIT, ("success", "divided", "a"), ("member", "divided", "m")),
    ("DescribeOrganizationalUnit", NO_UNIT, ("unknown", "divided", "a")),
    ("UpdateOrganizationalUnit", {**UNIT, "Name": "Other"}, ("success", "divided", "a"), ("member", "divided", "m")),
    ("UpdateOrganizationalUnit", {**NO_UNIT, "Name": "Other"}, ("unknown", "divided", "a")),
    ("DeleteOrganizationalUnit", UNIT, ("success", "divided", "a"), ("member", "divided", "m")),
    ("DeleteOrganizationalUnit", NO_UNIT, ("unknown", "divided", "a")),
    ("MoveAccount", MOVE, ("success", "divided", "a"), ("member", "divided", "m"), ("nowhere", "joined", "a")),
    ("MoveAccount", {**MOVE, "SourceParentId": "ou-0000-01234567"}, ("from-nowhere", "divided", "a")),
    ("MoveAccount", {**MOVE, "DestinationParentId": "{R}"}, ("same", "divided", "a")),
    ("EnableAWSServiceAccess", SERVICE, ("success", "founded", "a"), ("member", "joined", "m")),
    ("EnableAWSServiceAccess", {"ServicePrincipal": "nobody"}, ("bad-principal", "founded", "a")),
    ("DisableAWSServiceAccess", SERVICE, ("success", "trusted", "a"), ("member", "trusted", "m")),
    ("ListAWSServiceAccessForOrganization", {}, ("success", "trusted", "a"), ("member", "trusted", "m")),
    ("RegisterDelegatedAdministrator", {**MEMBER, **SERVICE}, ("success", "trusted", "a"), ("again", "delegated", "a")),
    ("RegisterDelegatedAdministrator", {**MEMBER, **SERVICE}, ("not-trusted", "joined", "a"), ("member", "trusted", "m")),
    ("RegisterDelegatedAdministrator", {**MANAGEMENT, **SERVICE}, ("management", "trusted", "a")),
    ("RegisterDelegatedAdministrator", {**STRANGER, **SERVICE}, ("unknown", "trusted", "a")),
    ("DeregisterDelegatedAdministrator", {**MEMBER, **SERVICE}, ("success", "delegated", "a"), ("never", "trusted", "a")),
    ("ListDelegatedAdministrators", SERVICE, ("success", "delegated", "a"), ("none", "off", "a")),
    ("ListDelegatedServicesForAccount", MEMBER, ("success", "delegated", "a"), ("never", "trusted", "a")),
    ("ListPoliciesForTarget", POLICIES, ("success", "founded", "a"), ("member", "joined", "m")),
    ("ListPoliciesForTarget", {**POLICIES, "TargetId": "{X}"}, ("unknown", "founded", "a")),
    ("ListPoliciesForTarget", {**POLICIES, "Filter": "ALL"}, ("bad-filter", "founded", "a")),
    ("ListTagsForResource", {"ResourceId": "{M}"}, ("success", "joined", "a"), ("member", "joined", "m")),
    ("ListTagsForResource", {"ResourceId": "{X}"}, ("unknown", "joined", "a")),
    ("TagResource", TAG, ("success", "joined", "a"), ("member", "joined", "m")),
    ("TagResource", {**TAG, "Tags": [{"Key": "aws:x", "Value": ""}]}, ("system-tag", "joined", "a")),
    ("TagResource", {**TAG, "Tags": TAG["Tags"] * 2}, ("twice", "joined", "a")),
    ("UntagResource", UNTAG, ("success", "joined", "a"), ("member", "joined", "m")),
    ("UntagResource", {"ResourceId": "{M}"}, ("missing", "joined", "a")),
    ("TagResource", {**TAG, "Tags": MANY_TAGS}, ("too-many", "joined", "a")),
    ("CreateOrganizationalUnit", {"ParentId": "{U}", "Name": "Unit"}, ("too-deep", "deep", "a")),
    ("DeleteOrganizationalUnit", UNIT, ("not-empty", "settled", "a")),
    ("CloseAccount", MEMBER, ("again", "closed", "a")),
    ("DescribeAccount", MEMBER, ("closed", "closed", "a")),
    ("RegisterDelegatedAdministrator", {**MEMBER, **SERVICE}, ("closed", "closed", "a"), ("billed", "billed", "a")),
    ("RegisterDelegatedAdministrator", {**MEMBER, "ServicePrincipal": HUB}, ("taken", "taken", "a")),
    ("EnableAWSServiceAccess", SERVICE, ("billed", "billed", "a")),
    ("CreateAccount", {"AccountName": "Two", "Email": "{M}@example.com"}, ("email-taken", "grown", "a")),
    ("ListPolicies", {"Filter": "SERVICE_CONTROL_POLICY"}, ("not-implemented", "founded", "a")),
    ("NoSuchOperation", {}, ("refused", "founded", "a")),
]

CASES = [Case(operation, name, situation, who, body) for operation, body, *cases in TABLE for name, situation, who in cases]
