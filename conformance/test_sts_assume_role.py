"""AssumeRole and what its credentials do in every service (reference §10.1)."""

import base64
from datetime import datetime, timedelta, timezone

import pytest

import clients
import sessions
from botocore.exceptions import ClientError
from server import Server


def refused(call, **arguments):
    """Status, code and message of a refusal."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    error = response["Error"]
    return response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]


@pytest.fixture
def sts(client, account):
    """STS, called by an account of this test alone."""
    return client(account, "sts")


def test_one_script_drives_many_accounts(server, sts, account, fresh):
    """The administrator's own credentials assume a role in each member, which accepts; in both services."""
    members = [fresh() for _ in range(5)]
    everywhere = {each: sessions.assume(sts, each) for each in [account, *members]}
    hubs = {each: sessions.client(server, keys, "securityhub") for each, keys in everywhere.items()}
    macies = {each: sessions.client(server, keys, "macie2") for each, keys in everywhere.items()}
    for each in everywhere:
        hubs[each].enable_security_hub()
        macies[each].enable_macie()
        assert f":{each}:" in hubs[each].describe_hub()["HubArn"]
    hubs[account].create_members(AccountDetails=[{"AccountId": each} for each in members])
    hubs[account].invite_members(AccountIds=members)
    for each in members:
        details = {"accountId": each, "email": f"owner-{each}@example.com"}
        macies[account].create_member(account=details)
    macies[account].create_invitations(accountIds=members)
    for each in members:
        [invitation] = hubs[each].list_invitations()["Invitations"]
        hubs[each].accept_administrator_invitation(
            AdministratorId=account, InvitationId=invitation["InvitationId"]
        )
        [invitation] = macies[each].list_invitations()["invitations"]
        macies[each].accept_invitation(
            administratorAccountId=account, invitationId=invitation["invitationId"]
        )
    rows = hubs[account].list_members()["Members"]
    assert sorted((row["AccountId"], row["MemberStatus"]) for row in rows) == [
        (each, "Enabled") for each in members
    ]
    rows = macies[account].list_members()["members"]
    assert sorted((row["accountId"], row["relationshipStatus"]) for row in rows) == [
        (each, "Enabled") for each in members
    ]


def test_the_answer(sts, account, fresh):
    other = fresh()
    before = datetime.now(timezone.utc)
    answer = sts.assume_role(
        RoleArn=sessions.trusted(sts.server, other, sts.keys.account, "path/to/demo"),
        RoleSessionName="a@b",
        DurationSeconds=900,
        SourceIdentity="jane",
        ExternalId="an-id",
    )
    user, keys = answer["AssumedRoleUser"], answer["Credentials"]
    assert user["Arn"] == f"arn:aws:sts::{other}:assumed-role/demo/a@b"
    role_id, session = user["AssumedRoleId"].split(":")
    assert (len(role_id), role_id[:4], session) == (21, "AROA", "a@b")
    assert (len(keys["AccessKeyId"]), len(keys["SecretAccessKey"])) == (20, 40)
    left = keys["Expiration"] - before
    assert timedelta(seconds=898) <= left <= timedelta(seconds=905)
    assert answer["SourceIdentity"] == "jane"
    assert answer["SessionTokenSize"] == len(keys["SessionToken"])
    assert "PackedPolicySize" not in answer
    assert sts.get_access_key_info(AccessKeyId=keys["AccessKeyId"])["Account"] == other


def test_the_key_names_its_account_as_those_of_aws_do(sts, fresh):
    account = fresh()
    key = sessions.assume(sts, account)["AccessKeyId"]
    assert key.startswith("ASIA")
    number = int.from_bytes(base64.b32decode(key[4:])[:6], "big") & 0x7FFFFFFFFF80
    assert f"{number >> 7:012}" == account


def test_who_the_credentials_are(server, sts, fresh):
    account = fresh()
    keys = sessions.assume(sts, account, "path/demo", "a-session")
    for region in ["us-east-1", "eu-central-1"]:
        identity = sessions.client(server, keys, "sts", region).get_caller_identity()
        assert identity["Account"] == account
        assert identity["Arn"] == f"arn:aws:sts::{account}:assumed-role/demo/a-session"
        assert identity["UserId"].startswith("AROA") and identity["UserId"].endswith(":a-session")


@pytest.mark.parametrize(
    "service, method, path, code",
    [
        ("securityhub", "GET", "/accounts", "UnrecognizedClientException"),
        ("macie2", "GET", "/macie", "UnrecognizedClientException"),
        ("sts", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "InvalidClientTokenId"),
    ],
)
def test_a_temporary_key_needs_its_own_token(server, sts, fresh, service, method, path, code):
    keys, others = sessions.assume(sts, fresh()), sessions.assume(sts, fresh())
    right = keys["SessionToken"]
    middle = len(right) // 2
    wrong = "A" if right[middle] != "A" else "B"
    tokens = [None, "x", others["SessionToken"], right[:-4], right[:middle] + wrong + right[middle + 1 :]]
    for token in tokens:
        credentials = {"AccessKeyId": keys["AccessKeyId"]} | ({"SessionToken": token} if token else {})
        reply = sessions.ask(server, credentials, service, method, path)
        assert (reply.status, reply.code) == (403, code), token
        assert b"The security token included in the request is invalid." in reply.body
    foreign = {"AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SessionToken": right}
    assert sessions.ask(server, foreign, service, method, path).code == code
    assert sessions.ask(server, keys, service, method, path).code not in ("", code) or service == "sts"


