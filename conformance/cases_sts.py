"""STS's snapshots: every operation, its success and its refusals."""

import re
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import urlencode

import sessions
from cases import FOLDER, REQUEST_ID, SHOWN

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
ROLE = {"RoleArn": "arn:aws:iam::{M}:role/path/demo", "RoleSessionName": "session"}
SECRETS = [
    (re.compile(rf"(?<=<{name}>)[^<]+"), f"({name})")
    for name in ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
]
# The body stays XML.
REDACTED = [
    *SECRETS,
    (re.compile(r"AROA[A-Z2-7]{17}"), "(role id)"),
    (re.compile(r"(?<=<RequestId>)[^<]+"), "(request id)"),
    (REQUEST_ID, "<request id>"),
]


@dataclass(frozen=True)
class StsCase:
    """A request of an account to STS; `{A}` and `{M}` stand for it and for another."""

    operation: str
    name: str
    parameters: dict = field(default_factory=dict)
    method: str = "POST"
    service: str = "sts"

    @property
    def id(self):
        return f"sts/{self.operation}.{self.name}"

    @property
    def file(self):
        return FOLDER / f"{self.id}.http"

    def run(self, pair, stranger):
        """Asks, and returns request and answer as text. No situation has to be brought about."""
        asker = replace(pair.a_raw, service="sts")
        sessions.trusted(pair.server, pair.member, pair.administrator, "path/demo")
        names = {"{A}": pair.administrator, "{M}": pair.member}
        shown = {"Action": self.operation, "Version": "2011-06-15", **self.parameters}
        filled = {key: value.replace("{M}", pair.member) for key, value in shown.items()}
        if self.method == "GET":
            reply = asker.ask("GET", f"/?{urlencode(filled)}")
        else:
            reply = asker.ask("POST", "/", urlencode(filled).encode(), FORM)
        lines = [f"{self.method} /", *(f"{key}={value}" for key, value in shown.items()), ""]
        lines += [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
        lines += [f"{key}: {value}" for key, value in sorted(reply.headers.items()) if key in SHOWN]
        text = "\n".join([*lines, "", reply.body.decode()]) + "\n"
        for name, value in names.items():
            text = text.replace(value, name)
        for pattern, replacement in REDACTED:
            text = pattern.sub(replacement, text)
        return text


CASES = [
    StsCase("GetCallerIdentity", "success"),
    StsCase("GetCallerIdentity", "query", method="GET"),
    StsCase("GetCallerIdentity", "version", {"Version": "2010-01-01"}),
    StsCase("AssumeRole", "success", ROLE),
    StsCase("AssumeRole", "query", ROLE, "GET"),
    StsCase("AssumeRole", "source-identity", {**ROLE, "SourceIdentity": "jane"}),
    StsCase("AssumeRole", "policy", {**ROLE, "Policy": '{"Version": "2012-10-17", "Statement": []}'}),
    StsCase("AssumeRole", "bad-policy", {**ROLE, "Policy": "{"}),
    StsCase("AssumeRole", "missing"),
    StsCase("AssumeRole", "no-role", {**ROLE, "RoleArn": "arn:aws:iam::{M}:user/demo"}),
    StsCase("AssumeRole", "two-violations", {**ROLE, "RoleArn": ""}),
    StsCase("AssumeRole", "too-long", {**ROLE, "DurationSeconds": "43201"}),
    StsCase("AssumeRole", "no-number", {**ROLE, "DurationSeconds": "1h"}),
    StsCase("AssumeRole", "other-partition", {**ROLE, "RoleArn": "arn:aws-cn:iam::{M}:role/demo"}),
    StsCase("AssumeRole", "half-an-mfa", {**ROLE, "TokenCode": "123456"}),
    StsCase("AssumeRole", "too-large", {**ROLE, "Policy": '{"Statement": [], "Id": "%s"}' % ("x" * 4000)}),
    StsCase("GetSessionToken", "success"),
    StsCase("GetSessionToken", "too-short", {"DurationSeconds": "899"}),
    StsCase("GetAccessKeyInfo", "success", {"AccessKeyId": "ASIAQNZGKIQY56JQ7WML"}),
    StsCase("GetAccessKeyInfo", "unknown", {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}),
    StsCase("GetAccessKeyInfo", "missing"),
    StsCase("DecodeAuthorizationMessage", "refused", {"EncodedMessage": "abc"}),
    StsCase("DecodeAuthorizationMessage", "missing"),
    StsCase("GetFederationToken", "not-implemented", {"Name": "jane"}),
    StsCase("NoSuchAction", "refused"),
]
