"""A rich victim: accounts with everything that Accede can keep, and what a stranger could name of it."""

import json
import re
from functools import cached_property

import credentials
from isolation_reads import Actor, Reads, changed
from raw import REGION
from sessions import role

# In every text that the victim has chosen.
MARK = "zq7v"
HUB, MACIE = "securityhub.amazonaws.com", "macie.amazonaws.com"
SECRET_ROLE = f"{MARK}-role"

# What ids look like. Each alternative keeps its prefix in a twin.
ATOMS = re.compile(
    rf"{MARK}[-a-z0-9.]*@example\.com|\b\d{{12}}\b|\bou-[a-z0-9]{{4}}-[a-z0-9]+|\b(?:o|r|h|car)-[a-z0-9]{{4,}}\b"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|\bA(?:KI|SI|RO|ID)A[A-Z2-7]{16}\b"
)


class Victim:
    """`a` administers members by invitation, `b` has invited `a`; `g` manages an organization that `d` administers."""

    def __init__(self, server, fresh):
        self.server, self.fresh, self.actors, self.tokens = server, fresh, {}, {}
        self.a, self.b, self.g = fresh(), fresh(), fresh()
        self._accounts()
        self._organization()
        self._hub()
        self._macie()
        self._access()
        self._tokens()

    def of(self, account):
        if account not in self.actors:
            self.actors[account] = Actor(self.server, account)
        return self.actors[account]

    def do(self, account, service, operation, /, **params):
        return self.of(account).do(service, operation, **params)

    def _of(self, service):
        """A service, as whichever account."""

        def ask(account, operation, /, **params):
            return self.do(account, service, operation, **params)

        return ask

    def _accounts(self):
        """The administrator is an account with a name and an email."""
        made = {"Operation": "CreateAccount", "Id": self.a, "Email": f"{MARK}-{self.a}@example.com", "Name": f"{MARK}-a"}
        answer = credentials.operator(self.server, made)
        assert "Account" in answer, answer

    def _organization(self):
        do = lambda operation, **params: self.do(self.g, "organizations", operation, **params)
        self.organization = do("CreateOrganization")["Organization"]["Id"]
        self.root = do("ListRoots")["Roots"][0]["Id"]
        self.creations, self.units, self.handshakes = [], [], {}
        self.d, self.o, self.p = (self.created(name) for name in ("delegated", "inside", "plain"))
        tags = [{"Key": f"{MARK}-key", "Value": f"{MARK}-value"}]
        for name in ("one", "two"):
            made = do("CreateOrganizationalUnit", ParentId=self.root, Name=f"{MARK}-{name}", Tags=tags)
            self.units.append(made["OrganizationalUnit"]["Id"])
        do("MoveAccount", AccountId=self.o, SourceParentId=self.root, DestinationParentId=self.units[0])
        for each in (self.o, self.root):
            do("TagResource", ResourceId=each, Tags=tags)
        for principal in (HUB, MACIE, "config.amazonaws.com"):
            do("EnableAWSServiceAccess", ServicePrincipal=principal)
        do("RegisterDelegatedAdministrator", AccountId=self.d, ServicePrincipal="config.amazonaws.com")
        for state in ("OPEN", "DECLINED", "CANCELED", "ACCEPTED"):
            self._invited(state, tags)

    def created(self, name, mark=MARK):
        """A new account of the organization."""
        email = f"{mark}-{name}-{self.fresh()}@example.com"
        made = self.do(self.g, "organizations", "CreateAccount", AccountName=f"{mark}-{name}", Email=email)
        self.creations.append(made["CreateAccountStatus"]["Id"])
        return made["CreateAccountStatus"]["AccountId"]

    def _invited(self, state, tags):
        account = self.fresh()
        target = {"Id": account, "Type": "ACCOUNT"}
        made = self.do(
            self.g, "organizations", "InviteAccountToOrganization", Target=target, Notes=f"{MARK}-notes", Tags=tags
        )["Handshake"]["Id"]
        self.handshakes[state] = (made, account)
        by = {"DECLINED": (account, "DeclineHandshake"), "CANCELED": (self.g, "CancelHandshake")}
        by["ACCEPTED"] = (account, "AcceptHandshake")
        if state in by:
            asker, operation = by[state]
            self.do(asker, "organizations", operation, HandshakeId=made)
        self.of(account)

    def _hub(self):
        hub = self._of("securityhub")
        self.members = {state: self.fresh() for state in ("created", "invited", "enabled", "declined", "left", "removed")}
        for account in (self.a, self.b, self.g, self.d, self.o, *self.members.values()):
            hub(account, "EnableSecurityHub", Tags={f"{MARK}-key": f"{MARK}-value"})
        self.invitations = {}
        for state, member in self.members.items():
            hub(self.a, "CreateMembers", AccountDetails=[{"AccountId": member, "Email": f"{MARK}-row@example.com"}])
            if state != "created":
                self._hub_member(hub, state, member)
        self.invitations[self.a] = self._hub_invited(hub, self.b, self.a)
        hub(self.g, "EnableOrganizationAdminAccount", AdminAccountId=self.d)
        hub(self.d, "CreateMembers", AccountDetails=[{"AccountId": self.o}])
        self.aggregators = [
            hub(account, "CreateFindingAggregator", RegionLinkingMode="ALL_REGIONS")["FindingAggregatorArn"]
            for account in (self.a, self.d)
        ]
        product = f"arn:aws:securityhub:{REGION}::product/aws/guardduty"
        self.subscription = hub(self.a, "EnableImportFindingsForProduct", ProductArn=product)["ProductSubscriptionArn"]
        listed = hub(self.a, "GetEnabledStandards")["StandardsSubscriptions"]
        self.standards = [each["StandardsSubscriptionArn"] for each in listed]
        second = hub(self.a, "EnableSecurityHubV2", Tags={f"{MARK}-key": f"{MARK}-value"})
        self.hubs = [hub(self.a, "DescribeHub")["HubArn"], second["HubV2Arn"]]

    def _hub_invited(self, hub, inviter, member):
        if inviter != self.a:
            hub(inviter, "CreateMembers", AccountDetails=[{"AccountId": member}])
        hub(inviter, "InviteMembers", AccountIds=[member])
        (found,) = [each for each in hub(member, "ListInvitations")["Invitations"] if each["AccountId"] == inviter]
        return found["InvitationId"]

    def _hub_member(self, hub, state, member):
        invitation = self.invitations[member] = self._hub_invited(hub, self.a, member)
        if state in ("enabled", "left", "removed"):
            hub(member, "AcceptAdministratorInvitation", AdministratorId=self.a, InvitationId=invitation)
        if state == "declined":
            hub(member, "DeclineInvitations", AccountIds=[self.a])
        if state == "left":
            hub(member, "DisassociateFromAdministratorAccount")
        if state == "removed":
            hub(self.a, "DisassociateMembers", AccountIds=[member])

    def _macie(self):
        macie = self._of("macie2")
        for account in (self.a, self.b, self.g, self.d, self.o, *self.members.values()):
            macie(account, "EnableMacie")
        for state, member in self.members.items():
            self._macie_row(macie, self.a, member)
            if state != "created":
                self._macie_member(macie, state, member)
        self._macie_row(macie, self.b, self.a, f"{MARK}-{self.a}@example.com")
        self.invitations[self.a, "macie2"] = self._macie_invited(macie, self.b, self.a)
        macie(self.g, "EnableOrganizationAdminAccount", adminAccountId=self.d)
        described = self.do(self.g, "organizations", "DescribeAccount", AccountId=self.o)["Account"]
        self._macie_row(macie, self.d, self.o, described["Email"])
        self.key = f"arn:aws:kms:{REGION}:{self.a}:key/{MARK}-key"
        destination = {"bucketName": f"{MARK}-bucket", "kmsKeyArn": self.key, "keyPrefix": f"{MARK}/"}
        macie(self.a, "PutClassificationExportConfiguration", configuration={"s3Destination": destination})
        macie(self.a, "UpdateAutomatedDiscoveryConfiguration", status="ENABLED")

    def _macie_row(self, macie, administrator, member, email=f"{MARK}-row@example.com"):
        tags = {f"{MARK}-key": f"{MARK}-value"}
        macie(administrator, "CreateMember", account={"accountId": member, "email": email}, tags=tags)

    def _macie_invited(self, macie, inviter, member):
        macie(inviter, "CreateInvitations", accountIds=[member], message=f"{MARK}-message")
        (found,) = [each for each in macie(member, "ListInvitations")["invitations"] if each["accountId"] == inviter]
        return found["invitationId"]

    def _macie_member(self, macie, state, member):
        invitation = self.invitations[member, "macie2"] = self._macie_invited(macie, self.a, member)
        if state in ("enabled", "left", "removed"):
            macie(member, "AcceptInvitation", administratorAccountId=self.a, invitationId=invitation)
        if state == "declined":
            macie(member, "DeclineInvitations", accountIds=[self.a])
        if state == "left":
            macie(member, "DisassociateFromAdministratorAccount")
        if state == "removed":
            macie(self.a, "DisassociateMember", id=member)

    def _access(self):
        """A role that trusts one account, with an id that it has to give; and a key of a user."""
        made = {"Operation": "CreateRole", "Account": self.a, "Name": SECRET_ROLE, "Path": "/", "Trusts": [self.b]}
        answer = credentials.operator(self.server, {**made, "ExternalId": f"{MARK}-external", "MaxSessionDuration": 3600})
        assert "Role" in answer, answer
        answer = credentials.operator(self.server, {"Operation": "CreateKey", "Account": self.a, "User": f"{MARK}-user"})
        self.access_key = answer["Key"]["AccessKeyId"]

    def _tokens(self):
        """Page tokens of every list that has a second page."""
        lists = {
            ("securityhub", "ListMembers"): ("MaxResults", {"OnlyAssociated": False}),
            ("securityhub", "GetEnabledStandards"): ("MaxResults", {}),
            ("macie2", "ListMembers"): ("maxResults", {"onlyAssociated": "false"}),
            ("organizations", "ListAccounts"): ("MaxResults", {}),
            ("organizations", "ListHandshakesForOrganization"): ("MaxResults", {}),
            ("cloudtrail", "LookupEvents"): ("MaxResults", {}),
        }
        for (service, operation), (size, params) in lists.items():
            asker = self.g if service == "organizations" else self.a
            page = self.do(asker, service, operation, **{size: 1, **params})
            self.tokens[service, operation] = page.get("NextToken") or page["nextToken"]

    @cached_property
    def partners(self):
        """Accounts that the victim has something to do with."""
        asked = [account for _, account in self.handshakes.values()]
        return [self.a, self.b, self.g, self.d, self.o, self.p, *self.members.values(), *asked]

    # What strangers name.

    def pool(self, kind):
        """Values of a kind that name something of the victim's."""
        return self._pools[kind]

    @cached_property
    def _pools(self):
        members = [f"arn:aws:macie2:{REGION}:{self.a}:member/{each}" for each in list(self.members.values())[:3]]
        units = [self.root, *self.units]
        accounts = [self.a, self.d, *(self.members[state] for state in ("invited", "enabled", "left"))]
        emails = [f"{MARK}-{self.a}@example.com", f"{MARK}-row@example.com"]
        return {
            "account": accounts,
            "child": [self.o, self.p, self.units[0]],
            "parent": units,
            "resource": [self.o, self.d, self.g, *units],
            "target": [self.a, self.o, self.handshakes["OPEN"][1], emails[0]],
            "handshake": [made for made, _ in self.handshakes.values()],
            "creation": self.creations[:2],
            "invitation": [self.invitations[self.members[state]] for state in ("invited", "enabled", "left")]
            + [self.invitations[self.members["invited"], "macie2"], self.invitations[self.a]],
            "hub": self.hubs[:1],
            "aggregator": self.aggregators,
            "product subscription": [self.subscription],
            "standards subscription": self.standards,
            "arn": [*self.hubs, *self.aggregators, self.subscription, *self.standards[:1], *members],
            "kms key": [self.key],
            "role": [role(self.a, SECRET_ROLE), role(self.a), role(self.members["enabled"])],
            "token": list(self.tokens.values()),
            "access key": [self.access_key],
            "email": emails,
            "principal": [HUB, "config.amazonaws.com"],
            "tag": [f"{MARK}-key"],
            "session token": ["message", self.access_key],
            "device": [f"arn:aws:iam::{self.a}:mfa/{MARK}"],
            "bucket": [f"{MARK}-bucket"],
            "unit name": [f"{MARK}-one"],
            "event": [*self._events, self.a, self.access_key, f"{MARK}-one", "root"],
            "event member": ["EventId", "Username", "ResourceName", "AccessKeyId"],
        }

    @cached_property
    def _events(self):
        found = self.do(self.a, "cloudtrail", "LookupEvents", MaxResults=2)["Events"]
        return [each["EventId"] for each in found]

    @cached_property
    def reads(self):
        return Reads([self.of(account) for account in self.partners], self.pool)

    def look(self):
        """Everything that is to be seen now, and, since it was last looked at, changed."""
        before, self.seen = getattr(self, "seen", None), self.reads.see()
        return changed(before, self.seen) if before is not None else {}

    @cached_property
    def atoms(self):
        """Every id, email and account that any of its reads shows, with the one of the same form that nobody has."""
        known = set(self.partners)
        found = set()
        for _, _, text in self.reads.see().values():
            found |= {each for each in ATOMS.findall(text) if not re.fullmatch(r"\d{12}", each) or each in known}
        pooled = json.dumps(self._pools)
        found |= {each for each in ATOMS.findall(pooled) if not re.fullmatch(r"\d{12}", each)}
        return {each: self._nobodys(each) for each in sorted(found, key=len, reverse=True)}

    def _nobodys(self, atom):
        if atom.isdigit():
            return self.fresh()
        if "@" in atom:
            return f"nobody-{self.fresh()}@example.com"
        if re.match(r"A[A-Z]{3}", atom):
            # The first half of such an id names its account.
            return atom[:-4] + "".join(_NEXT_OF_32.get(each, each) for each in atom[-4:])
        prefix = re.match(r"ou-[a-z0-9]{4}-|[a-z]+-|", atom).group()
        return prefix + "".join(_NEXT.get(each, each) for each in atom[len(prefix) :])

    def twin(self, text):
        """A text with everything of the victim's in it replaced by what nobody has."""
        for atom, nobodys in self.atoms.items():
            text = text.replace(atom, nobodys)
        for token in self.tokens.values():
            text = text.replace(token, token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB"))
        return text.replace(MARK, "n" * len(MARK))


_NEXT = dict(zip("0123456789", "1234567890")) | dict(zip("abcdef", "bcdefa")) | dict(zip("ghijklmnopqrstuvwxyz", "hijklmnopqrstuvwxyzg"))
_NEXT_OF_32 = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "BCDEFGHIJKLMNOPQRSTUVWXYZ234567A"))
