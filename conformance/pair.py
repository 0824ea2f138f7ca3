"""Two accounts of one service in one Region: what the pairs of all services have in common."""

from functools import cached_property

import clients
from raw import REGION, Caller
from views import View


class Pair:
    """A prospective administrator and a prospective member. `service` is the name that they sign with."""

    service = None

    def __init__(self, server, administrator, member, region=REGION):
        self.server, self.region = server, region
        self.administrator, self.member = administrator, member

    # Steps that are the same whatever the service: the administrator's organization, and the member in it.

    def founded(self):
        self._directory(self.administrator).create_organization(FeatureSet="ALL")
        return self

    def asked(self):
        target = {"Id": self.member, "Type": "ACCOUNT"}
        self._directory(self.administrator).invite_account_to_organization(Target=target, Notes="Please join.")
        return self

    def joined(self):
        (handshake,) = self._directory(self.member).list_handshakes_for_account()["Handshakes"]
        self._directory(self.member).accept_handshake(HandshakeId=handshake["Id"])
        return self

    def _directory(self, account):
        return clients.client(self.server, account, "organizations", self.region)

    # What they see, of which each service has its own words: the two halves of a `View`.

    def above(self):
        raise NotImplementedError

    def below(self):
        raise NotImplementedError

    def view(self):
        return View(*self.above(), *self.below())

    def assert_view(self, expected, out):
        """What both see while the account `out` is suspended or closed; in mode `verify` its keys are nobody's."""
        for account, asks, half, seen in (
            (self.administrator, self.a_raw, self.above, expected[:2]),
            (self.member, self.m_raw, self.below, expected[2:]),
        ):
            if account == out and self.server.auth == "verify":
                asks.assert_unknown()
            else:
                assert half() == seen

    @cached_property
    def a(self):
        """The administrator's client."""
        return clients.client(self.server, self.administrator, self.service, self.region)

    @cached_property
    def m(self):
        """The member's client."""
        return clients.client(self.server, self.member, self.service, self.region)

    @property
    def a_raw(self):
        return Caller(self.server, self.administrator, self.service, self.region)

    @property
    def m_raw(self):
        return Caller(self.server, self.member, self.service, self.region)
