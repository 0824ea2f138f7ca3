"""`accede role`: every command, with and without a server; and who may assume what was made."""

import pytest

import sessions
from accounts import TIME, Accounts, Line, Roles
from botocore.exceptions import ClientError
from clients import client
from server import Server

ID, OTHER, STRANGER = "111122223333", "222233334444", "333344445555"
CREATE = {"Operation": "CreateRole", "Account": ID, "Name": "demo", "Path": "/", "MaxSessionDuration": 3600}


@pytest.fixture(params=["stopped", "running", "memory"])
def roles(request, tmp_path):
    """A store without roles."""
    control = tmp_path / "control"
    if request.param == "stopped":
        yield Roles(tmp_path, "--store", tmp_path / "accede.db")
    elif request.param == "running":
        with Server(tmp_path, auth="open") as server:
            yield Roles(tmp_path, "--store", tmp_path / "accede.db")
            assert server.terminate() == (0, "")
    else:
        with Server(tmp_path, "memory", ["--control", str(control)], auth="open"):
            yield Roles(tmp_path, "--control", control)


def test_create(roles):
    made = roles.create(ID, "Demo", OTHER)
    assert TIME.match(made.pop("CreateDate"))
    identity = made.pop("RoleId")
    assert len(identity) == 21 and identity.startswith("AROA")
    plain = {
        "Arn": f"arn:aws:iam::{ID}:role/Demo",
        "RoleName": "Demo",
        "Path": "/",
        "Account": ID,
        "Trusts": [OTHER],
        "MaxSessionDuration": 3600,
    }
    assert made == plain
    more = ["--path", "/a/b/", "--external-id", "an/id", "--max-duration", "43200"]
    full = roles.create(ID, "Other", STRANGER, OTHER, OTHER, more=more)
    assert full["Arn"] == f"arn:aws:iam::{ID}:role/a/b/Other"
    assert (full["Path"], full["ExternalId"], full["MaxSessionDuration"]) == ("/a/b/", "an/id", 43200)
    assert full["Trusts"] == [OTHER, STRANGER]


def test_list_and_delete(roles):
    made = [roles.create(account, name, OTHER) for account, name in [(OTHER, "a"), (ID, "B"), (ID, "a")]]
    made.sort(key=lambda role: (role["Account"], role["RoleName"].lower()))
    assert roles.list() == made
    assert roles.lines("list", "--account", ID) == made[:2]
    assert roles("delete", "--account", ID, "--name", "b") == made[1]
    assert roles.list() == [made[0], made[2]]
    again = roles.create(ID, "B", OTHER)
    assert again["RoleId"] != made[1]["RoleId"]


def test_what_is_refused(roles, tmp_path):
    roles.create(ID, "Demo", OTHER)
    create = ["create", "--account", ID, "--name"]
    assert "has a role demo already" in roles.refused(*create, "demo", "--trust", OTHER)
    nobody = roles.refused("delete", "--account", OTHER, "--name", "Demo")
    assert nobody == f"account {OTHER} has no role Demo"
    trust = ["--trust", OTHER]
    for words in (
        [*create, "New"],
        [*create, "New", "--trust"],
        [*create, "New", "--trust", "1"],
        [*create, "a b", *trust],
        [*create, "x" * 65, *trust],
        [*create, "New", *trust, "--path", "/a"],
        [*create, "New", *trust, "--path", ""],
        [*create, "New", *trust, "--external-id", "x"],
        [*create, "New", *trust, "--external-id", "a b"],
        [*create, "New", *trust, "--max-duration", "3599"],
        [*create, "New", *trust, "--max-duration", "43201"],
        [*create, "New", *trust, "--max-duration", "1h"],
        ["create", "--name", "New", *trust],
        ["delete", "--account", ID],
    ):
        roles.refused(*words, status=2)
    accounts = Accounts(tmp_path, *roles.where)
    accounts.create("owner@example.com", STRANGER)
    accounts("suspend", STRANGER)
    suspended = roles.refused("create", "--account", STRANGER, "--name", "New", *trust)
    assert suspended == f"account {STRANGER} is suspended or closed"
    assert [role["RoleName"] for role in roles.list()] == ["Demo"]


