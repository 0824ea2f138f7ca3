"""Macie through the AWS CLI: the whole flow, and the two operations that matter most."""

import pytest

MACIE = "macie2"


@pytest.fixture
def sides(aws, fresh):
    """The two accounts, and the CLI of each."""
    a, m = fresh(), fresh()
    return a, m, aws(a), aws(m)


def test_the_whole_flow(sides):
    a, m, admin, member = sides
    for cli in (admin, member):
        assert cli(MACIE, "enable-macie") in (None, {})
    account = f"accountId={m},email=owner@example.com"
    arn = admin(MACIE, "create-member", "--account", account, "--tags", "team=blue")["arn"]
    assert arn == f"arn:aws:macie2:us-east-1:{a}:member/{m}"
    invite = [MACIE, "create-invitations", "--account-ids", m, "--message", "Join us, please."]
    assert admin(*invite) == {"unprocessedAccounts": []}
    [invitation] = member(MACIE, "list-invitations")["invitations"]
    assert (invitation["accountId"], invitation["relationshipStatus"]) == (a, "Invited")
    assert member(MACIE, "get-invitations-count") == {"invitationsCount": 1}
    member(
        *(MACIE, "accept-invitation", "--administrator-account-id", a),
        *("--invitation-id", invitation["invitationId"]),
    )
    [row] = admin(MACIE, "list-members")["members"]
    assert (row["accountId"], row["relationshipStatus"], row["tags"]) == (m, "Enabled", {"team": "blue"})
    assert member(MACIE, "get-administrator-account") == {
        "administrator": {**invitation, "relationshipStatus": "Enabled"}
    }
    admin(MACIE, "update-member-session", "--id", m, "--status", "PAUSED")
    assert admin(MACIE, "get-member", "--id", m)["relationshipStatus"] == "Paused"
    admin(MACIE, "disassociate-member", "--id", m)
    assert member(MACIE, "list-invitations") == {"invitations": []}
    admin(MACIE, "delete-member", "--id", m)
    assert admin(MACIE, "list-members", "--only-associated", "false") == {"members": []}


def test_tags(macie, aws):
    arn = macie.created().row["arn"]
    admin = aws(macie.administrator)
    words = ["--resource-arn", arn]
    assert admin(MACIE, "tag-resource", *words, "--tags", "team=blue,stage=test") is None
    assert admin(MACIE, "untag-resource", *words, "--tag-keys", "stage") is None
    assert admin(MACIE, "list-tags-for-resource", *words) == {"tags": {"team": "blue"}}


def test_list_invitations(macie, macies, fresh, aws):
    member = aws(macie.member)
    others = [macies(fresh(), macie.member).enabled() for _ in range(2)]
    for pair in (macie, *others):
        pair.created().invited()
    accounts = [pair.administrator for pair in (macie, *others)]
    paged = member(MACIE, "list-invitations", "--page-size", "1")
    assert [each["accountId"] for each in paged["invitations"]] == accounts
    first = member(MACIE, "list-invitations", "--max-items", "2")
    assert [each["accountId"] for each in first["invitations"]] == accounts[:2]
    rest = member(MACIE, "list-invitations", "--starting-token", first["NextToken"])
    assert [each["accountId"] for each in rest["invitations"]] == accounts[2:]
    refusal = member.refused(MACIE, "list-invitations", "--page-size", "26")
    assert "ValidationException" in refusal and "ListInvitations" in refusal


def test_create_invitations(macie, fresh, aws):
    admin, nobody = aws(macie.administrator), fresh()
    words = ["--account-ids", macie.member, nobody, "--disable-email-notification"]
    answer = macie.created() and admin(MACIE, "create-invitations", *words)
    [result] = answer["unprocessedAccounts"]
    assert (result["accountId"], result["errorCode"]) == (nobody, "ClientError")
    assert macie.row["relationshipStatus"] == "Invited"
    off = aws(nobody).refused(MACIE, "create-invitations", "--account-ids", macie.member)
    assert "(AccessDeniedException)" in off and off.endswith("Macie is not enabled")
