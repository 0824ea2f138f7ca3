"""A clock of a server's own, which jumps when it is told to."""

import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("clock.c")


def compiler():
    return shutil.which("cc") or shutil.which("gcc")


class Clock:
    """What a server's environment needs, `extra`, and how far its clock is from the right one."""

    def __init__(self, folder):
        library, self.file = Path(folder) / "clock.so", Path(folder) / "clock"
        words = [compiler(), "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, SOURCE]
        subprocess.run(words, check=True, capture_output=True, timeout=60)
        self.jump(0)
        self.extra = {"LD_PRELOAD": str(library), "CLOCK_FILE": str(self.file)}

    def jump(self, seconds):
        """From now on it is this far ahead, or behind."""
        mode = "r+b" if self.file.exists() else "wb"
        with open(self.file, mode) as file:
            file.write(struct.pack("=q", seconds))
