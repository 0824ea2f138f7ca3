"""`accede key`: every command, on a store that no server has open, through a server with a file, and through one in
memory; where secrets are, and where they are not."""

import base64
import json
import stat

import pytest

import stores
from accounts import TIME, AccessKeys, Accounts, Line
from server import SEALING_KEY, Server, run

ID, OTHER = "111122223333", "222233334444"
NOBODYS = "AKIAIOSFODNN7EXAMPLE"


@pytest.fixture(params=["stopped", "running", "memory"])
def keys(request, tmp_path):
    """A store without keys."""
    control, extra = tmp_path / "control", stores.sealing(SEALING_KEY)
    if request.param == "stopped":
        yield AccessKeys(tmp_path, "--store", tmp_path / "accede.db", extra=extra)
    elif request.param == "running":
        with Server(tmp_path, extra=extra, auth="open") as server:
            yield AccessKeys(tmp_path, "--store", tmp_path / "accede.db", extra=extra)
            assert server.terminate() == (0, "")
    else:
        with Server(tmp_path, "memory", ["--control", str(control)], auth="open") as server:
            yield AccessKeys(tmp_path, "--control", control)
            assert server.terminate() == (0, "")
    made = {path.name for path in tmp_path.iterdir()}
    assert made in (set(), {"accede.db"}, {"accede.db", "accede.db-key"})


def stored(home, keys):
    """Everything that is in files around the store, and in its database."""
    files = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    place = keys.where[-1]
    return files + "".join(stores.content(place).values()).encode() if stores.is_url(place) else files


def test_create(keys):
    made = keys.create(ID)
    assert TIME.match(made.pop("CreateDate"))
    key, secret = made.pop("AccessKeyId"), made.pop("SecretAccessKey")
    assert made == {"Account": ID, "Status": "Active"}
    assert len(key) == 20 and key.startswith("AKIA")
    number = int.from_bytes(base64.b32decode(key[4:])[:6], "big") & 0x7FFFFFFFFF80
    assert f"{number >> 7:012}" == ID
    assert len(secret) == 40 and len(base64.b64decode(secret)) == 30


def test_keys_of_users(keys):
    made = [keys.create(ID, user) for user in (None, "ann", "a+b=c,d.e@f-g_h", "x" * 64)]
    assert [key.get("User") for key in made] == [None, "ann", "a+b=c,d.e@f-g_h", "x" * 64]
    assert len({key["AccessKeyId"] for key in made}) == len({key["SecretAccessKey"] for key in made}) == 4


def test_the_secret_is_shown_once(keys, tmp_path):
    made = keys.create(ID, "ann")
    secret, key = made.pop("SecretAccessKey"), made["AccessKeyId"]
    assert keys.list() == [made]
    for command, status in [("disable", "Inactive"), ("enable", "Active"), ("delete", "Active")]:
        assert keys(command, key) == {**made, "Status": status}
        everything = stored(tmp_path, keys)
        kept = stores.STORE == "postgres" or (tmp_path / "accede.db").exists()
        if kept and not keys.where[0] == "--control" and command != "delete":
            assert key.encode() in everything, "one would find it there"
        for form in (secret.encode(), base64.b64decode(secret), base64.b64decode(secret).hex().encode()):
            assert form not in everything
    assert keys.list() == []


def test_list_by_account_and_id(keys):
    made = [keys.create(account) for account in (OTHER, ID, ID, OTHER, ID)]
    for key in made:
        del key["SecretAccessKey"]
    made.sort(key=lambda key: (key["Account"], key["AccessKeyId"]))
    assert keys.list() == made
    assert keys.lines("list", "--account", ID) == made[:3]
    assert keys.lines("list", "--account", OTHER) == made[3:]
    assert keys.lines("list", "--account", "999999999999") == []


