"""CloudTrail's snapshots: every operation, its success and its refusals."""

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus

from cases import FOLDER, REQUEST_ID, SHOWN, SITUATIONS
from trail import SERVICE

TARGET = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"
JSON = "application/x-amz-json-1.1"
REDACTED = [
    # In the event, and in the record inside, whose quotation marks are escaped.
    (re.compile(r'(?<="AccessKeyId":")[^"]+|(?<=accessKeyId\\":\\")[^"\\]+'), "<key>"),
    (re.compile(r'(?<=userAgent\\":\\")[^"\\]+'), "<user agent>"),
    (re.compile(r'(?<="EventTime":)\d{10}\.0'), "<timestamp>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "<timestamp>"),
    (re.compile(r'(?<="NextToken":")[^"]+'), "<token>"),
    (REQUEST_ID, "<request id>"),
]


@dataclass(frozen=True)
class Case:
    """A lookup of an account in a situation; in it `{A}` and `{M}` stand for it and another, `{E}` for its last event."""

    operation: str
    name: str
    situation: str
    body: dict = field(default_factory=dict)
    service: str = SERVICE

    @property
    def id(self):
        return f"{self.service}/{self.operation}.{self.name}"

    @property
    def file(self):
        return FOLDER / f"{self.id}.http"

    def run(self, pair, stranger):
        """Brings the situation about, asks, and returns request and answer as text."""
        for step in SITUATIONS[self.situation]:
            getattr(pair, step)()
        shown = json.dumps(self.body)
        names = {"A": pair.administrator, "M": pair.member, "X": stranger}
        sent = shown
        if "{E}" in shown:
            names["E"] = pair.id
        for name, value in names.items():
            sent = sent.replace(f"{{{name}}}", value)
        headers = {"X-Amz-Target": f"{TARGET}.{self.operation}", "Content-Type": JSON}
        return self._text(shown, pair.a_raw.ask("POST", "/", sent.encode(), headers), names)

    def _text(self, shown, reply, names):
        lines = [f"# The situation: {self.situation}.", "POST /", f"X-Amz-Target: {TARGET}.{self.operation}", shown, ""]
        lines += [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
        lines += [f"{key}: {value}" for key, value in sorted(reply.headers.items()) if key in SHOWN]
        text = "\n".join([*lines, "", reply.body.decode()]) + "\n"
        for pattern, replacement in REDACTED[:1]:
            text = pattern.sub(replacement, text)
        for name, value in names.items():
            text = text.replace(value, f"{{{name}}}")
        for pattern, replacement in REDACTED[1:]:
            text = pattern.sub(replacement, text)
        return text


def by(key, value):
    return {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]}


ONE = by("EventName", "CreateMember")["LookupAttributes"][0]

# Operation, name, situation, input.
TABLE = [
    ("LookupEvents", "none", "off", by("ReadOnly", "false") | {"StartTime": 4_000_000_000}),
    ("LookupEvents", "success", "on", by("EventName", "CreateMember")),
    ("LookupEvents", "by-id", "on", by("EventId", "{E}")),
    ("LookupEvents", "by-resource", "on", by("ResourceName", "{M}")),
    ("LookupEvents", "first-page", "on", by("EventSource", "macie2.amazonaws.com") | {"MaxResults": 1}),
    ("LookupEvents", "insight", "on", {"EventCategory": "insight"}),
    ("LookupEvents", "two-attributes", "off", {"LookupAttributes": [ONE, ONE]}),
    ("LookupEvents", "unknown-attribute", "off", by("Colour", "blue")),
    ("LookupEvents", "no-value", "off", {"LookupAttributes": [{"AttributeKey": "EventName"}]}),
    ("LookupEvents", "bad-range", "off", {"StartTime": 2, "EndTime": 1}),
    ("LookupEvents", "impossible-time", "off", {"StartTime": 1e300}),
    ("LookupEvents", "bad-category", "off", {"EventCategory": "management"}),
    ("LookupEvents", "too-many", "off", {"MaxResults": 51}),
    ("LookupEvents", "bad-token", "off", {"NextToken": "a-token"}),
    ("LookupEvents", "bad-type", "off", {"StartTime": "yesterday"}),
    ("DescribeTrails", "not-implemented", "off", {}),
    ("NoSuchOperation", "refused", "off", {}),
]

CASES = [Case(operation, name, situation, body) for operation, name, situation, body in TABLE]
