"""Macie's snapshots: every operation, its success and its refusals."""

from cases import cases

IDS = {"accountIds": ["{M}"]}
FROM = {"accountIds": ["{A}"]}
MIXED = {"accountIds": ["{M}", "{X}", "{A}", "not-an-account"]}
ACCEPT = {"administratorAccountId": "{A}", "invitationId": "{I}"}
WRONG = {"administratorAccountId": "{A}", "invitationId": "0123456789abcdef0123456789abcdef"}
ACCOUNT = {"account": {"accountId": "{M}", "email": "owner@example.com"}, "tags": {"team": "blue"}}
ITSELF = {"account": {"accountId": "{A}", "email": "owner@example.com"}}
TAGS = "/tags/arn%3Aaws%3Amacie2%3Aus-east-1%3A{A}%3Amember%2F{M}"
ADMIN = {"adminAccountId": "{M}"}
NONE = ("no-organization", "on")
OFF = ("macie-off", "off")
PAUSE, RESUME = {"status": "PAUSED"}, {"status": "ENABLED"}

CASES = cases(
    "macie2",
    [
        ("EnableMacie", ("a", "POST", "/macie", {}), ("success", "off"), ("twice", "on")),
        ("EnableMacie", ("a", "POST", "/macie", {"status": "OFF"}), ("bad-status", "off")),
        ("GetMacieSession", ("m", "GET", "/macie"), ("success", "on"), ("paused", "paused"), OFF),
        ("UpdateMacieSession", ("m", "PATCH", "/macie", PAUSE), ("success", "on"), OFF),
        ("UpdateMacieSession", ("m", "PATCH", "/macie", {"status": "OFF"}), ("bad-status", "on")),
        ("UpdateMacieSession", ("a", "PATCH", "/macie", PAUSE), ("administrator", "enabled")),
        ("DisableMacie", ("m", "DELETE", "/macie"), ("success", "invited"), ("member", "enabled"), OFF),
        ("DisableMacie", ("a", "DELETE", "/macie"), ("administrator", "created")),
        ("CreateMember", ("a", "POST", "/members", ACCOUNT), ("success", "on"), ("row-exists", "created"), OFF),
        ("CreateMember", ("a", "POST", "/members", ITSELF), ("itself", "on")),
        ("CreateMember", ("m", "POST", "/members", ITSELF), ("by-a-member", "enabled")),
        ("CreateMember", ("a", "POST", "/members", {"account": {"accountId": "{M}"}}), ("missing", "on")),
        ("CreateMember", ("a", "POST", "/members", {"account": "{M}"}), ("wrong-type", "on")),
        ("GetMember", ("a", "GET", "/members/{M}"), ("created", "created"), ("invited", "invited"), ("enabled", "enabled")),
        ("GetMember", ("a", "GET", "/members/{M}"), ("paused", "paused"), ("left", "left"), ("no-row", "on"), OFF),
        ("ListMembers", ("a", "GET", "/members"), ("success", "enabled"), ("only-associated", "invited"), OFF),
        ("ListMembers", ("a", "GET", "/members?onlyAssociated=false"), ("all", "invited")),
        ("ListMembers", ("a", "GET", "/members?maxResults=26"), ("too-large-a-page", "on")),
        ("ListMembers", ("a", "GET", "/members?nextToken=abc"), ("bad-token", "on")),
        ("ListMembers", ("a", "GET", "/members?onlyAssociated=maybe"), ("bad-filter", "on")),
        ("DeleteMember", ("a", "DELETE", "/members/{M}"), ("success", "invited"), ("associated", "enabled"), ("no-row", "on"), OFF),
        ("DisassociateMember", ("a", "POST", "/members/disassociate/{M}"), ("success", "enabled"), ("no-row", "on"), OFF),
        ("UpdateMemberSession", ("a", "PATCH", "/macie/members/{M}", PAUSE), ("success", "enabled"), ("no-member", "invited"), OFF),
        ("UpdateMemberSession", ("a", "PATCH", "/macie/members/{M}", RESUME), ("resume", "paused")),
        ("UpdateMemberSession", ("a", "PATCH", "/macie/members/{M}", {}), ("missing", "enabled")),
        ("CreateInvitations", ("a", "POST", "/invitations", IDS), ("success", "created"), ("already", "invited"), OFF),
        ("CreateInvitations", ("a", "POST", "/invitations", MIXED), ("unprocessed", "created")),
        ("CreateInvitations", ("a", "POST", "/invitations", {}), ("missing", "created")),
        ("CreateInvitations", ("a", "POST", "/invitations", {**IDS, "message": "x" * 81}), ("long-message", "created")),
        ("CreateInvitations", ("a", "POST", "/invitations", {"accountIds": "{M}"}), ("wrong-type", "created")),
        ("CreateInvitations", ("m", "POST", "/invitations", {"accountIds": ["{X}"]}), ("by-a-member", "enabled")),
        ("ListInvitations", ("m", "GET", "/invitations"), ("none", "created"), ("invited", "invited"), OFF),
        ("ListInvitations", ("m", "GET", "/invitations"), ("enabled", "enabled"), ("declined", "declined"), ("paused", "paused")),
        ("ListInvitations", ("m", "GET", "/invitations?maxResults=0"), ("too-small-a-page", "on")),
        ("ListInvitations", ("m", "GET", "/invitations?nextToken=abc"), ("bad-token", "on")),
        ("GetInvitationsCount", ("m", "GET", "/invitations/count"), ("one", "invited"), ("accepted", "enabled"), OFF),
        ("AcceptInvitation", ("m", "POST", "/invitations/accept", ACCEPT), ("success", "invited"), ("again", "enabled"), ("declined", "declined")),
        ("AcceptInvitation", ("m", "POST", "/invitations/accept", WRONG), ("no-invitation", "invited"), OFF),
        ("AcceptInvitation", ("a", "POST", "/invitations/accept", WRONG), ("has-members", "invited")),
        ("AcceptInvitation", ("m", "POST", "/invitations/accept", {"invitationId": "{I}"}), ("missing", "invited")),
        ("DeclineInvitations", ("m", "POST", "/invitations/decline", FROM), ("success", "invited"), ("nothing", "created"), OFF),
        ("DeclineInvitations", ("m", "POST", "/invitations/decline", MIXED), ("unprocessed", "invited")),
        ("DeleteInvitations", ("m", "POST", "/invitations/delete", FROM), ("success", "declined"), ("not-declined", "invited"), OFF),
        ("DeleteInvitations", ("a", "POST", "/invitations/delete", IDS), ("by-the-administrator", "invited")),
        ("GetAdministratorAccount", ("m", "GET", "/administrator"), ("success", "enabled"), ("none", "invited"), OFF),
        ("GetMasterAccount", ("m", "GET", "/master"), ("success", "enabled"), ("none", "invited"), OFF),
        ("DisassociateFromAdministratorAccount", ("m", "POST", "/administrator/disassociate"), ("success", "enabled"), ("none", "invited"), OFF),
        ("DisassociateFromMasterAccount", ("m", "POST", "/master/disassociate"), ("success", "enabled"), ("none", "invited"), OFF),
        ("ListTagsForResource", ("a", "GET", TAGS), ("success", "created"), ("not-there", "on")),
        ("TagResource", ("a", "POST", TAGS, {"tags": {"team": "blue"}}), ("success", "created"), ("not-there", "on")),
        ("TagResource", ("a", "POST", TAGS, {}), ("missing", "created")),
        ("UntagResource", ("a", "DELETE", f"{TAGS}?tagKeys=team"), ("success", "created"), ("not-there", "on")),
        ("UntagResource", ("a", "DELETE", TAGS), ("missing", "created")),
        ("EnableOrganizationAdminAccount", ("a", "POST", "/admin", ADMIN), ("success", "joined"), ("again", "designated"), NONE),
        ("EnableOrganizationAdminAccount", ("m", "POST", "/admin", ADMIN), ("member", "joined")),
        ("EnableOrganizationAdminAccount", ("a", "POST", "/admin", {}), ("missing", "joined")),
        ("EnableOrganizationAdminAccount", ("a", "POST", "/admin", {"adminAccountId": "{X}"}), ("stranger", "joined")),
        ("DisableOrganizationAdminAccount", ("a", "DELETE", "/admin?adminAccountId={M}"), ("success", "designated"), ("never", "joined"), NONE),
        ("DisableOrganizationAdminAccount", ("a", "DELETE", "/admin"), ("missing", "designated")),
        ("DisableOrganizationAdminAccount", ("m", "DELETE", "/admin?adminAccountId={M}"), ("itself", "designated")),
        ("ListOrganizationAdminAccounts", ("a", "GET", "/admin"), ("success", "designated"), ("empty", "joined"), NONE),
        ("ListOrganizationAdminAccounts", ("m", "GET", "/admin"), ("member", "designated")),
        ("DescribeOrganizationConfiguration", ("m", "GET", "/admin/configuration"), ("success", "designated"), ("member", "joined"), NONE),
        ("DescribeOrganizationConfiguration", ("a", "GET", "/admin/configuration"), ("management", "designated")),
        ("UpdateOrganizationConfiguration", ("m", "PATCH", "/admin/configuration", {"autoEnable": True}), ("success", "designated"), ("member", "joined"), NONE),
        ("UpdateOrganizationConfiguration", ("m", "PATCH", "/admin/configuration", {}), ("missing", "designated")),
        ("CreateMember", ("m", "POST", "/members", ITSELF), ("management-off", "designated")),
        ("ListClassificationJobs", ("a", "POST", "/jobs/list", {}), ("not-implemented", "on")),
        ("unknown-route", ("a", "GET", "/no/such/route"), ("refused", "on")),
    ],
)
