"""Long lists of an organization, for the paginators: accounts, units, handshakes, services, administrators."""

from organizations import email
from scenes import MANY, Scene

SERVICES = [f"service-{n:02}.amazonaws.com" for n in range(MANY)]
POLICIES = {"Filter": "SERVICE_CONTROL_POLICY"}
TAGS = 50


def found(client, account):
    """A new organization: what its management account asks with, and the root."""
    management = client(account, "organizations")
    management.create_organization(FeatureSet="ALL")
    (root,) = management.list_roots()["Roots"]
    return management, root["Id"]


def create(management, many):
    """New accounts of an organization: what was answered to each request."""
    return [
        management.create_account(AccountName="one of many", Email=email())["CreateAccountStatus"]
        for _ in range(many)
    ]


def many_accounts(client, fresh):
    """An organization with its management account and many more: who asks, all ids, and the root."""
    account = fresh()
    management, root = found(client, account)
    made = [each["AccountId"] for each in create(management, MANY - 1)]
    return management, sorted([account, *made]), root


def accounts(client, fresh):
    management, ids, _ = many_accounts(client, fresh)
    return Scene(management, ids, "Id")


def accounts_of_root(client, fresh):
    management, ids, root = many_accounts(client, fresh)
    return Scene(management, ids, "Id", {"ParentId": root})


def children(client, fresh):
    management, ids, root = many_accounts(client, fresh)
    return Scene(management, ids, "Id", {"ParentId": root, "ChildType": "ACCOUNT"})


def creations(client, fresh):
    management, _ = found(client, fresh())
    ids = sorted(each["Id"] for each in create(management, MANY))
    return Scene(management, ids, "Id")


def units(client, fresh):
    management, root = found(client, fresh())
    made = [management.create_organizational_unit(ParentId=root, Name=f"unit {n}") for n in range(MANY)]
    ids = sorted(each["OrganizationalUnit"]["Id"] for each in made)
    return Scene(management, ids, "Id", {"ParentId": root})


def roots(client, fresh):
    management, root = found(client, fresh())
    return Scene(management, [root], "Id")


def parents(client, fresh):
    account = fresh()
    management, root = found(client, account)
    return Scene(management, [root], "Id", {"ChildId": account})


def policies(client, fresh):
    account = fresh()
    management, _ = found(client, account)
    ids = [each["Id"] for each in management.list_policies_for_target(TargetId=account, **POLICIES)["Policies"]]
    return Scene(management, ids, "Id", {"TargetId": account, **POLICIES})


def tags(client, fresh):
    management, root = found(client, fresh())
    keys = [f"key-{n:02}" for n in range(TAGS)]
    management.tag_resource(ResourceId=root, Tags=[{"Key": key, "Value": ""} for key in keys])
    return Scene(management, keys, "Key", {"ResourceId": root})


def received_handshakes(client, fresh):
    account = fresh()
    sent = [invite(found(client, fresh())[0], account) for _ in range(MANY)]
    return Scene(client(account, "organizations"), sorted(sent), "Id")


def sent_handshakes(client, fresh):
    management, _ = found(client, fresh())
    sent = [invite(management, fresh()) for _ in range(MANY)]
    return Scene(management, sorted(sent), "Id")


def invite(management, account):
    target = {"Type": "ACCOUNT", "Id": account}
    return management.invite_account_to_organization(Target=target)["Handshake"]["Id"]


def trusted_services(client, fresh):
    management, _ = found(client, fresh())
    trust(management, SERVICES)
    return Scene(management, SERVICES, "ServicePrincipal")


def delegated_services(client, fresh):
    management, _ = found(client, fresh())
    trust(management, SERVICES)
    (made,) = create(management, 1)
    account = made["AccountId"]
    for each in SERVICES:
        management.register_delegated_administrator(AccountId=account, ServicePrincipal=each)
    return Scene(management, SERVICES, "ServicePrincipal", {"AccountId": account})


def delegated_administrators(client, fresh):
    management, _ = found(client, fresh())
    trust(management, SERVICES[:1])
    ids = sorted(each["AccountId"] for each in create(management, MANY))
    for each in ids:
        management.register_delegated_administrator(AccountId=each, ServicePrincipal=SERVICES[0])
    return Scene(management, ids, "Id", {"ServicePrincipal": SERVICES[0]})


def trust(management, services):
    for each in services:
        management.enable_aws_service_access(ServicePrincipal=each)


def hub_administrators(client, fresh):
    """The one administrator that an organization has in Security Hub."""
    account, administrator = organization_of_two(client, fresh)
    asker = client(account, "securityhub")
    asker.enable_organization_admin_account(AdminAccountId=administrator)
    return Scene(asker, [administrator], "AccountId")


def macie_administrators(client, fresh):
    """The one administrator that an organization has in Macie."""
    account, administrator = organization_of_two(client, fresh)
    asker = client(account, "macie2")
    asker.enable_organization_admin_account(adminAccountId=administrator)
    return Scene(asker, [administrator], "accountId")


def organization_of_two(client, fresh):
    account = fresh()
    management, _ = found(client, account)
    (made,) = create(management, 1)
    return account, made["AccountId"]


SCENES = {
    ("organizations", "ListAccounts"): accounts,
    ("organizations", "ListAccountsForParent"): accounts_of_root,
    ("organizations", "ListChildren"): children,
    ("organizations", "ListCreateAccountStatus"): creations,
    ("organizations", "ListOrganizationalUnitsForParent"): units,
    ("organizations", "ListRoots"): roots,
    ("organizations", "ListParents"): parents,
    ("organizations", "ListPoliciesForTarget"): policies,
    ("organizations", "ListTagsForResource"): tags,
    ("organizations", "ListHandshakesForAccount"): received_handshakes,
    ("organizations", "ListHandshakesForOrganization"): sent_handshakes,
    ("organizations", "ListAWSServiceAccessForOrganization"): trusted_services,
    ("organizations", "ListDelegatedServicesForAccount"): delegated_services,
    ("organizations", "ListDelegatedAdministrators"): delegated_administrators,
    ("securityhub", "ListOrganizationAdminAccounts"): hub_administrators,
    ("macie2", "ListOrganizationAdminAccounts"): macie_administrators,
}
