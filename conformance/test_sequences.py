"""Sequences that real clients run, end to end (reference §8.3), each in the spelling that the client uses."""

import hub as hubs_module
import macie as macies_module
from clients import assert_refused
from views import INVITED, LEFT, MEMBER, NOTHING, PAUSED, REMOVED


def test_security_hub_multi_account_script(client, fresh):
    a, m = fresh(), fresh()
    master, member = client(a, "securityhub"), client(m, "securityhub")
    for each in (master, member, master):
        try:
            each.enable_security_hub()
        except each.exceptions.ResourceConflictException:
            pass
    assert master.list_members(OnlyAssociated=False)["Members"] == []
    master.create_members(AccountDetails=[{"AccountId": m, "Email": "member@example.com"}])

    def status():
        return [row["MemberStatus"] for row in master.list_members(OnlyAssociated=False)["Members"]]

    assert status() == ["Created"]
    master.invite_members(AccountIds=[m])
    assert status() == ["Invited"]
    invitation = member.list_invitations()["Invitations"][-1]
    member.accept_invitation(InvitationId=invitation["InvitationId"], MasterId=a)
    assert status() == ["Enabled"]
    # Teardown.
    assert member.get_master_account().get("Master")["AccountId"] == a
    member.disassociate_from_master_account()
    assert member.get_master_account().get("Master") is None
    master.disassociate_members(AccountIds=[m])
    assert master.delete_members(AccountIds=[m])["UnprocessedAccounts"] == []
    assert status() == []
    for each in (master, member):
        each.disable_security_hub()
        assert_refused(each.describe_hub, 401, "InvalidAccessException")


def test_security_hub_terraform(client, fresh):
    a, m = fresh(), fresh()
    admin, member = client(a, "securityhub"), client(m, "securityhub")
    admin.enable_security_hub()
    details = [{"AccountId": m, "Email": "member@example.com"}]
    assert admin.create_members(AccountDetails=details)["UnprocessedAccounts"] == []
    assert admin.invite_members(AccountIds=[m])["UnprocessedAccounts"] == []
    [row] = admin.get_members(AccountIds=[m])["Members"]
    assert (row["MemberStatus"], row["MasterId"], row["Email"]) == ("Invited", a, "member@example.com")
    member.enable_security_hub()
    [invitation] = [each for each in member.list_invitations()["Invitations"] if each["AccountId"] == a]
    member.accept_invitation(InvitationId=invitation["InvitationId"], MasterId=a)
    master = member.get_master_account()["Master"]
    assert (master["AccountId"], master["InvitationId"]) == (a, invitation["InvitationId"])
    # Destroy: the accepter, the member, both accounts.
    member.disassociate_from_master_account()
    assert "Master" not in member.get_master_account()
    admin.disassociate_members(AccountIds=[m])
    assert admin.delete_members(AccountIds=[m])["UnprocessedAccounts"] == []
    assert admin.get_members(AccountIds=[m])["Members"] == []
    for each in (member, admin):
        each.disable_security_hub()


def test_security_hub_terraform_destroys_the_member_first(hub):
    hub.created().invited().accepted()
    hub.removed().deleted()
    assert hub.view() == NOTHING
    assert_refused(hub.m.disassociate_from_master_account, 400, "BadRequestException")


def test_macie_terraform(client, fresh):
    a, m = fresh(), fresh()
    admin, member = client(a, "macie2"), client(m, "macie2")
    admin.enable_macie()
    admin.create_member(account={"accountId": m, "email": "m@example.com"}, tags={"team": "blue"})
    answer = admin.create_invitations(
        accountIds=[m], message="This is a message of the invitation", disableEmailNotification=True
    )
    assert answer["unprocessedAccounts"] == []
    [row] = admin.list_members(onlyAssociated="false")["members"]
    assert row["relationshipStatus"] == "Invited"
    got = admin.get_member(id=m)
    got.pop("ResponseMetadata")
    assert got == row
    member.enable_macie()
    [invitation] = [each for each in member.list_invitations()["invitations"] if each["accountId"] == a]
    member.accept_invitation(administratorAccountId=a, invitationId=invitation["invitationId"])
    administrator = member.get_administrator_account()["administrator"]
    assert (administrator["accountId"], administrator["invitationId"]) == (a, invitation["invitationId"])
    admin.update_member_session(id=m, status="PAUSED")
    assert admin.get_member(id=m)["relationshipStatus"] == "Paused"
    # Destroy: the accepter, the member, both accounts.
    member.disassociate_from_administrator_account()
    assert_refused(member.get_administrator_account, 404, "ResourceNotFoundException")
    admin.delete_member(id=m)
    assert_refused(admin.get_member, 400, "ValidationException", id=m)
    for each in (member, admin):
        each.disable_macie()
        assert_refused(each.get_macie_session, 403, "AccessDeniedException", "Macie is not enabled")


