"""Strangers: accounts that have nothing to do with the victim, or no longer, and their twins.

Of each kind there are two, that come about in the same way. One names what is the victim's, its twin what nobody has;
what they are answered must not differ but in those names.
"""

from urllib.parse import unquote_plus

from isolation_reads import Actor
from isolation_victim import MARK
from model_requests import lenient


class Stranger(Actor):
    """An account, and everything that it has ever sent."""

    def __init__(self, server, account):
        super().__init__(server, account)
        self.sent = ""

    def ask(self, service, operation, params, headers=None):
        """Asks, and keeps in mind what was said."""
        request = lenient(service, operation, params)
        self.sent += unquote_plus(request.path) + unquote_plus(request.body.decode()) + request.body.decode()
        return self.send(service, request, headers)


def bystander(victim):
    """Everything is off."""
    return Stranger(victim.server, victim.fresh())


def neighbour(victim):
    """Everything is on."""
    made = switched_on(bystander(victim))
    made.do("securityhub", "EnableSecurityHubV2")
    made.do("securityhub", "CreateFindingAggregator", RegionLinkingMode="ALL_REGIONS")
    return made


def management(victim):
    """Manages an organization of its own, with a unit and a delegated administrator."""
    made, _ = _organization(victim)
    return made


def colleague(victim):
    """Is in an organization, and administers the services for it."""
    made, member = _organization(victim)
    made.do("securityhub", "EnableOrganizationAdminAccount", AdminAccountId=member.account)
    made.do("macie2", "EnableOrganizationAdminAccount", adminAccountId=member.account)
    return member


def _organization(victim):
    made = switched_on(bystander(victim))
    made.do("organizations", "CreateOrganization")
    root = made.do("organizations", "ListRoots")["Roots"][0]["Id"]
    made.do("organizations", "CreateOrganizationalUnit", ParentId=root, Name="unit")
    email = f"member-{victim.fresh()}@example.com"
    created = made.do("organizations", "CreateAccount", AccountName="member", Email=email)
    for service in ("securityhub", "macie", "config"):
        made.do("organizations", "EnableAWSServiceAccess", ServicePrincipal=f"{service}.amazonaws.com")
    return made, switched_on(Stranger(victim.server, created["CreateAccountStatus"]["AccountId"]))


def former(victim):
    """Was in the victim's organization, and a member of its administrator, which has deleted its row."""
    made = _parted(victim)
    victim.do(victim.a, "securityhub", "DeleteMembers", AccountIds=[made.account])
    victim.do(victim.a, "macie2", "DeleteMember", id=made.account)
    return made


def removed(victim):
    """As the former one, but the administrator has kept its row."""
    return _parted(victim)


def _parted(victim):
    account = victim.created("former", mark="former")
    made = switched_on(Stranger(victim.server, account))
    described = victim.do(victim.g, "organizations", "DescribeAccount", AccountId=account)["Account"]
    victim.do(victim.a, "securityhub", "CreateMembers", AccountDetails=[{"AccountId": account}])
    victim.do(victim.a, "securityhub", "InviteMembers", AccountIds=[account])
    (invitation,) = made.do("securityhub", "ListInvitations")["Invitations"]
    accept = {"AdministratorId": victim.a, "InvitationId": invitation["InvitationId"]}
    made.do("securityhub", "AcceptAdministratorInvitation", **accept)
    victim.do(victim.a, "macie2", "CreateMember", account={"accountId": account, "email": described["Email"]})
    victim.do(victim.a, "macie2", "CreateInvitations", accountIds=[account], message=f"{MARK}-message")
    (invitation,) = made.do("macie2", "ListInvitations")["invitations"]
    accept = {"administratorAccountId": victim.a, "invitationId": invitation["invitationId"]}
    made.do("macie2", "AcceptInvitation", **accept)
    victim.do(victim.a, "securityhub", "DisassociateMembers", AccountIds=[account])
    victim.do(victim.a, "macie2", "DisassociateMember", id=account)
    victim.do(victim.g, "organizations", "RemoveAccountFromOrganization", AccountId=account)
    return made


def switched_on(made):
    """Both services on, whatever became of them."""
    for service, operation in (("securityhub", "EnableSecurityHub"), ("macie2", "EnableMacie")):
        reply = made.ask(service, operation, {})
        assert reply.status in (200, 409), reply
    return made


# Those that a successful change does not wear out: making new ones would change the victim.
LASTING = {"former": former, "removed": removed}
KINDS = {"bystander": bystander, "neighbour": neighbour, "management": management, "colleague": colleague} | LASTING


class Strangers:
    """Two of each kind."""

    def __init__(self, victim):
        self.victim, self.known, self.worn = victim, {}, set()
        for kind in LASTING:
            self.pair(kind)

    def pair(self, kind):
        """Those of a kind, as good as new."""
        if kind not in self.known or (kind in self.worn and kind not in LASTING):
            self.known[kind] = [KINDS[kind](self.victim) for _ in range(2)]
        elif kind in self.worn:
            for each in self.known[kind]:
                switched_on(each).ask("organizations", "DeleteOrganization", {})
        self.worn.discard(kind)
        return self.known[kind]
