"""`accede audit`: the same records as LookupEvents shows, with and without a server, for readers fast and slow; and how
long they are kept."""

import json

import pytest

import clients
import stores
import trail
from accounts import Accounts
from raw import REGION, Caller
from server import PATIENCE, Server, run

ELSEWHERE = "eu-west-1"


@pytest.fixture
def done(server, client, fresh):
    """An account that did something in two Regions and two services."""
    account = fresh()
    client(account, "macie2").enable_macie()
    client(account, "securityhub").enable_security_hub()
    client(account, "macie2", ELSEWHERE).enable_macie()
    client(account, "macie2").update_macie_session(status="PAUSED")
    return account


def test_the_export_is_what_lookups_show(server, client, done):
    looked_up = {
        region: [event["CloudTrailEvent"] for event in reversed(trail.lookup(client(done, "cloudtrail", region)))]
        for region in (REGION, ELSEWHERE)
    }
    lines = trail.Audit.of(server)("--account", done)
    by_region = {region: [line for line in lines if json.loads(line)["awsRegion"] == region] for region in looked_up}
    assert by_region == looked_up
    assert len(lines) >= 4
    times = [json.loads(line)["eventTime"] for line in lines]
    assert times == sorted(times)
    assert [line for line in trail.Audit.of(server)() if json.loads(line)["recipientAccountId"] == done] == lines


def test_times_bound_the_export(server, done):
    audit = trail.Audit.of(server)
    lines = audit("--account", done)
    first = json.loads(lines[0])["eventTime"]
    assert audit("--account", done, "--since", first) == lines
    assert audit("--account", done, "--since", first[:10]) == lines
    assert audit("--account", done, "--until", first) == []
    assert audit("--account", done, "--since", "9999-12-31") == []
    assert "a time is written" in audit.refused("--since", "yesterday", status=2)
    assert "12 decimal digits" in audit.refused("--account", "1", status=2)


def test_a_store_without_a_server_is_read(tmp_path, fresh):
    account = fresh()
    with Server(tmp_path) as server:
        clients.client(server, account, "macie2").enable_macie()
        running = trail.Audit.of(server)()
        assert server.terminate() == (0, "")
    audit = trail.Audit(tmp_path, "--store", tmp_path / "accede.db")
    assert audit() == running
    Accounts(tmp_path, "--store", tmp_path / "accede.db").create("owner@other.example", "999900001111")
    [record] = [json.loads(line) for line in audit("--account", "999900001111")]
    assert (record["eventName"], record["awsRegion"]) == ("CreateAccount", "us-east-1")
    assert record["userIdentity"] == {"type": "AWSService", "invokedBy": "accede"}
    assert record["sourceIPAddress"] == "accede"
    if stores.STORE == "sqlite":
        assert "no store" in trail.Audit(tmp_path, "--store", tmp_path / "other.db").refused()


def test_what_operators_do_is_found_by_the_account(server, client, fresh):
    account = fresh()
    accounts = Accounts(server.folder, *server.reached)
    accounts.create(f"owner@{account}.example", account)
    accounts("disable-region", account, "eu-south-1")
    accounts.refused("enable-region", fresh(), "eu-south-1")
    sources = {"CreateAccount": "organizations.amazonaws.com", "DisableRegion": "account.amazonaws.com"}
    found = [trail.record(event) for event in trail.lookup(client(account, "cloudtrail"))]
    told = {each["eventName"]: each["eventSource"] for each in found if each["eventName"] in sources}
    assert told == sources
    [disabled] = [each for each in found if each["eventName"] == "DisableRegion"]
    assert disabled["requestParameters"] == {"id": account, "region": "eu-south-1"}


def test_a_slow_reader_holds_neither_the_store_nor_memory(tmp_path, fresh):
    account, requests = fresh(), 500
    with Server(tmp_path) as server:
        caller = Caller(server, account, "macie2")
        for _ in range(requests):
            caller.ask("POST", "/macie", {"other": "x" * 90_000})
        assert server.terminate() == (0, "")
    audit = trail.Audit(tmp_path, "--store", tmp_path / "accede.db")
    slow = audit.start()
    beginning = slow.stdout.read(10)
    # It stands still, with most of the trail unread: the store is free for others.
    with Server(tmp_path) as server:
        assert _memory(slow.pid) < 32 << 20, "the trail has more"
        lines = (beginning + slow.stdout.read()).splitlines()
        assert (slow.wait(PATIENCE), slow.stderr.read()) == (0, "")
        names = [json.loads(line)["eventName"] for line in lines]
        assert names.count("EnableMacie") == requests
        assert server.terminate() == (0, "")


def _memory(pid):
    """The resident memory of a process, in bytes."""
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * 4096


def test_a_reader_that_has_seen_enough_is_no_fault(server, done):
    started = trail.Audit.of(server).start()
    started.stdout.readline()
    started.stdout.close()
    assert started.wait(PATIENCE) == 0
    assert started.stderr.read() == ""
    started.stderr.close()


@pytest.mark.parametrize("days", ["1", "0"])
def test_what_is_recent_is_kept(tmp_path, fresh, days):
    with Server(tmp_path) as server:
        clients.client(server, fresh(), "macie2").enable_macie()
        before = trail.Audit.of(server)()
        assert server.terminate() == (0, "")
    with Server(tmp_path, arguments=["--audit-retention", days]) as server:
        assert trail.Audit.of(server)() == before
        assert server.terminate() == (0, "")


def test_a_retention_is_a_number_of_days(tmp_path):
    for days in ("-1", "1.5", "ever"):
        assert run("serve", f"--audit-retention={days}", home=tmp_path).returncode == 2
