"""Macie's email check against the directory (reference §5.4 M3 to M5): the row's email must be the account's."""

import pytest

from accounts import Accounts
from clients import assert_refused
from macie import MaciePair, unprocessed
from views import CREATED, INVITED, MEMBER, NOTHING, View

FAILED = View(None, "EmailVerificationFailed", None, None, 0)
RIGHT, WRONG = "owner@{}.example", "somebody@{}.example"


@pytest.fixture
def accounts(server):
    return Accounts(server.folder, "--store", server.keeps)


@pytest.fixture
def known(macie, accounts):
    """A pair whose prospective member's email is known."""
    accounts.create(RIGHT.format(macie.member), macie.member)
    return macie


def _created(pair, email):
    pair.a.create_member(account={"accountId": pair.member, "email": email.format(pair.member)})
    return pair


@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_M3_the_email_of_the_account(known, change):
    assert _created(known, change(RIGHT)).invited().view() == INVITED
    assert known.accepted().view() == MEMBER


def test_M4_another_email(known):
    row = _created(known, WRONG).row
    assert known.invited().view() == FAILED
    after = known.row
    assert after["email"] == row["email"] == WRONG.format(known.member)
    assert known.m.list_invitations()["invitations"] == []


def test_M4_inviting_again_does_not_mend_it(known):
    _created(known, WRONG).invited()
    answer = known.a.create_invitations(accountIds=[known.member])
    assert list(unprocessed(answer)) == [known.member]
    assert known.view() == FAILED


def test_M5_delete_create_and_invite(known):
    _created(known, WRONG).invited()
    call = known.a.create_member
    right = {"accountId": known.member, "email": RIGHT.format(known.member)}
    assert_refused(call, 400, "ValidationException", None, account=right)
    assert known.deleted().view() == NOTHING
    assert _created(known, RIGHT).view() == CREATED
    assert known.invited().view() == INVITED
    assert known.accepted().view() == MEMBER


def test_M4_in_a_batch_each_account_has_its_own_check(server, accounts, fresh):
    a, right, wrong, unknown = fresh(), fresh(), fresh(), fresh()
    for account in (right, wrong):
        accounts.create(RIGHT.format(account), account)
    pairs = {account: MaciePair(server, a, account).enabled() for account in (right, wrong, unknown)}
    for account, email in [(right, RIGHT), (wrong, WRONG), (unknown, WRONG)]:
        _created(pairs[account], email)
    assert unprocessed(pairs[right].a.create_invitations(accountIds=[right, wrong, unknown])) == {}
    assert [pairs[each].view() for each in (right, wrong, unknown)] == [INVITED, FAILED, INVITED]


def test_M4_the_email_counts_that_is_known_when_the_invitation_is_sent(macie, accounts):
    _created(macie, WRONG)
    accounts.create(RIGHT.format(macie.member), macie.member)
    assert macie.invited().view() == FAILED


def test_an_account_becomes_known_and_keeps_what_it_has(macie, accounts):
    _created(macie, WRONG).invited().accepted()
    created = accounts.create(RIGHT.format(macie.member), macie.member)
    assert macie.view() == MEMBER
    assert accounts("show", macie.member) == created


def test_security_hub_checks_no_email(hub, accounts):
    accounts.create(RIGHT.format(hub.member), hub.member)
    assert hub.created(WRONG.format(hub.member)).invited().view() == INVITED
    assert hub.row["Email"] == WRONG.format(hub.member)
