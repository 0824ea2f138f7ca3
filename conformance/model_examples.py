"""Valid inputs of every operation, and what has to be there for each: one table per service, `model_examples_*.py`.

A table is a module with:

* `SERVICE`, and `stage(server, fresh)`, which makes the two accounts of an example (`pair.Pair`);
* `EXAMPLES`: for each operation its examples, from which everything that violates the model is made as well;
* `READS`: what shows the state besides the reads without input: who asks, operation, input;
* `SITUATIONS`: situations in which every operation is asked, to see its refusals;
* `EXCEPTIONS`: where the real service deliberately differs from its model;
* `NEVER_TAKEN`, `NEVER_SENT`: members of input and output that no example has, each with its reason;
* `ODD`, if there are any: members of outputs whose values the model forbids, for each operation, with their reasons;
* `NO_READS`, if there are any: operations that are named like reads and answer differently each time;
* `INVALID`: the codes of input that breaks the model;
* `UNMODELLED`: the codes, with statuses, that no operation of the service models;
* `ELSEWHERE`: the codes that an operation answers although only others model them, each with its reason.
"""

import importlib
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from botocore.exceptions import ClientError

import cases
from model_answers import check_refusal
from operations import CLAIMS


@dataclass(frozen=True)
class Example:
    """A valid input of `who` ("a" or "m") in a situation, which is one of `cases.SITUATIONS`.

    `{A}`, `{M}`, `{X}` stand for the two accounts and a third one, `{I}` for the invitation, and others for what the
    stage names; `prepare` does what else has to be done first, and returns what still others stand for. `refused` is
    the code of its refusal, if the operation never succeeds.
    """

    situation: str
    who: str
    params: dict = field(default_factory=dict)
    prepare: Optional[Callable] = None
    refused: Optional[str] = None

    def staged(self, stage, stranger):
        """Brings the situation about and returns the input."""
        for step in cases.SITUATIONS[self.situation]:
            getattr(stage, step)()
        prepared = self.prepare(stage) if self.prepare else {}
        others = {name: lambda text=text: text for name, text in prepared.items()}
        return filled(self.params, names(stage, stranger) | others)


@dataclass(frozen=True)
class Except:
    """A violation of the model, by member and kind, that the service takes all the same."""

    operation: str
    path: str
    kind: str
    reason: str

    def covers(self, operation, violation):
        return (operation, violation.path, violation.kind) == (self.operation, self.path, self.kind)


def names(stage, stranger):
    """What the names in an example stand for, in a function of the name: only what is needed is looked up."""
    known = {"A": lambda: stage.administrator, "M": lambda: stage.member, "X": lambda: stranger}
    known["I"] = lambda: _invitation(stage)
    return known | getattr(stage, "names", {})


def _invitation(stage):
    """The invitation's id, or, where there is none, one that nobody has."""
    try:
        found = getattr(stage, "invitation", None)
    except ClientError:
        found = None
    found = {name.lower(): text for name, text in (found or {}).items()}
    return found.get("invitationid", "0" * 32)


def filled(value: Any, by_name):
    """A value with its names replaced, inside structures too."""
    if isinstance(value, str):
        for name, text in by_name.items():
            if f"{{{name}}}" in value:
                value = value.replace(f"{{{name}}}", text())
        return value
    if isinstance(value, list):
        return [filled(each, by_name) for each in value]
    if isinstance(value, dict):
        return {filled(key, by_name): filled(each, by_name) for key, each in value.items()}
    return value


def table(service):
    return importlib.import_module(f"model_examples_{service}")


def odd(claim):
    """The members of an operation's output whose values the model forbids."""
    return [f".{path}" for path in getattr(table(claim.service), "ODD", {}).get(claim.name, ())]


def check_refused(claim, reply):
    """A refusal of an operation that is served. Returns its code."""
    known = table(claim.service)
    elsewhere = known.ELSEWHERE.get(claim.name, ())
    return check_refusal(claim.service, claim.name, reply, known.UNMODELLED, elsewhere)


SERVED = [claim for claim in CLAIMS if claim.served]
