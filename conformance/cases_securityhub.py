"""Security Hub's snapshots: every operation, its success and its refusals."""

from cases import cases

IDS = {"AccountIds": ["{M}"]}
FROM = {"AccountIds": ["{A}"]}
MIXED = {"AccountIds": ["{M}", "{X}", "{A}", "not-an-account"]}
ACCEPT = {"AdministratorId": "{A}", "InvitationId": "{I}"}
ACCEPT_OLD = {"MasterId": "{A}", "InvitationId": "{I}"}
WRONG = {"AdministratorId": "{A}", "InvitationId": "0123456789abcdef0123456789abcdef"}
WRONG_OLD = {"MasterId": "{A}", "InvitationId": "0123456789abcdef0123456789abcdef"}
DETAILS = {"AccountDetails": [{"AccountId": "{M}", "Email": "owner@example.com"}]}
MIXED_DETAILS = {"AccountDetails": [{"AccountId": each} for each in MIXED["AccountIds"]]}
TAGS = "/tags/arn%3Aaws%3Asecurityhub%3Aus-east-1%3A{A}%3Ahub%2Fdefault"
NO_TAGS = "/tags/arn%3Aaws%3Asecurityhub%3Aus-east-1%3A{X}%3Ahub%2Fdefault"
ORGANIZATION = "/organization"
ADMIN = {"AdminAccountId": "{M}"}
CENTRAL = {"AutoEnable": False, "AutoEnableStandards": "NONE", "OrganizationConfiguration": {"ConfigurationType": "CENTRAL"}}
NONE = ("no-organization", "on")
OFF = ("hub-off", "off")

