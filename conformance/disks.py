"""Faults of disks: calls of the server that fail on demand, file systems that are full or may not be written."""

import contextlib
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("disks.c")


def skip(why):
    """Skips, and says so where nobody overlooks it."""
    warnings.warn(f"SKIPPED: {why}")
    pytest.skip(why)


class Faults:
    """Makes calls of a server fail, on the files of its store alone. `extra` is what the server's environment needs."""

    def __init__(self, folder, store):
        compiler = shutil.which("cc")
        if compiler is None:
            skip("there is no C compiler, which makes what lets calls fail")
        library, self.control = folder / "faults.so", folder / "faults"
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
        subprocess.run(command, check=True, capture_output=True, text=True)
        self.extra = {
            "LD_PRELOAD": str(library),
            "ACCEDE_FAULTS": str(self.control),
            "ACCEDE_FAULTS_ON": str(store),
        }

    def begin(self, *faults):
        """From now on these fail: `begin("fsync EIO")`, or on one file alone: `begin("fsync EIO accede.db")`."""
        whole = self.control.with_suffix(".next")
        whole.write_text("".join(f"{fault}\n" for fault in faults))
        whole.rename(self.control)

    def end(self):
        self.control.unlink(missing_ok=True)


def _mount(*words):
    return subprocess.run(["mount", *words], check=False, capture_output=True, text=True)


class FileSystem:
    """A small file system of its own, in memory."""

    def __init__(self, folder, size):
        self.folder = folder
        done = _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
        if done.returncode != 0:
            skip(f"no file system can be mounted here: {done.stderr.strip()}")

    def fill(self, name, but):
        """Fills it, but for so many bytes, with a file of this name, and returns that."""
        ballast = self.folder / name
        ballast.write_bytes(bytes(shutil.disk_usage(self.folder).free - but))
        return ballast

    def again(self, options):
        done = _mount("-o", f"remount,{options}", str(self.folder))
        assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def file_system(folder, size):
    folder.mkdir()
    try:
        yield FileSystem(folder, size)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)
