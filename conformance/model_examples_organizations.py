"""AWS Organizations: a valid input of every operation, and what has to be there for it (see `model_examples`)."""

from directory import PRINCIPAL, DirectoryPair
from model_examples import Example, filled, names

SERVICE = "organizations"

TAGS = [{"Key": "team", "Value": "blue"}, {"Key": "stage", "Value": ""}]
SERVICES = [PRINCIPAL, "guardduty.amazonaws.com", "inspector2.amazonaws.com"]
CREATION = {"AccountName": "One more", "Email": "{X}@example.com"}
# A token that was never given: these lists have no second page.
NO_TOKEN = {"NextToken": "a-token"}
NO_PAGES = "InvalidInputException"


def stage(server, fresh):
    return DirectoryPair(server, fresh(), fresh())


def second_page(method, who="a", prepare=None, **params):
    """Prepares, asks for the first page of one item, and makes `{T}` the token of the second."""

    def steps(pair):
        if prepare:
            prepare(pair)
        known = filled(params, names(pair, None))
        return {"T": getattr(getattr(pair, who), method)(MaxResults=1, **known)["NextToken"]}

    return steps


def paged(situation, who, method, prepare=None, **params):
    """A list that can be read in pages: its second page, of one item."""
    steps = second_page(method, who, prepare, **params)
    return Example(situation, who, {**params, "MaxResults": 1, "NextToken": "{T}"}, steps)


def tagged(pair):
    pair.a.tag_resource(ResourceId=pair.member, Tags=TAGS)
    return {}


def not_created(pair):
    """Two accounts that are not created, as their email is another's; `{F}` is the last request."""
    made = [pair.a.create_account(AccountName="Two", Email=f"{pair.member}@example.com") for _ in range(2)]
    return {"F": made[-1]["CreateAccountStatus"]["Id"]}


def more_accounts(pair):
    for number in range(2):
        pair.a.create_account(AccountName=f"Account {number}", Email=f"{pair.member}.{number}@example.com")


def more_units(pair):
    for number in range(2):
        pair.a.create_organizational_unit(ParentId=pair.root, Name=f"Unit {number}")


def more_services(pair):
    for each in SERVICES:
        pair.a.enable_aws_service_access(ServicePrincipal=each)


def more_delegated(pair):
    """Two more accounts with the member's delegation."""
    for number in range(2):
        email = f"{pair.member}.{number}@example.com"
        made = pair.a.create_account(AccountName="One", Email=email)["CreateAccountStatus"]
        pair.a.register_delegated_administrator(AccountId=made["AccountId"], ServicePrincipal=PRINCIPAL)


def more_delegations(pair):
    """Two more delegations of the member's."""
    more_services(pair)
    for each in SERVICES[1:]:
        pair.a.register_delegated_administrator(AccountId=pair.member, ServicePrincipal=each)


def more_asked(pair):
    """Two more accounts are invited."""
    for n in (1, 2):
        target = {"Id": str(int(pair.member) + 10**8 * n), "Type": "ACCOUNT"}
        pair.a.invite_account_to_organization(Target=target, Notes="Please join.")


def more_asking(pair):
    """Two more organizations invite the member."""
    for n in (1, 2):
        DirectoryPair(pair.server, str(int(pair.administrator) + 10**8 * n), pair.member).founded().asked()


def with_email(pair):
    """An account with an email, in no organization any more; `{E}` is its email."""
    email = f"{pair.member}@example.com"
    account = pair.a.create_account(AccountName="Two", Email=email)["CreateAccountStatus"]["AccountId"]
    pair.a.remove_account_from_organization(AccountId=account)
    return {"E": email}


def emptied(pair):
    pair.m.leave_organization()
    return {}


