"""ListMembers of both services: pages, filters and tokens."""

import pytest

from lists import (
    HUB_INVITATIONS,
    HUB_MEMBERS,
    MACIE_INVITATIONS,
    MACIE_MEMBERS,
    check_sizes,
    check_tokens,
)
from raw import Caller


@pytest.fixture
def hub_rows(caller, account, fresh):
    """A hub with 55 rows: the caller, and their accounts in order."""
    asker = caller(account, "securityhub")
    asker.ask("POST", "/accounts")
    accounts = [fresh() for _ in range(55)]
    for some in (accounts[30:], accounts[:30]):
        details = [{"AccountId": each} for each in reversed(some)]
        assert asker.ask("POST", "/members", {"AccountDetails": details}).json == {"UnprocessedAccounts": []}
    return asker, accounts


@pytest.fixture
def macie_rows(caller, account, fresh):
    """A Macie administrator with 30 rows: the caller, and their accounts in order."""
    asker = caller(account, "macie2")
    asker.ask("POST", "/macie")
    accounts = [fresh() for _ in range(30)]
    for each in reversed(accounts):
        body = {"account": {"accountId": each, "email": "owner@member.example"}}
        assert asker.ask("POST", "/members", body).status == 200
    return asker, accounts


class All:
    """A list that shows every row: the filter is sent with every page."""

    def __init__(self, listing, name):
        self.listing, self.filters = listing, {name: "false"}

    def __getattr__(self, name):
        found = getattr(self.listing, name)
        if name not in ("page", "ask", "walk", "assert_refused"):
            return found
        return lambda *words, **more: found(*words, **{**self.filters, **more})


def test_security_hub_pages(hub_rows):
    asker, accounts = hub_rows
    check_sizes(All(HUB_MEMBERS, "OnlyAssociated"), asker, accounts)
    assert HUB_MEMBERS.page(asker) == ([], None)


def test_macie_pages(macie_rows):
    asker, accounts = macie_rows
    check_sizes(All(MACIE_MEMBERS, "onlyAssociated"), asker, accounts)
    assert MACIE_MEMBERS.page(asker) == ([], None)


def test_the_token_remembers_the_filter(hub_rows, macie_rows):
    for (asker, accounts), listing, name in (
        (hub_rows, HUB_MEMBERS, "OnlyAssociated"),
        (macie_rows, MACIE_MEMBERS, "onlyAssociated"),
    ):
        found, token = listing.page(asker, **{name: "false"})
        rest, token = listing.page(asker, token=token)
        assert (found + rest, token) == (accounts, None)


def test_security_hub_tokens(server, hub_rows, fresh):
    asker, _ = hub_rows
    other = Caller(server, fresh(), "securityhub")
    other.ask("POST", "/accounts")
    elsewhere = Caller(server, asker.account, "securityhub", "eu-west-1")
    elsewhere.ask("POST", "/accounts")
    strangers = [(HUB_MEMBERS, other), (HUB_MEMBERS, elsewhere), (HUB_INVITATIONS, asker)]
    check_tokens(HUB_MEMBERS, asker, strangers, {"OnlyAssociated": "false"})


def test_macie_tokens(server, macie_rows, fresh):
    asker, _ = macie_rows
    other = Caller(server, fresh(), "macie2")
    other.ask("POST", "/macie")
    elsewhere = Caller(server, asker.account, "macie2", "eu-west-1")
    elsewhere.ask("POST", "/macie")
    strangers = [(MACIE_MEMBERS, other), (MACIE_MEMBERS, elsewhere), (MACIE_INVITATIONS, asker)]
    check_tokens(MACIE_MEMBERS, asker, strangers, {"onlyAssociated": "false"})


def test_only_current_members_by_default(hub, macie):
    hub.created().invited()
    macie.created().invited()
    for listing, asker, name, pair in (
        (HUB_MEMBERS, hub.a_raw, "OnlyAssociated", hub),
        (MACIE_MEMBERS, macie.a_raw, "onlyAssociated", macie),
    ):
        for shown in ({}, {name: "true"}):
            assert listing.page(asker, **shown) == ([], None)
        assert listing.page(asker, **{name: "false"}) == ([pair.member], None)
        pair.accepted()
        for shown in ({}, {name: "true"}, {name: "false"}):
            assert listing.page(asker, **shown) == ([pair.member], None)
