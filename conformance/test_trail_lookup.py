"""LookupEvents through boto3 and the AWS CLI: by each attribute, page by page, and only what is the caller's own."""

import datetime
import json

import pytest

import sessions
import trail
from clients import assert_refused
from raw import REGION

ELSEWHERE = "eu-west-1"


@pytest.fixture
def pair(server, fresh):
    return trail.TrailPair(server, fresh(), fresh()).enabled()


def macie(pair, region=REGION):
    return trail.clients.client(pair.server, pair.administrator, "macie2", region)


def test_an_event_is_found_by_each_attribute(server, client, pair):
    sts = client(pair.administrator, "sts")
    keys = sessions.assume(sts, pair.administrator, session="a-session")
    sessions.client(server, keys, "macie2").delete_member(id=pair.member)
    newest, *_ = events = trail.lookup(pair.a)
    assert newest["EventName"] == "DeleteMember"
    found = {
        ("EventId", newest["EventId"]): ["DeleteMember"],
        ("EventName", "CreateMember"): ["CreateMember"],
        ("EventSource", "sts.amazonaws.com"): ["AssumeRole"],
        ("Username", "a-session"): ["DeleteMember"],
        ("AccessKeyId", keys["AccessKeyId"]): ["DeleteMember"],
        ("ResourceName", pair.member): ["DeleteMember", "CreateMember"],
        ("ResourceName", keys["AccessKeyId"]): ["AssumeRole"],
        ("ResourceType", "AWS::STS::AssumedRole"): ["AssumeRole"],
        ("ReadOnly", "true"): ["AssumeRole"],
        ("EventName", "createmember"): [],
        ("Username", pair.member): [],
    }
    for (key, value), names in found.items():
        assert [event["EventName"] for event in trail.lookup(pair.a, key, value)] == names, (key, value)
    assert trail.names(trail.records(pair.a, "ReadOnly", "false")) == ["EnableMacie", "CreateMember", "DeleteMember"]
    assert [event["EventTime"] for event in events] == sorted((event["EventTime"] for event in events), reverse=True)


def test_times_bound_what_is_found(pair):
    newest, *_ = trail.lookup(pair.a)
    at, second = newest["EventTime"], datetime.timedelta(seconds=1)
    day = datetime.timedelta(days=1)

    def found(**times):
        return newest["EventId"] in [event["EventId"] for event in trail.lookup(pair.a, **times)]

    assert found(StartTime=at, EndTime=at)
    assert found(StartTime=at - 200 * day)
    assert not found(StartTime=at + second)
    assert not found(EndTime=at - second)
    assert_refused(pair.a.lookup_events, 400, "InvalidTimeRangeException", StartTime=at, EndTime=at - second)


def test_pages_show_each_event_once_while_new_ones_come(pair):
    for number in range(30):
        macie(pair).update_macie_session(status=("PAUSED", "ENABLED")[number % 2])
    before = [event["EventId"] for event in trail.lookup(pair.a)]
    assert len(before) >= 32
    seen, more = [], {}
    while True:
        page = pair.a.lookup_events(MaxResults=7, **more)
        seen += [event["EventId"] for event in page["Events"]]
        macie(pair).update_macie_session(status="ENABLED")
        if "NextToken" not in page:
            break
        more = {"NextToken": page["NextToken"]}
    assert seen == before


def test_nobody_sees_the_trail_of_another(client, pair):
    macie(pair, ELSEWHERE).enable_macie()
    ours = trail.lookup(pair.a)
    there = client(pair.administrator, "cloudtrail", ELSEWHERE)
    assert trail.names(trail.records(there)) == ["EnableMacie"]
    assert trail.records(pair.m) == []
    for event in ours:
        assert trail.lookup(pair.m, "EventId", event["EventId"]) == []
        assert trail.lookup(there, "EventId", event["EventId"]) == []
    token = pair.a.lookup_events(MaxResults=1)["NextToken"]
    assert pair.a.lookup_events(MaxResults=1, NextToken=token)["Events"] == ours[1:2]
    for other in (pair.m, there):
        assert_refused(other.lookup_events, 400, "InvalidNextTokenException", NextToken=token)
    by_name = [{"AttributeKey": "EventName", "AttributeValue": "EnableMacie"}]
    assert_refused(
        pair.a.lookup_events, 400, "InvalidNextTokenException", NextToken=token, LookupAttributes=by_name
    )


def test_the_aws_cli_looks_up(aws, pair):
    answer = aws(pair.administrator)(
        "cloudtrail", "lookup-events", "--lookup-attributes", "AttributeKey=EventName,AttributeValue=CreateMember"
    )
    [event] = answer["Events"]
    assert event["Username"] == "root" and event["ReadOnly"] == "false"
    record = json.loads(event["CloudTrailEvent"])
    assert record["requestParameters"]["account"]["accountId"] == pair.member
    assert record["recipientAccountId"] == pair.administrator
    all_of_them = aws(pair.administrator)("cloudtrail", "lookup-events", "--max-items", "1")
    assert len(all_of_them["Events"]) == 1 and all_of_them["NextToken"]
