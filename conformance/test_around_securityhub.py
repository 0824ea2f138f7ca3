"""What programs call around membership in Security Hub: standards, products, aggregators, the second hub (§3.4, §3.6)."""

import re

import pytest

import clients
from clients import assert_refused, refused
from server import Server

CIS = "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"
BEST = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
NIST = "arn:aws:securityhub:us-east-1::standards/nist-800-53/v/5.0.0"
GUARDDUTY = "arn:aws:securityhub:us-east-1::product/aws/guardduty"
ALERT_LOGIC = "arn:aws:securityhub:us-east-1:733251395267:product/alertlogic/althreatmanagement"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
BAD = (400, "InvalidInputException")


@pytest.fixture
def enabled(client, account):
    """A hub without standards."""
    made = client(account, "securityhub")
    made.enable_security_hub(EnableDefaultStandards=False)
    return made


def all_of(client, operation, items, size, **arguments):
    """Every item of a list, by the SDK's own paginator in pages of this size."""
    config = {"PageSize": size}
    pages = list(client.get_paginator(operation).paginate(**arguments, PaginationConfig=config))
    assert all(len(page[items]) <= size for page in pages)
    return [item for page in pages for item in page[items]]


def standards(client, size=1):
    found = all_of(client, "get_enabled_standards", "StandardsSubscriptions", size)
    assert {each["StandardsStatus"] for each in found} <= {"READY"}
    return [each["StandardsArn"] for each in found]


def subscribe(client, *arns, **more):
    requests = [{"StandardsArn": arn, **more} for arn in arns]
    return client.batch_enable_standards(StandardsSubscriptionRequests=requests)["StandardsSubscriptions"]


# Standards.


def test_default_standards_are_enabled_unless_declined(client, fresh):
    for arguments, expected in [({}, [CIS, BEST]), ({"EnableDefaultStandards": False}, [])]:
        hub = client(fresh(), "securityhub")
        hub.enable_security_hub(**arguments)
        assert standards(hub) == expected
        default = [each["StandardsArn"] for each in known(hub) if each["EnabledByDefault"]]
        assert default == [CIS, BEST]


def known(client, size=4):
    return all_of(client, "describe_standards", "Standards", size)


def test_every_standard_can_be_enabled_and_disabled(enabled, account):
    arns = [each["StandardsArn"] for each in known(enabled)]
    assert len(set(arns)) == len(arns) >= 10
    made = subscribe(enabled, *arns, StandardsInput={"key": "value"})
    assert [each["StandardsArn"] for each in made] == arns == standards(enabled, 3)
    for each in made:
        name = each["StandardsArn"].split("/", 1)[1]
        assert each["StandardsSubscriptionArn"] == f"arn:aws:securityhub:us-east-1:{account}:subscription/{name}"
        [read] = enabled.get_enabled_standards(StandardsSubscriptionArns=[each["StandardsSubscriptionArn"]])[
            "StandardsSubscriptions"
        ]
        assert read == each and read["StandardsInput"] == {"key": "value"}
    ended = enabled.batch_disable_standards(
        StandardsSubscriptionArns=[each["StandardsSubscriptionArn"] for each in made[1:]]
    )["StandardsSubscriptions"]
    assert {each["StandardsStatus"] for each in ended} == {"DELETING"}
    assert standards(enabled) == arns[:1]


def test_a_subscription_is_there_as_terraform_asks(enabled):
    [made] = subscribe(enabled, NIST)
    arns = [made["StandardsSubscriptionArn"]]
    [read] = enabled.get_enabled_standards(StandardsSubscriptionArns=arns)["StandardsSubscriptions"]
    assert read["StandardsStatus"] == "READY"
    enabled.batch_disable_standards(StandardsSubscriptionArns=arns)
    assert enabled.get_enabled_standards(StandardsSubscriptionArns=arns)["StandardsSubscriptions"] == []
    assert_refused(enabled.batch_disable_standards, *BAD, StandardsSubscriptionArns=arns)


