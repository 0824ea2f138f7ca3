"""STS through the AWS CLI: by hand, and by profiles that assume roles by themselves."""

import pytest

import credentials
import sessions
from credentials import Keys


@pytest.fixture
def sides(aws, fresh):
    """The caller's account, another, and the caller's CLI."""
    own, other = fresh(), fresh()
    return own, other, aws(own)


def test_assume_role_by_hand(server, sides, aws):
    own, other, cli = sides
    words = ["--role-arn", sessions.trusted(server, other, own, "demo"), "--role-session-name", "by-hand"]
    answer = cli("sts", "assume-role", *words, "--duration-seconds", "900", "--tags", "Key=team,Value=blue")
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{other}:assumed-role/demo/by-hand"
    keys = answer["Credentials"]
    temporary = aws(own)
    temporary.environment |= Keys.answered({**keys, "SessionToken": None}).environment
    said = temporary.refused("sts", "get-caller-identity")
    assert "(InvalidClientTokenId)" in said, "without the token"
    temporary.environment |= Keys.answered(keys).environment
    assert temporary("sts", "get-caller-identity")["Account"] == other
    temporary("securityhub", "enable-security-hub")
    assert f":{other}:" in temporary("securityhub", "describe-hub")["HubArn"]
    info = cli("sts", "get-access-key-info", "--access-key-id", keys["AccessKeyId"])
    assert info == {"Account": other}


def test_a_profile_assumes_its_role_by_itself(server, sides, tmp_path):
    own, other, cli = sides
    keys = credentials.of(server, own)
    config = tmp_path / "config"
    config.write_text(
        f"""
[profile base]
aws_access_key_id = {keys.id}
aws_secret_access_key = {keys.secret}

[profile member]
role_arn = {sessions.trusted(server, other, own, "demo")}
source_profile = base
role_session_name = by-profile

[profile further]
role_arn = {sessions.trusted(server, own, other, "back")}
source_profile = member
"""
    )
    cli.environment["AWS_CONFIG_FILE"] = str(config)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del cli.environment[name]
    identity = cli("sts", "get-caller-identity", "--profile", "member")
    assert identity["Arn"] == f"arn:aws:sts::{other}:assumed-role/demo/by-profile"
    cli("macie2", "enable-macie", "--profile", "member")
    assert cli("macie2", "get-macie-session", "--profile", "member")["status"] == "ENABLED"
    identity = cli("sts", "get-caller-identity", "--profile", "further")
    assert identity["Arn"].startswith(f"arn:aws:sts::{own}:assumed-role/back/")


def test_refusals_by_their_code(sides):
    own, other, cli = sides
    message = cli.refused("sts", "decode-authorization-message", "--encoded-message", "abc")
    assert "(InvalidAuthorizationMessageException)" in message
    words = ["--role-arn", "arn:aws:iam::nobody:role/demo", "--role-session-name", "test"]
    assert "(ValidationError)" in cli.refused("sts", "assume-role", *words)
    assert "arn:aws:iam::nobody:role/demo is invalid" in cli.refused("sts", "assume-role", *words)
    keys = cli("sts", "get-session-token")["Credentials"]
    assert keys["AccessKeyId"].startswith("ASIA")
