"""The operations that the server claims to serve, as `accede operations` tells them from its own tables."""

import json
import tempfile
from dataclasses import dataclass

from server import run


@dataclass(frozen=True)
class Claim:
    """An operation of a service: how a request names it, and whether it is served."""

    service: str
    name: str
    request: str
    served: bool

    @property
    def id(self):
        return f"{self.service}/{self.name}"


def _claims():
    with tempfile.TemporaryDirectory() as home:
        told = run("operations", "--format", "json", home=home)
    assert (told.returncode, told.stderr) == (0, ""), told
    return [Claim(service, **each) for service, claims in json.loads(told.stdout).items() for each in claims]


CLAIMS = _claims()

# What the membership services serve; every other operation of their models says that it is not implemented.
SERVED = {
    service: [claim.name for claim in CLAIMS if claim.service == service and claim.served]
    for service in ("securityhub", "macie2")
}
