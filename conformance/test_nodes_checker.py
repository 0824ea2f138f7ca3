"""The judge of histories: it accepts what one server could have answered, and finds what no server could."""

import random
from dataclasses import replace

import pytest

from histories.checker import UNKNOWN, Operation, order
from histories.reference import CHANGES, OF_HUB, OF_MACIE, READS, Call, Reference, administrator_of

FIRST, SECOND = "1" * 32, "2" * 32
SERVICES = ["securityhub", "macie2"]


class Machine:
    """One server that answers as the reference says."""

    def __init__(self, service, administrators=1):
        self.reference, self.ids = Reference(service, administrators), {}
        self.states = [self.reference.start]

    def answer(self, call):
        state = self.states[-1]
        if call.kind in READS:
            after, outcome = state, self.seen(state, call)
        else:
            after = CHANGES[call.kind](self.reference, state, call, len(self.states))
            outcome = after is not None
        self.states.append(after or state)
        return outcome

    def seen(self, state, call):
        pairs, current = state.pairs, administrator_of(state)
        if call.kind == "invitations":
            return tuple(each.id and (self._shown(each.id), self.reference._shown(each)) for each in pairs)
        if call.kind == "administrator":
            return None if current is None else (current, self._shown(pairs[current].id), pairs[current].row)
        if call.kind == "count":
            return sum(each.state not in (None, "accepted") for each in pairs)
        row = pairs[call.of].row
        return row if call.kind == "row" or row in ("Enabled", "Paused") else None

    def _shown(self, id):
        return self.ids.setdefault(id, f"{len(self.ids) + 1:032x}")

    def lived(self, count, overlap=0):
        """A history of so many random calls. Each takes effect at a whole second; those that overlap are longer."""
        history, hub = [], self.reference.is_hub
        kinds = [*(OF_HUB if hub else OF_MACIE), "invite", "invite", "accept", *READS]
        for at in range(count):
            call = Call(random.choice(kinds), random.randrange(len(self.states[-1].pairs)))
            own = self.states[-1].pairs[call.of].id
            if call.kind == "accept" and own not in self.ids:
                call = Call("invitations")
            outcome = self.answer(call._replace(id=own))
            told = call._replace(id=self.ids[own]) if call.kind == "accept" else call
            span = at - random.uniform(0, overlap), at + 0.1 + random.uniform(0, overlap)
            history.append(Operation(*span, 0, told, outcome))
        return history


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("overlap", [0, 3])
def test_what_one_server_answers_is_accepted(service, overlap):
    for administrators in (1, 2) * 60:
        lived = Machine(service, administrators).lived(25, overlap)
        assert order(lived, Reference(service, administrators)) is not None


@pytest.mark.parametrize("service", SERVICES)
def test_every_stale_read_is_found_where_nothing_overlaps(service):
    found = 0
    while found < 100:
        machine = Machine(service)
        lived = machine.lived(25)
        at = random.randrange(len(lived))
        read, before = lived[at], random.choice(machine.states[: at + 1])
        stale = read.call.kind in ("row", "member", "count") and machine.seen(before, read.call)
        if stale is not False and stale != read.outcome:
            lived[at] = replace(read, outcome=stale)
            assert order(lived, Reference(service)) is None
            found += 1


def history(*steps):
    """From steps `(began, ended, call, outcome)`."""
    return [Operation(began, ended, 0, call, outcome) for began, ended, call, outcome in steps]


CREATE, INVITE, ROW, LIST, LEAVE = (Call(kind) for kind in ("create", "invite", "row", "invitations", "leave"))
ACCEPT = Call("accept", 0, FIRST)


def seen(id, status="Invited"):
    return ((id, status),)


@pytest.mark.parametrize("service", SERVICES)
def test_a_stale_read(service):
    reference = Reference(service)
    done = [(0, 1, CREATE, True), (2, 3, INVITE, True)]
    for began, row, right in ((4, "Invited", True), (4, "Created", False), (2.5, "Created", True), (2.5, None, False)):
        assert (order(history(*done, (began, 5, ROW, row)), reference) is not None) == right, (began, row)
    # What one has seen, the next one who looks sees, too, even while the change is not answered yet.
    seen_and_not = [(0, 1, CREATE, True), (2, 9, INVITE, True), (3, 4, ROW, "Invited"), (5, 6, ROW, "Created")]
    assert order(history(*seen_and_not), reference) is None
    assert order(history(*seen_and_not[:2], (3, 4, ROW, "Created"), (5, 6, ROW, "Invited")), reference) is not None


@pytest.mark.parametrize("service", SERVICES)
def test_a_lost_update(service):
    done = [(0, 1, CREATE, True), (2, 3, INVITE, True), (4, 5, LIST, seen(FIRST))]
    for row, right in (("Enabled", True), ("Invited", False)):
        steps = [*done, (6, 7, ACCEPT, True), (8, 9, ROW, row)]
        assert (order(history(*steps), Reference(service)) is not None) == right, row
    # Two that create at the same time cannot both have been the first.
    for outcomes, right in (((True, False), True), ((True, True), False), ((False, False), False)):
        both = history(*((0, 1, CREATE, outcome) for outcome in outcomes))
        assert (order(both, Reference(service)) is not None) == right, outcomes


@pytest.mark.parametrize("service", SERVICES)
def test_a_doubled_change(service):
    done = [(0, 1, CREATE, True), (2, 3, INVITE, True), (4, 5, LIST, seen(FIRST)), (6, 7, LIST, seen(SECOND))]
    assert order(history(*done[:3]), Reference(service)) is not None
    assert order(history(*done), Reference(service)) is None
    back = [*done[:3], (6, 7, ACCEPT, True), (8, 9, LEAVE, True), (10, 11, LEAVE, True)]
    assert order(history(*back[:5]), Reference(service)) is not None
    assert order(history(*back), Reference(service)) is None


@pytest.mark.parametrize("service", SERVICES)
def test_what_nobody_heard_of_may_have_happened_or_not(service):
    unheard = [(0, 1, CREATE, True), (2, float("inf"), INVITE, UNKNOWN)]
    for rows, right in (
        (["Created"] * 3, True),
        (["Created", "Invited"], True),
        (["Invited"] * 2, True),
        (["Invited", "Created"], False),
        ([None], False),
    ):
        looked = [(3 + 2 * at, 4 + 2 * at, ROW, row) for at, row in enumerate(rows)]
        assert (order(history(*unheard, *looked), Reference(service)) is not None) == right, rows
    # It happened once at most, and not before it was asked for.
    twice = [*unheard, (3, 4, LIST, seen(FIRST)), (5, 6, LIST, seen(SECOND))]
    assert order(history(*twice), Reference(service)) is None
    early = [(0, 1, CREATE, True), (2, 3, ROW, "Invited"), (4, float("inf"), INVITE, UNKNOWN)]
    assert order(history(*early), Reference(service)) is None


def test_a_member_has_one_administrator():
    done = [(0, 1, Call("create", of), True) for of in (0, 1)] + [(2, 3, Call("invite", of), True) for of in (0, 1)]
    done.append((4, 5, LIST, ((FIRST, "Invited"), (SECOND, "Invited"))))
    both = [(6, 7, ACCEPT), (6, 7, Call("accept", 1, SECOND))]
    for outcomes, right in (((True, False), True), ((False, True), True), ((True, True), False)):
        steps = [*done, *((*step, outcome) for step, outcome in zip(both, outcomes))]
        for service in SERVICES:
            assert (order(history(*steps), Reference(service, 2)) is not None) == right, outcomes
