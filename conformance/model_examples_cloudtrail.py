"""AWS CloudTrail: a valid input of every operation (see `model_examples`)."""

from model_examples import Example
from trail import SERVICE, TrailPair

# In which every event of today is, whenever today is.
LONG_AGO, FAR_AWAY = 1_000_000_000, 4_000_000_000


def stage(server, fresh):
    return TrailPair(server, fresh(), fresh())


def by(key, value):
    return [{"AttributeKey": key, "AttributeValue": value}]


FIRST = {
    "LookupAttributes": by("Username", "root"),
    "StartTime": LONG_AGO,
    "EndTime": FAR_AWAY,
    "MaxResults": 1,
}


def second_page(pair):
    """`{T}` is the token of the second page."""
    return {"T": pair.a.lookup_events(**FIRST)["NextToken"]}


EXAMPLES = {
    "LookupEvents": [
        Example("on", "a", {**FIRST, "NextToken": "{T}"}, second_page),
        Example("on", "a", FIRST),
        Example("on", "a", {"EventCategory": "insight", "LookupAttributes": by("EventName", "EnableMacie")}),
    ],
}

READS = [("a", "LookupEvents", {}), ("m", "LookupEvents", {})]

SITUATIONS = ["off", "on"]

EXCEPTIONS = []

NEVER_TAKEN = {}
NEVER_SENT = {}

INVALID = {
    "SerializationException",
    "InvalidLookupAttributesException",
    "InvalidMaxResultsException",
    "InvalidEventCategoryException",
}
UNMODELLED = {"SerializationException": 400}
ELSEWHERE = {}
