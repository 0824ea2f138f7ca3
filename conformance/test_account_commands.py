"""`accede account`: every command, on a store that no server has open, through a server with a file, and through one
in memory."""

import pytest

import stores
from accounts import TIME, Accounts
from server import Server, run

ID = "111122223333"
EVERY = ["show", "suspend", "reinstate", "close"]


@pytest.fixture(params=["stopped", "running", "memory"])
def accounts(request, tmp_path):
    """A directory with nobody in it."""
    control = tmp_path / "control"
    if request.param == "stopped":
        yield Accounts(tmp_path, "--store", tmp_path / "accede.db")
        assert [path.name for path in tmp_path.iterdir()] in ([], stores.files("accede.db"))
    elif request.param == "running":
        with Server(tmp_path) as server:
            yield Accounts(tmp_path, "--store", tmp_path / "accede.db")
            assert server.terminate() == (0, "")
        assert [path.name for path in tmp_path.iterdir()] == stores.files("accede.db")
    else:
        with Server(tmp_path, "memory", ["--control", str(control)]) as server:
            yield Accounts(tmp_path, "--control", control)
            assert server.terminate() == (0, "")
        assert list(tmp_path.iterdir()) == []


def test_create(accounts):
    created = accounts.create("owner@example.com", ID, "Example, Inc.")
    assert TIME.match(created.pop("CreatedTimestamp"))
    assert created == {
        "Id": ID,
        "Name": "Example, Inc.",
        "Email": "owner@example.com",
        "State": "ACTIVE",
        "DisabledRegions": [],
    }


def test_create_draws_an_id(accounts):
    drawn = [accounts.create(f"owner{number}@example.com")["Id"] for number in range(3)]
    assert len(set(drawn)) == 3
    for account in drawn:
        assert len(account) == 12 and account.isdigit() and account[0] != "0"
    assert [each["Id"] for each in accounts.list()] == sorted(drawn)


def test_show_and_list(accounts):
    created = [accounts.create(f"owner@{n}.example", f"{n}11122223333") for n in (2, 0, 1)]
    assert accounts.list() == sorted(created, key=lambda account: account["Id"])
    for account in created:
        assert accounts("show", account["Id"]) == account


def test_list_has_every_page(accounts):
    ids = [f"{n:012}" for n in range(1000, 1000 + 7 * 201, 7)]
    running = []
    for n in ids:
        running.append(accounts.start("create", "--email", f"owner@{n}.example", "--name", n, "--id", n))
        if len(running) == 8:
            assert {each.communicate(timeout=60)[1] for each in running} == {""}
            running = []
    assert {each.communicate(timeout=60)[1] for each in running} == {""}
    assert [account["Id"] for account in accounts.list()] == ids


def test_suspend_reinstate_close(accounts):
    account = accounts.create("owner@example.com", ID)
    for command, state in [
        ("suspend", "SUSPENDED"),
        ("reinstate", "ACTIVE"),
        ("suspend", "SUSPENDED"),
        ("close", "CLOSED"),
    ]:
        account = {**account, "State": state}
        assert accounts(command, ID) == account
        assert accounts("show", ID) == account
        assert accounts.list() == [account]


def test_regions(accounts):
    account = accounts.create("owner@example.com", ID)
    for command, region, regions in [
        ("disable-region", "eu-south-1", ["eu-south-1"]),
        ("disable-region", "af-south-1", ["af-south-1", "eu-south-1"]),
        ("disable-region", "af-south-1", ["af-south-1", "eu-south-1"]),
        ("enable-region", "me-south-1", ["af-south-1", "eu-south-1"]),
        ("enable-region", "eu-south-1", ["af-south-1"]),
    ]:
        account = {**account, "DisabledRegions": regions}
        assert accounts(command, ID, region) == account
        assert accounts("show", ID) == account


