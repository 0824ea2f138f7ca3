"""Security Hub around membership: standards, products, aggregators, the second hub (see `model_examples_securityhub`)."""

from model_examples import Example

STANDARD = "arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1"
SUBSCRIPTIONS = [
    "arn:aws:securityhub:us-east-1:{A}:subscription/cis-aws-foundations-benchmark/v/1.2.0",
    "arn:aws:securityhub:us-east-1:{A}:subscription/aws-foundational-security-best-practices/v/1.0.0",
]
PRODUCT = "arn:aws:securityhub:us-east-1::product/aws/guardduty"
PRODUCT_SUBSCRIPTION = "arn:aws:securityhub:us-east-1:{A}:product-subscription/aws/guardduty"
ONE_PAGE = {"MaxResults": 1, "NextToken": "{T}"}


def standards(pair):
    """`{T}` leads to the second page of one enabled standard."""
    arns = [arn.replace("{A}", pair.administrator) for arn in SUBSCRIPTIONS]
    page = pair.a.get_enabled_standards(StandardsSubscriptionArns=arns, Providers=["AWS"], MaxResults=1)
    return {"T": page["NextToken"]}


def known_standards(pair):
    return {"T": pair.a.describe_standards(Providers=["AWS"], MaxResults=1)["NextToken"]}


def known_products(pair):
    return {"T": pair.a.describe_products(MaxResults=1)["NextToken"]}


def subscribed(pair):
    """Subscribes to the product, and to two more; `{T}` leads to the second page of one."""
    for name in ("guardduty", "macie", "inspector"):
        pair.a.enable_import_findings_for_product(ProductArn=PRODUCT.replace("guardduty", name))
    return {"T": pair.a.list_enabled_products_for_import(MaxResults=1)["NextToken"]}


def aggregated(pair):
    """A finding aggregator; `{G}` is its ARN, as the pair names it."""
    pair.aggregated()
    return {}


def second(pair):
    """The second hub, on."""
    pair.second()
    return {}


EXAMPLES = {
    "DescribeStandards": [Example("on", "a", {**ONE_PAGE, "Providers": ["AWS"]}, known_standards)],
    "GetEnabledStandards": [
        Example("on", "a", {**ONE_PAGE, "StandardsSubscriptionArns": SUBSCRIPTIONS, "Providers": ["AWS"]}, standards),
        Example("on", "a", {"MaxResults": 1}),
    ],
    "BatchEnableStandards": [
        Example(
            "on",
            "a",
            {"StandardsSubscriptionRequests": [{"StandardsArn": STANDARD, "StandardsInput": {"team": "blue"}}]},
        )
    ],
    "BatchDisableStandards": [Example("on", "a", {"StandardsSubscriptionArns": SUBSCRIPTIONS})],
    "DescribeProducts": [
        Example("on", "a", ONE_PAGE, known_products),
        Example("on", "a", {"ProductArn": PRODUCT}),
    ],
    "ListEnabledProductsForImport": [Example("on", "a", ONE_PAGE, subscribed)],
    "EnableImportFindingsForProduct": [Example("on", "a", {"ProductArn": PRODUCT})],
    "DisableImportFindingsForProduct": [
        Example("on", "a", {"ProductSubscriptionArn": PRODUCT_SUBSCRIPTION}, subscribed)
    ],
    "CreateFindingAggregator": [
        Example("on", "a", {"RegionLinkingMode": "SPECIFIED_REGIONS", "Regions": ["eu-west-1", "eu-west-2"]})
    ],
    "GetFindingAggregator": [Example("on", "a", {"FindingAggregatorArn": "{G}"}, aggregated)],
    "ListFindingAggregators": [
        Example("on", "a", {"MaxResults": 1}, aggregated),
        Example("on", "a", {"NextToken": "a-token"}, aggregated, refused="InvalidInputException"),
    ],
    "UpdateFindingAggregator": [
        Example(
            "on",
            "a",
            {
                "FindingAggregatorArn": "{G}",
                "RegionLinkingMode": "ALL_REGIONS_EXCEPT_SPECIFIED",
                "Regions": ["us-west-2"],
            },
            aggregated,
        )
    ],
    "DeleteFindingAggregator": [Example("on", "a", {"FindingAggregatorArn": "{G}"}, aggregated)],
    "EnableSecurityHubV2": [Example("off", "a", {"Tags": {"team": "blue", "stage": ""}})],
    "DescribeSecurityHubV2": [Example("off", "a", {}, second)],
    "DisableSecurityHubV2": [Example("off", "a", {}, second)],
    "EnableSecurityHubFeatureV2": [Example("off", "a", {"FeatureName": "NETWORK_SCANNING"}, second)],
    "DisableSecurityHubFeatureV2": [Example("off", "a", {"FeatureName": "NETWORK_SCANNING"}, second)],
}

_NO_REASON = {
    "StandardsSubscriptions[].StandardsStatusReason": "enabling a standard takes no time and cannot fail",
    "StandardsSubscriptions[].StandardsStatusReason.StatusReasonCode": "there is no reason",
}

NEVER_SENT = {
    "GetEnabledStandards": _NO_REASON,
    "BatchEnableStandards": _NO_REASON,
    "BatchDisableStandards": _NO_REASON,
    "DescribeProducts": {
        "Products[].ProductSubscriptionResourcePolicy": "no findings are imported, so no policy lets anybody",
    },
    "ListFindingAggregators": {"NextToken": "there is at most one"},
}

ELSEWHERE = {
    "ListEnabledProductsForImport": {"InvalidInputException": "§6.1: missing or malformed input"},
    "EnableSecurityHubV2": {"ConflictException": "§1.5.1: of the second hub's operations"},
    "DisableSecurityHubV2": {"ResourceNotFoundException": "§3.6: it is off"},
}
