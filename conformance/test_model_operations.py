"""Every operation that is served, against the service's own model, from the examples in `model_examples_*.py`."""

import http.client

import pytest

import cases
import model
import model_examples
from model_answers import check_success
from model_requests import by_botocore, lenient
from model_violations import violations
from server import AUTH

SERVED = [pytest.param(claim, id=claim.id) for claim in model_examples.SERVED]


class Scene:
    """The accounts of one example, ready for it, and a connection to ask on."""

    def __init__(self, claim, server, fresh, connection):
        self.table = model_examples.table(claim.service)
        self.claim, self.connection = claim, connection
        self.stage, self.stranger = self.table.stage(server, fresh), fresh()

    def params(self, example):
        return example.staged(self.stage, self.stranger)

    def send(self, request, who):
        caller = self.stage.a_raw if who == "a" else self.stage.m_raw
        return request.ask(caller, self.connection)

    def ask(self, who, operation, params, body=None):
        return self.send(lenient(self.claim.service, operation, params, body), who)

    def state(self):
        """Everything that can be read: by both accounts, each read without input, and the service's own."""
        reads = [(who, claim.name, {}) for who in "am" for claim in model_examples.SERVED if self._reads(claim)]
        reads += self.table.READS
        known = model_examples.names(self.stage, self.stranger)
        seen = {}
        for who, operation, params in reads:
            reply = self.ask(who, operation, model_examples.filled(params, known))
            said = reply.body.replace(reply.headers["x-amzn-requestid"].encode(), b"")
            seen[who, operation, str(params)] = (reply.status, said)
        return seen

    def _reads(self, claim):
        shape = model.operation(claim.service, claim.name).input_shape
        named = claim.name.startswith(("Get", "List", "Describe"))
        named = named and claim.name not in getattr(self.table, "NO_READS", ())
        return claim.service == self.claim.service and named and not (shape and shape.required_members)


@pytest.fixture(scope="module")
def connection(server):
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    yield kept
    kept.close()


@pytest.fixture
def scene(server, fresh, connection):
    return lambda claim: Scene(claim, server, fresh, connection)


def check_answer(claim, example, reply):
    """A valid input is answered with success, or with the one refusal that there is. Returns the answer's members."""
    if example.refused:
        assert model_examples.check_refused(claim, reply) == example.refused
        return set()
    assert reply.status < 300, f"the example is refused: {reply}"
    return succeeded(claim, reply)


def succeeded(claim, reply):
    return check_success(claim.service, claim.name, reply, model_examples.odd(claim))


def examples(claim):
    return model_examples.table(claim.service).EXAMPLES.get(claim.name, [])


@pytest.mark.parametrize("claim", SERVED)
def test_examples_are_answered_as_the_model_says(claim, scene):
    seen = set()
    for example in examples(claim):
        here = scene(claim)
        params = here.params(example)
        request = by_botocore(claim.service, claim.name, params)
        assert lenient(claim.service, claim.name, params).meaning == request.meaning
        reply = here.send(request, example.who)
        seen |= check_answer(claim, example, reply)
    shape = model.operation(claim.service, claim.name).output_shape
    never_sent = set(model_examples.table(claim.service).NEVER_SENT.get(claim.name, {}))
    assert set(model.members(shape)) - seen == never_sent, "members that no example's answer has"
    assert not seen & never_sent


def broken(claim, params, known):
    """The violations that are to be refused, but those of members that an earlier example had."""
    exceptions = model_examples.table(claim.service).EXCEPTIONS
    for violation in violations(claim.service, claim.name, params):
        excepted = any(each.covers(claim.name, violation) for each in exceptions)
        if violation.path not in known and not excepted:
            yield violation


@pytest.mark.parametrize("claim", SERVED)
def test_what_breaks_the_model_is_refused_and_changes_nothing(claim, scene):
    table, known = model_examples.table(claim.service), set()
    for example in examples(claim):
        here = scene(claim)
        params = here.params(example)
        before = here.state()
        made, faults = list(broken(claim, params, known)), []
        for violation in made:
            reply = here.ask(example.who, claim.name, violation.params, violation.body)
            if not 400 <= reply.status < 500 or reply.code not in table.INVALID:
                faults.append(f"{violation}: {reply.status} {reply.code} {reply.body}")
            else:
                model_examples.check_refused(claim, reply)
        assert not faults, "\n".join(faults)
        assert here.state() == before
        check_answer(claim, example, here.ask(example.who, claim.name, params))
        known |= {violation.path for violation in made}


EXCEPTIONS = [
    pytest.param(claim, each, id=f"{claim.id}-{each.path}-{each.kind}")
    for claim in model_examples.SERVED
    for each in model_examples.table(claim.service).EXCEPTIONS
    if each.operation == claim.name
]


@pytest.mark.parametrize("claim, exception", EXCEPTIONS)
def test_every_exception_is_still_needed(claim, exception, scene):
    def covered(example):
        here = scene(claim)
        found = violations(claim.service, claim.name, here.params(example))
        return here, [each for each in found if exception.covers(claim.name, each)]

    taken = 0
    for example in examples(claim):
        for number in range(len(covered(example)[1])):
            here, found = covered(example)
            reply = here.ask(example.who, claim.name, found[number].params, found[number].body)
            if reply.status < 300:
                succeeded(claim, reply)
                taken += 1
    assert taken, f"{exception} is refused as the model says, or is no violation"


@pytest.mark.parametrize("claim", [claim for claim in SERVED if model_examples.odd(*claim.values)])
def test_odd_answers_are_still_odd(claim, scene):
    here = scene(claim)
    example = examples(claim)[0]
    reply = here.ask(example.who, claim.name, here.params(example))
    for path in model_examples.odd(claim):
        others = [each for each in model_examples.odd(claim) if each != path]
        with pytest.raises(AssertionError):
            check_success(claim.service, claim.name, reply, others)


@pytest.mark.parametrize("claim", SERVED)
def test_refusals_have_the_codes_and_statuses_of_the_model(claim, scene):
    table = model_examples.table(claim.service)
    example = examples(claim)[0]
    for situation in table.SITUATIONS:
        here = scene(claim)
        for step in cases.SITUATIONS[situation]:
            getattr(here.stage, step)()
        known = model_examples.names(here.stage, here.stranger)
        params = model_examples.filled(example.params, known)
        for who in ("a", "m", "a", "m"):
            reply = here.ask(who, claim.name, params)
            if reply.status < 300:
                succeeded(claim, reply)
            elif reply.code == "UnrecognizedClientException":
                # Where keys are checked, those of an account are nobody's once it is closed.
                assert (claim.name, who, AUTH) == ("CloseAccount", "m", "verify")
            else:
                model_examples.check_refused(claim, reply)
