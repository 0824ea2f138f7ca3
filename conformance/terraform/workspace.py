"""A copy of an example in a folder of its own, and the commands of Terraform in it."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

import credentials
from server import ROOT, environment

PROVIDER = "5.100.0"
EXAMPLES = ROOT / "examples/terraform"
PATIENCE = 300
COUNTS = re.compile(
    r"^(?:Apply|Destroy) complete! Resources: (?:(?P<imported>\d+) imported, )?"
    r"(?:(?P<added>\d+) added, (?P<changed>\d+) changed, )?(?P<destroyed>\d+) destroyed\.",
    re.MULTILINE,
)


def mirror():
    """The folder of a file-system mirror that has the provider; without one, or Terraform, the test is skipped."""
    if not shutil.which("terraform"):
        pytest.skip("terraform is not installed")
    names = [os.environ.get(name) for name in ("ACCEDE_TF_MIRROR", "TF_PLUGIN_CACHE_DIR")]
    home = Path.home()
    usual = [
        home / ".terraform.d/plugins",
        home / ".terraform.d/plugin-cache",
        "/usr/share/terraform/plugins",
        "/usr/local/share/terraform/plugins",
        *sorted(place.parent for place in Path("/opt").glob("*/registry.terraform.io")),
    ]
    for folder in [Path(name) for name in [*names, *usual] if name]:
        found = (folder / "registry.terraform.io/hashicorp/aws").glob("**/terraform-provider-aws*")
        if any(f"_{PROVIDER}_" in path.name or f"_v{PROVIDER}_" in path.name for path in found):
            return folder.resolve()
    pytest.skip(f"no AWS provider {PROVIDER} for Terraform here: ACCEDE_TF_MIRROR may name a folder that has it")


def key(server, account):
    """An account's key as a variable; in mode `open` there is none, because its id is all that is needed."""
    if server.auth != "verify":
        return None
    keys = credentials.of(server, account)
    return {"id": keys.id, "secret": keys.secret}


class Failed(Exception):
    """A command ended with an error; its text is what was printed."""


@dataclass(frozen=True)
class Applied:
    """How many resources a command changed, and how."""

    added: int = 0
    changed: int = 0
    destroyed: int = 0
    imported: int = 0


class Workspace:
    """An example, with variables of its own. Every command sees the variables that were set last."""

    def __init__(self, example, folder, url):
        """`example` is the name of an example, or the path of another configuration."""
        self.folder = Path(folder) / Path(example).name
        shutil.copytree(EXAMPLES / example, self.folder, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
        configuration = self.folder / "cli.tfrc"
        configuration.write_text(f'provider_installation {{\n  filesystem_mirror {{ path = "{mirror()}" }}\n}}\n')
        self.environment = environment(
            folder,
            {
                "TF_CLI_CONFIG_FILE": str(configuration),
                "TF_IN_AUTOMATION": "1",
                "CHECKPOINT_DISABLE": "1",
                "AWS_EC2_METADATA_DISABLED": "true",
                # The provider starts several times for each command, and spends most of that collecting garbage.
                "GOGC": "400",
            },
        )
        self.variables = {"endpoint": url}
        self._run("init")

    def apply(self, **variables):
        """Applies with these variables changed. Returns what that did."""
        self._set(variables)
        return self._counts(self._run("apply", "-auto-approve"))

    def destroy(self):
        """
        Destroys everything. Returns what that did. What is there was read by the command before, and is not read again:
        that takes the provider as long as the rest.
        """
        return self._counts(self._run("destroy", "-auto-approve", "-refresh=false"))

    def assert_settled(self):
        """A plan finds nothing to change."""
        code, output = self._start("plan", "-detailed-exitcode")
        assert code == 0, f"exit code {code}, there is something to change:\n{output}"

    def imported(self, resources, **variables):
        """Forgets the state and imports these resources into a new one, by address and id, with one apply."""
        for left in self.folder.glob("terraform.tfstate*"):
            left.unlink()
        blocks = [f'import {{\n  to = {to}\n  id = "{name}"\n}}\n' for to, name in resources.items()]
        imports = self.folder / "imports.tf"
        imports.write_text("\n".join(blocks))
        applied = self.apply(**variables)
        imports.unlink()
        return applied

    def outputs(self):
        """The values of the example's outputs."""
        return {name: each["value"] for name, each in json.loads(self._run("output", "-json")).items()}

    def _set(self, variables):
        self.variables.update(variables)
        (self.folder / "terraform.tfvars.json").write_text(json.dumps(self.variables))

    def _counts(self, output):
        found = COUNTS.search(output)
        assert found, output
        return Applied(**{name: int(number or 0) for name, number in found.groupdict().items()})

    def _run(self, *words):
        code, output = self._start(*words)
        if code != 0:
            raise Failed(output)
        return output

    def _start(self, command, *words):
        options = ["-no-color", *([] if command == "output" else ["-input=false"])]
        done = subprocess.run(
            ["terraform", command, *options, *words],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.returncode, done.stdout