@pytest.mark.open_only("in mode `verify` a key that is not temporary has no token: test_verify_callers.py")
def test_a_stray_token_does_not_matter(server, sts, account, fresh):
    token = sessions.assume(sts, fresh())["SessionToken"]
    for key, who in [(account, account), ("AKIAIOSFODNN7EXAMPLE", "000000000000")]:
        for stray in (token, "nonsense"):
            credentials = {"AccessKeyId": key, "SecretAccessKey": "x", "SessionToken": stray}
            own = sessions.client(server, credentials, "sts")
            assert own.get_caller_identity()["Account"] == who


def test_credentials_outlive_the_server(tmp_path):
    with Server(tmp_path) as first:
        sts = clients.client(first, "111111111111", "sts")
        keys = sessions.assume(sts, "222222222222")
    with Server(tmp_path) as second:
        identity = sessions.client(second, keys, "sts").get_caller_identity()
        assert identity["Account"] == "222222222222"
    with Server(tmp_path, "memory") as other:
        how = refused(sessions.client(other, keys, "sts").get_caller_identity)
        assert how[:2] == (403, "InvalidClientTokenId"), "another server's"


def test_roles_are_chained(server, sts, fresh):
    first = sessions.client(server, sessions.assume(sts, fresh(), SourceIdentity="jane"), "sts")
    account = fresh()
    role = sessions.trusted(server, account, first.keys.account)
    answer = first.assume_role(RoleArn=role, RoleSessionName="second", DurationSeconds=3600)
    assert answer["SourceIdentity"] == "jane"
    second = sessions.client(server, answer["Credentials"], "sts")
    assert second.get_caller_identity()["Account"] == account
    role = sessions.trusted(server, account, account)
    assert refused(
        second.assume_role, RoleArn=role, RoleSessionName="third", DurationSeconds=3601
    ) == (
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    )
    assert refused(second.get_session_token) == (
        403,
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials",
    )


def test_session_tags_and_policies(sts, fresh):
    role = sessions.trusted(sts.server, fresh(), sts.keys.account)

    def size(**more):
        return sts.assume_role(RoleArn=role, RoleSessionName="test", **more)["PackedPolicySize"]

    tags = [{"Key": f"key-{n}", "Value": f"value {n}"} for n in range(50)]
    one, all_ = size(Tags=tags[:1]), size(Tags=tags, TransitiveTagKeys=["key-0", "key-49"])
    assert 0 < one < all_ <= 100
    policy = '{"Version": "2012-10-17", "Statement": []}'
    arns = [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}] * 10
    assert 0 < size(Policy=policy) < size(Policy=policy, PolicyArns=arns) <= 100
    large = [{"Key": f"key-{n}", "Value": "v" * 256} for n in range(50)]
    status, code, message = refused(sts.assume_role, RoleArn=role, RoleSessionName="test", Tags=large)
    assert (status, code) == (400, "PackedPolicyTooLarge") and "Packed size of session tags" in message
    status, code, _ = refused(sts.assume_role, RoleArn=role, RoleSessionName="test", Policy="no json")
    assert (status, code) == (400, "MalformedPolicyDocument")


def test_other_partitions(client, server, account, fresh):
    other = fresh()
    china = client(account, "sts", "cn-north-1")
    role = sessions.trusted(server, other, account, partition="aws-cn")
    answer = china.assume_role(RoleArn=role, RoleSessionName="test")
    assert answer["AssumedRoleUser"]["Arn"].startswith(f"arn:aws-cn:sts::{other}:assumed-role/")
    keys = answer["Credentials"]
    identity = sessions.client(server, keys, "sts", "cn-northwest-1").get_caller_identity()
    assert identity["Account"] == other
    abroad = sessions.client(server, keys, "sts", "us-east-1")
    assert refused(abroad.get_caller_identity)[1] == "InvalidClientTokenId"
    status, code, message = refused(client(account, "sts").assume_role, RoleArn=role, RoleSessionName="test")
    assert (status, code) == (403, "AccessDenied")
    assert message == (
        f"User: arn:aws:iam::{account}:root is not authorized to perform: sts:AssumeRole on resource: {role}"
    )


def test_the_session_token_of_an_account(server, sts, account):
    answer = sts.get_session_token(DurationSeconds=900, MinimumSessionTokenSize=2048)
    keys = answer["Credentials"]
    assert len(keys["SessionToken"]) == answer["SessionTokenSize"] == 2048
    assert answer["SessionTokenUtilization"] == 50
    identity = sessions.client(server, keys, "sts").get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == (account, f"arn:aws:iam::{account}:root")
    sessions.client(server, keys, "macie2").enable_macie()
    assert clients.client(server, account, "macie2").get_macie_session()["status"] == "ENABLED"
    expires = sts.get_session_token()["Credentials"]["Expiration"]
    left = expires - datetime.now(timezone.utc)
    longest = timedelta(hours=1 if server.auth == "verify" else 12)
    assert longest - timedelta(minutes=1) < left <= longest


def test_what_cannot_be_decoded(sts):
    assert refused(sts.decode_authorization_message, EncodedMessage="abc")[:2] == (
        400,
        "InvalidAuthorizationMessageException",
    )
    with pytest.raises(sts.exceptions.InvalidAuthorizationMessageException):
        sts.decode_authorization_message(EncodedMessage="x" * 10240)


def test_whose_key(sts):
    assert sts.get_access_key_info(AccessKeyId="ASIAQNZGKIQY56JQ7WML")["Account"] == "029608264753"
    how = refused(sts.get_access_key_info, AccessKeyId="AKIAIOSFODNN7EXAMPLE")
    assert how[:2] == (400, "ValidationError")
