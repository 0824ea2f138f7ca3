"""What AWS Organizations refuses to whom: codes, reasons and sentences (the table of reference §10.2, and more)."""

import pytest

from clients import assert_refused
from organizations import HUB, MACIE, OrganizationPair

DENIED = "You don't have permissions to access this resource."
OUTSIDE = "Your account is not a member of an organization."
VIOLATION = "ConstraintViolationException"


@pytest.fixture
def pair(server, fresh):
    """An organization of two accounts."""
    return OrganizationPair(server, fresh(), fresh()).together()


def delegation(pair, account=None, principal=MACIE):
    return {"AccountId": account or pair.member, "ServicePrincipal": principal}


READS = {
    "list_accounts": {},
    "list_roots": {},
    "list_create_account_status": {},
    "list_handshakes_for_organization": {},
    "list_aws_service_access_for_organization": {},
    "list_delegated_administrators": {},
    "describe_account": {"AccountId": "{A}"},
    "list_parents": {"ChildId": "{A}"},
    "list_children": {"ParentId": "{R}", "ChildType": "ACCOUNT"},
    "list_accounts_for_parent": {"ParentId": "{R}"},
    "list_organizational_units_for_parent": {"ParentId": "{R}"},
    "list_delegated_services_for_account": {"AccountId": "{M}"},
    "list_policies_for_target": {"TargetId": "{A}", "Filter": "SERVICE_CONTROL_POLICY"},
    "list_tags_for_resource": {"ResourceId": "{A}"},
    "describe_organizational_unit": {"OrganizationalUnitId": "{U}"},
}
CHANGES = {
    "delete_organization": {},
    "create_account": {"Email": "new@example.com", "AccountName": "New"},
    "invite_account_to_organization": {"Target": {"Id": "{X}", "Type": "ACCOUNT"}},
    "remove_account_from_organization": {"AccountId": "{M}"},
    "close_account": {"AccountId": "{M}"},
    "create_organizational_unit": {"ParentId": "{R}", "Name": "New"},
    "update_organizational_unit": {"OrganizationalUnitId": "{U}", "Name": "New"},
    "delete_organizational_unit": {"OrganizationalUnitId": "{U}"},
    "move_account": {"AccountId": "{M}", "SourceParentId": "{R}", "DestinationParentId": "{U}"},
    "enable_aws_service_access": {"ServicePrincipal": HUB},
    "disable_aws_service_access": {"ServicePrincipal": MACIE},
    "register_delegated_administrator": {"AccountId": "{M}", "ServicePrincipal": HUB},
    "deregister_delegated_administrator": {"AccountId": "{M}", "ServicePrincipal": MACIE},
    "tag_resource": {"ResourceId": "{M}", "Tags": [{"Key": "a", "Value": ""}]},
    "untag_resource": {"ResourceId": "{M}", "TagKeys": ["a"]},
}


def fill(value, names):
    if isinstance(value, dict):
        return {key: fill(each, names) for key, each in value.items()}
    return names.get(value, value) if isinstance(value, str) else value


@pytest.fixture
def names(pair, fresh):
    pair.divided()
    return {"{A}": pair.administrator, "{M}": pair.member, "{X}": fresh(), "{R}": pair.root, "{U}": pair.unit}


@pytest.mark.parametrize("operation", [*READS, *CHANGES])
def test_an_account_in_no_organization(operation, names, client, fresh):
    call = getattr(client(fresh(), "organizations"), operation)
    arguments = fill({**READS, **CHANGES}[operation], names)
    assert_refused(call, 400, "AWSOrganizationsNotInUseException", OUTSIDE, **arguments)


@pytest.mark.parametrize("operation", [*READS, *CHANGES])
def test_a_plain_member(operation, pair, names):
    arguments = fill({**READS, **CHANGES}[operation], names)
    assert_refused(getattr(pair.m, operation), 400, "AccessDeniedException", DENIED, **arguments)


@pytest.mark.parametrize("operation", READS)
def test_a_delegated_administrator_reads(operation, pair, names):
    pair.delegated()
    getattr(pair.m, operation)(**fill(READS[operation], names))


