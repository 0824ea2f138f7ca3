"""The provider assumes a role by itself, with an external id, and acts in the role's account."""

from pathlib import Path

import pytest

import credentials
import sessions
from clients import client
from workspace import Applied, Failed, Workspace

CONFIGURATION = Path(__file__).parent / "role"


def test_a_role_with_an_external_id(server, tmp_path, fresh):
    own, other = fresh(), fresh()
    role = sessions.trusted(server, other, own, "path/demo", ExternalId="an-id")
    keys = credentials.of(server, own)
    given = {"key": {"id": keys.id, "secret": keys.secret}, "role": role}
    workspace = Workspace(CONFIGURATION, tmp_path, server.url)
    if server.auth == "verify":
        with pytest.raises(Failed, match="AccessDenied"):
            workspace.apply(external_id="another", **given)
    assert workspace.apply(external_id="an-id", **given) == Applied(added=1)
    assert workspace.outputs() == {
        "caller": f"arn:aws:sts::{other}:assumed-role/demo/terraform",
        "hub": client(server, other, "securityhub").describe_hub()["HubArn"],
    }
