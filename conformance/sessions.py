"""Temporary credentials, and clients that use them."""

import boto3
from botocore.config import Config

from raw import REGION, Caller


def role(account, name="OrganizationAccountAccessRole", partition="aws"):
    """The ARN of a role."""
    return f"arn:{partition}:iam::{account}:role/{name}"


def assume(sts, account, name="OrganizationAccountAccessRole", session="test", **more):
    """Assumes a role of this account and returns the credentials."""
    answer = sts.assume_role(RoleArn=role(account, name), RoleSessionName=session, **more)
    return answer["Credentials"]


def client(server, credentials, service, region=REGION):
    """A boto3 client that does not retry."""
    session = boto3.session.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        region_name=region,
    )
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60)
    return session.client(service, endpoint_url=server.url, config=config)


def ask(port, credentials, service, method, path, region=REGION, body=None, headers=None):
    """One raw request; a credential without a `SessionToken` is sent without one."""
    token = credentials.get("SessionToken")
    own = {} if token is None else {"X-Amz-Security-Token": token}
    caller = Caller(port, credentials["AccessKeyId"], service, region)
    return caller.ask(method, path, body, {**own, **(headers or {})})
