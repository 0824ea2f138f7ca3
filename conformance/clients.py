"""Unmodified boto3 clients, and what they saw on the wire."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import credentials
from raw import REGION

JSON_1_1 = ("organizations", "cloudtrail")
_SESSION = boto3.session.Session(
    aws_access_key_id="unused", aws_secret_access_key="unused", region_name=REGION
)


def client(server, account, service, region=REGION, validate=True):
    """A client of `account` that neither retries nor, on request, checks what it sends."""
    return client_with(server, credentials.of(server, account), service, region, validate)


def client_with(server, keys, service, region=REGION, validate=True):
    """A client of whoever has these keys."""
    made = _SESSION.client(
        service,
        endpoint_url=server.url,
        region_name=region,
        **keys.arguments,
        config=Config(
            retries={"total_max_attempts": 1},
            parameter_validation=validate,
            connect_timeout=5,
            read_timeout=60,
        ),
    )
    # Who trusts whom depends on who calls.
    made.server, made.keys = server, keys
    made.meta.events.register("before-parse", lambda response_dict, **_: _keep(made, response_dict))
    return made


def _keep(made, response):
    made.last = response


class Refused:
    """A refusal as a client sees it: code, status and message, and the raw body and headers."""

    def __init__(self, error, wire):
        self.code = error.response["Error"]["Code"]
        self.message = error.response["Error"]["Message"]
        self.status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        self.body = wire["body"]
        self.headers = {name.lower(): value for name, value in wire["headers"].items()}
        # A member of some exceptions of AWS Organizations, which puts it beside code and message.
        self.reason = error.response.get("Reason")

    def __repr__(self):
        return f"{self.status} {self.code}: {self.message}"


def refused(call, /, **arguments):
    """Calls, expects to be refused, and returns how. Every refusal keeps the rules of its wire format."""
    try:
        answer = call(**arguments)
    except ClientError as error:
        made = call.__self__
        how = Refused(error, made.last)
        check_refusal(made.meta.service_model.service_name, how)
        return how
    raise AssertionError(f"not refused: {answer}")


def check_refusal(service, how):
    """The error's code is in the header, its message in the body, in the casing of the service."""
    body = json.loads(how.body)
    assert how.headers["x-amzn-errortype"] == how.code
    kind = "application/x-amz-json-1.1" if service in JSON_1_1 else "application/json"
    assert how.headers["content-type"] == kind
    assert how.headers["x-amzn-requestid"]
    if service == "macie2":
        assert body == {"message": how.message}
    elif service in JSON_1_1:
        assert {key: text for key, text in body.items() if key != "Reason"} == {"__type": how.code, "Message": how.message}
    elif how.code == "BadRequestException":
        assert body == {"Message": how.message, "Code": how.code, "message": how.message}
    else:
        assert body == {"Message": how.message, "Code": how.code}


def assert_refused(call, status, code, message=None, /, **arguments):
    """Calls and expects exactly this refusal; `message` is the whole text, or, as a list, fragments of it."""
    how = refused(call, **arguments)
    assert (how.status, how.code) == (status, code), how
    if isinstance(message, list):
        for fragment in message:
            assert fragment in how.message, how
    elif message is not None:
        assert how.message == message
    return how