def test_list_has_every_page(tmp_path):
    with Server(tmp_path, arguments=["--control", str(tmp_path / "control")], auth="open") as server:
        names = sorted(f"role-{n:03}" for n in range(230))
        with Line(server.control) as line:
            for name in reversed(names):
                assert "Role" in line.ask({**CREATE, "Name": name, "Trusts": [OTHER]})
            for trusts in ([], [f"{n:012}" for n in range(1001)]):
                assert line.ask({**CREATE, "Trusts": trusts})["Error"]["Code"] == "InvalidTrusts"
            assert len(line.ask({"Operation": "ListRoles"})["Roles"]["Roles"]) == 100
        listed = Roles(tmp_path, *server.reached).list()
        assert [role["RoleName"] for role in listed] == names


def refused(call, **arguments):
    """Status, code and message of a refusal."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    error = response["Error"]
    return response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]


def denied(caller, arn):
    who = f"arn:aws:iam::{caller}:root"
    return 403, "AccessDenied", f"User: {who} is not authorized to perform: sts:AssumeRole on resource: {arn}"


def test_a_role_that_was_made_is_honoured_in_mode_open(tmp_path):
    with Server(tmp_path, auth="open") as server:
        roles = Roles(tmp_path, "--store", tmp_path / "accede.db")
        more = ["--path", "/team/", "--external-id", "an/id", "--max-duration", "7200"]
        made = roles.create(ID, "Demo", OTHER, more=more)
        arn = made["Arn"]
        trusted, stranger = client(server, OTHER, "sts"), client(server, STRANGER, "sts")
        ask = {"RoleArn": arn, "RoleSessionName": "test", "ExternalId": "an/id"}

        answer = trusted.assume_role(**ask, DurationSeconds=7200)
        assert answer["AssumedRoleUser"]["AssumedRoleId"] == made["RoleId"] + ":test"
        assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{ID}:assumed-role/Demo/test"
        who = sessions.client(server, answer["Credentials"], "sts").get_caller_identity()
        assert (who["Account"], who["UserId"]) == (ID, made["RoleId"] + ":test")

        assert refused(stranger.assume_role, **ask) == denied(STRANGER, arn)
        assert refused(stranger.assume_role, **ask, DurationSeconds=43200) == denied(STRANGER, arn)
        for wrong in ({"ExternalId": "other"}, {"RoleArn": f"arn:aws:iam::{ID}:role/Demo"}):
            asked = {**ask, **wrong}
            assert refused(trusted.assume_role, **asked) == denied(OTHER, asked["RoleArn"])
        del ask["ExternalId"]
        assert refused(trusted.assume_role, **ask) == denied(OTHER, arn)
        ask["ExternalId"] = "an/id"
        too_long = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        assert refused(trusted.assume_role, **ask, DurationSeconds=7201) == (400, "ValidationError", too_long)

        roles("delete", "--account", ID, "--name", "Demo")
        assert stranger.assume_role(RoleArn=arn, RoleSessionName="test", DurationSeconds=43200)


def test_a_role_that_was_made_before_the_server_started(tmp_path):
    roles = Roles(tmp_path, "--store", tmp_path / "accede.db")
    made = roles.create(ID, "Demo", OTHER)
    for _ in range(2):
        with Server(tmp_path, auth="open") as server:
            ask = {"RoleArn": made["Arn"], "RoleSessionName": "test"}
            answer = client(server, OTHER, "sts").assume_role(**ask)
            assert answer["AssumedRoleUser"]["AssumedRoleId"] == made["RoleId"] + ":test"
            assert refused(client(server, STRANGER, "sts").assume_role, **ask) == denied(STRANGER, made["Arn"])
