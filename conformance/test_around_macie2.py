"""What programs call around membership in Macie: publication, export, discovery, usage (§4)."""

import pytest

from clients import assert_refused
from hub import HubPair
from macie import MaciePair

KEY = "arn:aws:kms:us-east-1:{}:key/0aa5f31f-e4ec-4562-87d2-39d5da25c7e6"
BAD = (400, "ValidationException")
OFF = (403, "AccessDeniedException", "Macie is not enabled")
MEMBER = (403, "AccessDeniedException", ["only the Macie administrator"])


@pytest.fixture
def alone(client, account):
    """Macie in an account that is in no relationship."""
    made = client(account, "macie2")
    made.enable_macie()
    return made


# Publication.


def publication(client):
    return client.get_findings_publication_configuration()["securityHubConfiguration"]


def test_publication_reads_back(alone):
    assert publication(alone) == {"publishClassificationFindings": False, "publishPolicyFindings": True}
    for classification in (True, False):
        for policy in (True, False):
            given = {"publishClassificationFindings": classification, "publishPolicyFindings": policy}
            alone.put_findings_publication_configuration(securityHubConfiguration=given)
            assert publication(alone) == given
    alone.put_findings_publication_configuration()
    assert publication(alone) == {"publishClassificationFindings": False, "publishPolicyFindings": False}


def test_each_side_publishes_for_itself(macie):
    macie.created().invited().accepted()
    given = {"publishClassificationFindings": True, "publishPolicyFindings": False}
    macie.a.put_findings_publication_configuration(securityHubConfiguration=given)
    assert publication(macie.m)["publishPolicyFindings"]
    macie.m.put_findings_publication_configuration(
        securityHubConfiguration={**given, "publishClassificationFindings": False}
    )
    assert publication(macie.a) == given


# Export.


def test_the_destination_of_results_is_kept_replaced_and_deleted(alone, account):
    export = lambda: alone.get_classification_export_configuration()["configuration"]
    assert export() == {}
    short = {"bucketName": "results", "kmsKeyArn": KEY.format(account)}
    long = {**short, "bucketName": "other.results", "keyPrefix": "a b/ü/", "expectedBucketOwner": account}
    for destination in (short, long, short):
        answer = alone.put_classification_export_configuration(configuration={"s3Destination": destination})
        assert answer["configuration"] == export() == {"s3Destination": destination}
    assert alone.put_classification_export_configuration(configuration={})["configuration"] == {}
    assert export() == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"bucketName": "No Bucket"},
        {"bucketName": "ab"},
        {"kmsKeyArn": "alias/key"},
        {"kmsKeyArn": "arn:aws:s3:::results"},
        {"expectedBucketOwner": "1"},
        {"keyPrefix": "p" * 1025},
    ],
    ids=lambda wrong: f"{next(iter(wrong))}={next(iter(wrong.values()))[:9]}",
)
def test_a_destination_that_cannot_be_is_refused(alone, account, wrong):
    right = {"bucketName": "results", "kmsKeyArn": KEY.format(account)}
    alone.put_classification_export_configuration(configuration={"s3Destination": right})
    configuration = {"s3Destination": {**right, **wrong}}
    assert_refused(alone.put_classification_export_configuration, *BAD, configuration=configuration)
    assert alone.get_classification_export_configuration()["configuration"] == {"s3Destination": right}


# Automated discovery.


def discovery(client):
    read = client.get_automated_discovery_configuration()
    del read["ResponseMetadata"]
    return read


def statuses(client, **arguments):
    config = {"PageSize": 1}
    paginator = client.get_paginator("list_automated_discovery_accounts")
    pages = paginator.paginate(**arguments, PaginationConfig=config)
    return [(item["accountId"], item["status"]) for page in pages for item in page["items"]]


def test_discovery_of_an_account_by_itself(alone, account):
    assert discovery(alone)["status"] == "DISABLED"
    assert statuses(alone) == [(account, "DISABLED")]
    alone.update_automated_discovery_configuration(status="ENABLED")
    first = discovery(alone)
    assert (first["status"], first["autoEnableOrganizationMembers"]) == ("ENABLED", "ALL")
    assert first["firstEnabledAt"] == first["lastUpdatedAt"]
    assert "disabledAt" not in first
    assert statuses(alone) == [(account, "ENABLED")]
    alone.update_automated_discovery_configuration(status="DISABLED", autoEnableOrganizationMembers="NONE")
    last = discovery(alone)
    assert (last["status"], last["autoEnableOrganizationMembers"]) == ("DISABLED", "NONE")
    assert last["disabledAt"] == last["lastUpdatedAt"]
    for kept in ("firstEnabledAt", "classificationScopeId", "sensitivityInspectionTemplateId"):
        assert last[kept] == first[kept]


def test_discovery_is_the_administrators(macie):
    macie.created().invited().accepted()
    a, m = macie.administrator, macie.member
    assert_refused(macie.m.update_automated_discovery_configuration, *MEMBER, status="ENABLED")
    assert_refused(macie.m.get_automated_discovery_configuration, *MEMBER)
    accounts = [{"accountId": m, "status": "ENABLED"}]
    assert_refused(macie.m.batch_update_automated_discovery_accounts, *MEMBER, accounts=accounts)
    update = macie.a.batch_update_automated_discovery_accounts
    assert_refused(update, 409, "ConflictException", accounts=accounts)
    macie.a.update_automated_discovery_configuration(status="ENABLED", autoEnableOrganizationMembers="NEW")
    assert statuses(macie.a) == [(a, "ENABLED"), (m, "DISABLED")]
    assert "errors" not in update(accounts=accounts)
    assert statuses(macie.a) == [(a, "ENABLED"), (m, "ENABLED")]
    assert statuses(macie.a, accountIds=[m]) == statuses(macie.m) == [(m, "ENABLED")]
    macie.left()
    assert statuses(macie.m) == [(m, "DISABLED")]
    assert statuses(macie.a) == [(a, "ENABLED")]
    macie.accepted()
    assert statuses(macie.m) == [(m, "ENABLED")], "a new member"
    macie.a.update_automated_discovery_configuration(status="DISABLED")
    assert statuses(macie.a) == [(a, "DISABLED"), (m, "DISABLED")]