def test_standards_that_are_not_there_are_refused_all_or_none(enabled, fresh):
    elsewhere = NIST.replace("us-east-1", "us-west-2")
    for arn in (elsewhere, CIS + "9", "standards", GUARDDUTY):
        refusal = [{"StandardsArn": NIST}, {"StandardsArn": arn}]
        assert_refused(enabled.batch_enable_standards, *BAD, StandardsSubscriptionRequests=refusal)
    [made] = subscribe(enabled, CIS)
    mine = made["StandardsSubscriptionArn"]
    for arn in (mine.replace("1.2.0", "1.4.0"), re.sub(r"\d{12}", fresh(), mine), CIS):
        assert_refused(enabled.batch_disable_standards, *BAD, StandardsSubscriptionArns=[mine, arn])
    assert standards(enabled) == [CIS]


def test_standards_of_other_clouds_are_none(enabled):
    subscribe(enabled, CIS)
    for providers, count in [(["AWS"], 1), (["Azure", "GCP"], 0), (["Azure", "AWS"], 1)]:
        assert len(enabled.get_enabled_standards(Providers=providers)["StandardsSubscriptions"]) == count
        assert bool(enabled.describe_standards(Providers=providers)["Standards"]) == bool(count)


def test_standards_are_gone_with_the_hub(enabled):
    subscribe(enabled, NIST)
    enabled.disable_security_hub()
    enabled.enable_security_hub()
    assert standards(enabled) == [CIS, BEST]


# Products.


def test_every_product_can_be_subscribed_to(enabled, account):
    products = all_of(enabled, "describe_products", "Products", 20)
    assert {GUARDDUTY, ALERT_LOGIC} < {each["ProductArn"] for each in products}
    assert len({each["ProductArn"] for each in products}) == len(products)
    for product in products:
        arn = product["ProductArn"]
        assert enabled.describe_products(ProductArn=arn)["Products"] == [product]
        subscription = enabled.enable_import_findings_for_product(ProductArn=arn)["ProductSubscriptionArn"]
        resource = arn.split(":product/")[1]
        assert subscription == f"arn:aws:securityhub:us-east-1:{account}:product-subscription/{resource}"
    listed = all_of(enabled, "list_enabled_products_for_import", "ProductSubscriptions", 7)
    assert len(listed) == len(products)
    for arn in listed:
        enabled.disable_import_findings_for_product(ProductSubscriptionArn=arn)
    assert enabled.list_enabled_products_for_import()["ProductSubscriptions"] == []


def test_a_product_is_subscribed_to_once(enabled, fresh):
    arn = enabled.enable_import_findings_for_product(ProductArn=ALERT_LOGIC)["ProductSubscriptionArn"]
    conflict = (409, "ResourceConflictException")
    assert_refused(enabled.enable_import_findings_for_product, *conflict, ProductArn=ALERT_LOGIC)
    not_found = (404, "ResourceNotFoundException")
    disable = enabled.disable_import_findings_for_product
    for other in (arn + "x", re.sub(r"\d{12}", fresh(), arn), arn.replace("us-east-1", "eu-west-1")):
        assert_refused(disable, *not_found, ProductSubscriptionArn=other)
    assert enabled.list_enabled_products_for_import()["ProductSubscriptions"] == [arn]
    disable(ProductSubscriptionArn=arn)
    assert_refused(disable, *not_found, ProductSubscriptionArn=arn)


def test_products_that_are_not_there_are_refused(enabled):
    for arn in (GUARDDUTY + "2", GUARDDUTY.replace("us-east-1", "eu-west-1"), "guardduty", CIS):
        assert_refused(enabled.enable_import_findings_for_product, *BAD, ProductArn=arn)
    assert enabled.describe_products(ProductArn=GUARDDUTY + "2")["Products"] == []


# Lists.

LISTS = [
    ("GET", "/standards", None),
    ("GET", "/products", None),
    ("GET", "/productSubscriptions", None),
    ("POST", "/standards/get", {}),
]


