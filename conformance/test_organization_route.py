"""The AWS Organizations route of both services (reference §9; rows S17 to S25 and M19 to M25 without the operator's)."""

import pytest

from clients import assert_refused, refused

ELSEWHERE = "eu-west-1"


# §9.1 Designating the administrator


def test_designation_enables_trusts_and_delegates_in_this_region_only(organization):
    organization.designated()
    a = organization.administrator
    assert organization.designees() == {a: "ENABLED"}
    assert organization.is_on(a) and not organization.is_on(organization.management)
    assert organization.designees(ELSEWHERE) == {} and not organization.is_on(a, ELSEWHERE)
    trusted = organization.as_management.list_aws_service_access_for_organization()
    assert [s["ServicePrincipal"] for s in trusted["EnabledServicePrincipals"]] == [organization.principal]
    delegated = organization.as_management.list_delegated_administrators(ServicePrincipal=organization.principal)
    assert [one["Id"] for one in delegated["DelegatedAdministrators"]] == [a]


def test_designation_is_for_the_management_account(organization):
    for account in (organization.administrator, organization.fresh()):
        client = organization.of(account)
        argument = {"securityhub": "AdminAccountId", "macie2": "adminAccountId"}[organization.service]
        for call in ("enable_organization_admin_account", "disable_organization_admin_account"):
            how = refused(getattr(client, call), **{argument: organization.administrator})
            assert (how.status, how.code) == (403, "AccessDeniedException")
        how = refused(client.list_organization_admin_accounts)
        assert (how.status, how.code) == (403, "AccessDeniedException")


def test_designation_elsewhere_must_be_of_the_same_account(organization):
    organization.designated()
    conflict = {"securityhub": "ResourceConflictException", "macie2": "ConflictException"}[organization.service]
    with pytest.raises(organization.of(organization.management).exceptions.ClientError) as error:
        organization.designate(organization.members[0], ELSEWHERE)
    assert error.value.response["Error"]["Code"] == conflict
    organization.designate(organization.administrator, ELSEWHERE)
    assert organization.designees(ELSEWHERE) == {organization.administrator: "ENABLED"}


def test_replacing_needs_removal_here_and_in_organizations(organization):
    organization.designated()
    other = organization.members[0]
    with pytest.raises(organization.of(organization.management).exceptions.ClientError):
        organization.designate(other)
    organization.withdraw(organization.administrator)
    assert organization.designees() == {}
    organization.as_management.deregister_delegated_administrator(
        AccountId=organization.administrator, ServicePrincipal=organization.principal
    )
    organization.designate(other)
    assert organization.designees() == {other: "ENABLED"}


def test_registering_only_in_organizations_is_not_reflected(organization):
    organization.as_management.enable_aws_service_access(ServicePrincipal=organization.principal)
    organization.as_management.register_delegated_administrator(
        AccountId=organization.administrator, ServicePrincipal=organization.principal
    )
    assert organization.designees() == {}
    assert not organization.is_on(organization.administrator)


@pytest.mark.parametrize("way", ["withdrawn", "deregistered", "trust ended"])
def test_S23_M22_the_administrator_goes(organization, way):
    organization.designated()
    organization.designate(organization.administrator, ELSEWHERE)
    m = organization.members[0]
    assert organization.add(m) is None and organization.add(m, ELSEWHERE) is None
    if way == "withdrawn":
        organization.withdraw(organization.administrator)
    elif way == "deregistered":
        organization.as_management.deregister_delegated_administrator(
            AccountId=organization.administrator, ServicePrincipal=organization.principal
        )
    else:
        organization.as_management.disable_aws_service_access(ServicePrincipal=organization.principal)
    gone = [organization.region] if way == "withdrawn" else [organization.region, ELSEWHERE]
    for region in (organization.region, ELSEWHERE):
        there = region not in gone
        assert (organization.designees(region) != {}) == there
        assert (organization.status(m, region) == "Enabled") == there
        assert (organization.administrator_of(m, region) is not None) == there
        assert organization.is_on(m, region), "the service stays on"


# §9.2 Adding members


