"""The snapshots of what is around membership, in both services: every operation, its success and its refusals."""

from cases import cases

OFF = ("hub-off", "off")
MACIE_OFF = ("off", "off")
SUBSCRIPTION = "arn:aws:securityhub:us-east-1:{A}:subscription/cis-aws-foundations-benchmark/v/1.2.0"
CIS = {"StandardsArn": "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.4.0"}
PCI = {"StandardsArn": "arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1", "StandardsInput": {"team": "blue"}}
PRODUCTS = "/productSubscriptions"
PRODUCT = {"ProductArn": "arn:aws:securityhub:us-east-1::product/aws/guardduty"}
UNKNOWN_PRODUCT = {"ProductArn": "arn:aws:securityhub:us-east-1::product/aws/nothing"}
SUBSCRIBED = PRODUCTS + "/arn%3Aaws%3Asecurityhub%3Aus-east-1%3A{A}%3Aproduct-subscription%2Faws%2Fguardduty"
AGGREGATOR = "/findingAggregator"
LINKS = {"RegionLinkingMode": "SPECIFIED_REGIONS", "Regions": ["eu-west-1"]}
NO_LINKS = {"RegionLinkingMode": "SPECIFIED_REGIONS"}
RELINKED = {"FindingAggregatorArn": "{G}", "RegionLinkingMode": "ALL_REGIONS"}
FEATURE = "/hubv2/feature"

SECURITY_HUB = cases(
    "securityhub",
    [
        ("DescribeStandards", ("a", "GET", "/standards"), ("success", "on"), OFF),
        ("DescribeStandards", ("a", "GET", "/standards?Providers=Other"), ("bad-provider", "on")),
        ("GetEnabledStandards", ("a", "POST", "/standards/get", {}), ("success", "on"), OFF),
        ("GetEnabledStandards", ("a", "POST", "/standards/get", {"MaxResults": 1}), ("page", "on")),
        ("GetEnabledStandards", ("a", "POST", "/standards/get", {"MaxResults": 0}), ("too-small-a-page", "on")),
        ("BatchEnableStandards", ("a", "POST", "/standards/register", {"StandardsSubscriptionRequests": [PCI]}), ("success", "on"), OFF),
        ("BatchEnableStandards", ("a", "POST", "/standards/register", {"StandardsSubscriptionRequests": [PCI, CIS]}), ("unknown", "on")),
        ("BatchEnableStandards", ("a", "POST", "/standards/register", {}), ("missing", "on")),
        ("BatchDisableStandards", ("a", "POST", "/standards/deregister", {"StandardsSubscriptionArns": [SUBSCRIPTION]}), ("success", "on"), OFF),
        ("BatchDisableStandards", ("a", "POST", "/standards/deregister", {"StandardsSubscriptionArns": [SUBSCRIPTION.replace("2.0", "4.0")]}), ("not-enabled", "on")),
        ("DescribeProducts", ("a", "GET", f"/products?ProductArn={PRODUCT['ProductArn']}"), ("success", "on"), OFF),
        ("DescribeProducts", ("a", "GET", "/products?NextToken=abc"), ("bad-token", "on")),
        ("ListEnabledProductsForImport", ("a", "GET", PRODUCTS), ("success", "subscribed"), ("none", "on"), OFF),
        ("EnableImportFindingsForProduct", ("a", "POST", PRODUCTS, PRODUCT), ("success", "on"), ("twice", "subscribed"), OFF),
        ("EnableImportFindingsForProduct", ("a", "POST", PRODUCTS, UNKNOWN_PRODUCT), ("unknown", "on")),
        ("DisableImportFindingsForProduct", ("a", "DELETE", SUBSCRIBED), ("success", "subscribed"), ("not-there", "on"), OFF),
        ("CreateFindingAggregator", ("a", "POST", f"{AGGREGATOR}/create", LINKS), ("success", "on"), ("twice", "aggregated"), OFF),
        ("CreateFindingAggregator", ("a", "POST", f"{AGGREGATOR}/create", NO_LINKS), ("no-regions", "on")),
        ("CreateFindingAggregator", ("m", "POST", f"{AGGREGATOR}/create", LINKS), ("member", "enabled")),
        ("GetFindingAggregator", ("a", "GET", f"{AGGREGATOR}/get/{{G}}"), ("success", "aggregated"), ("not-there", "on"), OFF),
        ("GetFindingAggregator", ("m", "GET", f"{AGGREGATOR}/get/{{G}}"), ("another-accounts", "aggregated")),
        ("ListFindingAggregators", ("a", "GET", f"{AGGREGATOR}/list"), ("success", "aggregated"), ("none", "on"), OFF),
        ("UpdateFindingAggregator", ("a", "PATCH", f"{AGGREGATOR}/update", RELINKED), ("success", "aggregated"), ("not-there", "on"), OFF),
        ("UpdateFindingAggregator", ("m", "PATCH", f"{AGGREGATOR}/update", RELINKED), ("member", "enabled")),
        ("DeleteFindingAggregator", ("a", "DELETE", f"{AGGREGATOR}/delete/{{G}}"), ("success", "aggregated"), ("not-there", "on"), OFF),
        ("EnableSecurityHubV2", ("a", "POST", "/hubv2", {"Tags": {"team": "blue"}}), ("success", "off"), ("twice", "second")),
        ("EnableSecurityHubV2", ("a", "POST", "/hubv2", {"Tags": {}}), ("no-tags", "off")),
        ("DescribeSecurityHubV2", ("a", "GET", "/hubv2"), ("success", "second"), OFF),
        ("DisableSecurityHubV2", ("a", "DELETE", "/hubv2"), ("success", "second"), OFF),
        ("EnableSecurityHubFeatureV2", ("a", "POST", f"{FEATURE}/NETWORK_SCANNING"), ("success", "second"), OFF),
        ("EnableSecurityHubFeatureV2", ("a", "POST", f"{FEATURE}/OTHER"), ("unknown", "second")),
        ("DisableSecurityHubFeatureV2", ("a", "DELETE", f"{FEATURE}/NETWORK_SCANNING"), ("success", "second"), OFF),
    ],
)

