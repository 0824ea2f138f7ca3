"""`accede store`: a store is copied, checked and served from the copy; what cannot be copied, and what is left of a copy
that was interrupted."""

import json
import os
import signal
import sqlite3
import subprocess

import pytest

import clients
import credentials
import sessions
from accounts import Accounts
from hub import HubPair
from macie import MaciePair
from server import PATIENCE, Server, binary, environment, run

pytestmark = pytest.mark.embedded_only

A, B, C = "111122223333", "222233334444", "333344445555"
MEMBERS = [f"4444{number:08}" for number in range(7)]


def store(home, *words):
    """Runs a command that succeeds, and returns the last line that it prints."""
    done = run("store", *words, home=home)
    assert done.returncode == 0, done
    return json.loads(done.stdout.splitlines()[-1])


def refused(home, *words):
    """Runs a command that is refused, and returns what it says."""
    done = run("store", *words, home=home)
    assert (done.returncode, done.stdout) == (1, ""), done
    [line] = done.stderr.splitlines()
    return line.removeprefix("accede: ")


def populate(server):
    """Members of both services in several states, an organization, a trail. Returns who acted, with keys of theirs."""
    HubPair(server, A, B).enabled().created("b@example.com").invited().accepted()
    HubPair(server, A, C).enabled().created().invited().declined()
    HubPair(server, C, B).founded()
    MaciePair(server, A, B, "eu-west-1").enabled()
    a = clients.client(server, A, "securityhub")
    details = [{"AccountId": each, "Email": f"{each}@exämple.com"} for each in MEMBERS]
    assert a.create_members(AccountDetails=details)["UnprocessedAccounts"] == []
    a.invite_members(AccountIds=MEMBERS[:3])
    a.tag_resource(ResourceArn=a.describe_hub()["HubArn"], Tags={"team": "gęślą jaźń 👩‍👩‍👧"})
    return {each: credentials.of(server, each) for each in (A, B, C)}


def asked(server, keys, account, service, call, region="us-east-1", **arguments):
    client = clients.client_with(server, keys[account], service, region)
    answer = getattr(client, call)(**arguments)
    del answer["ResponseMetadata"]
    return answer


def everything(server, keys):
    """What everybody sees."""
    return [
        asked(server, keys, A, "securityhub", "describe_hub"),
        asked(server, keys, A, "securityhub", "list_members", OnlyAssociated=False),
        asked(server, keys, B, "securityhub", "list_invitations"),
        asked(server, keys, C, "securityhub", "list_invitations"),
        asked(server, keys, B, "securityhub", "get_administrator_account"),
        asked(server, keys, A, "macie2", "get_macie_session", "eu-west-1"),
        asked(server, keys, C, "organizations", "describe_organization"),
        asked(server, keys, C, "organizations", "list_accounts"),
        asked(server, keys, A, "cloudtrail", "lookup_events", MaxResults=50),
    ]


@pytest.fixture
def original(tmp_path):
    """A store with something of everything, closed."""
    with Server(tmp_path, auth="verify") as server:
        populate(server)
        assert server.terminate() == (0, "")
    return tmp_path


class Seen:
    """What everybody saw on a server with something of everything, with a page token and a session of then."""

    def __init__(self, server):
        self.keys = populate(server)
        first = asked(server, self.keys, A, "securityhub", "list_members", OnlyAssociated=False, MaxResults=3)
        self.rest = {"OnlyAssociated": False, "NextToken": first["NextToken"]}
        self.second = asked(server, self.keys, A, "securityhub", "list_members", **self.rest)
        self.session = sessions.assume(clients.client(server, A, "sts"), B)
        self.before = everything(server, self.keys)

    def assert_the_same(self, server):
        """It is all there, the token of the original leads on, the session goes on; and it is a store like any other."""
        assert everything(server, self.keys) == self.before
        assert asked(server, self.keys, A, "securityhub", "list_members", **self.rest) == self.second
        hub = sessions.client(server, self.session, "securityhub")
        assert hub.get_administrator_account()["Administrator"]["AccountId"] == A
        asked(server, self.keys, B, "securityhub", "disassociate_from_administrator_account")


def test_the_copy_is_served_like_the_original(tmp_path):
    with Server(tmp_path, auth="verify") as server:
        seen = Seen(server)
        assert server.terminate() == (0, "")
    copied = store(tmp_path, "copy", "--from", "accede.db", "--to", "copy.db")
    assert copied["Relationships"] == 9 and copied["Events"] > 10 and copied["AccessKeys"] == 3
    assert store(tmp_path, "check", "--store", "accede.db") == copied
    assert store(tmp_path, "check", "--store", "copy.db") == copied
    assert {path.name for path in tmp_path.iterdir()} == {"accede.db", "copy.db"}
    with Server(tmp_path, "copy.db", auth="verify") as server:
        seen.assert_the_same(server)
        assert server.terminate() == (0, "")
    changed = store(tmp_path, "check", "--store", "copy.db")
    assert changed["Events"] == copied["Events"] + 1 and changed["Digest"] != copied["Digest"]
    assert store(tmp_path, "copy", "--from", "copy.db", "--to", "back.db") == changed