EXAMPLES = {
    "CreateOrganization": [Example("off", "a", {"FeatureSet": "ALL"})],
    "DescribeOrganization": [Example("joined", "m")],
    "DeleteOrganization": [Example("joined", "a", prepare=emptied)],
    "CreateAccount": [
        Example(
            "founded",
            "a",
            {**CREATION, "RoleName": "Admin", "IamUserAccessToBilling": "DENY", "Tags": TAGS},
        ),
        Example("grown", "a", {**CREATION, "Email": "{M}@example.com"}),
    ],
    "DescribeCreateAccountStatus": [
        Example("grown", "a", {"CreateAccountRequestId": "{C}"}),
        Example("grown", "a", {"CreateAccountRequestId": "{F}"}, not_created),
    ],
    "ListCreateAccountStatus": [
        Example("grown", "a", {"States": ["SUCCEEDED", "FAILED"]}, not_created),
        paged("grown", "a", "list_create_account_status", not_created, States=["FAILED", "SUCCEEDED"]),
    ],
    "InviteAccountToOrganization": [
        Example(
            "founded",
            "a",
            {"Target": {"Id": "{M}", "Type": "ACCOUNT"}, "Notes": "Please join.", "Tags": TAGS},
        ),
        Example("founded", "a", {"Target": {"Id": "{E}", "Type": "EMAIL"}}, with_email),
    ],
    "AcceptHandshake": [Example("asked", "m", {"HandshakeId": "{H}"})],
    "DeclineHandshake": [Example("asked", "m", {"HandshakeId": "{H}"})],
    "CancelHandshake": [Example("asked", "a", {"HandshakeId": "{H}"})],
    "DescribeHandshake": [Example("asked", "m", {"HandshakeId": "{H}"})],
    "ListHandshakesForAccount": [
        paged("asked", "m", "list_handshakes_for_account", more_asking, Filter={"ActionType": "INVITE"}),
        Example("asked", "m", {"Filter": {"ParentHandshakeId": "{H}"}}),
    ],
    "ListHandshakesForOrganization": [
        paged("asked", "a", "list_handshakes_for_organization", more_asked, Filter={"ActionType": "INVITE"}),
        Example("asked", "a", {"Filter": {"ParentHandshakeId": "{H}"}}),
    ],
    "ListAccounts": [paged("joined", "a", "list_accounts", more_accounts)],
    "DescribeAccount": [Example("joined", "a", {"AccountId": "{M}"})],
    "RemoveAccountFromOrganization": [Example("joined", "a", {"AccountId": "{M}"})],
    "LeaveOrganization": [Example("joined", "m")],
    "CloseAccount": [Example("joined", "a", {"AccountId": "{M}"})],
    "ListRoots": [
        Example("founded", "a", {"MaxResults": 1}),
        Example("founded", "a", NO_TOKEN, refused=NO_PAGES),
    ],
    "ListParents": [
        Example("joined", "a", {"ChildId": "{M}", "MaxResults": 1}),
        Example("settled", "a", {"ChildId": "{M}"}),
        Example("divided", "a", {"ChildId": "{U}", **NO_TOKEN}, refused=NO_PAGES),
    ],
    "ListChildren": [
        paged("joined", "a", "list_children", more_accounts, ParentId="{R}", ChildType="ACCOUNT"),
        paged("divided", "a", "list_children", more_units, ParentId="{R}", ChildType="ORGANIZATIONAL_UNIT"),
    ],
    "ListAccountsForParent": [paged("joined", "a", "list_accounts_for_parent", more_accounts, ParentId="{R}")],
    "ListOrganizationalUnitsForParent": [
        paged("divided", "a", "list_organizational_units_for_parent", more_units, ParentId="{R}")
    ],
    "CreateOrganizationalUnit": [Example("divided", "a", {"ParentId": "{U}", "Name": "Inner", "Tags": TAGS})],
    "DescribeOrganizationalUnit": [Example("divided", "a", {"OrganizationalUnitId": "{U}"})],
    "UpdateOrganizationalUnit": [Example("divided", "a", {"OrganizationalUnitId": "{U}", "Name": "Other"})],
    "DeleteOrganizationalUnit": [Example("divided", "a", {"OrganizationalUnitId": "{U}"})],
    "MoveAccount": [
        Example("divided", "a", {"AccountId": "{M}", "SourceParentId": "{R}", "DestinationParentId": "{U}"})
    ],
    "EnableAWSServiceAccess": [Example("founded", "a", {"ServicePrincipal": PRINCIPAL})],
    "DisableAWSServiceAccess": [Example("trusted", "a", {"ServicePrincipal": PRINCIPAL})],
    "ListAWSServiceAccessForOrganization": [
        paged("trusted", "a", "list_aws_service_access_for_organization", more_services)
    ],
    "RegisterDelegatedAdministrator": [
        Example("trusted", "a", {"AccountId": "{M}", "ServicePrincipal": PRINCIPAL})
    ],
    "DeregisterDelegatedAdministrator": [
        Example("delegated", "a", {"AccountId": "{M}", "ServicePrincipal": PRINCIPAL})
    ],
    "ListDelegatedAdministrators": [
        paged("delegated", "a", "list_delegated_administrators", more_delegated, ServicePrincipal=PRINCIPAL)
    ],
    "ListDelegatedServicesForAccount": [
        paged("delegated", "a", "list_delegated_services_for_account", more_delegations, AccountId="{M}")
    ],
    "ListPoliciesForTarget": [
        Example("founded", "a", {"TargetId": "{R}", "Filter": "SERVICE_CONTROL_POLICY", "MaxResults": 1}),
        Example(
            "founded",
            "a",
            {"TargetId": "{R}", "Filter": "SERVICE_CONTROL_POLICY", **NO_TOKEN},
            refused=NO_PAGES,
        ),
    ],
    "ListTagsForResource": [
        Example("joined", "a", {"ResourceId": "{M}"}, tagged),
        Example("joined", "a", {"ResourceId": "{M}", **NO_TOKEN}, refused=NO_PAGES),
    ],
    "TagResource": [
        Example("joined", "a", {"ResourceId": "{M}", "Tags": TAGS}),
        Example("divided", "a", {"ResourceId": "{U}", "Tags": TAGS}),
        Example("founded", "a", {"ResourceId": "{R}", "Tags": TAGS}),
    ],
    "UntagResource": [Example("joined", "a", {"ResourceId": "{M}", "TagKeys": ["team", "stage"]}, tagged)],
}

