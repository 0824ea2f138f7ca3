"""What reaches another account on purpose, and what the other side then sees: that, and nothing else."""

import json

import pytest

import credentials
from isolation_strangers import Stranger, bystander, management, neighbour
from isolation_victim import MARK, SECRET_ROLE, Victim
from server import AUTH
from sessions import role

# They tell an account that it is invited. Whoever invites has to have made a row, or manage an organization.
REACHING = {"securityhub/InviteMembers", "macie2/CreateInvitations", "organizations/InviteAccountToOrganization"}
# They say what AWS's own say: whose a key is, which its id tells. In mode `open` a role that nobody created is everybody's.
EXCUSED = {"sts/GetAccessKeyInfo"} | ({"sts/AssumeRole"} if AUTH == "open" else set())


@pytest.fixture(scope="module")
def victim(server, worker_id):
    worker = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    numbers = iter(range(10**9))
    made = Victim(server, lambda: f"{80 + worker}{next(numbers):010}")
    made.look()
    return made


def assert_only(changes, account, reads):
    """These reads of this account have changed, and no others. What they answer now."""
    assert {(who, what) for who, what, _ in changes} == {(account, each) for each in reads}
    return {what: json.loads(now[2]) for (_, what, _), (_, now) in changes.items()}


HUB_INVITATIONS = ["securityhub/ListInvitations", "securityhub/GetInvitationsCount"]
TRAIL = ["cloudtrail/LookupEvents"]
MACIE_INVITATIONS = ["macie2/ListInvitations", "macie2/GetInvitationsCount"]


def test_an_invitation_of_security_hub_shows_who_sends_it(victim):
    stranger, invited = neighbour(victim), victim.members["created"]
    stranger.do("securityhub", "CreateMembers", AccountDetails=[{"AccountId": invited, "Email": "row@example.com"}])
    assert not victim.look(), "a row is its administrator's alone"
    assert stranger.do("securityhub", "InviteMembers", AccountIds=[invited])["UnprocessedAccounts"] == []
    seen = assert_only(victim.look(), invited, HUB_INVITATIONS)
    (invitation,) = seen["securityhub/ListInvitations"]["Invitations"]
    assert set(invitation) == {"AccountId", "InvitationId", "InvitedAt", "MemberStatus"}
    assert invitation["AccountId"] == stranger.account
    (row,) = stranger.do("securityhub", "GetMembers", AccountIds=[invited])["Members"]
    assert MARK not in json.dumps(row) and row["MemberStatus"] == "Invited"
    stranger.do("securityhub", "DeleteMembers", AccountIds=[invited])
    victim.look()


def test_an_invitation_of_macie_shows_who_sends_it(victim):
    stranger, invited = neighbour(victim), victim.members["created"]
    stranger.do("macie2", "CreateMember", account={"accountId": invited, "email": "row@example.com"})
    assert not victim.look(), "a row is its administrator's alone"
    assert stranger.do("macie2", "CreateInvitations", accountIds=[invited])["unprocessedAccounts"] == []
    seen = assert_only(victim.look(), invited, MACIE_INVITATIONS)
    (invitation,) = seen["macie2/ListInvitations"]["invitations"]
    assert set(invitation) == {"accountId", "invitationId", "invitedAt", "relationshipStatus"}
    assert invitation["accountId"] == stranger.account
    row = stranger.do("macie2", "GetMember", id=invited)
    assert MARK not in json.dumps(row) and row["relationshipStatus"] == "Invited"


def test_an_invitation_to_an_account_with_another_email_does_not_arrive(victim):
    """Macie asks for an account's email, and tells whoever has it wrong, without saying what is right."""
    stranger = neighbour(victim)
    stranger.do("macie2", "CreateMember", account={"accountId": victim.a, "email": "row@example.com"})
    stranger.do("macie2", "CreateInvitations", accountIds=[victim.a])
    assert not victim.look()
    row = stranger.do("macie2", "GetMember", id=victim.a)
    assert MARK not in json.dumps(row) and row["relationshipStatus"] == "EmailVerificationFailed"


def test_an_invitation_to_an_organization_shows_who_sends_it(victim):
    stranger, invited = management(victim), victim.members["created"]
    target = {"Id": invited, "Type": "ACCOUNT"}
    made = stranger.do("organizations", "InviteAccountToOrganization", Target=target, Notes="Please join.")
    assert MARK not in json.dumps(made)
    seen = assert_only(victim.look(), invited, ["organizations/ListHandshakesForAccount"])
    (handshake,) = seen["organizations/ListHandshakesForAccount"]["Handshakes"]
    assert f"::{stranger.account}:" in handshake["Arn"]
    stranger.do("organizations", "CancelHandshake", HandshakeId=made["Handshake"]["Id"])
    seen = assert_only(victim.look(), invited, ["organizations/ListHandshakesForAccount"])
    (handshake,) = seen["organizations/ListHandshakesForAccount"]["Handshakes"]
    assert handshake["State"] == "CANCELED"


