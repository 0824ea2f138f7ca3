"""One request in one situation, and the answer as text: what the snapshots are made of."""

import json
import os
import re
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = os.environ.get("ACCEDE_UPDATE_SNAPSHOTS") == "1"

# How each situation comes about, from two accounts whose service is off and that are in no organization.
SITUATIONS = {
    "off": [],
    "on": ["enabled"],
    "created": ["enabled", "created"],
    "invited": ["enabled", "created", "invited"],
    "enabled": ["enabled", "created", "invited", "accepted"],
    "declined": ["enabled", "created", "invited", "declined"],
    "left": ["enabled", "created", "invited", "accepted", "left"],
    "removed": ["enabled", "created", "invited", "accepted", "removed"],
    "paused": ["enabled", "created", "invited", "accepted", "suspended"],
    # In an organization of the administrator's.
    "founded": ["founded"],
    "grown": ["founded", "created"],
    "asked": ["founded", "asked"],
    "joined": ["founded", "asked", "joined"],
    "divided": ["founded", "asked", "joined", "divided"],
    "settled": ["founded", "asked", "joined", "divided", "settled"],
    "deep": ["founded", "deep"],
    "closed": ["founded", "asked", "joined", "trusted", "closed"],
    "billed": ["billed"],
    "taken": ["founded", "asked", "joined", "taken"],
    "trusted": ["founded", "asked", "joined", "trusted"],
    "delegated": ["founded", "asked", "joined", "trusted", "delegated"],
    # The member, as an account of the organization, administers the service for it.
    "designated": ["founded", "asked", "joined", "designated"],
    # What else is configured.
    "subscribed": ["enabled", "subscribed"],
    "aggregated": ["enabled", "aggregated"],
    "second": ["second"],
    "exporting": ["enabled", "exporting"],
    "discovering": ["enabled", "created", "invited", "accepted", "discovering"],
}

SHOWN = {"content-type", "x-amzn-errortype", "x-amzn-requestid"}
REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REDACTED = [
    (re.compile(f"(?<=/){REQUEST_ID.pattern}"), "<uuid>"),
    (re.compile(r'(?<=(?:Scope|plate)Id":")[0-9a-f]{32}'), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"), "<timestamp>"),
    (REQUEST_ID, "<request id>"),
    (re.compile(r'(?<=[^0-9a-f])[0-9a-f]{32}(?=[^0-9a-f])'), "<invitation id>"),
    (re.compile(r'(?<=extToken":")[^"]+'), "<token>"),
]


@dataclass(frozen=True)
class Case:
    """A request of `who` ("a", the administrator, or "m", the member), in a situation.

    In path and body `{A}`, `{M}`, `{X}` stand for the administrator, the member and an account that is neither; `{I}`
    for the invitation, and others for what the pair names.
    """

    service: str
    operation: str
    name: str
    situation: str
    who: str
    method: str
    path: str
    body: Any = None

    @property
    def id(self):
        return f"{self.service}/{self.operation}.{self.name}"

    @property
    def file(self):
        return FOLDER / f"{self.id}.http"

    def run(self, pair, stranger):
        """Brings the situation about, asks, and returns request and answer as text."""
        for step in SITUATIONS[self.situation]:
            getattr(pair, step)()
        body = json.dumps(self.body, ensure_ascii=False) if self.body is not None else None
        wanted = self.path + (body or "")
        names = {"A": pair.administrator, "M": pair.member, "X": stranger}
        if "{I}" in wanted:
            names["I"] = pair.invitation_id
        others = getattr(pair, "names", {})
        names |= {name: find() for name, find in others.items() if f"{{{name}}}" in wanted}
        asker = pair.a_raw if self.who == "a" else pair.m_raw
        sent = body and _fill(body, names).encode()
        reply = asker.ask(self.method, _fill(self.path, names), sent)
        return self._text(body, reply, names)

    def _text(self, body, reply, names):
        who = {"a": "The administrator", "m": "The member"}[self.who]
        lines = [f"# {who} asks; the situation: {self.situation}.", f"{self.method} {self.path}"]
        lines += [body] if body is not None else []
        lines += ["", f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
        lines += [f"{key}: {value}" for key, value in sorted(reply.headers.items()) if key in SHOWN]
        lines += ["", reply.body.decode()] if reply.body else []
        answer = "\n".join(lines) + "\n"
        for name, value in names.items():
            answer = answer.replace(value, f"{{{name}}}")
        for pattern, replacement in REDACTED:
            answer = pattern.sub(replacement, answer)
        return answer


def _fill(text, names):
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def cases(service, table):
    """The cases of a service, from rows of: operation, then request, then pairs of name and situation.

    A request is (who, method, path) or (who, method, path, body).
    """
    found = []
    for operation, request, *situations in table:
        who, method, path, *body = request
        for name, situation in situations:
            found.append(Case(service, operation, name, situation, who, method, path, *body))
    return found