def test_S17_M19_adding_enables_the_service_without_invitation(organization):
    m = organization.designated().members[0]
    assert not organization.is_on(m)
    assert organization.add(m) is None
    assert organization.status(m) == "Enabled" and organization.is_on(m)
    id_name = {"securityhub": "AccountId", "macie2": "accountId"}[organization.service]
    assert organization.administrator_of(m) == {
        id_name: organization.administrator,
        organization.STATUS: "Enabled",
    }
    client = organization.of(m)
    (listed,) = [v for k, v in client.list_invitations().items() if k.lower() == "invitations"]
    (count,) = [v for k, v in client.get_invitations_count().items() if k.lower() == "invitationscount"]
    assert (listed, count) == ([], 0)


def test_S20_a_removed_member_is_added_again(organization):
    m = organization.designated().members[0]
    organization.add(m)
    organization.remove(m)
    assert organization.status(m) == "Removed" and organization.administrator_of(m) is None
    assert organization.is_on(m)
    assert organization.add(m) is None
    assert organization.status(m) == "Enabled"


def test_S13_a_member_is_not_added_twice(organization):
    m = organization.designated().members[0]
    organization.add(m)
    assert "already a member or associated member" in organization.add(m)


def test_the_management_account_must_enable_the_service_itself(organization):
    organization.designated()
    assert organization.add(organization.management) is not None
    organization.enable(organization.management)
    assert organization.add(organization.management) is None
    assert organization.status(organization.management) == "Enabled"


def test_a_member_of_another_administrator_is_refused_until_it_leaves(organization):
    m, other = organization.members[0], organization.fresh()
    organization.enable(m)
    organization.enable(other)
    organization.invite(m, other)
    organization.designated()
    assert "already an associated member of another master account" in organization.add(m)
    organization.of(m).disassociate_from_administrator_account()
    assert organization.add(m) is None


def test_accounts_outside_are_invited_as_usual(organization):
    organization.designated()
    outsider = organization.fresh()
    organization.enable(outsider)
    organization.invite(outsider, organization.administrator)
    assert organization.status(outsider) == "Enabled"
    organization.of(outsider).disassociate_from_administrator_account()
    assert organization.status(outsider) == "Resigned"


def test_S18_M20_auto_enable_is_for_accounts_that_join_later(organization):
    organization.designated()
    before = organization.join()
    organization.auto_enable()
    after = organization.join()
    assert organization.status(before) is None and not organization.is_on(before)
    assert organization.status(after) == "Enabled" and organization.is_on(after)
    assert organization.status(after, organization.region) and not organization.is_on(after, ELSEWHERE)
    organization.auto_enable(False)
    assert organization.status(organization.join()) is None


def test_auto_enable_of_an_invited_account(organization):
    organization.designated()
    organization.auto_enable()
    invited = organization.fresh()
    handshake = organization.as_management.invite_account_to_organization(Target={"Id": invited, "Type": "ACCOUNT"})
    assert organization.status(invited) is None
    organization.directory(invited).accept_handshake(HandshakeId=handshake["Handshake"]["Id"])
    assert organization.status(invited) == "Enabled"


def test_auto_enable_skips_members_of_others(organization):
    organization.designated()
    organization.auto_enable()
    m, other = organization.fresh(), organization.fresh()
    organization.enable(m)
    organization.enable(other)
    organization.invite(m, other)
    handshake = organization.as_management.invite_account_to_organization(Target={"Id": m, "Type": "ACCOUNT"})
    organization.directory(m).accept_handshake(HandshakeId=handshake["Handshake"]["Id"])
    assert organization.status(m) is None
    assert other in organization.administrator_of(m).values()


def test_macie_refuses_a_suspended_member(macie_organization):
    m = macie_organization.designated().members[0]
    macie_organization.enable(m, status="PAUSED")
    assert macie_organization.add(m) is not None
    macie_organization.of(m).update_macie_session(status="ENABLED")
    assert macie_organization.add(m) is None


def test_the_hub_gets_the_default_standards_only_when_it_was_off(hub_organization):
    off, on = hub_organization.designated().members
    hub_organization.enable(on, EnableDefaultStandards=False)
    assert hub_organization.add(off) is None and hub_organization.add(on) is None
    standards = lambda account: hub_organization.of(account).get_enabled_standards()["StandardsSubscriptions"]
    assert len(standards(off)) == 2 and standards(on) == []
    configure = hub_organization.of(hub_organization.administrator).update_organization_configuration
    configure(AutoEnable=True, AutoEnableStandards="NONE")
    assert standards(hub_organization.join()) == []