PUBLICATION = "/findings-publication-configuration"
PUBLISHED = {"publishClassificationFindings": True, "publishPolicyFindings": False}
EXPORT = "/classification-export-configuration"
DESTINATION = {"bucketName": "results", "kmsKeyArn": "arn:aws:kms:us-east-1:{A}:key/results"}
CONFIGURATION = "/automated-discovery/configuration"
ACCOUNTS = "/automated-discovery/accounts"
SWITCHED = {"accounts": [{"accountId": each, "status": "ENABLED"} for each in ("{M}", "{X}")]}

MACIE = cases(
    "macie2",
    [
        ("GetFindingsPublicationConfiguration", ("a", "GET", PUBLICATION), ("success", "on"), MACIE_OFF),
        ("PutFindingsPublicationConfiguration", ("a", "PUT", PUBLICATION, {"securityHubConfiguration": PUBLISHED}), ("success", "on"), MACIE_OFF),
        ("PutFindingsPublicationConfiguration", ("a", "PUT", PUBLICATION, {"securityHubConfiguration": {}}), ("missing", "on")),
        ("GetClassificationExportConfiguration", ("a", "GET", EXPORT), ("success", "exporting"), ("none", "on"), MACIE_OFF),
        ("PutClassificationExportConfiguration", ("a", "PUT", EXPORT, {"configuration": {"s3Destination": DESTINATION}}), ("success", "on"), MACIE_OFF),
        ("PutClassificationExportConfiguration", ("a", "PUT", EXPORT, {"configuration": {}}), ("deletion", "exporting")),
        ("PutClassificationExportConfiguration", ("a", "PUT", EXPORT, {"configuration": {"s3Destination": {**DESTINATION, "bucketName": "_"}}}), ("bad-bucket", "on")),
        ("GetAutomatedDiscoveryConfiguration", ("a", "GET", CONFIGURATION), ("success", "discovering"), ("never", "on"), MACIE_OFF),
        ("GetAutomatedDiscoveryConfiguration", ("m", "GET", CONFIGURATION), ("member", "discovering")),
        ("UpdateAutomatedDiscoveryConfiguration", ("a", "PUT", CONFIGURATION, {"status": "ENABLED"}), ("success", "enabled"), MACIE_OFF),
        ("UpdateAutomatedDiscoveryConfiguration", ("m", "PUT", CONFIGURATION, {"status": "ENABLED"}), ("member", "enabled")),
        ("UpdateAutomatedDiscoveryConfiguration", ("a", "PUT", CONFIGURATION, {}), ("missing", "enabled")),
        ("ListAutomatedDiscoveryAccounts", ("a", "GET", ACCOUNTS), ("success", "discovering"), MACIE_OFF),
        ("ListAutomatedDiscoveryAccounts", ("m", "GET", ACCOUNTS), ("member", "discovering")),
        ("BatchUpdateAutomatedDiscoveryAccounts", ("a", "PATCH", ACCOUNTS, SWITCHED), ("success", "discovering"), ("not-enabled", "enabled"), MACIE_OFF),
        ("BatchUpdateAutomatedDiscoveryAccounts", ("m", "PATCH", ACCOUNTS, SWITCHED), ("member", "discovering")),
        ("GetUsageTotals", ("a", "GET", "/usage"), ("success", "on"), MACIE_OFF),
        ("GetUsageTotals", ("a", "GET", "/usage?timeRange=YEAR"), ("bad-range", "on")),
    ],
)

CASES = SECURITY_HUB + MACIE
