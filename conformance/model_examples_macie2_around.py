"""Macie around membership: publication, export, discovery, usage (see `model_examples_macie2`)."""

from model_examples import Example

KEY = "arn:aws:kms:us-east-1:{A}:key/0aa5f31f-e4ec-4562-87d2-39d5da25c7e6"
TOKEN = "0f2c3a1e-9d7b-4a53-8f11-0d6f7a1c2b3e"


def discovering(pair):
    """Automated discovery is on."""
    pair.a.update_automated_discovery_configuration(status="ENABLED")
    return {}


def discovered(pair):
    """Automated discovery was on."""
    discovering(pair)
    pair.a.update_automated_discovery_configuration(status="DISABLED")
    return {}


def accounts(pair):
    """`{T}` leads to the second page of one account."""
    ids = [pair.administrator, pair.member]
    page = pair.a.list_automated_discovery_accounts(accountIds=ids, maxResults=1)
    return {"T": page["nextToken"]}


EXAMPLES = {
    "GetFindingsPublicationConfiguration": [Example("on", "a")],
    "PutFindingsPublicationConfiguration": [
        Example(
            "on",
            "a",
            {
                "clientToken": TOKEN,
                "securityHubConfiguration": {"publishClassificationFindings": True, "publishPolicyFindings": False},
            },
        )
    ],
    "GetClassificationExportConfiguration": [
        Example(
            "on",
            "a",
            {},
            lambda pair: pair.a.put_classification_export_configuration(
                configuration={
                    "s3Destination": {
                        "bucketName": "results",
                        "kmsKeyArn": KEY.replace("{A}", pair.administrator),
                        "keyPrefix": "macie/",
                        "expectedBucketOwner": pair.administrator,
                    }
                }
            )
            and {},
        )
    ],
    "PutClassificationExportConfiguration": [
        Example(
            "on",
            "a",
            {
                "configuration": {
                    "s3Destination": {
                        "bucketName": "results",
                        "expectedBucketOwner": "{A}",
                        "keyPrefix": "macie/",
                        "kmsKeyArn": KEY,
                    }
                }
            },
        )
    ],
    "GetAutomatedDiscoveryConfiguration": [
        Example("on", "a", {}, discovering),
        Example("on", "a", {}, discovered),
    ],
    "UpdateAutomatedDiscoveryConfiguration": [
        Example("on", "a", {"status": "ENABLED", "autoEnableOrganizationMembers": "NEW"})
    ],
    "ListAutomatedDiscoveryAccounts": [
        Example(
            "enabled", "a", {"accountIds": ["{A}", "{M}"], "maxResults": 1, "nextToken": "{T}"}, accounts
        ),
        Example("enabled", "a", {"maxResults": 1}),
    ],
    "BatchUpdateAutomatedDiscoveryAccounts": [
        Example(
            "enabled",
            "a",
            {"accounts": [{"accountId": "{M}", "status": "DISABLED"}, {"accountId": "{X}", "status": "ENABLED"}]},
            discovering,
        )
    ],
    "GetUsageTotals": [Example("on", "a", {"timeRange": "MONTH_TO_DATE"})],
}
