"""The AWS CLI, with a home of its own, so that the user's configuration has no influence."""

import json
import subprocess
import sys
from pathlib import Path

from server import environment

AWS = Path(sys.executable).parent / "aws"


class Failed(Exception):
    """The command ended with an error; its text is what was printed."""


class Cli:
    """The CLI with these keys in one Region. Calling it runs a command and returns what it printed."""

    def __init__(self, server, home, keys, region):
        self.home = home
        self.environment = environment(
            home,
            {
                "AWS_ENDPOINT_URL": server.url,
                **keys.environment,
                "AWS_DEFAULT_REGION": region,
                "AWS_CONFIG_FILE": str(home / "no-config"),
                "AWS_SHARED_CREDENTIALS_FILE": str(home / "no-credentials"),
                "AWS_MAX_ATTEMPTS": "1",
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_PAGER": "",
            },
        )

    def __call__(self, *words):
        done = subprocess.run(
            [str(AWS), *words, "--output", "json"],
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode != 0:
            raise Failed(done.stderr.strip())
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refused(self, *words):
        """Runs a command that is expected to be refused and returns what it printed."""
        try:
            answer = self(*words)
        except Failed as failure:
            return str(failure)
        raise AssertionError(f"not refused: {answer}")
