"""The requests of the model tests say what botocore's say, in every protocol that the services speak."""

import pytest

import model
from model_requests import by_botocore, lenient
from model_violations import violations

ROLE = "arn:aws:iam::123456789012:role/path/demo"
CASES = [
    ("sts", "GetCallerIdentity", {}),
    (
        "sts",
        "AssumeRole",
        {
            "RoleArn": ROLE,
            "RoleSessionName": "a b&c=ü",
            "DurationSeconds": 900,
            "PolicyArns": [{"arn": ROLE}, {"arn": f"{ROLE}2"}],
            "Tags": [{"Key": "team", "Value": ""}, {"Key": "stage", "Value": "blue"}],
            "TransitiveTagKeys": ["team"],
        },
    ),
    ("organizations", "DescribeOrganization", {}),
    (
        "organizations",
        "CreateAccount",
        {"Email": "owner@example.com", "AccountName": "One", "Tags": [{"Key": "team", "Value": "ü"}]},
    ),
    (
        "cloudtrail",
        "LookupEvents",
        {"LookupAttributes": [{"AttributeKey": "Username", "AttributeValue": "root"}], "StartTime": 7, "MaxResults": 7},
    ),
    ("securityhub", "UntagResource", {"ResourceArn": "arn:aws:securityhub:x:y:hub/default", "TagKeys": ["a", "b c"]}),
    ("securityhub", "ListMembers", {"OnlyAssociated": False, "MaxResults": 7, "NextToken": "a+b/c=="}),
    ("securityhub", "DeleteFindingAggregator", {"FindingAggregatorArn": "arn:aws:securityhub:x:y:a/b"}),
    ("macie2", "CreateMember", {"account": {"accountId": "1", "email": "e@x.example"}, "tags": {"a": "b"}}),
]


@pytest.mark.parametrize("service, operation, params", CASES, ids=lambda each: each if isinstance(each, str) else "")
def test_a_valid_request(service, operation, params):
    assert lenient(service, operation, params).meaning == by_botocore(service, operation, params).meaning


@pytest.mark.parametrize("service, operation, params", CASES, ids=lambda each: each if isinstance(each, str) else "")
def test_every_violation_can_be_written_and_says_something_else(service, operation, params):
    valid = lenient(service, operation, params).meaning
    for each in violations(service, operation, params):
        assert lenient(service, operation, each.params, each.body).meaning != valid, each


def test_requests_are_named_as_each_protocol_does():
    assert model.request("sts", "AssumeRole") == "Action=AssumeRole"
    assert model.request("organizations", "CreateAccount") == "X-Amz-Target: AWSOrganizationsV20161128.CreateAccount"
    assert model.request("macie2", "GetMember") == "GET /members/{id}"