@pytest.mark.parametrize("method, path, body", LISTS, ids=lambda each: each if isinstance(each, str) else "")
def test_tokens_belong_to_their_list(caller, fresh, method, path, body):
    mine, other = caller(fresh(), "securityhub"), caller(fresh(), "securityhub")
    for asker in (mine, other):
        assert asker.ask("POST", "/accounts", {}).status == 200
        for name in ("guardduty", "macie"):
            arn = GUARDDUTY.replace("guardduty", name)
            assert asker.ask("POST", "/productSubscriptions", {"ProductArn": arn}).status == 200

    def page(asker, token=None, **filters):
        asked = {"MaxResults": 1, **filters, **({"NextToken": token} if token else {})}
        if body is not None:
            return asker.ask(method, path, asked)
        return asker.ask(method, path + "?" + "&".join(f"{name}={value}" for name, value in asked.items()))

    first = page(mine)
    token = first.json["NextToken"]
    assert page(mine, token).status == 200
    foreign = [page(other, token), page(mine, token[:-1] + ("0" if token[-1] != "0" else "1")), page(mine, "x")]
    for each_method, each_path, each_body in LISTS:
        if each_path != path and each_body is None:
            foreign.append(mine.ask(each_method, f"{each_path}?NextToken={token}"))
        elif each_path != path:
            foreign.append(mine.ask(each_method, each_path, {"NextToken": token}))
    for reply in foreign:
        assert (reply.status, reply.code) == BAD, reply


# Finding aggregators.


def test_an_aggregator_reads_back_from_every_region(client, account, enabled):
    west = client(account, "securityhub", "us-west-2")
    west.enable_security_hub()
    assert enabled.list_finding_aggregators()["FindingAggregators"] == []
    made = enabled.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")
    arn = made["FindingAggregatorArn"]
    assert re.fullmatch(f"arn:aws:securityhub:us-east-1:{account}:finding-aggregator/{UUID}", arn)
    for mode, regions in [
        ("SPECIFIED_REGIONS", ["eu-west-1", "us-west-2"]),
        ("ALL_REGIONS_EXCEPT_SPECIFIED", ["us-west-2"]),
        ("NO_REGIONS", None),
        ("ALL_REGIONS", None),
    ]:
        named = {"Regions": regions} if regions else {}
        updated = enabled.update_finding_aggregator(FindingAggregatorArn=arn, RegionLinkingMode=mode, **named)
        for reader in (enabled, west):
            read = reader.get_finding_aggregator(FindingAggregatorArn=arn)
            assert {**read, "ResponseMetadata": 0} == {**updated, "ResponseMetadata": 0}
            assert (read["FindingAggregationRegion"], read["RegionLinkingMode"]) == ("us-east-1", mode)
            assert read.get("Regions") == regions
            assert reader.list_finding_aggregators()["FindingAggregators"] == [{"FindingAggregatorArn": arn}]
    enabled.delete_finding_aggregator(FindingAggregatorArn=arn)
    assert west.list_finding_aggregators()["FindingAggregators"] == []
    not_found = (404, "ResourceNotFoundException")
    assert_refused(enabled.get_finding_aggregator, *not_found, FindingAggregatorArn=arn)


def test_only_the_owner_changes_an_aggregator_at_home(client, account, enabled, fresh):
    arn = enabled.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")["FindingAggregatorArn"]
    assert_refused(enabled.create_finding_aggregator, *BAD, RegionLinkingMode="ALL_REGIONS")
    west, stranger = client(account, "securityhub", "us-west-2"), client(fresh(), "securityhub")
    for other in (west, stranger):
        other.enable_security_hub()
    denied, not_found = (403, "AccessDeniedException"), (404, "ResourceNotFoundException")
    change = {"FindingAggregatorArn": arn, "RegionLinkingMode": "NO_REGIONS"}
    assert_refused(west.update_finding_aggregator, *denied, **change)
    assert_refused(west.delete_finding_aggregator, *denied, FindingAggregatorArn=arn)
    assert_refused(west.create_finding_aggregator, *BAD, RegionLinkingMode="ALL_REGIONS")
    assert_refused(stranger.get_finding_aggregator, *not_found, FindingAggregatorArn=arn)
    assert_refused(stranger.update_finding_aggregator, *not_found, **change)
    unknown = re.sub("[^/]+$", UNKNOWN, arn)
    assert_refused(enabled.delete_finding_aggregator, *not_found, FindingAggregatorArn=unknown)
    read = enabled.get_finding_aggregator(FindingAggregatorArn=arn)
    assert read["RegionLinkingMode"] == "ALL_REGIONS"


