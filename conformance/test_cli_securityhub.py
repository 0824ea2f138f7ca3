"""Security Hub through the AWS CLI: the whole flow, and the two operations that matter most."""

import pytest

HUB = "securityhub"


@pytest.fixture
def sides(aws, fresh):
    """The two accounts, and the CLI of each."""
    a, m = fresh(), fresh()
    return a, m, aws(a), aws(m)


def test_the_whole_flow(sides):
    a, m, admin, member = sides
    assert admin("sts", "get-caller-identity")["Account"] == a
    for cli in (admin, member):
        assert cli(HUB, "enable-security-hub") in (None, {})
    created = admin(HUB, "create-members", "--account-details", f"AccountId={m},Email=owner@example.com")
    assert created == {"UnprocessedAccounts": []}
    assert admin(HUB, "invite-members", "--account-ids", m) == {"UnprocessedAccounts": []}
    [invitation] = member(HUB, "list-invitations")["Invitations"]
    assert (invitation["AccountId"], invitation["MemberStatus"]) == (a, "Invited")
    assert member(HUB, "get-invitations-count") == {"InvitationsCount": 1}
    member(
        *(HUB, "accept-administrator-invitation", "--administrator-id", a),
        *("--invitation-id", invitation["InvitationId"]),
    )
    [row] = admin(HUB, "list-members")["Members"]
    assert (row["AccountId"], row["MemberStatus"], row["Email"]) == (m, "Enabled", "owner@example.com")
    assert member(HUB, "get-administrator-account") == {
        "Administrator": {**invitation, "MemberStatus": "Enabled"}
    }
    member(HUB, "disassociate-from-administrator-account")
    assert admin(HUB, "list-members") == {"Members": []}
    assert admin(HUB, "delete-members", "--account-ids", m) == {"UnprocessedAccounts": []}
    assert admin(HUB, "list-members", "--no-only-associated") == {"Members": []}
    assert member(HUB, "list-invitations") == {"Invitations": []}


def test_decline_and_delete(hub, aws):
    hub.created().invited()
    member = aws(hub.member)
    words = ["--account-ids", hub.administrator]
    assert member(HUB, "decline-invitations", *words) == {"UnprocessedAccounts": []}
    assert hub.row["MemberStatus"] == "Resigned"
    assert member(HUB, "delete-invitations", *words) == {"UnprocessedAccounts": []}
    assert hub.invitation is None


def test_list_invitations(hub, hubs, fresh, aws):
    member = aws(hub.member)
    others = [hubs(fresh(), hub.member).enabled() for _ in range(2)]
    for pair in (hub, *others):
        pair.created().invited()
    accounts = [pair.administrator for pair in (hub, *others)]
    paged = member(HUB, "list-invitations", "--page-size", "1")
    assert [each["AccountId"] for each in paged["Invitations"]] == accounts
    first = member(HUB, "list-invitations", "--max-items", "2")
    assert [each["AccountId"] for each in first["Invitations"]] == accounts[:2]
    rest = member(HUB, "list-invitations", "--starting-token", first["NextToken"])
    assert [each["AccountId"] for each in rest["Invitations"]] == accounts[2:]
    refusal = member.refused(HUB, "list-invitations", "--page-size", "51")
    assert "InvalidInputException" in refusal and "ListInvitations" in refusal


def test_invite_members(hub, fresh, aws):
    admin, nobody = aws(hub.administrator), fresh()
    answer = hub.created() and admin(HUB, "invite-members", "--account-ids", hub.member, nobody)
    [result] = answer["UnprocessedAccounts"]
    assert result["AccountId"] == nobody and result["ProcessingResult"]
    assert hub.row["MemberStatus"] == "Invited"
    off = aws(nobody).refused(HUB, "invite-members", "--account-ids", hub.member)
    assert "(BadRequestException)" in off and "The request is rejected since no such resource found." in off


def test_hub_off(aws, account):
    text = f"Account {account} is not subscribed to AWS Security Hub"
    refusal = aws(account).refused(HUB, "describe-hub")
    assert "(InvalidAccessException)" in refusal and text in refusal
