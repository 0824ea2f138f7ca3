"""Long lists of what is around membership, for the paginators."""

from scenes import MANY, Scene

SUBSCRIPTION = "StandardsSubscriptionArn"


def _hub(client, fresh):
    hub = client(fresh(), "securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    return hub


def known_standards(client, fresh):
    hub = _hub(client, fresh)
    return Scene(hub, [each["StandardsArn"] for each in hub.describe_standards()["Standards"]], "StandardsArn")


def enabled_standards(client, fresh):
    known = known_standards(client, fresh)
    requests = [{"StandardsArn": arn} for arn in known.ids]
    made = known.asker.batch_enable_standards(StandardsSubscriptionRequests=requests)["StandardsSubscriptions"]
    return Scene(known.asker, [each[SUBSCRIPTION] for each in made], SUBSCRIPTION)


def known_products(client, fresh):
    hub = _hub(client, fresh)
    return Scene(hub, [each["ProductArn"] for each in hub.describe_products()["Products"]], "ProductArn")


def enabled_products(client, fresh):
    known = known_products(client, fresh)
    enable = known.asker.enable_import_findings_for_product
    return Scene(known.asker, [enable(ProductArn=arn)["ProductSubscriptionArn"] for arn in known.ids], None)


def finding_aggregators(client, fresh):
    """There is one at most."""
    hub = _hub(client, fresh)
    made = hub.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")
    return Scene(hub, [made["FindingAggregatorArn"]], "FindingAggregatorArn")


def discovering_accounts(client, fresh):
    account, members = fresh(), [fresh() for _ in range(MANY - 1)]
    administrator = client(account, "macie2")
    administrator.enable_macie()
    for each in members:
        administrator.create_member(account={"accountId": each, "email": "member@example.com"})
        administrator.create_invitations(accountIds=[each])
        member = client(each, "macie2")
        member.enable_macie()
        [invitation] = member.list_invitations()["invitations"]
        member.accept_invitation(administratorAccountId=account, invitationId=invitation["invitationId"])
    return Scene(administrator, [account, *members], "accountId")


SCENES = {
    ("securityhub", "DescribeStandards"): known_standards,
    ("securityhub", "GetEnabledStandards"): enabled_standards,
    ("securityhub", "DescribeProducts"): known_products,
    ("securityhub", "ListEnabledProductsForImport"): enabled_products,
    ("securityhub", "ListFindingAggregators"): finding_aggregators,
    ("macie2", "ListAutomatedDiscoveryAccounts"): discovering_accounts,
}