def test_members_do_not_aggregate(hub):
    """The sentence is the service's own (§1.5.1)."""
    hub.created().invited().accepted()
    message = "A finding aggregator cannot be created by a member account."
    assert_refused(hub.m.create_finding_aggregator, *BAD, message, RegionLinkingMode="ALL_REGIONS")
    assert hub.m.list_finding_aggregators()["FindingAggregators"] == []
    hub.a.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")


@pytest.mark.parametrize(
    "arguments",
    [
        {"RegionLinkingMode": "SOME_REGIONS"},
        {"RegionLinkingMode": "SPECIFIED_REGIONS"},
        {"RegionLinkingMode": "SPECIFIED_REGIONS", "Regions": ["us-east-1"]},
        {"RegionLinkingMode": "ALL_REGIONS_EXCEPT_SPECIFIED", "Regions": ["Europe"]},
        {"RegionLinkingMode": "NO_REGIONS", "Regions": ["eu-west-1"]},
    ],
    ids=["mode", "none", "home", "name", "some"],
)
def test_links_that_make_no_sense_are_refused(enabled, arguments):
    assert_refused(enabled.create_finding_aggregator, *BAD, **arguments)
    assert enabled.list_finding_aggregators()["FindingAggregators"] == []


# The second hub.


def test_the_second_hub_is_a_switch_of_its_own(client, account):
    made = client(account, "securityhub")
    off = (404, "ResourceNotFoundException", "You are not subscribed to HubV2")
    assert_refused(made.describe_security_hub_v2, *off)
    assert_refused(made.disable_security_hub_v2, *off)
    assert_refused(made.enable_security_hub_feature_v2, *off, FeatureName="NETWORK_SCANNING")
    arn = made.enable_security_hub_v2(Tags={"team": "blue"})["HubV2Arn"]
    assert re.fullmatch(f"arn:aws:securityhub:us-east-1:{account}:hubv2/{UUID}", arn)
    described = made.describe_security_hub_v2()
    assert described["HubV2Arn"] == arn
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", described["SubscribedAt"])
    assert refused(made.describe_hub).code == "InvalidAccessException"
    how = assert_refused(made.enable_security_hub_v2, 409, "ConflictException")
    assert how.message
    made.disable_security_hub_v2()
    assert_refused(made.describe_security_hub_v2, *off)
    assert made.enable_security_hub_v2()["HubV2Arn"] != arn


def test_features_of_the_second_hub(client, account):
    made = client(account, "securityhub")
    made.enable_security_hub_v2()
    feature = lambda: made.describe_security_hub_v2()["Features"]["NETWORK_SCANNING"]
    assert feature()["FeatureStatus"] == "DISABLED"
    for switch, status in [
        (made.enable_security_hub_feature_v2, "ENABLED"),
        (made.disable_security_hub_feature_v2, "DISABLED"),
    ]:
        switch(FeatureName="NETWORK_SCANNING")
        first = feature()
        assert first["FeatureStatus"] == status
        switch(FeatureName="NETWORK_SCANNING")
        assert feature() == first
        assert_refused(switch, 400, "ValidationException", FeatureName="OTHER")


def test_tags_of_the_second_hub(client, account):
    made = client(account, "securityhub")
    made.enable_security_hub()
    arn = made.enable_security_hub_v2(Tags={"team": "blue"})["HubV2Arn"]
    made.tag_resource(ResourceArn=arn, Tags={"stage": "test"})
    made.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert made.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"stage": "test"}
    hub = made.describe_hub()["HubArn"]
    assert made.list_tags_for_resource(ResourceArn=hub)["Tags"] == {}
    unknown = re.sub("[^/]+$", UNKNOWN, arn)
    assert_refused(made.list_tags_for_resource, 404, "ResourceNotFoundException", ResourceArn=unknown)


# Restart, off, and the command line.


