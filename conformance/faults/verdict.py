"""What must hold after a fault, of every request that was sent during it.

* An acknowledged change is recorded once, under the id that the client was told, and both sides see it.
* A refused one is neither seen nor recorded as done. Writers send nothing that could be refused, so a refusal is a finding
  by itself: it is how a change that a server repeats, because it does not know that it was made, comes to light.
* One that failed, or was not answered, is recorded and seen, or neither.

What both sides see of a story is exactly what its recorded steps come to, with the times of these.
"""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote

import stores
from raw import Caller
from server import binary, environment
from trail import Audit
from views import View

# How long the whole of a store may take to be checked, in seconds.
CHECKING = 300


@dataclass
class Verdict:
    """How many changes were acknowledged, failed and came to light after they had failed; and what is wrong."""

    acknowledged: int = 0
    failed: int = 0
    made_after_all: int = 0
    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    half: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    @property
    def faults(self):
        return [*self.lost, *self.doubled, *self.half, *self.refused]

    def add(self, other):
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self):
        counts = f"{self.acknowledged} acknowledged, {self.failed} failed ({self.made_after_all} of them made)"
        wrong = f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.half)} half, {len(self.refused)} refused"
        return f"{counts}; {wrong}"


def reach(load, server):
    """Everything: what the load's clients were told is compared with what there is, and the whole store is checked."""
    trail = Trail(server)
    verdict = compare(load, server, trail)
    verdict.doubled += trail.repeated()
    verdict.half += check(server)
    return verdict


def compare(load, server, trail):
    """Compares what the load's clients were told with what `server` shows, and with this much of the trail."""
    verdict = Verdict()
    above = {account: _rows(server, account) for account in load.administrators}
    for story in load.stories:
        _judge(story, trail, above[story.administrator][story.service], server, verdict)
    return verdict


def check(server):
    """What `accede store check` finds in a database: tallies that are not what the rows come to, for one."""
    if not stores.is_url(server.keeps):
        return []
    done = subprocess.run(
        [binary(), "store", "check", "--store", server.keeps],
        env=environment(server.folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=CHECKING,
        check=False,
    )
    return [] if done.returncode == 0 else [f"store check: {done.stdout}{done.stderr}"]


class Trail:
    """The records of a store, by the marks of the requests that they are about."""

    def __init__(self, server, *words):
        records = [json.loads(line) for line in Audit.of(server)(*words)]
        self.by_mark, self.requests = {}, []
        for record in records:
            if record.get("userAgent", "").startswith("mark-"):
                self.by_mark.setdefault(record["userAgent"], []).append(record)
                self.requests.append((record["requestID"], record["eventName"]))

    def of(self, sent):
        return self.by_mark.get(sent.mark, [])

    def repeated(self):
        """Requests that are in it more than once."""
        counted = Counter(self.requests).items()
        return [f"request {request} is in the trail {times} times" for request, times in counted if times > 1]


def _judge(story, trail, above, server, verdict):
    done = 0
    for sent in story.sent:
        records = trail.of(sent)
        made = [each for each in records if "errorCode" not in each]
        done += bool(made)
        what = f"{sent} of {story.administrator} and {story.member}: {records}"
        if len(records) > 1:
            verdict.doubled.append(what)
        if sent.acknowledged:
            verdict.acknowledged += 1
            if not made:
                verdict.lost.append(what)
            elif sent.id not in [each["requestID"] for each in made]:
                verdict.doubled.append(f"another request's id: {what}")
        elif sent.status is None or sent.status >= 500:
            verdict.failed += 1
            verdict.made_after_all += bool(made)
        else:
            verdict.refused.append(f"{sent.answer}: {what}")
            if made:
                verdict.half.append(f"refused and made: {what}")
    _compare(story, done, trail, above, server, verdict)


def _compare(story, done, trail, above, server, verdict):
    """What both sides see is what the recorded steps come to."""
    listed, rows = (each.get(story.member) for each in above)
    invitation, association, count = _below(server, story)
    seen = View(_status(listed), _status(rows), _status(invitation), _status(association), count)
    expected = story.steps[max(done, 1) - 1].view
    what = f"{seen} instead of {expected}, {story}"
    if seen == expected:
        verdict.half += _times(story, trail, rows, invitation)
    elif seen in [step.view for step in story.steps[: max(done, 1) - 1]]:
        verdict.lost.append(what)
    else:
        verdict.half.append(what)


def _times(story, trail, row, invitation):
    """The row was invited when the trail says so: a second time would be another time."""
    invited = [record["eventTime"] for sent in story.sent[2:3] for record in trail.of(sent)]
    name = "InvitedAt" if story.service == "securityhub" else "invitedAt"
    told = {each[name][:19] for each in (row, invitation) if each and each.get(name)}
    return [f"invited at {told}, recorded at {invited}: {story}"] if told - {time[:19] for time in invited} else []


def _status(row):
    return row and (row.get("MemberStatus") or row.get("relationshipStatus"))


# How the services spell what lists of members are asked for with, and what is in them.
SPELLING = {
    "securityhub": ("OnlyAssociated", "NextToken", "Members", "AccountId"),
    "macie2": ("onlyAssociated", "nextToken", "members", "accountId"),
}


def _rows(server, account):
    """The associated rows of an administrator and all of them, in each service."""
    return {service: [_pages(server, account, service, only) for only in ("true", "false")] for service in SPELLING}


def _pages(server, account, service, associated):
    only, token, members, ident = SPELLING[service]
    found, more = {}, ""
    while True:
        page = _get(server, account, service, f"/members?{only}={associated}{more}")
        found |= {row[ident]: row for row in page[members]}
        if not page.get(token):
            return found
        more = f"&{token}={quote(page[token])}"


def _below(server, story):
    """The member's invitation from the administrator, its association, and its count."""
    hub = story.service == "securityhub"
    ask = lambda path: _get(server, story.member, story.service, path)
    listed = ask("/invitations").get("Invitations" if hub else "invitations", [])
    found = [each for each in listed if each["AccountId" if hub else "accountId"] == story.administrator]
    association = ask("/administrator").get("Administrator" if hub else "administrator")
    count = ask("/invitations/count").get("InvitationsCount" if hub else "invitationsCount", 0)
    return found[0] if found else None, association, count


def _get(server, account, service, path):
    """What is answered; nothing where the service is off or nobody is found."""
    reply = Caller(server, account, service).ask("GET", path)
    assert reply.status < 500, reply
    return reply.json if reply.status == 200 else {}
