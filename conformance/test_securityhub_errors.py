"""Security Hub's request-level refusals, row by row (reference §6.1), and the hub itself (§3.1, §3.5)."""

import re

import pytest

from clients import assert_refused
from views import (
    CREATED,
    HAS_MEMBERS,
    HUB_DECLINED,
    INVITED,
    INVITER_IS_MEMBER,
    MEMBER,
    NO_PENDING,
    NOT_ASSOCIATED,
    REMOVED,
)

HEX = "0123456789abcdef" * 2
OTHER = "999999999999"

MEMBERSHIP = [
    ("create_members", {"AccountDetails": [{"AccountId": OTHER}]}),
    ("invite_members", {"AccountIds": [OTHER]}),
    ("get_members", {"AccountIds": [OTHER]}),
    ("list_members", {}),
    ("disassociate_members", {"AccountIds": [OTHER]}),
    ("delete_members", {"AccountIds": [OTHER]}),
    ("list_invitations", {}),
    ("get_invitations_count", {}),
    ("accept_administrator_invitation", {"AdministratorId": OTHER, "InvitationId": HEX}),
    ("accept_invitation", {"MasterId": OTHER, "InvitationId": HEX}),
    ("decline_invitations", {"AccountIds": [OTHER]}),
    ("delete_invitations", {"AccountIds": [OTHER]}),
    ("get_administrator_account", {}),
    ("get_master_account", {}),
    ("disassociate_from_administrator_account", {}),
    ("disassociate_from_master_account", {}),
]


@pytest.mark.parametrize("operation, arguments", MEMBERSHIP, ids=[name for name, _ in MEMBERSHIP])
def test_hub_off_membership(client, account, operation, arguments):
    securityhub = client(account, "securityhub")
    text = "The request is rejected since no such resource found."
    assert_refused(getattr(securityhub, operation), 400, "BadRequestException", text, **arguments)


@pytest.mark.parametrize("operation", ["describe_hub", "update_security_hub_configuration"])
def test_hub_off_configuration(client, account, operation):
    securityhub = client(account, "securityhub")
    text = f"Account {account} is not subscribed to AWS Security Hub"
    assert_refused(getattr(securityhub, operation), 401, "InvalidAccessException", text)


def test_enable_twice(hub):
    before = hub.a.describe_hub()["SubscribedAt"]
    text = "Account is already subscribed to Security Hub"
    assert_refused(hub.a.enable_security_hub, 409, "ResourceConflictException", text)
    assert hub.a.describe_hub()["SubscribedAt"] == before


def test_disable_by_an_administrator_of_members(hub):
    hub.created().invited().accepted()
    text = "Cannot disable Security Hub on the Security Hub administrator"
    assert_refused(hub.a.disable_security_hub, 400, "InvalidInputException", text)
    assert hub.view() == MEMBER


def test_disable_by_an_administrator_drops_its_other_rows(hub):
    hub.created().invited()
    hub.a.disable_security_hub()
    assert hub.m.list_invitations()["Invitations"] == []
    hub.a.enable_security_hub()
    assert hub.row is None


def test_disable_by_a_member(hub):
    hub.created().invited().accepted()
    text = "Cannot disable Security Hub on a member account that is associated with an administrator account"
    assert_refused(hub.m.disable_security_hub, 400, "InvalidInputException", text)
    assert hub.view() == MEMBER


def test_disable_when_off(client, account):
    text = "The request was rejected because we can't find the specified resource."
    securityhub = client(account, "securityhub")
    assert_refused(securityhub.disable_security_hub, 404, "ResourceNotFoundException", text)


@pytest.mark.parametrize("twin", ["administrator", "master"])
def test_disassociate_without_an_administrator(hub, twin):
    leave = getattr(hub.m, f"disassociate_from_{twin}_account")
    assert_refused(leave, 400, "BadRequestException", [NOT_ASSOCIATED])


def _accept(hub, invitation, status=400, message=NO_PENDING, administrator=None):
    administrator = administrator or hub.administrator
    new = {"AdministratorId": administrator, "InvitationId": invitation}
    old = {"MasterId": administrator, "InvitationId": invitation}
    for call, arguments in (
        (hub.m.accept_administrator_invitation, new),
        (hub.m.accept_invitation, old),
    ):
        assert_refused(call, status, "BadRequestException", message, **arguments)


