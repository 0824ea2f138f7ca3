"""An account reaches its own records and nothing else: every operation, with everything of a victim's that it can name.

A stranger sees nothing: no answer has anything of the victim that the stranger did not send itself, and no answer tells
what is the victim's from what nobody has. And it changes nothing: all that the victim and its partners can read is, byte
for byte, what it was. What reaches another account on purpose is in `test_isolation_reach.py`.
"""

import json
import re

import pytest

import model_examples
from isolation_kinds import inputs
from isolation_reads import is_read
from isolation_strangers import KINDS, Strangers
from isolation_victim import ATOMS, MARK, Victim
from test_isolation_reach import EXCUSED, REACHING

WALKED = [pytest.param(each, id=each.id) for each in model_examples.SERVED if each.id not in REACHING and each.id not in EXCUSED]

# Answers that tell what is the victim's from what nobody has: to whom, and why that is right.
TELLING = {
    # AWS says so, too: an email is of one account.
    "organizations/CreateAccount": {"management"},
    # They know what they did themselves while they were members.
    "cloudtrail/LookupEvents": {"former", "removed"},
}

# What is new in every answer, besides ids.
NEW = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z"), "{new}"),
    (re.compile(r'((?:Timestamp|Time|Date|Enabled)\\*": ?)[\d.E]+'), r"\g<1>0"),
    (re.compile(r'(?<=extToken": ")[^"]+|(?<=SecretAccessKey>)[^<]+|(?<=SessionToken>)[^<]+'), "{new}"),
]


@pytest.fixture(scope="module")
def scene(server, worker_id):
    """The victim, and the strangers, of this worker's."""
    worker = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    numbers = iter(range(10**9))
    victim = Victim(server, lambda: f"{70 + worker}{next(numbers):010}")
    strangers = Strangers(victim)
    assert victim.atoms
    victim.look()
    return victim, strangers


def leaked(victim, stranger, reply):
    """What an answer has of the victim's that the stranger did not send."""
    text = reply.body.decode() + str(reply.headers)
    found = {each for each in ATOMS.findall(text) if each in victim.atoms and each not in stranger.sent}
    return found | ({MARK} if MARK in text and MARK not in stranger.sent else set())


def shape(victim, reply):
    """An answer in the twin's words, without what is new in every one: times, and ids that are not the victim's."""
    text = reply.body.decode()
    text = victim.twin(json.dumps(json.loads(text)) if text.startswith("{") else text)
    nobodys = set(victim.atoms.values())
    text = ATOMS.sub(lambda found: found[0] if found[0] in nobodys else "{id}", text)
    for pattern, replacement in NEW:
        text = pattern.sub(replacement, text)
    text = json.dumps(settled(json.loads(text))) if text.startswith("{\"") else text
    return reply.status, reply.headers.get("x-amzn-errortype"), text


def settled(value):
    """A value whose lists are in an order that no id decides."""
    if isinstance(value, list):
        return sorted((settled(each) for each in value), key=json.dumps)
    return {key: settled(each) for key, each in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("claim", WALKED)
def test_a_stranger_sees_nothing_and_changes_nothing(claim, scene):
    victim, strangers = scene
    faults, told, asked = [], set(), list(inputs(claim, victim.pool))
    for kind in KINDS:
        stranger, twin = strangers.pair(kind)
        for params in asked:
            reply = stranger.ask(claim.service, claim.name, params)
            other = twin.ask(claim.service, claim.name, twinned(victim, params))
            where = f"{kind} {params}"
            assert reply.status < 500, f"{where}: {reply}"
            if found := leaked(victim, stranger, reply):
                faults.append(f"{where} shows {found}: {reply.body}")
            ours, theirs = shape(victim, reply), shape(victim, other)
            if ours != theirs:
                told.add(kind)
                if kind not in TELLING.get(claim.id, ()):
                    faults.append(f"{where} tells: {ours}\nand of what nobody has: {theirs}")
        if not is_read(claim):
            strangers.worn.add(kind)
    changes = victim.look()
    assert not changes, "\n".join(f"{key}: {was}\nis now {now}" for key, (was, now) in changes.items())
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:10])
    assert told == TELLING.get(claim.id, set()), "it tells nothing: no reason to name it"


def test_the_walk_would_see_what_there_is(scene):
    """What the victim reads itself is what no stranger may; and every answer of it can be told from a twin's."""
    victim, strangers = scene
    stranger, twin = strangers.pair("bystander")
    listed = victim.of(victim.a).ask("securityhub", "ListMembers", {"OnlyAssociated": False})
    assert {victim.members["enabled"], MARK} <= leaked(victim, stranger, listed)
    assert shape(victim, listed) != shape(victim, twin.ask("securityhub", "ListMembers", {"OnlyAssociated": False}))
    shown = [text for status, _, text in victim.reads.see().values() if status == 200]
    assert len(shown) > 300 and sum(MARK in text for text in shown) > 50
    for atom, nobodys in victim.atoms.items():
        assert atom != nobodys and len(atom) == len(nobodys) or "@" in atom


def twinned(victim, value):
    if isinstance(value, str):
        return victim.twin(value)
    if isinstance(value, list):
        return [twinned(victim, each) for each in value]
    if isinstance(value, dict):
        return {key: twinned(victim, each) for key, each in value.items()}
    return value