CASES = cases(
    "securityhub",
    [
        ("EnableSecurityHub", ("a", "POST", "/accounts", {"Tags": {"team": "blue"}}), ("success", "off"), ("twice", "on")),
        ("EnableSecurityHub", ("a", "POST", "/accounts", {"ControlFindingGenerator": "x"}), ("bad-generator", "off")),
        ("DescribeHub", ("a", "GET", "/accounts"), ("success", "on"), OFF),
        ("DescribeHub", ("a", "GET", "/accounts?HubArn=arn%3Aother"), ("other-arn", "on")),
        ("UpdateSecurityHubConfiguration", ("a", "PATCH", "/accounts", {"AutoEnableControls": False}), ("success", "on"), OFF),
        ("DisableSecurityHub", ("a", "DELETE", "/accounts"), ("success", "invited"), ("administrator", "enabled"), OFF),
        ("DisableSecurityHub", ("m", "DELETE", "/accounts"), ("member", "enabled")),
        ("CreateMembers", ("a", "POST", "/members", DETAILS), ("success", "on"), ("row-exists", "created"), OFF),
        ("CreateMembers", ("a", "POST", "/members", MIXED_DETAILS), ("unprocessed", "on")),
        ("CreateMembers", ("a", "POST", "/members", {}), ("missing", "on")),
        ("CreateMembers", ("a", "POST", "/members", {"AccountDetails": "{M}"}), ("wrong-type", "on")),
        ("InviteMembers", ("a", "POST", "/members/invite", IDS), ("success", "created"), ("already", "invited"), OFF),
        ("InviteMembers", ("a", "POST", "/members/invite", MIXED), ("unprocessed", "created")),
        ("InviteMembers", ("a", "POST", "/members/invite", {}), ("missing", "created")),
        ("InviteMembers", ("a", "POST", "/members/invite", {"AccountIds": [" "]}), ("blank", "created")),
        ("InviteMembers", ("a", "POST", "/members/invite", {"AccountIds": "{M}"}), ("wrong-type", "created")),
        ("GetMembers", ("a", "POST", "/members/get", IDS), ("created", "created"), ("invited", "invited"), OFF),
        ("GetMembers", ("a", "POST", "/members/get", IDS), ("enabled", "enabled"), ("declined", "declined")),
        ("GetMembers", ("a", "POST", "/members/get", MIXED), ("unprocessed", "removed")),
        ("ListMembers", ("a", "GET", "/members"), ("success", "enabled"), ("only-associated", "invited"), OFF),
        ("ListMembers", ("a", "GET", "/members?OnlyAssociated=false"), ("all", "invited")),
        ("ListMembers", ("a", "GET", "/members?MaxResults=51"), ("too-large-a-page", "on")),
        ("ListMembers", ("a", "GET", "/members?NextToken=abc"), ("bad-token", "on")),
        ("ListMembers", ("a", "GET", "/members?OnlyAssociated=maybe"), ("bad-filter", "on")),
        ("DisassociateMembers", ("a", "POST", "/members/disassociate", MIXED), ("success", "enabled"), OFF),
        ("DisassociateMembers", ("a", "POST", "/members/disassociate", {}), ("missing", "on")),
        ("DeleteMembers", ("a", "POST", "/members/delete", IDS), ("success", "invited"), ("associated", "enabled"), OFF),
        ("DeleteMembers", ("a", "POST", "/members/delete", MIXED), ("unprocessed", "on")),
        ("ListInvitations", ("m", "GET", "/invitations"), ("none", "created"), ("invited", "invited"), OFF),
        ("ListInvitations", ("m", "GET", "/invitations"), ("enabled", "enabled"), ("declined", "declined"), ("left", "left")),
        ("ListInvitations", ("m", "GET", "/invitations?MaxResults=0"), ("too-small-a-page", "on")),
        ("ListInvitations", ("m", "GET", "/invitations?NextToken=abc"), ("bad-token", "on")),
        ("GetInvitationsCount", ("m", "GET", "/invitations/count"), ("one", "invited"), ("accepted", "enabled"), OFF),
        ("AcceptAdministratorInvitation", ("m", "POST", "/administrator", ACCEPT), ("success", "invited"), ("again", "enabled")),
        ("AcceptAdministratorInvitation", ("m", "POST", "/administrator", WRONG), ("no-invitation", "invited"), OFF),
        ("AcceptAdministratorInvitation", ("m", "POST", "/administrator", {}), ("missing", "invited")),
        ("AcceptAdministratorInvitation", ("a", "POST", "/administrator", WRONG), ("has-members", "invited")),
        ("AcceptInvitation", ("m", "POST", "/master", ACCEPT_OLD), ("success", "invited"), ("again", "enabled")),
        ("AcceptInvitation", ("m", "POST", "/master", WRONG_OLD), ("no-invitation", "invited"), OFF),
        ("DeclineInvitations", ("m", "POST", "/invitations/decline", FROM), ("success", "invited"), ("nothing", "created"), OFF),
        ("DeclineInvitations", ("m", "POST", "/invitations/decline", MIXED), ("unprocessed", "invited")),
        ("DeleteInvitations", ("m", "POST", "/invitations/delete", FROM), ("success", "declined"), ("not-declined", "invited"), OFF),
        ("DeleteInvitations", ("a", "POST", "/invitations/delete", IDS), ("withdrawn", "invited")),
        ("GetAdministratorAccount", ("m", "GET", "/administrator"), ("success", "enabled"), ("none", "invited"), OFF),
        ("GetMasterAccount", ("m", "GET", "/master"), ("success", "enabled"), ("none", "invited"), OFF),
        ("DisassociateFromAdministratorAccount", ("m", "POST", "/administrator/disassociate"), ("success", "enabled"), ("none", "invited"), OFF),
        ("DisassociateFromMasterAccount", ("m", "POST", "/master/disassociate"), ("success", "enabled"), ("none", "invited"), OFF),
        ("ListTagsForResource", ("a", "GET", TAGS), ("success", "on")),
        ("ListTagsForResource", ("a", "GET", NO_TAGS), ("not-there", "on")),
        ("TagResource", ("a", "POST", TAGS, {"Tags": {"team": "blue"}}), ("success", "on")),
        ("TagResource", ("a", "POST", NO_TAGS, {"Tags": {"team": "blue"}}), ("not-there", "on")),
        ("TagResource", ("a", "POST", TAGS, {}), ("missing", "on")),
        ("UntagResource", ("a", "DELETE", f"{TAGS}?tagKeys=team"), ("success", "on")),
        ("UntagResource", ("a", "DELETE", NO_TAGS + "?tagKeys=team"), ("not-there", "on")),
        ("UntagResource", ("a", "DELETE", TAGS), ("missing", "on")),
        ("EnableOrganizationAdminAccount", ("a", "POST", f"{ORGANIZATION}/admin/enable", ADMIN), ("success", "joined"), ("again", "designated"), NONE),
        ("EnableOrganizationAdminAccount", ("m", "POST", f"{ORGANIZATION}/admin/enable", ADMIN), ("member", "joined")),
        ("EnableOrganizationAdminAccount", ("a", "POST", f"{ORGANIZATION}/admin/enable", {}), ("missing", "joined")),
        ("EnableOrganizationAdminAccount", ("a", "POST", f"{ORGANIZATION}/admin/enable", {"AdminAccountId": "{X}"}), ("stranger", "joined")),
        ("DisableOrganizationAdminAccount", ("a", "POST", f"{ORGANIZATION}/admin/disable", ADMIN), ("success", "designated"), ("never", "joined"), NONE),
        ("DisableOrganizationAdminAccount", ("m", "POST", f"{ORGANIZATION}/admin/disable", ADMIN), ("itself", "designated")),
        ("ListOrganizationAdminAccounts", ("a", "GET", f"{ORGANIZATION}/admin"), ("success", "designated"), ("empty", "joined"), NONE),
        ("ListOrganizationAdminAccounts", ("a", "GET", f"{ORGANIZATION}/admin?Feature=SecurityHubV2"), ("other-feature", "designated")),
        ("ListOrganizationAdminAccounts", ("m", "GET", f"{ORGANIZATION}/admin"), ("member", "designated")),
        ("DescribeOrganizationConfiguration", ("m", "GET", f"{ORGANIZATION}/configuration"), ("success", "designated"), ("member", "joined"), NONE),
        ("DescribeOrganizationConfiguration", ("a", "GET", f"{ORGANIZATION}/configuration"), ("management", "designated")),
        ("UpdateOrganizationConfiguration", ("m", "POST", f"{ORGANIZATION}/configuration", {"AutoEnable": True}), ("success", "designated"), ("member", "joined"), NONE),
        ("UpdateOrganizationConfiguration", ("m", "POST", f"{ORGANIZATION}/configuration", {}), ("missing", "designated")),
        ("UpdateOrganizationConfiguration", ("m", "POST", f"{ORGANIZATION}/configuration", CENTRAL), ("central", "designated")),
        ("CreateMembers", ("m", "POST", "/members", {"AccountDetails": [{"AccountId": "{A}"}, {"AccountId": "{X}"}]}), ("organization", "designated")),
        ("InviteMembers", ("m", "POST", "/members/invite", {"AccountIds": ["{A}"]}), ("organization", "designated")),
        ("GetFindings", ("a", "POST", "/findings", {}), ("not-implemented", "on")),
        ("unknown-route", ("a", "GET", "/no/such/route"), ("refused", "on")),
    ],
)
