"""Five thousand idle connections, five thousand that say half of something, and 64 clients that are at work."""

import os
import time

import pytest

import crowd
from raw import Caller
from server import Server

IDLE, HALF, BUSY = 5000, 5000, 64
# What a connection that waits may cost, in KiB, and what all else may grow by meanwhile: floods that follow each other
# level off at some 90 MiB, most of which the allocator keeps, for each thread by itself.
EACH, REST = 8, 72 << 10
# A slow machine needs its time to be flooded.
FLAGS = ["--request-timeout", "120", "--log", "server"]
# Files that are not connections: the store opens some as it needs them.
SPARE = 4


def _resident(process):
    """What the process has in memory, in KiB."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _files(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def _eventually(condition):
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it never came about")


def _question(server, account):
    """A request that the store answers."""
    caller = Caller(server, account, "securityhub")
    assert caller.ask("POST", "/accounts", {}).status == 200
    lines = [f"{name}: {value}" for name, value in caller.signed("GET", "/accounts").items()]
    return "\r\n".join([f"GET /accounts HTTP/1.1\r\nHost: 127.0.0.1:{server.port}", *lines, "", ""])


@pytest.mark.parametrize("places", [4096, IDLE + HALF + 2 * BUSY])
def test_a_flood_keeps_nobody_from_work(tmp_path, fresh, places):
    why_not = crowd.enough_files(IDLE + HALF + 1000)
    if why_not:
        pytest.skip(why_not)
    with Server(tmp_path, arguments=[*FLAGS, "--max-connections", str(places)]) as own:
        question = _question(own, fresh())
        with crowd.busy(own.port, BUSY, question) as before:
            pass
        assert before["faults"] == []
        _eventually(lambda: _files(own.process) < BUSY)
        files, resident = _files(own.process), _resident(own.process)
        with crowd.busy(own.port, BUSY, question) as outcome:
            flood = crowd.sockets(own.port, IDLE // 2)
            flood += crowd.sockets(own.port, IDLE // 2, crowd.HEALTH, answered=True)
            flood += crowd.sockets(own.port, HALF, question[: len(question) // 2].encode())
            held = min(places, len(flood) + BUSY)
            assert _files(own.process) <= files + held + SPARE
            # It is all there: nobody has been given up for being slow.
            _eventually(lambda: _files(own.process) >= held)
            grown = _resident(own.process) - resident
            assert Caller(own, fresh(), "securityhub").ask("GET", "/accounts").status == 401
            for stream in flood:
                stream.close()
        assert outcome["faults"] == [] and outcome["answered"] > 10 * BUSY, outcome
        assert outcome["slowest"] < 5, outcome
        assert grown < EACH * held + REST, f"{grown} KiB for {held} connections"
        _eventually(lambda: _files(own.process) <= files + SPARE)
        assert Caller(own, fresh(), "securityhub").ask("GET", "/accounts").status == 401
        print(f"{places} places: {outcome['answered']} answered, {grown} KiB for {held} connections")
        assert own.terminate() == (0, "")
