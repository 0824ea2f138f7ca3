"""Files of the embedded store that were changed behind its back: each is refused clearly, or everything is as it was."""

import random
import time

import pytest

from members import Members
from raw import Caller, send
from server import Server, run

pytestmark = pytest.mark.embedded_only("its files")

READY = "/_accede/ready"


def refused(folder):
    """Why the server does not start: one line."""
    store = folder / "accede.db"
    done = run("serve", "--listen", "127.0.0.1:0", "--store", str(store), home=folder)
    assert done.returncode == 1 and done.stdout == "", done
    [why] = done.stderr.splitlines()
    assert str(store) in why, why
    return why


@pytest.fixture
def stopped(tmp_path, fresh):
    """A store that no server has, and what is in it."""
    with Server(tmp_path) as own:
        members = Members(own, fresh)
        members.prepare(20)
        for _ in range(20):
            assert members.invite().status == 200
        assert own.terminate() == (0, "")
    return tmp_path, members


@pytest.fixture
def killed(tmp_path, fresh):
    """A store whose server was killed: everything is in its log."""
    with Server(tmp_path) as own:
        members = Members(own, fresh)
        members.prepare(20)
        for _ in range(20):
            assert members.invite().status == 200
        own.kill()
    return tmp_path, members


def test_bits_that_are_flipped(stopped):
    folder, members = stopped
    store = folder / "accede.db"
    sound, drawn = store.read_bytes(), random.Random(5)
    bits = [drawn.randrange(len(sound) * 8) for _ in range(20)]
    bits += [8 * (page + drawn.randrange(8)) for page in range(0, len(sound), 4096)][:20]
    outcomes = []
    for bit in bits:
        flipped = bytearray(sound)
        flipped[bit // 8] ^= 1 << bit % 8
        store.write_bytes(flipped)
        try:
            with Server(folder) as own:
                members.at(own).check()
                outcomes.append("right")
                assert own.terminate() == (0, "")
        except AssertionError as fault:
            assert "first line ''" in str(fault), f"bit {bit}: {fault}"
            assert "damaged" in refused(folder) or "accede.db" in refused(folder)
            outcomes.append("refused")
    assert {"right", "refused"} == set(outcomes)
    store.write_bytes(sound)
    with Server(folder) as own:
        members.at(own).check()


def test_a_file_that_is_cut_off(stopped):
    folder, _ = stopped
    store = folder / "accede.db"
    sound = store.read_bytes()
    for length in (len(sound) - 4096, len(sound) // 2, 4096, 50):
        store.write_bytes(sound[:length])
        why = refused(folder)
        assert "is truncated" in why or "is not a SQLite database" in why, why


@pytest.mark.parametrize("harm", ["cut", "flip", "remove"])
def test_a_log_that_was_damaged(killed, harm):
    """SQLite takes what comes after a frame that is not right for what was never finished, and says nothing."""
    folder, members = killed
    log = folder / "accede.db-wal"
    sound = log.read_bytes()
    harmed = bytearray(sound)
    harmed[len(sound) // 2] ^= 4
    match harm:
        case "cut":
            log.write_bytes(sound[: len(sound) // 4120 // 2 * 4120 + 32])
        case "flip":
            log.write_bytes(harmed)
        case "remove":
            log.unlink()
    why = refused(folder)
    lost = "has lost changes that were acknowledged" in why and "accede.db-mark" in why
    assert lost or harm == "flip" and "in the midst of its log" in why, why
    assert refused(folder) == why
    if harm != "remove":
        log.write_bytes(sound)
        with Server(folder) as own:
            members.at(own).check()
            return
    # Who would rather have what is left says so.
    (folder / "accede.db-mark").unlink()
    with Server(folder) as own:
        assert own.terminate() == (0, "")


def test_a_large_store_is_looked_at_while_it_is_served(tmp_path, fresh):
    """What it is asked for is right until the damage is found; from then on it refuses everything, and says why."""
    with Server(tmp_path) as own:
        members = Members(own, fresh)
        members.prepare(1)
        assert members.invite().status == 200
        # Each refusal leaves a record in the trail.
        other = Caller(own, fresh(), "securityhub")
        for _ in range(1_200):
            other.ask("POST", "/members", {"AccountDetails": [{"AccountId": "1" * 12}]})
        assert own.terminate() == (0, "")
    store = tmp_path / "accede.db"
    sound = bytearray(store.read_bytes())
    assert len(sound) > 256 * 4096, "it is small"
    at = sound.rindex(b"CreateMembers")
    sound[at] ^= 2
    store.write_bytes(sound)
    with Server(tmp_path) as own:
        members.at(own)
        deadline = time.monotonic() + 30
        while send(own.port, "GET", READY).status == 200:
            assert time.monotonic() < deadline, own.logged()
            time.sleep(0.05)
        for path in ("/members", "/invitations"):
            reply = members.caller.ask("GET", path)
            # Who cannot even be known is answered so by every service.
            code = "InternalException" if own.auth == "open" else "InternalFailure"
            assert reply.status == 500 and reply.code == code, reply
        [found] = [line for line in own.logged().splitlines() if "the store is damaged" in line]
        assert "table event, row (" in found, found
        own.terminate()