def test_accept_without_an_invitation(hub):
    _accept(hub, HEX)
    hub.created()
    _accept(hub, HEX)
    assert hub.view() == CREATED


@pytest.mark.parametrize("invitation", [HEX, "no-such-id", "%00"])
def test_accept_with_a_wrong_invitation(hub, invitation):
    hub.created().invited()
    _accept(hub, invitation)
    _accept(hub, hub.invitation_id.upper() + "x")
    assert hub.view() == INVITED


@pytest.mark.parametrize("administrator", [OTHER, "not-an-account", "1234567890123"])
def test_accept_from_a_wrong_administrator(hub, administrator):
    hub.created().invited()
    _accept(hub, hub.invitation_id, administrator=administrator)
    assert hub.view() == INVITED


@pytest.mark.parametrize("dead", ["removed", "deleted", "invited anew"])
def test_accept_a_dead_invitation(hub, dead):
    old = hub.created().invited().invitation_id
    if dead == "deleted":
        hub.deleted().created()
    else:
        hub.removed()
    if dead == "invited anew":
        hub.invited()
    view = hub.view()
    _accept(hub, old)
    assert hub.view() == view


def test_accept_a_deleted_invitation(hub):
    old = hub.created().invited().declined().invitation_id
    hub.invitation_deleted()
    _accept(hub, old)
    assert hub.row["MemberStatus"] == "Resigned"


def test_accept_while_a_member_of_another(hub, hubs, fresh):
    other = hubs(fresh(), hub.member).enabled().created().invited()
    hub.created().invited().accepted()
    _accept(other, other.invitation_id)
    assert hub.view() == MEMBER._replace(count=1)
    assert other.row["MemberStatus"] == "Invited"


def test_accept_again_the_current_one(hub):
    hub.created().invited().accepted()
    before = hub.row, hub.view()
    hub.accepted()
    hub.m.accept_invitation(MasterId=hub.administrator, InvitationId=hub.invitation_id)
    assert (hub.row, hub.view()) == before


@pytest.mark.parametrize("rows", ["Created", "Invited", "Enabled"])
def test_accept_with_members_of_its_own(hub, hubs, fresh, rows):
    below = hubs(hub.member, fresh()).enabled().created()
    if rows != "Created":
        below.invited()
    if rows == "Enabled":
        below.accepted()
    hub.created().invited()
    _accept(hub, hub.invitation_id, message=HAS_MEMBERS)
    assert (hub.view(), below.row["MemberStatus"]) == (INVITED, rows)


def test_accept_with_former_members_of_its_own(hub, hubs, fresh):
    hubs(hub.member, fresh()).enabled().created().invited().removed()
    hubs(hub.member, fresh()).enabled().created().invited().declined()
    hub.created().invited().accepted()
    assert hub.view() == MEMBER


def test_accept_from_an_inviter_that_is_a_member(hub, hubs, fresh):
    hub.created().invited().declined()
    hubs(fresh(), hub.administrator).enabled().created().invited().accepted()
    _accept(hub, hub.invitation_id, message=INVITER_IS_MEMBER)
    assert hub.invitation["MemberStatus"] == "Invited"


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("POST", "/members", {}),
        ("POST", "/members", {"AccountDetails": None}),
        ("POST", "/members", {"AccountDetails": [{}]}),
        ("POST", "/members", {"AccountDetails": [{"Email": "a@b.example"}]}),
        ("POST", "/members/invite", {}),
        ("POST", "/members/invite", {"AccountIds": None}),
        ("POST", "/members/invite", {"AccountIds": ["111111111111", " "]}),
        ("POST", "/members/get", {}),
        ("POST", "/members/delete", {}),
        ("POST", "/members/disassociate", {}),
        ("POST", "/administrator", {"AdministratorId": OTHER}),
        ("POST", "/administrator", {"InvitationId": HEX}),
        ("POST", "/master", {"AdministratorId": OTHER, "InvitationId": HEX}),
        ("POST", "/invitations/decline", {}),
        ("POST", "/invitations/delete", {}),
        ("GET", "/members?MaxResults=0", None),
        ("GET", "/members?MaxResults=51", None),
        ("POST", "/accounts", {"ControlFindingGenerator": "BOTH"}),
        ("PATCH", "/accounts", {"ControlFindingGenerator": "none"}),
    ],
)
def test_missing_or_malformed_input(caller, account, method, path, body):
    # The order of checks (§1.5.3): input is looked at before the hub is, which is off here.
    reply = caller(account, "securityhub").ask(method, path, body)
    assert (reply.status, reply.code) == (400, "InvalidInputException"), reply
    assert reply.json["Code"] == "InvalidInputException" and reply.json["Message"]


