"""STS: a valid input of every operation (see `model_examples`)."""

import sessions
from model_examples import Example
from pair import Pair

SERVICE = "sts"


class StsPair(Pair):
    """Two accounts that have nothing to do with each other."""

    service = SERVICE


def stage(server, fresh):
    made = StsPair(server, fresh(), fresh())
    sessions.trusted(server, made.member, made.administrator, "path/demo")
    return made


ROLE = {"RoleArn": "arn:aws:iam::{M}:role/path/demo", "RoleSessionName": "session"}
MFA = {"SerialNumber": "GAHT12345678", "TokenCode": "123456"}

EXAMPLES = {
    "GetCallerIdentity": [Example("off", "a")],
    "AssumeRole": [
        Example("off", "a", ROLE),
        Example(
            "off",
            "a",
            {
                **ROLE,
                **MFA,
                "DurationSeconds": 900,
                "Policy": '{"Version": "2012-10-17", "Statement": []}',
                "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
                "Tags": [{"Key": "team", "Value": "blue"}],
                "TransitiveTagKeys": ["team"],
                "ExternalId": "an-id",
                "SourceIdentity": "jane",
                "ProvidedContexts": [
                    {
                        "ProviderArn": "arn:aws:iam::aws:contextProvider/IdentityCenter",
                        "ContextAssertion": "assertion",
                    }
                ],
                "MinimumSessionTokenSize": 1000,
            },
        ),
    ],
    "GetSessionToken": [Example("off", "a", {**MFA, "DurationSeconds": 900, "MinimumSessionTokenSize": 1000})],
    "GetAccessKeyInfo": [Example("off", "a", {"AccessKeyId": "ASIAQNZGKIQY56JQ7WML"})],
    "DecodeAuthorizationMessage": [
        Example("off", "a", {"EncodedMessage": "message"}, refused="InvalidAuthorizationMessageException")
    ],
}

READS = []

# New credentials each time.
NO_READS = {"GetSessionToken"}

SITUATIONS = ["off"]

EXCEPTIONS = []

NEVER_TAKEN = {}
NEVER_SENT = {
    "DecodeAuthorizationMessage": {"DecodedMessage": "no refusal is ever encoded"},
}

INVALID = {"ValidationError", "MalformedInput"}
UNMODELLED = {
    "ValidationError": 400,
    "MalformedInput": 400,
    "InvalidParameterValue": 400,
    "InvalidAction": 400,
    "AccessDenied": 403,
}
ELSEWHERE = {}
