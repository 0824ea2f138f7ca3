"""AWS Organizations between two accounts: each step of an organization, and the ids in it."""

from botocore.exceptions import ClientError

from pair import Pair

PRINCIPAL = "config.amazonaws.com"
HUB = "securityhub.amazonaws.com"
NO_UNIT = "ou-0000-00000000"


class DirectoryPair(Pair):
    """The management account of an organization, and an account that may come to be in it."""

    service = "organizations"

    # Steps, besides those of every pair.

    def created(self):
        """A new account in the organization."""
        self.a.create_account(AccountName="Two", Email=f"{self.member}@example.com")
        return self

    def divided(self):
        self.a.create_organizational_unit(ParentId=self.root, Name="Unit")
        return self

    def settled(self):
        """The member moves into the unit."""
        self.a.move_account(AccountId=self.member, SourceParentId=self.root, DestinationParentId=self.unit)
        return self

    def deep(self):
        """Units in units, as many levels as there can be."""
        inside = self.root
        for level in range(5):
            made = self.a.create_organizational_unit(ParentId=inside, Name=f"Level {level}")
            inside = made["OrganizationalUnit"]["Id"]
        return self

    def closed(self):
        self.a.close_account(AccountId=self.member)
        return self

    def billed(self):
        """An organization for its bills alone."""
        self.a.create_organization(FeatureSet="CONSOLIDATED_BILLING")
        return self

    def taken(self):
        """Another account is the one that may administer Security Hub."""
        other = self.created().a.list_create_account_status()["CreateAccountStatuses"][0]["AccountId"]
        self.a.enable_aws_service_access(ServicePrincipal=HUB)
        self.a.register_delegated_administrator(AccountId=other, ServicePrincipal=HUB)
        return self

    def trusted(self):
        self.a.enable_aws_service_access(ServicePrincipal=PRINCIPAL)
        return self

    def delegated(self):
        self.a.register_delegated_administrator(AccountId=self.member, ServicePrincipal=PRINCIPAL)
        return self

    # The ids of what there is.

    @property
    def root(self):
        return self.a.list_roots()["Roots"][0]["Id"]

    @property
    def unit(self):
        """The first unit, and of units in units the innermost."""
        found, inside = None, self.root
        while units := self.a.list_organizational_units_for_parent(ParentId=inside)["OrganizationalUnits"]:
            found = inside = units[0]["Id"]
        return found or NO_UNIT

    @property
    def handshake(self):
        return self.m.list_handshakes_for_account()["Handshakes"][0]["Id"]

    @property
    def creation(self):
        return self.a.list_create_account_status()["CreateAccountStatuses"][0]["Id"]

    @property
    def names(self):
        """What names in requests stand for; where it is not there, an id that nobody has."""
        return {
            "R": lambda: self._or("root", "r-0000"),
            "U": lambda: self._or("unit", NO_UNIT),
            "H": lambda: self._or("handshake", "h-00000000"),
            "C": lambda: self._or("creation", "car-00000000"),
        }

    def _or(self, what, nobodys):
        try:
            return getattr(self, what)
        except (ClientError, IndexError):
            return nobodys
