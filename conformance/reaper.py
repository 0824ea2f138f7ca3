"""Ends what is left of database clusters, whatever became of the process that had them.

As a program it reads folders, one a line, from standard input. When that closes, even because the writer was killed, it
ends every process that works in one of them and removes them.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

# How long a cluster has to stop by itself before its processes are killed.
GRACE = 5


class Reaper:
    """The program, for the life of this process. It is in a session of its own, so that no Ctrl-C reaches it."""

    def __init__(self):
        words = [sys.executable, "-S", __file__]
        self.child = subprocess.Popen(words, stdin=subprocess.PIPE, text=True, start_new_session=True)

    def watch(self, folder):
        self.child.stdin.write(f"{folder}\n")
        self.child.stdin.flush()


def processes(folder):
    """The ids of the processes whose working folder is this one, or lies in it."""
    found = []
    for entry in os.listdir("/proc"):
        try:
            place = os.readlink(f"/proc/{entry}/cwd") if entry.isdigit() else ""
        except OSError:
            continue  # It has ended, or is somebody else's.
        if place == str(folder) or place.startswith(f"{folder}/"):
            found.append(int(entry))
    return found


def send(ids, number):
    for each in ids:
        try:
            os.kill(each, number)
        except ProcessLookupError:
            pass


def state(process):
    """The letter that the system has for what a process does: `T` if it is stopped, `Z` if it has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def until_still(folder, number, still):
    """Sends the signal until all processes of a folder are in one of these states."""
    deadline = time.monotonic() + GRACE
    while moving := [each for each in processes(folder) if state(each) not in still]:
        assert time.monotonic() < deadline, f"processes of {folder} go on: {moving}"
        send(moving, number)
        time.sleep(0.002)


def remove(folder):
    """Ends what works in the folder, and removes it with the shared memory that a killed cluster leaves."""
    folder = Path(folder)
    send(processes(folder), signal.SIGCONT)
    send(_postmasters(folder), signal.SIGQUIT)
    deadline = time.monotonic() + GRACE
    while processes(folder) and time.monotonic() < deadline:
        time.sleep(0.01)
    until_still(folder, signal.SIGKILL, "Z")
    for file in folder.glob("*/postmaster.pid"):
        forget(file.parent)
    if os.path.ismount(folder):
        subprocess.run(["umount", folder], check=True, timeout=60)
    shutil.rmtree(folder, ignore_errors=True)


def forget(data):
    """Removes the data of a server that has ended, with the shared memory that one which was killed has left."""
    file = Path(data) / "postmaster.pid"
    lines = file.read_text().splitlines() if file.exists() else []
    # The seventh line has the key and the id of its segment.
    if len(lines) > 6 and len(lines[6].split()) == 2:
        ctypes.CDLL(None).shmctl(int(lines[6].split()[1]), 0, None)
    shutil.rmtree(data, ignore_errors=True)


def _postmasters(folder):
    firsts = [file.read_text().partition("\n")[0] for file in folder.glob("*/postmaster.pid")]
    return [int(first) for first in firsts if first.isdigit() and int(first) in processes(folder)]


def main():
    folders = [line.rstrip("\n") for line in sys.stdin]
    # A folder lies in one that was made before it.
    for folder in reversed(folders):
        remove(folder)


if __name__ == "__main__":
    main()
