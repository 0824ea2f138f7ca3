"""Mode `verify`: who may assume a role, with the profiles that programs have; and what everybody else is told."""

import boto3
import pytest
from botocore.exceptions import ClientError

import clients
import credentials
import sessions
from raw import REGION

pytestmark = pytest.mark.verify_only


@pytest.fixture
def sides(server, fresh):
    """The caller's account, another one, and the caller's STS."""
    own, other = fresh(), fresh()
    return own, other, clients.client(server, own, "sts")


def refusal(call, **arguments):
    """Status, code and message."""
    with pytest.raises(ClientError) as caught:
        call(**{"RoleSessionName": "test", **arguments})
    answer = caught.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]


def denied(who, role):
    """What everybody is told who may not assume a role, whether there is one or not."""
    return 403, "AccessDenied", f"User: {who} is not authorized to perform: sts:AssumeRole on resource: {role}"


def test_profiles_of_boto3(server, sides, tmp_path, monkeypatch):
    """A profile assumes a role with an external id, the next one another role with the first one's session."""
    own, other, _ = sides
    keys = credentials.of(server, own)
    first = sessions.trusted(server, other, own, "path/demo", ExternalId="an:id")
    second = sessions.trusted(server, own, other, "back")
    (tmp_path / "credentials").write_text(
        f"[base]\naws_access_key_id = {keys.id}\naws_secret_access_key = {keys.secret}\n"
    )
    (tmp_path / "config").write_text(
        f"[profile base]\nregion = {REGION}\nendpoint_url = {server.url}\n"
        f"[profile member]\nregion = {REGION}\nendpoint_url = {server.url}\nrole_arn = {first}\nsource_profile = base\n"
        "external_id = an:id\nduration_seconds = 900\nrole_session_name = by-profile\n"
        f"[profile further]\nregion = {REGION}\nendpoint_url = {server.url}\nrole_arn = {second}\n"
        "source_profile = member\nrole_session_name = further\n"
        f"[profile without]\nregion = {REGION}\nendpoint_url = {server.url}\nrole_arn = {first}\n"
        "source_profile = base\nrole_session_name = test\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    member = boto3.Session(profile_name="member")
    identity = member.client("sts").get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{other}:assumed-role/demo/by-profile"
    member.client("macie2").enable_macie()
    assert clients.client(server, other, "macie2").get_macie_session()["status"] == "ENABLED"
    further = boto3.Session(profile_name="further").client("sts").get_caller_identity()
    assert further["Arn"] == f"arn:aws:sts::{own}:assumed-role/back/further"
    with pytest.raises(ClientError) as caught:
        boto3.Session(profile_name="without").client("macie2").get_macie_session()
    assert caught.value.response["Error"]["Code"] == "AccessDenied"


def test_every_reason_is_told_in_the_same_words(server, sides, fresh):
    own, other, sts = sides
    role = sessions.trusted(server, other, own, "path/demo", ExternalId="an-id")
    foreign = sessions.trusted(server, other, fresh(), "foreign")
    root = f"arn:aws:iam::{own}:root"
    for arn, more in [
        (role, {}),
        (role, {"ExternalId": "an-i"}),
        (role, {"ExternalId": "AN-ID"}),
        (role, {"ExternalId": "an-id-and-more"}),
        (sessions.role(other, "demo"), {"ExternalId": "an-id"}),
        (sessions.role(other, "other/demo"), {"ExternalId": "an-id"}),
        (sessions.role(other, "path/Demo"), {"ExternalId": "an-id"}),
        (sessions.role(fresh(), "path/demo"), {"ExternalId": "an-id"}),
        (foreign, {}),
        (sessions.role(other, "none"), {}),
        (sessions.role(own, "none"), {}),
    ]:
        assert refusal(sts.assume_role, RoleArn=arn, **more) == denied(root, arn), (arn, more)
    sts.assume_role(RoleArn=role, RoleSessionName="test", ExternalId="an-id")


def test_an_account_trusts_itself_only_if_it_says_so(server, sides, fresh):
    own, _, sts = sides
    for trusting, works in ((fresh(), False), (own, True)):
        role = sessions.trusted(server, own, trusting, "own")
        if works:
            assert sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        else:
            assert refusal(sts.assume_role, RoleArn=role) == denied(f"arn:aws:iam::{own}:root", role)


def test_as_long_as_the_role_allows(server, sides):
    own, other, sts = sides
    role = sessions.trusted(server, other, own, "short", MaxSessionDuration=3600)
    sts.assume_role(RoleArn=role, RoleSessionName="test", DurationSeconds=3600)
    assert refusal(sts.assume_role, RoleArn=role, DurationSeconds=3601) == (
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    )
    longer = sessions.trusted(server, other, own, "long", MaxSessionDuration=43_200)
    sts.assume_role(RoleArn=longer, RoleSessionName="test", DurationSeconds=43_200)


def test_a_chain_is_as_good_as_each_of_its_links(server, sides, fresh):
    own, middle, sts = sides
    last = fresh()
    role = sessions.trusted(server, last, middle, "last")
    assert refusal(sts.assume_role, RoleArn=role) == denied(f"arn:aws:iam::{own}:root", role)
    link = sessions.client(server, sessions.assume(sts, middle, "link", "first"), "sts")
    answer = link.assume_role(RoleArn=role, RoleSessionName="second")["Credentials"]
    end = sessions.client(server, answer, "sts")
    assert end.get_caller_identity()["Arn"] == f"arn:aws:sts::{last}:assumed-role/last/second"
    back = sessions.trusted(server, own, middle, "back")
    assert refusal(end.assume_role, RoleArn=back) == denied(f"arn:aws:sts::{last}:assumed-role/last/second", back)


def test_a_role_that_is_deleted_is_assumed_no_more(server, sides):
    own, other, sts = sides
    role = sessions.trusted(server, other, own, "passing")
    identity = sts.assume_role(RoleArn=role, RoleSessionName="test")["AssumedRoleUser"]["AssumedRoleId"]
    deleted = credentials.operator(server, {"Operation": "DeleteRole", "Account": other, "Name": "passing"})
    assert deleted["Role"]["RoleId"] == identity.split(":")[0]
    assert refusal(sts.assume_role, RoleArn=role) == denied(f"arn:aws:iam::{own}:root", role)