def test_an_invitation_by_email_does_not_tell_whose_email_it_is(victim):
    stranger, email = management(victim), f"{MARK}-{victim.a}@example.com"
    made = stranger.do("organizations", "InviteAccountToOrganization", Target={"Id": email, "Type": "EMAIL"})
    assert victim.a not in json.dumps(made).replace(email, "")
    assert_only(victim.look(), victim.a, ["organizations/ListHandshakesForAccount"])
    stranger.do("organizations", "CancelHandshake", HandshakeId=made["Handshake"]["Id"])
    victim.look()


def test_who_is_in_an_organization_can_be_invited_and_not_designated(victim):
    """That an account is in another organization already, its invitation does not say."""
    stranger = management(victim)
    for operation, params in (
        ("RegisterDelegatedAdministrator", {"AccountId": victim.o, "ServicePrincipal": "config.amazonaws.com"}),
        ("DescribeAccount", {"AccountId": victim.o}),
    ):
        assert stranger.ask("organizations", operation, params).status == 400
    made = stranger.ask("organizations", "InviteAccountToOrganization", {"Target": {"Id": victim.o, "Type": "ACCOUNT"}})
    changes = victim.look()
    if made.status == 200:
        assert_only(changes, victim.o, ["organizations/ListHandshakesForAccount"])
    else:
        assert not changes
    assert MARK not in made.body.decode()


def test_whose_a_key_is_is_read_from_its_id(victim):
    """A key that was never made is answered as one that was."""
    stranger = bystander(victim)
    key = victim.access_key
    other = key[:-8] + ("ABCDEFGH" if not key.endswith("ABCDEFGH") else "HGFEDCBA")
    told = [stranger.ask("sts", "GetAccessKeyInfo", {"AccessKeyId": each}) for each in (key, other)]
    said = [each.body.replace(each.headers["x-amzn-requestid"].encode(), b"") for each in told]
    assert said[0] == said[1] and victim.a.encode() in said[0]
    assert not victim.look()


@pytest.mark.parametrize("name", [SECRET_ROLE, "no-such-role"])
@pytest.mark.parametrize("more", [{}, {"ExternalId": "wrong"}, {"ExternalId": f"{MARK}-external"}])
def test_a_role_that_was_created_is_for_whom_it_trusts(victim, name, more):
    """To everybody else it is as if it were not there; in mode `open`, what is not there is everybody's."""
    stranger = bystander(victim)
    params = {"RoleArn": role(victim.a, name), "RoleSessionName": "session", **more}
    reply = stranger.ask("sts", "AssumeRole", params)
    if name == "no-such-role" and AUTH == "open":
        assert reply.status == 200
        assert_only(victim.look(), victim.a, TRAIL)
        return
    assert (reply.status, reply.headers["x-amzn-errortype"]) == (403, "AccessDenied"), reply
    text = (
        f"User: arn:aws:iam::{stranger.account}:root is not authorized to perform: sts:AssumeRole on resource:"
        f" {role(victim.a, name)}"
    )
    assert f"<Message>{text}</Message>" in reply.body.decode()
    assert not victim.look()


def test_whom_a_role_trusts_has_to_give_its_external_id(victim):
    partner = Stranger(victim.server, victim.b)
    params = {"RoleArn": role(victim.a, SECRET_ROLE), "RoleSessionName": "session"}
    for more in ({}, {"ExternalId": "wrong"}):
        assert partner.ask("sts", "AssumeRole", {**params, **more}).status == 403
    assert_only(victim.look(), victim.b, TRAIL)
    assert partner.ask("sts", "AssumeRole", {**params, "ExternalId": f"{MARK}-external"}).status == 200
    seen = {(who, what) for who, what, _ in victim.look()}
    assert seen == {(victim.a, *TRAIL), (victim.b, *TRAIL)}, "it is on record on both sides"


def test_an_operator_learns_no_secret_of_another_account(victim):
    """Lists of keys have ids, never secrets."""
    listed = credentials.operator(victim.server, {"Operation": "ListKeys", "Account": victim.a})
    assert victim.access_key in json.dumps(listed) and "Secret" not in json.dumps(listed)