def test_the_copy_needs_the_sealing_key_too(tmp_path):
    assert run("init", "--store", "accede.db", home=tmp_path).returncode == 0
    done = run("store", "copy", "--from", "accede.db", "--to", "copy.db", home=tmp_path)
    assert done.returncode == 0 and json.loads(done.stdout)["AccessKeys"] == 1
    assert f"{tmp_path}/accede.db-key was not copied" in done.stderr


def test_what_is_in_the_way_is_left_as_it_is(original):
    before = (original / "accede.db").read_bytes()
    (original / "other.db").write_text("not a store")
    assert "is there already" in refused(original, "copy", "--from", "accede.db", "--to", "other.db")
    assert (original / "other.db").read_text() == "not a store"
    store(original, "copy", "--from", "accede.db", "--to", "copy.db")
    copy = (original / "copy.db").read_bytes()
    assert "is there already" in refused(original, "copy", "--from", "accede.db", "--to", "copy.db")
    os.link(original / "accede.db", original / "same.db")
    os.symlink("accede.db", original / "link.db")
    assert refused(original, "copy", "--from", "accede.db", "--to", "./accede.db") == "--from and --to are the same store"
    assert refused(original, "copy", "--from", "link.db", "--to", "accede.db") == "--from and --to are the same store"
    assert "is in use" in refused(original, "copy", "--from", "accede.db", "--to", "same.db")
    assert (original / "accede.db").read_bytes() == before and (original / "copy.db").read_bytes() == copy


def test_what_is_no_store_cannot_be_copied(original):
    (original / "other.db").write_text("not a store")
    for words in (["copy", "--from", "other.db", "--to", "copy.db"], ["check", "--store", "other.db"], ["migrate", "--store", "other.db"]):
        assert "other.db is not a SQLite database" in refused(original, *words)
    for words in (["copy", "--from", "none.db", "--to", "copy.db"], ["check", "--store", "none.db"], ["migrate", "--store", "none.db"]):
        assert refused(original, *words) == "there is no store at none.db"
    for words in (["copy", "--from", "memory", "--to", "copy.db"], ["copy", "--from", "accede.db", "--to", "memory"], ["check", "--store", "memory"]):
        assert "memory" in refused(original, *words)
    assert {path.name for path in original.iterdir()} == {"accede.db", "other.db"}


def test_a_store_in_use_is_not_copied(tmp_path):
    with Server(tmp_path, auth="open") as server:
        for words in (["copy", "--from", "accede.db", "--to", "copy.db"], ["check", "--store", "accede.db"], ["migrate", "--store", "accede.db"]):
            assert "is in use by another server" in refused(tmp_path, *words)
        assert not (tmp_path / "copy.db").exists()
        assert server.terminate() == (0, "")


def test_an_interrupted_copy_is_opened_by_nobody(original):
    """Stopped wherever it is, once there is something of it: before the end nobody takes it for a store."""
    copying = subprocess.Popen(
        [binary(), "store", "copy", "--from", "accede.db", "--to", "copy.db"],
        env=environment(original),
        cwd=original,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (original / "copy.db-wal").exists() and copying.poll() is None:
        pass
    copying.send_signal(signal.SIGKILL)
    if copying.wait(PATIENCE) == 0:
        pytest.skip("it was done before it could be killed")
    for words in (["check", "--store", "copy.db"], ["migrate", "--store", "copy.db"], ["copy", "--from", "copy.db", "--to", "third.db"]):
        assert refused(original, *words) == "copy.db is a copy that was never finished: delete it, and copy again"
    assert "is there already" in refused(original, "copy", "--from", "accede.db", "--to", "copy.db")
    served = run("serve", "--store", "copy.db", "--listen", "127.0.0.1:0", home=original)
    assert (served.returncode, served.stdout) == (1, "") and "never finished" in served.stderr
    assert Accounts(original, "--store", "copy.db").refused("list").endswith("copy again")
    for path in original.glob("copy.db*"):
        path.unlink()
    assert store(original, "copy", "--from", "accede.db", "--to", "copy.db") == store(original, "check", "--store", "copy.db")


def test_a_store_that_is_up_to_date_stays(original):
    before = store(original, "check", "--store", "accede.db")
    migrated = store(original, "migrate", "--store", "accede.db")
    assert migrated["FromSchema"] == migrated["ToSchema"] > 0
    assert store(original, "check", "--store", "accede.db") == before


def test_damage_is_found(original):
    """A member whose administrator does not know it: no byte of the file is wrong."""
    with sqlite3.connect(original / "accede.db") as connection:
        assert connection.execute("DELETE FROM relationship WHERE status = 'Enabled'").rowcount == 1
    connection.close()
    done = run("store", "check", "--store", "accede.db", home=original)
    *found, total = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1 and done.stderr == f"accede: {len(found)} things are wrong with the store\n"
    member, administrator = (f"standing securityhub us-east-1 {each}" for each in (B, A))
    assert {finding["Record"] for finding in found} == {member, administrator}
    assert {"Record": member, "Wrong": f"its administrator is {A}, whose row for it is absent"} in found
    assert total["Relationships"] == 8
    # It can be copied as it is: what is wrong with a store is not the copy's to say.
    assert store(original, "copy", "--from", "accede.db", "--to", "copy.db") == total
