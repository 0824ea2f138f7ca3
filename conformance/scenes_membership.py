"""Long lists of members and invitations, for the paginators."""

from scenes import MANY, Scene


def hub_members(client, fresh):
    administrator = client(fresh(), "securityhub")
    administrator.enable_security_hub()
    accounts = [fresh() for _ in range(MANY)]
    for some in (accounts[50:], accounts[:50]):
        administrator.create_members(AccountDetails=[{"AccountId": each} for each in some])
    return Scene(administrator, accounts, "AccountId", {"OnlyAssociated": False})


def hub_invitations(client, fresh):
    account, administrators = fresh(), [fresh() for _ in range(MANY)]
    member = client(account, "securityhub")
    member.enable_security_hub()
    for each in administrators:
        administrator = client(each, "securityhub")
        administrator.enable_security_hub()
        administrator.create_members(AccountDetails=[{"AccountId": account}])
        administrator.invite_members(AccountIds=[account])
    return Scene(member, administrators, "AccountId", {})


def macie_members(client, fresh):
    administrator = client(fresh(), "macie2")
    administrator.enable_macie()
    accounts = [fresh() for _ in range(MANY)]
    for each in accounts:
        administrator.create_member(account={"accountId": each, "email": "member@example.com"})
    return Scene(administrator, accounts, "accountId", {"onlyAssociated": "false"})


def macie_invitations(client, fresh):
    account, administrators = fresh(), [fresh() for _ in range(MANY)]
    member = client(account, "macie2")
    member.enable_macie()
    for each in administrators:
        administrator = client(each, "macie2")
        administrator.enable_macie()
        administrator.create_member(account={"accountId": account, "email": "member@example.com"})
        administrator.create_invitations(accountIds=[account])
    return Scene(member, administrators, "accountId", {})


SCENES = {
    ("securityhub", "ListInvitations"): hub_invitations,
    ("securityhub", "ListMembers"): hub_members,
    ("macie2", "ListInvitations"): macie_invitations,
    ("macie2", "ListMembers"): macie_members,
}
