"""`accede store` on databases: there and back, what is in the way, and what is left of a copy that was interrupted."""

import pytest

import stores
from server import Server, run
from test_store_copy import Seen, refused, store

pytestmark = pytest.mark.postgres_only

UNFINISHED = "INSERT INTO meta (name, value) VALUES ('unfinished', '')"


@pytest.fixture
def database():
    """Makes databases."""
    return stores.cluster().database


def test_there_and_back(database, tmp_path):
    """From a database into a file and into another database, from which it is served."""
    one, other = database(), database()
    with Server(tmp_path, one, auth="verify") as server:
        seen = Seen(server)
        assert server.terminate() == (0, "")
    copied = store(tmp_path, "copy", "--from", one, "--to", "copy.db")
    assert copied["Relationships"] == 9 and copied["AccessKeys"] == 3
    assert store(tmp_path, "copy", "--from", "copy.db", "--to", other) == copied
    for place in (one, "copy.db", other):
        assert store(tmp_path, "check", "--store", place) == copied
    with Server(tmp_path, other, auth="verify") as server:
        seen.assert_the_same(server)
        assert server.terminate() == (0, "")
    changed = store(tmp_path, "check", "--store", other)
    assert changed["Digest"] != copied["Digest"]
    assert store(tmp_path, "check", "--store", one) == copied


def test_what_is_in_the_way_is_left_as_it_is(database, tmp_path):
    one, other = database(), database()
    assert run("account", "create", "--email", "a@example.com", "--name", "a", "--store", one, home=tmp_path).returncode == 0
    store(tmp_path, "copy", "--from", one, "--to", other)
    before = stores.content(other)
    assert "holds a store already" in refused(tmp_path, "copy", "--from", one, "--to", other)
    assert stores.content(other) == before
    assert refused(tmp_path, "copy", "--from", one, "--to", one) == "--from and --to are the same store"


def test_an_unfinished_copy_is_opened_by_nobody(database, tmp_path):
    url, other = database(), database()
    for words in (["check", "--store", other], ["copy", "--from", other, "--to", "a.db"]):
        assert refused(tmp_path, *words).startswith("there is no store in the ")
    assert run("init", "--store", "b.db", home=tmp_path).returncode == 0
    migrated = store(tmp_path, "migrate", "--store", url)
    assert migrated["FromSchema"] == 0 < migrated["ToSchema"]
    assert store(tmp_path, "migrate", "--store", url)["FromSchema"] == migrated["ToSchema"]
    stores.ask(url, UNFINISHED)
    for words in (["check", "--store", url], ["migrate", "--store", url], ["copy", "--from", url, "--to", "a.db"], ["copy", "--from", "b.db", "--to", url]):
        assert "holds a copy that was never finished" in refused(tmp_path, *words)
    served = run("serve", "--store", url, "--listen", "127.0.0.1:0", home=tmp_path)
    assert (served.returncode, served.stdout) == (1, "") and "never finished" in served.stderr


def test_damage_is_found(database, tmp_path):
    """A member whose administrator does not know it, and a row that makes no sense."""
    url = database()
    with Server(tmp_path, url, auth="verify") as server:
        Seen(server)
        assert server.terminate() == (0, "")
    stores.ask(url, "DELETE FROM relationship WHERE status = 'Enabled'")
    done = run("store", "check", "--store", url, home=tmp_path)
    assert done.returncode == 1 and "wrong with the store" in done.stderr
    assert "whose row for it is absent" in done.stdout and '"Record":"standing securityhub us-east-1' in done.stdout
    assert "rows" in done.stdout and '"Digest"' in done.stdout
    stores.ask(url, "UPDATE account SET document = '{}'")
    done = run("store", "check", "--store", url, home=tmp_path)
    assert done.returncode == 1 and "table account" in done.stdout and '"Digest"' not in done.stdout