@pytest.mark.parametrize("operation", CHANGES)
def test_a_delegated_administrator_changes_nothing(operation, pair, names):
    pair.delegated()
    arguments = fill(CHANGES[operation], names)
    assert_refused(getattr(pair.m, operation), 400, "AccessDeniedException", DENIED, **arguments)


def test_every_account_describes_its_organization(pair, client, fresh):
    assert pair.m.describe_organization()["Organization"] == pair.a.describe_organization()["Organization"]
    other = client(fresh(), "organizations")
    assert_refused(other.describe_organization, 400, "AWSOrganizationsNotInUseException", OUTSIDE)
    assert other.list_handshakes_for_account()["Handshakes"] == []


# Rows of the table of §10.2.


def test_register_twice(pair):
    pair.delegated()
    twice = "The provided account is already a delegated administrator for your organization."
    call = pair.a.register_delegated_administrator
    assert_refused(call, 400, "AccountAlreadyRegisteredException", twice, **delegation(pair))


def test_deregister_unknown(pair):
    unknown = "The provided account is not a registered delegated administrator for your organization."
    call = pair.a.deregister_delegated_administrator
    assert_refused(call, 400, "AccountNotRegisteredException", unknown, **delegation(pair))


def test_unknown_account(pair, fresh):
    unknown, stranger = "You specified an account that doesn't exist.", fresh()
    pair.trusting()
    for call in (pair.a.describe_account, pair.a.close_account, pair.a.remove_account_from_organization):
        assert_refused(call, 400, "AccountNotFoundException", unknown, AccountId=stranger)
    for call in (pair.a.register_delegated_administrator, pair.a.deregister_delegated_administrator):
        assert_refused(call, 400, "AccountNotFoundException", unknown, **delegation(pair, stranger))


def test_register_the_management_account(pair):
    pair.trusting()
    call = pair.a.register_delegated_administrator
    how = assert_refused(call, 400, VIOLATION, ["management account"], **delegation(pair, pair.administrator))
    assert how.reason == "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"


def test_register_before_trusted_access(pair):
    text = ["You must enable service access before you delegate an administrator for this service."]
    how = assert_refused(pair.a.register_delegated_administrator, 400, VIOLATION, text, **delegation(pair))
    assert how.reason == "SERVICE_ACCESS_NOT_ENABLED"


@pytest.mark.parametrize("principal", [MACIE, HUB])
def test_a_second_administrator_where_one_is_allowed(pair, principal):
    pair.delegated(principal)
    account, _ = pair.new_account()
    call = pair.a.register_delegated_administrator
    how = assert_refused(call, 400, VIOLATION, None, **delegation(pair, account, principal))
    assert how.reason == "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"


# Coming in and going out.


def test_a_second_organization(pair):
    for client in (pair.a, pair.m):
        assert_refused(client.create_organization, 400, "AlreadyInOrganizationException")


def test_who_cannot_be_invited(pair, fresh):
    invite = pair.a.invite_account_to_organization
    inside = {"Id": pair.member, "Type": "ACCOUNT"}
    how = assert_refused(invite, 400, "HandshakeConstraintViolationException", None, Target=inside)
    assert how.reason == "ALREADY_IN_AN_ORGANIZATION"
    other = {"Id": fresh(), "Type": "ACCOUNT"}
    invite(Target=other)
    assert_refused(invite, 400, "DuplicateHandshakeException", None, Target=other)
    nobody = {"Id": "nobody@nowhere.example", "Type": "EMAIL"}
    how = assert_refused(invite, 400, "InvalidInputException", None, Target=nobody)
    assert how.reason == "INVALID_EMAIL_ADDRESS_TARGET"


def test_who_is_in_an_organization_cannot_accept_another(pair, server, fresh):
    other = OrganizationPair(server, fresh(), fresh()).founded()
    pair.a.remove_account_from_organization(AccountId=pair.member)
    sent = other.a.invite_account_to_organization(Target={"Id": pair.member, "Type": "ACCOUNT"})
    pair.m.create_organization()
    how = assert_refused(
        pair.m.accept_handshake,
        400,
        "HandshakeConstraintViolationException",
        None,
        HandshakeId=sent["Handshake"]["Id"],
    )
    assert how.reason == "ALREADY_IN_AN_ORGANIZATION"