READS = [
    ("a", "DescribeHandshake", {"HandshakeId": "{H}"}),
    ("a", "ListParents", {"ChildId": "{M}"}),
    ("a", "ListDelegatedServicesForAccount", {"AccountId": "{M}"}),
    *(("a", "ListTagsForResource", {"ResourceId": each}) for each in ("{M}", "{R}", "{U}")),
    *(("a", "ListOrganizationalUnitsForParent", {"ParentId": each}) for each in ("{R}", "{U}")),
]

SITUATIONS = ["off", "founded", "grown", "asked", "joined", "divided", "trusted", "delegated"]

EXCEPTIONS = []

NEVER_TAKEN = {}

_NO_POLICIES = "there are no policies"
_ONE_PAGE = "the list never needs a second page"
_NO_TYPES = {f"Organization.AvailablePolicyTypes[].{name}": _NO_POLICIES for name in ("Type", "Status")}
_POLICY = ("Id", "Arn", "Name", "Description", "Type", "AwsManaged")
_GOVCLOUD = "accounts of GovCloud are created by an operation of their own, which is not served"

NEVER_SENT = {
    "CreateOrganization": _NO_TYPES,
    "DescribeOrganization": _NO_TYPES,
    "CreateAccount": {"CreateAccountStatus.GovCloudAccountId": _GOVCLOUD},
    "DescribeCreateAccountStatus": {"CreateAccountStatus.GovCloudAccountId": _GOVCLOUD},
    "ListCreateAccountStatus": {"CreateAccountStatuses[].GovCloudAccountId": _GOVCLOUD},
    "ListRoots": {
        "NextToken": _ONE_PAGE,
        **{f"Roots[].PolicyTypes[].{name}": _NO_POLICIES for name in ("Type", "Status")},
    },
    "ListParents": {"NextToken": _ONE_PAGE},
    "ListPoliciesForTarget": {
        "NextToken": _ONE_PAGE,
        **{f"Policies[].{name}": _NO_POLICIES for name in _POLICY},
    },
    "ListTagsForResource": {"NextToken": _ONE_PAGE},
}

INVALID = {"InvalidInputException", "SerializationException"}
UNMODELLED = {"SerializationException": 400, "UnknownOperationException": 400}
ELSEWHERE = {}