def test_what_is_configured_outlives_the_server(tmp_path, fresh):
    account = fresh()

    def seen(server):
        hub, macie = clients.client(server, account, "securityhub"), clients.client(server, account, "macie2")
        reads = [
            hub.get_enabled_standards(),
            hub.list_enabled_products_for_import(),
            hub.list_finding_aggregators(),
            hub.describe_security_hub_v2(),
            macie.get_findings_publication_configuration(),
            macie.get_automated_discovery_configuration(),
        ]
        return [{name: each[name] for name in each if name != "ResponseMetadata"} for each in reads]

    with Server(tmp_path) as server:
        hub, macie = clients.client(server, account, "securityhub"), clients.client(server, account, "macie2")
        hub.enable_security_hub()
        subscribe(hub, NIST, StandardsInput={"key": "value"})
        hub.enable_import_findings_for_product(ProductArn=GUARDDUTY)
        hub.create_finding_aggregator(RegionLinkingMode="SPECIFIED_REGIONS", Regions=["eu-west-1"])
        hub.enable_security_hub_v2()
        hub.enable_security_hub_feature_v2(FeatureName="NETWORK_SCANNING")
        macie.enable_macie()
        given = {"publishClassificationFindings": True, "publishPolicyFindings": False}
        macie.put_findings_publication_configuration(securityHubConfiguration=given)
        macie.update_automated_discovery_configuration(status="ENABLED")
        before = seen(server)
        server.kill()
    with Server(tmp_path) as server:
        assert seen(server) == before


def test_with_the_hub_off_nothing_is_told(client, account):
    made = client(account, "securityhub")
    message = f"Account {account} is not subscribed to AWS Security Hub"
    arn = f"arn:aws:securityhub:us-east-1:{account}:finding-aggregator/{UNKNOWN}"
    for call, arguments in [
        (made.describe_standards, {}),
        (made.get_enabled_standards, {}),
        (made.batch_enable_standards, {"StandardsSubscriptionRequests": [{"StandardsArn": NIST}]}),
        (made.describe_products, {}),
        (made.list_enabled_products_for_import, {}),
        (made.enable_import_findings_for_product, {"ProductArn": GUARDDUTY}),
        (made.list_finding_aggregators, {}),
        (made.create_finding_aggregator, {"RegionLinkingMode": "ALL_REGIONS"}),
        (made.delete_finding_aggregator, {"FindingAggregatorArn": arn}),
    ]:
        assert_refused(call, 401, "InvalidAccessException", message, **arguments)


def test_by_the_command_line(aws, account):
    hub = lambda *words: aws(account)("securityhub", *words)
    hub("enable-security-hub", "--no-enable-default-standards")
    request = f"StandardsArn={NIST},StandardsInput={{team=blue}}"
    [made] = hub("batch-enable-standards", "--standards-subscription-requests", request)["StandardsSubscriptions"]
    assert hub("get-enabled-standards")["StandardsSubscriptions"] == [made]
    assert made["StandardsInput"] == {"team": "blue"}
    paged = hub("describe-standards", "--page-size", "3")["Standards"]
    assert len(paged) == len(hub("describe-standards", "--no-paginate")["Standards"])
    arn = hub("enable-import-findings-for-product", "--product-arn", GUARDDUTY)["ProductSubscriptionArn"]
    assert hub("list-enabled-products-for-import")["ProductSubscriptions"] == [arn]
    regions = ["--region-linking-mode", "SPECIFIED_REGIONS", "--regions", "eu-west-1", "eu-west-2"]
    aggregator = hub("create-finding-aggregator", *regions)["FindingAggregatorArn"]
    read = hub("get-finding-aggregator", "--finding-aggregator-arn", aggregator)
    assert read["Regions"] == ["eu-west-1", "eu-west-2"]
    hub("enable-security-hub-v2", "--tags", "team=blue")
    hub("enable-security-hub-feature-v2", "--feature-name", "NETWORK_SCANNING")
    features = hub("describe-security-hub-v2")["Features"]
    assert features["NETWORK_SCANNING"]["FeatureStatus"] == "ENABLED"