def test_accounts_that_cannot_be_switched_are_named(macie, fresh):
    macie.created().invited().accepted()
    macie.a.update_automated_discovery_configuration(status="ENABLED")
    macie.m.update_macie_session(status="PAUSED")
    stranger = fresh()
    accounts = [{"accountId": each, "status": "ENABLED"} for each in (stranger, macie.member, macie.administrator)]
    answer = macie.a.batch_update_automated_discovery_accounts(accounts=accounts)
    assert answer["errors"] == [
        {"accountId": stranger, "errorCode": "ACCOUNT_NOT_FOUND"},
        {"accountId": macie.member, "errorCode": "ACCOUNT_PAUSED"},
    ]


def test_discovery_in_many_members(server, fresh):
    administrator, members = fresh(), sorted(fresh() for _ in range(27))
    for member in members:
        MaciePair(server, administrator, member).enabled().created().invited().accepted()
    pair = MaciePair(server, administrator, members[0])
    pair.a.update_automated_discovery_configuration(status="ENABLED")
    first = pair.a.list_automated_discovery_accounts()
    assert len(first["items"]) == 25
    rest = pair.a.list_automated_discovery_accounts(nextToken=first["nextToken"])
    listed = [item["accountId"] for item in first["items"] + rest["items"]]
    assert listed == sorted([administrator, *members])
    assert "nextToken" not in rest
    foreign = pair.m.list_automated_discovery_accounts
    assert_refused(foreign, *BAD, nextToken=first["nextToken"])
    filtered = {"accountIds": members[:2], "nextToken": first["nextToken"]}
    assert_refused(pair.a.list_automated_discovery_accounts, *BAD, **filtered)


# Usage, and the rest.


def test_usage_is_nothing(alone):
    for arguments, expected in [
        ({}, "PAST_30_DAYS"),
        ({"timeRange": "PAST_30_DAYS"}, "PAST_30_DAYS"),
        ({"timeRange": "MONTH_TO_DATE"}, "MONTH_TO_DATE"),
    ]:
        usage = alone.get_usage_totals(**arguments)
        assert usage["timeRange"] == expected
        assert {float(total["estimatedCost"]) for total in usage["usageTotals"]} == {0.0}
        assert len({total["type"] for total in usage["usageTotals"]}) == 4
    assert_refused(alone.get_usage_totals, *BAD, timeRange="YEAR")


def test_configuration_is_gone_with_the_session(alone, account):
    destination = {"bucketName": "results", "kmsKeyArn": KEY.format(account)}
    alone.put_classification_export_configuration(configuration={"s3Destination": destination})
    alone.update_automated_discovery_configuration(status="ENABLED")
    alone.disable_macie()
    alone.enable_macie()
    assert alone.get_classification_export_configuration()["configuration"] == {}
    assert discovery(alone)["status"] == "DISABLED"


def test_with_macie_off_nothing_is_told(client, account):
    made = client(account, "macie2")
    for call, arguments in [
        (made.get_findings_publication_configuration, {}),
        (made.put_findings_publication_configuration, {}),
        (made.get_classification_export_configuration, {}),
        (made.put_classification_export_configuration, {"configuration": {}}),
        (made.get_automated_discovery_configuration, {}),
        (made.update_automated_discovery_configuration, {"status": "ENABLED"}),
        (made.list_automated_discovery_accounts, {}),
        (made.batch_update_automated_discovery_accounts, {}),
        (made.get_usage_totals, {}),
    ]:
        assert_refused(call, *OFF, **arguments)


def test_services_and_regions_are_apart(server, client, macie):
    HubPair(server, macie.administrator, macie.member).enabled()
    west = client(macie.administrator, "macie2", "us-west-2")
    west.enable_macie()
    macie.a.update_automated_discovery_configuration(status="ENABLED")
    assert discovery(west)["status"] == "DISABLED"


def test_by_the_command_line(aws, account):
    macie = lambda *words: aws(account)("macie2", *words)
    macie("enable-macie")
    given = "publishClassificationFindings=true,publishPolicyFindings=true"
    macie("put-findings-publication-configuration", "--security-hub-configuration", given)
    read = macie("get-findings-publication-configuration")
    assert read["securityHubConfiguration"]["publishClassificationFindings"] is True
    destination = f"s3Destination={{bucketName=results,kmsKeyArn={KEY.format(account)}}}"
    macie("put-classification-export-configuration", "--configuration", destination)
    kept = macie("get-classification-export-configuration")["configuration"]["s3Destination"]
    assert kept["bucketName"] == "results"
    macie("update-automated-discovery-configuration", "--status", "ENABLED")
    listed = macie("list-automated-discovery-accounts", "--account-ids", account)["items"]
    assert listed == [{"accountId": account, "status": "ENABLED"}]
    assert macie("get-usage-totals", "--time-range", "MONTH_TO_DATE")["timeRange"] == "MONTH_TO_DATE"
    refusal = aws(account).refused("macie2", "get-usage-totals", "--time-range", "EVER")
    assert "(ValidationException)" in refusal
