"""`accede store backup` while eight clients write, and `accede store restore`: a backup is a state that existed."""

import json
import threading

import pytest

from hub import HubPair
from macie import MaciePair
from members import Members
from raw import Caller
from server import Server, run
from test_durability import Walk, Writer, _enable, _walks

pytestmark = pytest.mark.embedded_only("databases have backups of their own")

ROUNDS = 4


def backup(home, *words):
    """Runs `accede store backup` and returns what it printed."""
    done = run("store", "backup", *map(str, words), home=home)
    assert done.returncode == 0 and done.stderr == "", done
    [line] = done.stdout.splitlines()
    return json.loads(line)


def restore(home, *words):
    done = run("store", "restore", *map(str, words), home=home)
    assert done.returncode == 0 and done.stderr == "", done
    [line] = done.stdout.splitlines()
    return json.loads(line)


def fails(home, *words):
    """The one line that says why it was not done."""
    done = run("store", *map(str, words), home=home)
    assert done.returncode == 1 and done.stdout == "", done
    [why] = done.stderr.splitlines()
    return why


class CountingWalk(Walk):
    """A pair that knows how many steps were acknowledged, round after round."""

    total = 0

    def step(self, server, connection):
        super().step(server, connection)
        self.total += 1

    def between(self, first, last):
        """What both sides may have seen at a moment between two counts; one more step may have been under way."""
        views = [view for *_, view in self.steps()]
        return {views[(count - 1) % len(views)] for count in range(first, last + 2)}


def _view(server, walk):
    made = HubPair if walk.service == "securityhub" else MaciePair
    return made(server, walk.administrator, walk.member).view()


def test_a_backup_under_eight_writers_is_a_state_that_existed(tmp_path, fresh):
    walks = _walks(fresh)
    for walk in sum(walks, []):
        walk.__class__ = CountingWalk
    with Server(tmp_path) as own:
        _enable(own, walks)
        stop = threading.Event()
        writers = [Writer(own, mine, stop) for mine in walks]
        for writer in writers:
            writer.start()
        taken = []
        for number in range(ROUNDS):
            stop.wait(0.3)
            file = tmp_path / f"backup-{number}.db"
            before = [walk.total for walk in sum(walks, [])]
            words = [file, "--store", own.keeps] + (["--control", own.control] if own.control else [])
            made = backup(tmp_path, *words)
            after = [walk.total for walk in sum(walks, [])]
            assert made == {"File": str(file), "Bytes": file.stat().st_size}
            taken.append((file, before, after))
        stop.set()
        for writer in writers:
            writer.join(30)
            assert not writer.is_alive() and writer.fault is None, writer.fault
        assert sum(walk.total for walk in sum(walks, [])) > 100
        assert own.terminate() == (0, "")
    for number, (file, before, after) in enumerate(taken):
        folder = tmp_path / f"restored-{number}"
        folder.mkdir()
        restore(tmp_path, file, "--store", folder / "accede.db")
        with Server(folder) as own:
            for walk, first, last in zip(sum(walks, []), before, after):
                view = _view(own, walk)
                assert view in walk.between(first, last), (walk.service, first, last, view)
            assert own.terminate() == (0, "")
    # A backup can be served as it is, too.
    with Server(tmp_path, taken[-1][0].name) as own:
        assert own.terminate() == (0, "")


def test_a_backup_without_a_server(tmp_path, fresh):
    with Server(tmp_path) as own:
        members = Members(own, fresh)
        members.prepare(3)
        for _ in range(3):
            assert members.invite().status == 200
        token = members.caller.ask("GET", "/members?OnlyAssociated=false&MaxResults=1").json["NextToken"]
        assert own.terminate() == (0, "")
    store, file = tmp_path / "accede.db", tmp_path / "copy.db"
    assert backup(tmp_path, "copy.db", "--store", store)["File"] == str(file)
    why = fails(tmp_path, "backup", file, "--store", store)
    assert why.endswith("copy.db is there already, and is not written over"), why
    why = fails(tmp_path, "restore", file, "--store", store)
    assert why.endswith("accede.db is there already, and is not written over"), why
    store.unlink()
    restore(tmp_path, file, "--store", store)
    with Server(tmp_path) as own:
        members.at(own).check()
        # It is the same store: it has its secret, too.
        reply = members.caller.ask("GET", f"/members?OnlyAssociated=false&MaxResults=1&NextToken={token}")
        assert reply.status == 200 and len(reply.json["Members"]) == 1, reply


def test_a_store_in_memory_has_a_backup(tmp_path, fresh):
    control = tmp_path / "control"
    with Server(tmp_path, "memory", arguments=["--control", str(control)]) as own:
        members = Members(own, fresh)
        members.prepare(3)
        for _ in range(3):
            assert members.invite().status == 200
        backup(tmp_path, "accede.db", "--control", control)
        assert own.terminate() == (0, "")
    with Server(tmp_path) as own:
        members.at(own).check()
        assert own.terminate() == (0, "")


def test_what_cannot_be_backed_up_or_restored(tmp_path):
    why = fails(tmp_path, "backup", "copy.db", "--store", tmp_path / "none.db")
    assert "there is no store at" in why, why
    why = fails(tmp_path, "restore", "none.db", "--store", tmp_path / "accede.db")
    assert "none.db cannot be restored: No such file" in why, why
    (tmp_path / "other").write_text("nothing of ours")
    why = fails(tmp_path, "restore", "other", "--store", tmp_path / "accede.db")
    assert "other cannot be restored: it is not a SQLite database" in why, why
    why = fails(tmp_path, "restore", "other", "--store", "memory")
    assert "only an embedded store" in why, why
    assert sorted(file.name for file in tmp_path.iterdir()) == ["other"]


@pytest.mark.parametrize("to", ["", "/", "no/such/folder/copy.db"])
def test_places_where_no_backup_can_be(tmp_path, fresh, to):
    with Server(tmp_path) as own:
        Caller(own, fresh(), "securityhub").ask("POST", "/accounts")
        words = ["--store", own.keeps] + (["--control", own.control] if own.control else [])
        before = sorted(file.name for file in tmp_path.iterdir())
        done = run("store", "backup", to, *map(str, words), home=tmp_path)
        assert done.returncode in (1, 2) and done.stdout == "" and len(done.stderr.splitlines()) == 1, done
        assert sorted(file.name for file in tmp_path.iterdir()) == before
        assert own.terminate() == (0, "")