def test_an_account_that_is_not_known(accounts):
    accounts.create("owner@example.com", "999999999999")
    before = accounts.list()
    for words in [[command, ID] for command in EVERY] + [
        ["disable-region", ID, "eu-south-1"],
        ["enable-region", ID, "eu-south-1"],
    ]:
        assert accounts.refused(*words) == f"no account {ID} is known"
    assert accounts.list() == before


def test_what_is_so_already(accounts):
    accounts.create("owner@example.com", ID)
    create = ["create", "--name", "Other", "--email"]
    assert accounts.refused(*create, "other@example.com", "--id", ID) == f"account {ID} is known already"
    for email in ("owner@example.com", "Owner@Example.COM"):
        assert accounts.refused(*create, email) == f"an account has the email {email}"
    assert accounts.refused("reinstate", ID) == f"account {ID} is not suspended"
    suspended = accounts("suspend", ID)
    assert accounts.refused("suspend", ID) == f"account {ID} is suspended already"
    assert accounts.list() == [suspended]


def test_what_is_closed_stays_so(accounts):
    accounts.create("owner@example.com", ID)
    closed = accounts("close", ID)
    for words in [["suspend", ID], ["reinstate", ID], ["close", ID], ["disable-region", ID, "eu-south-1"]]:
        assert accounts.refused(*words) == f"account {ID} is closed"
    assert "known already" in accounts.refused("create", "--email", "b@c.de", "--name", "B", "--id", ID)
    assert accounts.list() == [closed]


EMAIL, NAME = "owner@example.com", "Example"


@pytest.mark.parametrize(
    "words, named",
    [
        (["create", "--name", NAME], "--email"),
        (["create", "--email", EMAIL], "--name"),
        *((["create", "--name", NAME, "--email", bad], "an email is 6 to 64") for bad in (
            "a@b.c", "example.com", "@example.com", "a@example", "a@.com", "a@b@c.de", "a b@c.de", "a@b c.de",
            "é@b c.de", "a" * 53 + "@example.com", "",
        )),
        *((["create", "--email", EMAIL, "--name", bad], "name is 1 to 50") for bad in (
            "", "x" * 51, "Zoë", "two\nlines", "\t",
        )),
        *((["create", "--email", EMAIL, "--name", NAME, "--id", bad], "12 decimal digits") for bad in (
            "1", "1111222233334", "11112222333a", "", "１１１１２２２２３３３３",
        )),
        *(([command], "<ID>") for command in EVERY),
        *(([command, "12"], "12 decimal digits") for command in EVERY),
        (["disable-region", ID], "<REGION>"),
        (["enable-region", ID, "Europe"], "Region's name"),
        (["remove", ID], "remove"),
        (["show", ID, "--verbose"], "--verbose"),
        (["list", ID], ID),
    ],
)  # fmt: skip
def test_bad_usage(tmp_path, words, named):
    accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
    assert named in accounts.refused(*words, status=2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "email, name",
    [
        ("a@b.cd", "x"),
        ("a" * 52 + "@example.com", "x" * 50),
        ("zoë+aws/1@bücher.example", " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    ],
)
def test_the_limits_of_email_and_name(tmp_path, email, name):
    accounts = Accounts(tmp_path, "--store", tmp_path / "accede.db")
    created = accounts.create(email, ID, name)
    assert (created["Email"], created["Name"]) == (email, name)
    assert accounts.list() == [created]


def test_help_says_it_all(tmp_path):
    text = run("account", "--help", home=tmp_path).stdout
    for word in ["create", "list", *EVERY, "disable-region", "enable-region", "--store", "--control", "ACCEDE_STORE"]:
        assert word in text
    for command in ["create", "list", *EVERY, "disable-region", "enable-region"]:
        done = run("account", command, "--help", home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "") and "--store" in done.stdout
    done = run("account", home=tmp_path)
    assert done.returncode == 2 and "create" in done.stderr
    assert list(tmp_path.iterdir()) == []
