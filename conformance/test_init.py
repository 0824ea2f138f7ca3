"""`accede init`: what it makes, what it prints, and that what it prints works."""

import json
import re
import shlex
import stat
import subprocess
from pathlib import Path

import pytest

from accounts import AccessKeys, Accounts
from cli import AWS
from server import Server, environment, run

pytestmark = pytest.mark.embedded_only("files are what it makes; databases are in test_postgres_commands.py")

ID = "111122223333"


def init(home, *words, extra=None):
    done = run("init", *(str(word) for word in words), home=home, extra=extra)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def refused(home, *words, status=1):
    done = run("init", *(str(word) for word in words), home=home)
    assert (done.returncode, done.stdout) == (status, ""), done
    [line] = done.stderr.splitlines()
    return line.removeprefix("accede: ")


def made(text):
    """The variables that the text says to export."""
    return dict(re.findall(r"^ +export (\w+)=(\S+)$", text, re.MULTILINE))


def test_everything_is_made_where_users_expect_it(tmp_path):
    text = init(tmp_path)
    store = tmp_path / ".local/share/accede/accede.db"
    assert store.is_file()
    key = Path(f"{store}-key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and str(key) in text
    assert "accede serve --auth verify\n" in text
    variables = made(text)
    assert set(variables) == {"AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"}
    [listed] = AccessKeys(tmp_path).list()
    [account] = Accounts(tmp_path).list()
    assert listed["AccessKeyId"] == variables["AWS_ACCESS_KEY_ID"]
    assert listed["Account"] == account["Id"] and account["Id"] in text
    assert account["Email"] == f"{account['Id']}@accounts.invalid"


def test_what_is_printed_works(tmp_path):
    """The printed commands, typed into a shell, against a server that the printed command starts."""
    store = tmp_path / "it's a store.db"
    text = init(tmp_path, "--account", ID, "--store", store)
    [command] = re.findall(r"^ +(accede serve .*)$", text, re.MULTILINE)
    words = shlex.split(command)[1:]
    assert words == ["serve", "--auth", "verify", "--store", str(store)]
    with Server(tmp_path, store.name, ["--auth", "verify"], auth="open") as server:
        commands = text.split("Point a client at it:\n")[1]
        commands = commands.replace("http://127.0.0.1:4610", server.url).replace("aws sts", f"{AWS} sts --output json")
        done = subprocess.run(
            ["sh", "-ec", commands],
            env=environment(tmp_path),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        who = json.loads(done.stdout)
        assert who == {"UserId": ID, "Account": ID, "Arn": f"arn:aws:iam::{ID}:root"}
        [key] = AccessKeys(tmp_path, "--store", store).list()
        assert (key["LastUsed"]["ServiceName"], key["LastUsed"]["Region"]) == ("sts", "us-east-1")
        assert made(text)["AWS_SECRET_ACCESS_KEY"] not in server.logged()


def test_for_programs(tmp_path):
    words = ["--format", "json", "--store", tmp_path / "accede.db", "--account", ID]
    words += ["--email", "owner@example.com", "--name", "Example"]
    out = json.loads(init(tmp_path, *words))
    assert out["Store"] == str(tmp_path / "accede.db")
    assert out["SealingKeyFile"] == str(tmp_path / "accede.db-key")
    assert out["Account"] == ID and len(out["SecretAccessKey"]) == 40
    account = Accounts(tmp_path, "--store", tmp_path / "accede.db")("show", ID)
    assert (account["Name"], account["Email"]) == ("Example", "owner@example.com")


def test_a_store_with_keys_is_left_as_it_is(tmp_path):
    where = ["--store", tmp_path / "accede.db"]
    init(tmp_path, *where)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert "has access keys already" in refused(tmp_path, *where)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()}.keys() == before.keys()
    assert (tmp_path / "accede.db-key").read_bytes() == before["accede.db-key"]
    assert len(AccessKeys(tmp_path, *where).list()) == len(Accounts(tmp_path, *where).list()) == 1


def test_a_store_that_is_in_use_gets_its_first_key(tmp_path):
    where = ["--store", tmp_path / "accede.db"]
    accounts = Accounts(tmp_path, *where)
    accounts.create("owner@example.com", ID, "Mine")
    assert refused(tmp_path, *where, "--account", ID, "--name", "Other") == f"account {ID} is known already"
    taken = refused(tmp_path, *where, "--email", "owner@example.com")
    assert taken == "an account has the email owner@example.com"
    assert not AccessKeys(tmp_path, *where).list()
    init(tmp_path, *where, "--account", ID)
    assert [account["Name"] for account in accounts.list()] == ["Mine"]


@pytest.mark.parametrize("store", ["accede.db", "memory"])
def test_through_a_running_server(tmp_path, store):
    control = tmp_path / "control"
    with Server(tmp_path, store, ["--control", str(control)], auth="open"):
        where = ["--control", control]
        text = init(tmp_path, *where)
        assert "stop it first" in text
        [key] = AccessKeys(tmp_path, *where).list()
        assert made(text)["AWS_ACCESS_KEY_ID"] == key["AccessKeyId"]
        assert "has access keys already" in refused(tmp_path, *where)
    assert (tmp_path / "accede.db-key").exists() == (store != "memory")


def test_a_sealing_key_of_the_operators(tmp_path):
    where = ["--store", tmp_path / "accede.db", "--sealing-key-file", tmp_path / "my key"]
    text = init(tmp_path, *where)
    assert f"--sealing-key-file '{tmp_path}/my key'" in text
    given = {"ACCEDE_SEALING_KEY": "5e" * 32}
    other = init(tmp_path, "--store", tmp_path / "other.db", extra=given)
    assert "Its sealing key is" not in other and "5e5e" not in other
    assert {path.name for path in tmp_path.iterdir()} == {"accede.db", "my key", "other.db"}


def test_what_cannot_be_changes_nothing(tmp_path):
    key = tmp_path / "accede.db-key"
    key.write_text("5e" * 32)
    key.chmod(0o640)
    where = ["--store", tmp_path / "accede.db"]
    assert "chmod 600" in refused(tmp_path, *where)
    key.chmod(0o600)
    key.write_text("mine")
    assert "is no sealing key" in refused(tmp_path, *where)
    assert Accounts(tmp_path, *where).list() == [] and key.read_text() == "mine"
    for words in (["--account", "1"], ["--email", "x"], ["--name", ""], ["--format", "xml"]):
        refused(tmp_path, *where, *words, status=2)
    assert "in memory" in refused(tmp_path, "--store", "memory")