def test_the_management_account_stays(pair):
    leave, remove = pair.a.leave_organization, pair.a.remove_account_from_organization
    assert_refused(leave, 400, "MasterCannotLeaveOrganizationException")
    assert_refused(remove, 400, "MasterCannotLeaveOrganizationException", None, AccountId=pair.administrator)
    how = assert_refused(pair.a.close_account, 400, VIOLATION, None, AccountId=pair.administrator)
    assert how.reason == "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"


def test_a_delegated_administrator_stays(pair):
    pair.delegated()
    reason = "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"
    assert assert_refused(pair.m.leave_organization, 400, VIOLATION).reason == reason
    for call in (pair.a.remove_account_from_organization, pair.a.close_account):
        assert assert_refused(call, 400, VIOLATION, None, AccountId=pair.member).reason == reason


def test_a_closed_account(pair):
    pair.a.close_account(AccountId=pair.member)
    pair.trusting()
    assert_refused(pair.a.close_account, 400, "AccountAlreadyClosedException", None, AccountId=pair.member)
    how = assert_refused(pair.a.register_delegated_administrator, 400, VIOLATION, None, **delegation(pair))
    assert how.reason == "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR"


def test_consolidated_billing_trusts_no_service(server, fresh):
    pair = OrganizationPair(server, fresh(), fresh())
    pair.a.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    how = assert_refused(pair.a.enable_aws_service_access, 400, VIOLATION, None, ServicePrincipal=MACIE)
    assert how.reason == "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"


# The tree.


def test_the_tree(pair):
    a, root, unknown = pair.a, pair.root, "ou-examplerootid111-exampleouid111"
    unit = pair.divided().unit
    move = {"AccountId": pair.member, "SourceParentId": root}
    assert_refused(a.move_account, 400, "DuplicateAccountException", None, **move, DestinationParentId=root)
    for code, places in {
        "DestinationParentNotFoundException": {"SourceParentId": root, "DestinationParentId": unknown},
        "SourceParentNotFoundException": {"SourceParentId": unknown, "DestinationParentId": unit},
    }.items():
        assert_refused(a.move_account, 400, code, None, AccountId=pair.member, **places)
    a.move_account(**move, DestinationParentId=unit)
    notempty = "OrganizationalUnitNotEmptyException"
    assert_refused(a.delete_organizational_unit, 400, notempty, None, OrganizationalUnitId=unit)
    twice = "DuplicateOrganizationalUnitException"
    assert_refused(a.create_organizational_unit, 400, twice, None, ParentId=root, Name="Unit")
    nobody = "OrganizationalUnitNotFoundException"
    for call in (a.describe_organizational_unit, a.update_organizational_unit, a.delete_organizational_unit):
        assert_refused(call, 400, nobody, None, OrganizationalUnitId=unknown)
    for call in (a.list_accounts_for_parent, a.list_organizational_units_for_parent):
        assert_refused(call, 400, "ParentNotFoundException", None, ParentId=unknown)
    assert_refused(a.list_parents, 400, "ChildNotFoundException", None, ChildId=unknown)
    for call in (a.list_tags_for_resource,):
        assert_refused(call, 400, "TargetNotFoundException", None, ResourceId=unknown)


def test_units_are_at_most_five_deep(pair):
    parent = pair.root
    for n in range(5):
        made = pair.a.create_organizational_unit(ParentId=parent, Name=f"Level {n}")
        parent = made["OrganizationalUnit"]["Id"]
    how = assert_refused(pair.a.create_organizational_unit, 400, VIOLATION, None, ParentId=parent, Name="Too deep")
    assert how.reason == "OU_DEPTH_LIMIT_EXCEEDED"


def test_fifty_tags_and_no_more(pair):
    tags = [{"Key": f"k{n}", "Value": ""} for n in range(51)]
    pair.a.tag_resource(ResourceId=pair.member, Tags=tags[:50])
    call = pair.a.tag_resource
    how = assert_refused(call, 400, VIOLATION, None, ResourceId=pair.member, Tags=tags[50:])
    assert how.reason == "MAX_TAG_LIMIT_EXCEEDED"
