"""Security Hub's refusals of single accounts, row by row (reference §6.2): HTTP 200, the rest goes through."""

import pytest

from hub import rows, unprocessed
from views import (
    CREATED,
    INVITED,
    ITSELF,
    MEMBER,
    NO_ROW,
    NOT_DECLINED,
    NOTHING_PENDING,
    OF_ANOTHER,
    ROW_EXISTS,
)

INVALID = "invalid or out-of-range value is specified as an input parameter"
TOO_MANY = "Maximum number of results exceeded"
STRANGE = ["12345678901", "1234567890123", "12345678901a", "abc", "１２３４５６７８９０１２", "-00000000001"]


def _details(accounts):
    return [{"AccountId": account} for account in accounts]


def test_create_row_exists(hub, fresh):
    new = fresh()
    answer = hub.created().a.create_members(AccountDetails=_details([hub.member, new]))
    assert unprocessed(answer) == {hub.member: ROW_EXISTS}
    assert set(rows(hub.a, OnlyAssociated=False)) == {hub.member, new}


def test_create_duplicates(hub):
    answer = hub.a.create_members(AccountDetails=_details([hub.member] * 3))
    refusal = {"AccountId": hub.member, "ProcessingResult": ROW_EXISTS}
    assert answer["UnprocessedAccounts"] == [refusal] * 2
    assert hub.view() == CREATED


def test_create_51(hub, fresh):
    accounts = [fresh() for _ in range(53)]
    answer = hub.a.create_members(AccountDetails=_details(accounts))
    assert unprocessed(answer) == {account: TOO_MANY for account in accounts[50:]}
    assert list(rows(hub.a, OnlyAssociated=False)) == accounts[:50]


def test_create_itself(hub):
    answer = hub.a.create_members(AccountDetails=_details([hub.administrator, hub.member]))
    assert unprocessed(answer) == {hub.administrator: ITSELF}
    assert list(rows(hub.a, OnlyAssociated=False)) == [hub.member]


def test_create_by_a_member(hub, fresh):
    hub.created().invited().accepted()
    new = fresh()
    answer = hub.m.create_members(AccountDetails=_details([new]))
    assert list(unprocessed(answer)) == [new]
    assert "current account cannot create members since it is" in unprocessed(answer)[new]
    assert OF_ANOTHER in unprocessed(answer)[new]
    assert rows(hub.m, OnlyAssociated=False) == {}


def test_create_over_quota(hub, fresh):
    for _ in range(20):
        accounts = [fresh() for _ in range(50)]
        assert hub.a_raw.ask("POST", "/members", {"AccountDetails": _details(accounts)}).json == {
            "UnprocessedAccounts": []
        }
    one_more = fresh()
    text = (
        "The request is rejected because the current account cannot create anymore members since it cannot exceed the"
        " maximum number of allowed members."
    )
    answer = hub.a.create_members(AccountDetails=_details([one_more]))
    assert unprocessed(answer) == {one_more: text}
    assert len(rows(hub.a, OnlyAssociated=False)) == 1000
    hub.a.delete_members(AccountIds=accounts[:1])
    assert unprocessed(hub.a.create_members(AccountDetails=_details([one_more]))) == {}


@pytest.mark.parametrize("strange", STRANGE)
def test_create_bad_account(hub, strange):
    answer = hub.a.create_members(AccountDetails=_details([strange, hub.member]))
    assert list(unprocessed(answer)) == [strange]
    assert INVALID in unprocessed(answer)[strange]
    assert list(rows(hub.a, OnlyAssociated=False)) == [hub.member]


def test_invite_already_invited(hub):
    before = hub.created().invited().invitation
    fragment = "because the current account has already invited or is already the SecurityHub master of the given"
    answer = hub.a.invite_members(AccountIds=[hub.member])
    assert list(unprocessed(answer)) == [hub.member]
    assert fragment in unprocessed(answer)[hub.member]
    assert hub.invitation == before
    hub.accepted()
    assert fragment in unprocessed(hub.a.invite_members(AccountIds=[hub.member]))[hub.member]
    assert hub.view() == MEMBER


def test_invite_duplicates(hub):
    answer = hub.created().a.invite_members(AccountIds=[hub.member, hub.member])
    assert [each["AccountId"] for each in answer["UnprocessedAccounts"]] == [hub.member]
    assert "already invited" in answer["UnprocessedAccounts"][0]["ProcessingResult"]
    assert hub.view() == INVITED


def test_invite_without_a_row(hub, fresh):
    nobody = fresh()
    answer = hub.created().a.invite_members(AccountIds=[nobody, hub.member])
    assert unprocessed(answer) == {nobody: NO_ROW}
    assert hub.view() == INVITED