def test_what_is_refused(keys):
    made = keys.create(ID)
    del made["SecretAccessKey"]
    key = made["AccessKeyId"]
    assert keys.refused("enable", key) == f"key {key} is enabled already"
    for command in ("disable", "enable", "delete"):
        assert keys.refused(command, NOBODYS) == f"no key {NOBODYS} is known"
    keys("disable", key)
    assert keys.refused("disable", key) == f"key {key} is disabled already"
    keys("delete", key)
    assert keys.refused("delete", key) == f"no key {key} is known"
    for words in (
        ["create"],
        ["create", "--account", "1"],
        ["create", "--account", ID, "--user", ""],
        ["create", "--account", ID, "--user", "a b"],
        ["create", "--account", ID, "--user", "x" * 65],
        ["disable"],
        ["disable", "AKIA"],
        ["enable", "akiaiosfodnn7example"],
        ["delete", key, key],
        ["list", "--account", "x"],
    ):
        keys.refused(*words, status=2)
    assert keys.list() == []


def test_accounts_that_are_not_in_use_get_no_keys(keys, tmp_path):
    accounts = Accounts(tmp_path, *keys.where)
    accounts.create("owner@example.com", ID)
    made = keys.create(ID)
    for command in ("suspend", "close"):
        accounts(command, ID)
        assert keys.refused("create", "--account", ID) == f"account {ID} is suspended or closed"
    assert keys("delete", made["AccessKeyId"])["Account"] == ID


def test_list_has_every_page(tmp_path):
    control = tmp_path / "control"
    extra = stores.sealing(SEALING_KEY)
    with Server(tmp_path, arguments=["--control", str(control)], extra=extra, auth="open") as server:
        with Line(server.control) as line:
            made = [
                line.ask({"Operation": "CreateKey", "Account": f"{100000000000 + n % 3}"})["Key"] for n in range(230)
            ]
            page = line.ask({"Operation": "ListKeys"})["Keys"]
            assert len(page["Keys"]) == 100
            assert "no page begins there" in line.ask({"Operation": "ListKeys", "After": "1/2"})["Error"]["Message"]
        ids = sorted((key["Account"], key["AccessKeyId"]) for key in made)
        keys = AccessKeys(tmp_path, "--control", control)
        assert [(key["Account"], key["AccessKeyId"]) for key in keys.list()] == ids
        own = [key["AccessKeyId"] for key in keys.lines("list", "--account", "100000000001")]
        assert own == [key for account, key in ids if account == "100000000001"]


def test_secrets_are_in_no_log(tmp_path):
    extra = stores.sealing(SEALING_KEY)
    with Server(tmp_path, arguments=["--control", str(tmp_path / "control")], extra=extra, auth="open") as server:
        keys = AccessKeys(tmp_path, "--control", server.control)
        made = keys.create(ID)
        keys("disable", made["AccessKeyId"])
        server.terminate()
        lines = [json.loads(line) for line in server.logged().splitlines()]
        orders = [(line["operation"], line["account"]) for line in lines if line["event"] == "operator"]
        assert orders == [("CreateKey", ID), ("DisableKey", ID)]
        assert made["SecretAccessKey"] not in server.logged()


@pytest.mark.embedded_only("files beside the store's")
def test_only_create_makes_a_store(tmp_path):
    keys = AccessKeys(tmp_path, "--store", tmp_path / "accede.db")
    for words in (["list"], ["disable", NOBODYS], ["enable", NOBODYS], ["delete", NOBODYS]):
        assert "there is no store at" in keys.refused(*words)
    assert list(tmp_path.iterdir()) == []
    assert "in memory" in AccessKeys(tmp_path, "--store", "memory").refused("create", "--account", ID)
    keys.create(ID)
    assert {path.name for path in tmp_path.iterdir()} == {"accede.db", "accede.db-key"}


@pytest.mark.embedded_only("files beside the store's")
def test_the_sealing_key_is_the_owners_alone(tmp_path):
    keys = AccessKeys(tmp_path, "--store", tmp_path / "accede.db")
    keys.create(ID)
    file = tmp_path / "accede.db-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    digits = file.read_text()
    assert len(digits) == 65 and int(digits, 16) >= 0
    keys.create(ID)
    assert file.read_text() == digits
    for mode in (0o640, 0o604, 0o620):
        file.chmod(mode)
        assert keys.refused("create", "--account", ID) == f"others can read the sealing key: chmod 600 {file}"
    file.chmod(0o400)
    keys.create(ID)
    assert len(keys.list()) == 3