def test_macie_terraform_takes_an_invitation_back(macie):
    macie.created().invited().removed()
    assert macie.row["relationshipStatus"] == "Removed"
    assert macie.invited().view() == INVITED


def test_macie_terraform_deletes_an_invited_member_directly(macie):
    macie.created().invited().deleted()
    assert macie.view() == NOTHING
    macie.a.disable_macie()


def test_cloud_nuke_security_hub(hub, hubs, fresh):
    pairs = [hubs(hub.administrator, fresh()).enabled().created() for _ in range(3)]
    pairs[1].invited()
    pairs[2].invited().accepted()
    hub.created().invited().declined()
    ids = list(hubs_module.rows(hub.a, OnlyAssociated=False))
    assert len(ids) == 4
    for each in ids:
        hub.a.disassociate_members(AccountIds=[each])
    for each in ids:
        assert hub.a.delete_members(AccountIds=[each])["UnprocessedAccounts"] == []
    assert "Administrator" not in hub.a.get_administrator_account()
    hub.a.disable_security_hub()
    # The other side.
    side = hubs(fresh(), hub.member).enabled().created().invited().accepted()
    assert side.m.get_administrator_account()["Administrator"]["AccountId"] == side.administrator
    assert side.left().view() == LEFT
    side.m.disable_security_hub()


def test_cloud_nuke_macie(macie, macies, fresh):
    pairs = [macies(macie.administrator, fresh()).enabled().created() for _ in range(28)]
    pairs[1].invited()
    pairs[2].invited().accepted()
    pairs[3].invited().accepted().suspended()
    macie.created().invited().accepted().left()
    # Its first page has the filter, the others only the token.
    page = macie.a.list_members(onlyAssociated="false")
    ids = [row["accountId"] for row in page["members"]]
    while "nextToken" in page:
        page = macie.a.list_members(nextToken=page["nextToken"])
        ids += [row["accountId"] for row in page["members"]]
    assert len(ids) == 29
    for each in ids:
        macie.a.disassociate_member(id=each)
    for each in ids:
        macie.a.delete_member(id=each)
    assert_refused(macie.a.get_administrator_account, 404, "ResourceNotFoundException")
    macie.a.disable_macie()
    # The other side.
    side = macies(fresh(), macie.member).enabled().created().invited().accepted()
    invitation = side.invitation_id
    assert side.left().view() == LEFT
    side.m.disable_macie()
    side.m.enable_macie()
    assert side.accepted(invitation).view() == MEMBER


def test_secure_environment_accelerator(hub, hubs, fresh):
    def update(pair):
        master = pair.m.get_master_account().get("Master")
        if master and master["AccountId"] != pair.administrator:
            pair.m.disassociate_from_master_account()
        for page in pair.m.get_paginator("list_invitations").paginate():
            for each in page["Invitations"]:
                if each["AccountId"] == pair.administrator:
                    pair.m.accept_invitation(
                        MasterId=pair.administrator, InvitationId=each["InvitationId"]
                    )

    hub.created().invited()
    for _ in range(3):
        update(hub)
        assert hub.view() == MEMBER
        # The administrator's side runs on every update, too; what it says is only logged.
        assert hub.a.create_members(AccountDetails=[{"AccountId": hub.member}])["UnprocessedAccounts"]
        assert hub.a.invite_members(AccountIds=[hub.member])["UnprocessedAccounts"]
    other = hubs(fresh(), hub.member).enabled().created()
    hub.left()
    other.invited()
    hub.accepted()
    update(other)
    assert other.association["AccountId"] == other.administrator
    assert hub.row["MemberStatus"] == "Resigned"


def test_org_formation_reruns(hub):
    hub.created().invited()
    again = hub.a.create_members(AccountDetails=[{"AccountId": hub.member}])["UnprocessedAccounts"]
    assert "is already a member or associated member of the current account" in again[0]["ProcessingResult"]
    again = hub.a.invite_members(AccountIds=[hub.member])["UnprocessedAccounts"]
    assert "already invited or is already the SecurityHub" in again[0]["ProcessingResult"]
    pending = [each for each in hub.m.list_invitations()["Invitations"] if each["MemberStatus"] == "Invited"]
    assert len(pending) == 1
    hub.m.accept_administrator_invitation(
        AdministratorId=hub.administrator, InvitationId=pending[0]["InvitationId"]
    )
    assert hub.view() == MEMBER


def test_macie_whole_life(macie):
    assert macie.created().invited().view() == INVITED
    assert macie.accepted().view() == MEMBER
    assert macie.suspended().view() == PAUSED
    macie.m.update_macie_session(status="ENABLED")
    assert macie.view() == MEMBER
    assert macie.removed().view() == REMOVED
    assert macie.deleted().view() == NOTHING
    assert macies_module.rows(macie.a, onlyAssociated="false") == {}
    macie.m.disable_macie()
    macie.a.disable_macie()
