"""The rules that every paged list keeps, for whichever operation is asked."""

from dataclasses import dataclass
from urllib.parse import quote

NOT_A_SIZE = ["0", "-1", "abc", "1.5", "1e1", "%20", "99999999999999999999", "0x5", "%D9%A1"]
SHA = "0" * 64
NOT_A_TOKEN = ["abc", "a" * 5000, "%00", SHA, "eyJhIjoxfQ%3D%3D", "../..", "%F0%9F%98%80"]


@dataclass(frozen=True)
class List:
    """One list operation, in the spelling of its service."""

    path: str
    largest: int
    items: str
    account: str
    size: str
    token: str
    refusal: str

    def page(self, caller, size=None, token=None, **more):
        """One page: its accounts, and the token of the next one."""
        reply = self.ask(caller, size, token, **more)
        assert reply.status == 200, reply
        assert set(reply.json) <= {self.items, self.token}
        accounts = [item[self.account] for item in reply.json[self.items]]
        token = reply.json.get(self.token)
        assert token is None or (isinstance(token, str) and token)
        # Absent on the last page, rather than null.
        assert (token is None) == (self.token not in reply.json)
        return accounts, token

    def ask(self, caller, size=None, token=None, **more):
        given = {self.size: size, self.token: token and quote(token, safe="%"), **more}
        query = "&".join(f"{key}={value}" for key, value in given.items() if value is not None)
        return caller.ask("GET", f"{self.path}?{query}" if query else self.path)

    def walk(self, caller, size=None, **more):
        """Every page, one after the other, with the same arguments."""
        pages, token = [], None
        while True:
            accounts, token = self.page(caller, size, token, **more)
            pages.append(accounts)
            if token is None:
                return pages

    def assert_refused(self, caller, size=None, token=None, **more):
        reply = self.ask(caller, size, token, **more)
        assert (reply.status, reply.code) == (400, self.refusal), reply
        assert self.items not in reply.json


HUB_INVITATIONS = List(
    "/invitations", 50, "Invitations", "AccountId", "MaxResults", "NextToken", "InvalidInputException"
)
HUB_MEMBERS = List("/members", 50, "Members", "AccountId", "MaxResults", "NextToken", "InvalidInputException")
MACIE_INVITATIONS = List(
    "/invitations", 25, "invitations", "accountId", "maxResults", "nextToken", "ValidationException"
)
MACIE_MEMBERS = List("/members", 25, "members", "accountId", "maxResults", "nextToken", "ValidationException")


def check_sizes(listing, caller, accounts):
    """Every size in range gives pages of that size; every other is refused."""
    assert len(accounts) > listing.largest
    for size in (1, 2, listing.largest - 1, listing.largest):
        pages = listing.walk(caller, size)
        assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)
        assert 1 <= len(pages[-1]) <= size
        assert sum(pages, []) == accounts
    assert listing.walk(caller) == [accounts[: listing.largest], accounts[listing.largest :]]
    for size in [*NOT_A_SIZE, str(listing.largest + 1)]:
        listing.assert_refused(caller, size)


def check_tokens(listing, caller, strangers, filters):
    """A token works for whom it was made, and for nothing else."""
    _, token = listing.page(caller, 1, **filters)
    # It can be used again, although what it looks like may differ each time.
    again = [listing.page(caller, 1, token, **filters)[0] for _ in range(2)]
    assert again[0] == again[1] != []
    middle = len(token) // 2
    swapped = "A" if token[middle] != "A" else "B"
    for altered in (token[:-2], token[1:], token + "AA", token[:middle] + swapped + token[middle + 1 :]):
        listing.assert_refused(caller, 1, altered, **filters)
    for garbage in NOT_A_TOKEN:
        listing.assert_refused(caller, 1, garbage, **filters)
    for other_listing, stranger in strangers:
        other_listing.assert_refused(stranger, 1, token)
