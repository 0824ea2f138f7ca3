"""Who acts: the account that calls, and by a role in each of them the other accounts."""

import csv
from functools import cache

import boto3
from botocore.config import Config

CONFIG = Config(retries={"mode": "standard", "max_attempts": 10})


class Accounts:
    """Clients of every account. What boto3 finds as usual are the credentials of the calling account."""

    def __init__(self, role):
        self.role = role
        self._session = boto3.Session()
        self._sts = self._session.client("sts", config=CONFIG)
        identity = self._sts.get_caller_identity()
        self.caller = identity["Account"]
        self.partition = identity["Arn"].split(":")[1]

    @cache
    def client(self, account, service):
        """A client of a service, in the Region of the environment. One session, because it reads the models once."""
        return self._session.client(service, config=CONFIG, **self._credentials(account))

    @cache
    def _credentials(self, account):
        """A role's credentials; none for the calling account, which has its own."""
        if account == self.caller:
            return {}
        answer = self._sts.assume_role(
            RoleArn=f"arn:{self.partition}:iam::{account}:role/{self.role}",
            RoleSessionName="multi-account",
        )
        return {
            "aws_access_key_id": answer["Credentials"]["AccessKeyId"],
            "aws_secret_access_key": answer["Credentials"]["SecretAccessKey"],
            "aws_session_token": answer["Credentials"]["SessionToken"],
        }


def read(path):
    """The email address of each account in a file, in its order."""
    with open(path, newline="", encoding="utf-8") as file:
        return {row["account"]: row["email"] for row in csv.DictReader(file)}