@pytest.mark.parametrize("operation", ["list_members", "list_invitations"])
def test_out_of_range(hub, client, operation):
    unchecked = client(hub.administrator, "securityhub", validate=False)
    fragments = ["invalid or out-of-range value is specified as an input parameter", "MaxResults"]
    for size in (0, 51):
        call = getattr(unchecked, operation)
        assert_refused(call, 400, "InvalidInputException", fragments, MaxResults=size)


def test_the_hub_after_enabling(client, account):
    securityhub = client(account, "securityhub")
    securityhub.enable_security_hub(Tags={"team": "blue"})
    hub = securityhub.describe_hub()
    arn = f"arn:aws:securityhub:us-east-1:{account}:hub/default"
    assert hub["HubArn"] == arn
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", hub["SubscribedAt"])
    assert hub["AutoEnableControls"] is True
    assert hub["ControlFindingGenerator"] == "SECURITY_CONTROL"
    assert securityhub.describe_hub(HubArn=arn)["HubArn"] == arn
    assert securityhub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "blue"}
    securityhub.tag_resource(ResourceArn=arn, Tags={"team": "red", "stage": "test"})
    securityhub.untag_resource(ResourceArn=arn, TagKeys=["stage", "nothing"])
    assert securityhub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "red"}


def test_the_hub_updated(client, account):
    securityhub = client(account, "securityhub")
    securityhub.enable_security_hub(ControlFindingGenerator="STANDARD_CONTROL")
    assert securityhub.describe_hub()["ControlFindingGenerator"] == "STANDARD_CONTROL"
    securityhub.update_security_hub_configuration(AutoEnableControls=False)
    hub = securityhub.describe_hub()
    assert (hub["AutoEnableControls"], hub["ControlFindingGenerator"]) == (False, "STANDARD_CONTROL")


def test_a_member_follows_its_administrators_generator(hub):
    hub.a.update_security_hub_configuration(ControlFindingGenerator="STANDARD_CONTROL")
    hub.created().invited().accepted()
    assert hub.m.describe_hub()["ControlFindingGenerator"] == "STANDARD_CONTROL"
    hub.a.update_security_hub_configuration(ControlFindingGenerator="SECURITY_CONTROL")
    assert hub.m.describe_hub()["ControlFindingGenerator"] == "SECURITY_CONTROL"


@pytest.mark.parametrize("whose", ["other account", "other region", "other resource"])
def test_tags_of_what_is_not_there(hub, whose):
    arn = {
        "other account": f"arn:aws:securityhub:us-east-1:{OTHER}:hub/default",
        "other region": f"arn:aws:securityhub:eu-west-1:{hub.administrator}:hub/default",
        "other resource": f"arn:aws:securityhub:us-east-1:{hub.administrator}:hub/other",
    }[whose]
    code = "ResourceNotFoundException"
    assert_refused(hub.a.list_tags_for_resource, 404, code, ResourceArn=arn)
    assert_refused(hub.a.tag_resource, 404, code, ResourceArn=arn, Tags={"a": "b"})
    assert_refused(hub.a.untag_resource, 404, code, ResourceArn=arn, TagKeys=["a"])


def test_declining_twice_changes_nothing(hub):
    hub.created().invited().declined()
    hub.m.decline_invitations(AccountIds=[hub.administrator])
    assert hub.view() == HUB_DECLINED


def test_disassociate_members_is_always_silent(hub, fresh):
    hub.created().removed()
    words = [fresh(), hub.administrator, "not-an-account", hub.member, hub.member]
    answer = hub.a.disassociate_members(AccountIds=words)
    assert set(answer) == {"ResponseMetadata"}
    assert hub.view() == REMOVED
