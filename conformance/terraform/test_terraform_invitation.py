"""The example of two accounts that join by invitation: applied, changed in place, imported and destroyed."""

import pytest

from clients import assert_refused
from hub import HubPair
from macie import MaciePair
from workspace import Applied, Workspace, key


@pytest.fixture
def accounts(fresh):
    return {"administrator": fresh(), "member": fresh()}


@pytest.fixture
def hubs(server, accounts):
    return HubPair(server, *accounts.values())


@pytest.fixture
def macies(server, accounts):
    return MaciePair(server, *accounts.values())


def statuses(hubs, macies):
    """What the administrator sees of the member in both services."""
    return hubs.row["MemberStatus"], macies.row["relationshipStatus"]


def test_the_example_of_an_invitation(server, tmp_path, accounts, hubs, macies):
    example = Workspace("invitation", tmp_path, server.url)
    keys = {f"{name}_key": key(server, account) for name, account in accounts.items()}
    check_invitations(example, accounts | keys, hubs, macies)
    check_updates(example, hubs, macies)
    check_imports(example, accounts, hubs, macies)
    check_nothing_left(example, hubs, macies)


def check_invitations(example, accounts, hubs, macies):
    """
    Invited; no longer invited; invited again and accepted. Security Hub's member is made anew each time. Meanwhile the
    administrator's settings change in place.
    """
    assert example.apply(accept=False, **accounts) == Applied(added=6)
    assert statuses(hubs, macies) == ("Invited", "Invited")
    invitation = macies.invitation_id
    example.assert_settled()
    settings = {
        "control_finding_generator": "STANDARD_CONTROL",
        "auto_enable_controls": False,
        "finding_publishing_frequency": "ONE_HOUR",
    }
    assert example.apply(invite=False, **settings) == Applied(added=1, changed=3, destroyed=1)
    assert statuses(hubs, macies) == ("Created", "Removed")
    assert hubs.invitation is None and macies.invitation is None
    hub = hubs.a.describe_hub()
    assert (hub["ControlFindingGenerator"], hub["AutoEnableControls"]) == ("STANDARD_CONTROL", False)
    assert macies.a.get_macie_session()["findingPublishingFrequency"] == "ONE_HOUR"
    assert example.apply(invite=True, accept=True) == Applied(added=3, changed=1, destroyed=1)
    assert statuses(hubs, macies) == ("Enabled", "Enabled")
    assert hubs.association["AccountId"] == macies.association["accountId"] == accounts["administrator"]
    assert hubs.m.describe_hub()["ControlFindingGenerator"] == "STANDARD_CONTROL"
    assert macies.invitation_id != invitation
    assert macies.row["tags"] == {"team": "security"}


def check_updates(example, hubs, macies):
    """The invitation's message and the member's suspension, in place."""
    invitations = hubs.invitation_id, macies.invitation_id
    changed = example.apply(invitation_message="Please do join us", suspend_member=True)
    assert changed == Applied(changed=1)
    assert statuses(hubs, macies) == ("Enabled", "Paused")
    assert macies.m.get_macie_session()["status"] == "PAUSED"
    assert (hubs.invitation_id, macies.invitation_id) == invitations


def check_imports(example, accounts, hubs, macies):
    """
    Everything is imported, and with it two things change. What an invitation said cannot be read back, so Macie's
    member is set anew. And the member takes its suspension back, which its administrator cannot.
    """
    administrator, member = accounts["administrator"], accounts["member"]
    invitations = hubs.invitation_id, macies.invitation_id
    resources = {
        "aws_securityhub_account.administrator": administrator,
        "aws_securityhub_account.member": member,
        "aws_securityhub_member.member": member,
        "aws_securityhub_invite_accepter.member[0]": member,
        "aws_macie2_account.administrator": administrator,
        "aws_macie2_account.member": member,
        "aws_macie2_member.member": member,
        "aws_macie2_invitation_accepter.member[0]": administrator,
    }
    applied = example.imported(resources, suspend_member=False, member_macie_status="ENABLED")
    assert applied == Applied(imported=8, changed=2)
    assert statuses(hubs, macies) == ("Enabled", "Enabled")
    assert (hubs.invitation_id, macies.invitation_id) == invitations
    example.assert_settled()


def check_nothing_left(example, hubs, macies):
    """Hubs and Macie are off, and when they are switched on again, there are no rows and no invitations."""
    assert example.destroy() == Applied(destroyed=8)
    for client in (hubs.a, hubs.m):
        assert_refused(client.describe_hub, 401, "InvalidAccessException")
    for client in (macies.a, macies.m):
        assert_refused(client.get_macie_session, 403, "AccessDeniedException", "Macie is not enabled")
    for pair in (hubs.enabled(), macies.enabled()):
        assert (pair.row, pair.invitation, pair.association) == (None, None, None)