def test_invite_itself(hub):
    answer = hub.created().a.invite_members(AccountIds=[hub.administrator, hub.member])
    assert list(unprocessed(answer)) == [hub.administrator]
    assert unprocessed(answer)[hub.administrator].startswith("The request is rejected")
    assert hub.view() == INVITED


def test_invite_a_member_of_another(hub, hubs, fresh):
    other = hubs(fresh(), hub.member).enabled().created()
    hub.created().invited().accepted()
    answer = other.a.invite_members(AccountIds=[hub.member])
    assert list(unprocessed(answer)) == [hub.member]
    assert f"since the latter is {OF_ANOTHER}." in unprocessed(answer)[hub.member]
    assert other.row["MemberStatus"] == "Created"
    assert hub.view() == MEMBER


def test_invite_by_a_member(hub, hubs, fresh):
    above = hubs(fresh(), hub.administrator).enabled()
    hub.created().removed()
    above.created().invited().accepted()
    answer = hub.a.invite_members(AccountIds=[hub.member])
    assert list(unprocessed(answer)) == [hub.member]
    assert OF_ANOTHER in unprocessed(answer)[hub.member]
    assert hub.row["MemberStatus"] == "Removed"


@pytest.mark.parametrize("operation", ["invite_members", "get_members", "delete_members"])
@pytest.mark.parametrize("strange", STRANGE[:3])
def test_bad_account(hub, operation, strange):
    answer = getattr(hub.created().a, operation)(AccountIds=[strange, hub.member])
    assert list(unprocessed(answer)) == [strange]
    assert INVALID in unprocessed(answer)[strange]


@pytest.mark.parametrize("operation", ["invite_members", "get_members", "delete_members"])
def test_51_accounts(hub, fresh, operation):
    accounts = [fresh() for _ in range(52)]
    hub.a.create_members(AccountDetails=_details(accounts[:50]))
    hub.a.create_members(AccountDetails=_details(accounts[50:]))
    answer = getattr(hub.a, operation)(AccountIds=accounts)
    assert unprocessed(answer) == {account: TOO_MANY for account in accounts[50:]}
    if operation == "get_members":
        assert [row["AccountId"] for row in answer["Members"]] == accounts[:50]
    statuses = {key: row["MemberStatus"] for key, row in rows(hub.a, OnlyAssociated=False).items()}
    expected = {"invite_members": "Invited", "get_members": "Created"}.get(operation)
    after = {account: expected for account in accounts[:50] if expected}
    assert statuses == {**after, accounts[50]: "Created", accounts[51]: "Created"}


def test_get_without_a_row(hub, fresh):
    nobody = fresh()
    answer = hub.created().a.get_members(AccountIds=[nobody, hub.member])
    assert list(unprocessed(answer)) == [nobody]
    assert [row["AccountId"] for row in answer["Members"]] == [hub.member]


def test_delete_without_a_row(hub, fresh):
    nobody = fresh()
    answer = hub.created().a.delete_members(AccountIds=[nobody, hub.member])
    assert list(unprocessed(answer)) == [nobody]
    assert hub.row is None


def test_delete_a_member(hub):
    hub.created().invited().accepted()
    text = (
        "The request is rejected because the current account cannot delete the given member account ID since it is"
        " still associated to it"
    )
    answer = hub.a.delete_members(AccountIds=[hub.member])
    assert unprocessed(answer)[hub.member].startswith(text)
    assert hub.view() == MEMBER


@pytest.mark.parametrize("reach", ["invited", "accepted"])
def test_delete_invitations_not_declined(hub, reach):
    hub.created().invited()
    if reach == "accepted":
        hub.accepted()
    answer = hub.m.delete_invitations(AccountIds=[hub.administrator])
    assert unprocessed(answer) == {hub.administrator: NOT_DECLINED}


@pytest.mark.parametrize("operation", ["decline_invitations", "delete_invitations"])
def test_no_invitation_from_that_account(hub, fresh, operation):
    nobody = fresh()
    hub.created()
    answer = getattr(hub.m, operation)(AccountIds=[nobody, hub.administrator])
    assert unprocessed(answer) == {nobody: NOTHING_PENDING, hub.administrator: NOTHING_PENDING}
    assert hub.view() == CREATED


def test_decline_its_own_account(hub):
    hub.created().invited()
    answer = hub.m.decline_invitations(AccountIds=[hub.member])
    assert list(unprocessed(answer)) == [hub.member]
    assert hub.view() == INVITED


def test_decline_what_was_accepted(hub):
    hub.created().invited().accepted()
    answer = hub.m.decline_invitations(AccountIds=[hub.administrator])
    assert list(unprocessed(answer)) == [hub.administrator]
    assert hub.view() == MEMBER