# §9.3 Refused or meaningless for organization members


def test_a_member_cannot_leave_pause_or_disable(organization):
    m = organization.designated().members[0]
    organization.add(m)
    client = organization.of(m)
    how = refused(client.disassociate_from_administrator_account)
    assert (how.status, how.code) == (403, "AccessDeniedException")
    how = refused(client.disassociate_from_master_account)
    assert (how.status, how.code) == (403, "AccessDeniedException")
    if organization.service == "macie2":
        assert refused(client.update_macie_session, status="PAUSED").status == 409
        assert_refused(client.disable_macie, 409, "ConflictException")
    else:
        assert_refused(client.disable_security_hub, 400, "InvalidInputException")
    assert organization.status(m) == "Enabled"


def test_a_member_cannot_accept_an_invitation_of_somebody_else(organization):
    m, other = organization.members[0], organization.fresh()
    organization.enable(other)
    organization.enable(m)
    if organization.service == "securityhub":
        a = organization.of(other)
        a.create_members(AccountDetails=[{"AccountId": m}])
        a.invite_members(AccountIds=[m])
        organization.designated().add(m)
        (invitation,) = organization.of(m).list_invitations()["Invitations"]
        how = refused(
            organization.of(m).accept_administrator_invitation,
            AdministratorId=other,
            InvitationId=invitation["InvitationId"],
        )
        assert (how.status, how.code) == (400, "BadRequestException")
    else:
        a = organization.of(other)
        a.create_member(account={"accountId": m, "email": organization.email(m)})
        a.create_invitations(accountIds=[m])
        organization.designated().add(m)
        (invitation,) = organization.of(m).list_invitations()["invitations"]
        how = refused(
            organization.of(m).accept_invitation,
            administratorAccountId=other,
            invitationId=invitation["invitationId"],
        )
        assert (how.status, how.code) == (400, "ValidationException")
    assert "already an associated member" in how.message


def test_the_administrator_neither_invites_nor_deletes_members(organization):
    m = organization.designated().members[0]
    organization.add(m)
    client = organization.of(organization.administrator)
    if organization.service == "securityhub":
        (one,) = client.invite_members(AccountIds=[m])["UnprocessedAccounts"]
        assert "already invited" in one["ProcessingResult"]
        (one,) = client.delete_members(AccountIds=[m])["UnprocessedAccounts"]
        assert "still associated" in one["ProcessingResult"]
        organization.remove(m)
        assert client.delete_members(AccountIds=[m])["UnprocessedAccounts"] == []
    else:
        (one,) = client.create_invitations(accountIds=[m])["unprocessedAccounts"]
        assert one["errorCode"] == "ClientError" and "already invited" in one["errorMessage"]
        assert_refused(client.delete_member, 400, "ValidationException", ["still associated"], id=m)
        organization.remove(m)
        client.delete_member(id=m)
    assert organization.status(m) is None
    assert organization.add(m) is None


def test_M18_the_administrator_suspends_and_resumes_a_member(macie_organization):
    m = macie_organization.designated().members[0]
    macie_organization.add(m)
    client = macie_organization.of(macie_organization.administrator)
    client.update_member_session(id=m, status="PAUSED")
    assert macie_organization.status(m) == "Paused"
    assert macie_organization.administrator_of(m)["relationshipStatus"] == "Paused"
    client.update_member_session(id=m, status="ENABLED")
    assert macie_organization.status(m) == "Enabled" and macie_organization.of(m).get_macie_session()["status"] == "ENABLED"


# §9.4 How the rows look


def test_rows_have_no_email_and_no_invitation(organization):
    m = organization.designated().members[0]
    organization.add(m)
    row = organization.rows()[m]
    if organization.service == "securityhub":
        assert set(row) == {"AccountId", "MasterId", "AdministratorId", "MemberStatus", "UpdatedAt"}
        assert row["MasterId"] == row["AdministratorId"] == organization.administrator
        listed = organization.of(organization.administrator).list_members()["Members"]
    else:
        assert row.get("email") is None and row.get("invitedAt") is None
        assert row["masterAccountId"] == row["administratorAccountId"] == organization.administrator
        assert row["arn"].endswith(f":{organization.administrator}:member/{m}")
        listed = organization.of(organization.administrator).list_members()["members"]
    assert [one for one in listed if m in one.values()] == [row], "listed by default"