@pytest.mark.embedded_only("files beside the store's")
def test_the_sealing_key_from_elsewhere(tmp_path):
    store, digits = ["--store", str(tmp_path / "accede.db")], "5e" * 32
    file = tmp_path / "elsewhere"
    AccessKeys(tmp_path, *store, "--sealing-key-file", file).create(ID)
    assert {path.name for path in tmp_path.iterdir()} == {"accede.db", "elsewhere"}
    named = {"ACCEDE_SEALING_KEY_FILE": str(file)}
    AccessKeys(tmp_path, *store, extra=named).create(ID)
    in_environment = {"ACCEDE_SEALING_KEY": file.read_text().strip()}
    AccessKeys(tmp_path, *store, extra=in_environment).create(ID)
    wrong = AccessKeys(tmp_path, *store, extra={"ACCEDE_SEALING_KEY": digits})
    assert "the sealing key is not the one that" in wrong.refused("create", "--account", ID)
    both = AccessKeys(tmp_path, *store, extra={**named, **in_environment})
    assert "both given" in both.refused("create", "--account", ID)
    for odd in ("", "5e", digits + "5", "g" * 64):
        keys = AccessKeys(tmp_path, *store, extra={"ACCEDE_SEALING_KEY": odd})
        assert keys.refused("create", "--account", ID) == "ACCEDE_SEALING_KEY is not 64 hex digits"
    missing = AccessKeys(tmp_path, *store)
    assert "there are access keys that were sealed with one" in missing.refused("create", "--account", ID)
    assert len(missing.list()) == 3, "which needs no sealing key"
    for words in (["--sealing-key-file", str(tmp_path)], ["--sealing-key-file", str(tmp_path / "no/such")]):
        assert str(words[1]) in AccessKeys(tmp_path, "--store", tmp_path / "new.db", *words).refused(
            "create", "--account", ID
        )


@pytest.mark.embedded_only("files beside the store's")
def test_a_running_server_seals_with_its_own(tmp_path):
    store, digits = ["--store", str(tmp_path / "accede.db")], "5e" * 32
    with Server(tmp_path, auth="open", extra={"ACCEDE_SEALING_KEY": digits}) as server:
        AccessKeys(tmp_path, *store).create(ID)
        assert not (tmp_path / "accede.db-key").exists()
        assert server.terminate() == (0, "")
    assert "no sealing key" in AccessKeys(tmp_path, *store).refused("create", "--account", ID)
    AccessKeys(tmp_path, *store, extra={"ACCEDE_SEALING_KEY": digits}).create(ID)
    file = tmp_path / "accede.db-key"
    file.write_text("6f" * 32)
    file.chmod(0o644)
    with Server(tmp_path, auth="open"):
        keys = AccessKeys(tmp_path, *store)
        assert "chmod 600" in keys.refused("create", "--account", ID)
        file.chmod(0o600)
        assert "not the one" in keys.refused("create", "--account", ID)
        file.write_text(digits)
        keys.create(ID)


@pytest.mark.embedded_only("files beside the store's")
def test_a_server_that_verifies_needs_the_right_sealing_key(tmp_path):
    words = ["serve", "--auth", "verify", "--listen", "127.0.0.1:0", "--store", str(tmp_path / "accede.db")]

    def says(**extra):
        done = run(*words, home=tmp_path, extra=extra)
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr.splitlines()[-1]

    assert "there is no sealing key at" in says() and "`accede key create`" in says()
    AccessKeys(tmp_path, "--store", tmp_path / "accede.db").create(ID)
    assert "not the one that the secret of AKIA" in says(ACCEDE_SEALING_KEY="5e" * 32)
    assert "both given" in says(ACCEDE_SEALING_KEY="5e" * 32, ACCEDE_SEALING_KEY_FILE="x")
    (tmp_path / "accede.db-key").chmod(0o644)
    assert "chmod 600" in says()
    (tmp_path / "accede.db-key").chmod(0o600)
    with Server(tmp_path, arguments=["--auth", "verify"], auth="open") as server:
        assert server.terminate() == (0, "")
