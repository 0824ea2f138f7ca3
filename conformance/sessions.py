"""Temporary credentials, and clients that use them."""

import clients
import credentials
from credentials import Keys
from raw import REGION, Caller

USUAL = "OrganizationAccountAccessRole"


def role(account, name=USUAL, partition="aws"):
    """The ARN of a role; whether there is one is another matter."""
    return f"arn:{partition}:iam::{account}:role/{name}"


def trusted(server, account, by, name=USUAL, partition="aws", **more):
    """The ARN of a role of this account that the account `by` may assume. In mode `open` no role has to be there."""
    if server.auth == "verify":
        credentials.trust(server, account, name, by, **more)
    return role(account, name, partition)


def assume(sts, account, name=USUAL, session="test", **more):
    """Assumes a role of this account, which trusts whoever calls, and returns the credentials."""
    arn = trusted(sts.server, account, sts.keys.account, name)
    return sts.assume_role(RoleArn=arn, RoleSessionName=session, **more)["Credentials"]


def client(server, answer, service, region=REGION):
    """A boto3 client with the credentials that STS answered."""
    return clients.client_with(server, Keys.answered(answer), service, region)


def ask(server, answer, service, method, path, region=REGION, body=None, headers=None):
    """One raw request; a credential without a `SessionToken` is sent without one."""
    caller = Caller(server, None, service, region, Keys.answered(answer))
    return caller.ask(method, path, body, headers)
