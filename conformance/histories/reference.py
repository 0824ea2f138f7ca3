"""What one server would answer about a member and its administrators, one operation after the other: the state tables of the
reference (§5.3 rows S1 to S16, §5.4 rows M1 to M17) with both services switched on in all accounts."""

from typing import Any, NamedTuple, Optional

from .checker import UNKNOWN

MEMBERS = ("Enabled", "Paused")


class Call(NamedTuple):
    """An operation: what is done, with which of the administrators, and for acceptances the invitation's id."""

    kind: str
    of: int = 0
    id: Optional[str] = None


class Pair(NamedTuple):
    """One administrator's row, and the member's invitation from it: its id and what became of it."""

    row: Optional[str] = None
    id: Any = None
    state: Optional[str] = None


class State(NamedTuple):
    """All pairs of the member, whether its own session is suspended, and the ids that were seen of invitations."""

    pairs: tuple
    paused: bool = False
    known: frozenset = frozenset()


class Reference:
    """The rules of one service for a member with so many administrators."""

    def __init__(self, service, administrators=1):
        self.is_hub = service == "securityhub"
        self.start = State((Pair(),) * administrators)

    def step(self, state, call, outcome, number):
        """The state after a call with this outcome; nothing if it cannot have had that one.

        An outcome is, for a change, whether it was made; for a read, what was seen. The id of an invitation is not known
        until it is read: until then it is that of the call with this `number`.
        """
        if call.kind in READS:
            return READS[call.kind](self, state, call, outcome)
        after = CHANGES[call.kind](self, state, call, number)
        if outcome is UNKNOWN:
            return after or state
        if outcome:
            return after
        return state if after is None else None

    # What administrators do. Each answers the next state, or nothing if it is refused.

    def create(self, state, call, _):
        """S1, M1; S13. What was declined in Macie stays with the member."""
        pair = state.pairs[call.of]
        return None if pair.row else put(state, call, pair._replace(row="Created"))

    def invite(self, state, call, number):
        """S2, S7, S10; M2 with M3, M13. A member of another administrator gets no invitation in Security Hub."""
        pair = state.pairs[call.of]
        if pair.row not in ("Created", "Removed", "Resigned"):
            return None
        if self.is_hub and administrator_of(state) is not None:
            return None
        return put(state, call, Pair("Invited", ("unseen", number), "pending"))

    def remove(self, state, call, _):
        """S8, S9; M11, M12. Security Hub says nothing of rows that are not there."""
        pair = state.pairs[call.of]
        if pair.row is None:
            return state if self.is_hub else None
        return state if pair.row in ("Removed", "Resigned") else put(state, call, Pair("Removed"))

    def delete(self, state, call, _):
        """S11, S12; M14."""
        pair = state.pairs[call.of]
        return None if pair.row is None or pair.row in MEMBERS else put(state, call, Pair())

    def withdraw(self, state, call, _):
        """S16."""
        pair = state.pairs[call.of]
        if pair.id is None or pair.row in MEMBERS:
            return None
        return put(state, call, Pair("Created" if pair.row == "Invited" else pair.row))

    def suspend(self, state, call, _):
        """M15."""
        pair = state.pairs[call.of]
        return put(state, call, pair._replace(row="Paused"), paused=True) if pair.row in MEMBERS else None

    # What the member does.

    def accept(self, state, call, _):
        """S3, S6; M6, M9; U4."""
        pair, current = state.pairs[call.of], administrator_of(state)
        if current is not None:
            return state if self.is_hub and current == call.of and pair.id == call.id else None
        live = ("pending", "left", "declined") if self.is_hub else ("pending", "left")
        if pair.row is None or pair.id != call.id or pair.state not in live:
            return None
        return put(state, call, Pair("Paused" if state.paused else "Enabled", pair.id, "accepted"))

    def decline(self, state, call, _):
        """S4; M7, M10."""
        pair = state.pairs[call.of]
        if pair.state in (None, "accepted"):
            return None
        if self.is_hub:
            return put(state, call, Pair("Resigned", pair.id, "declined")) if pair.state == "pending" else state
        return None if pair.state == "declined" else put(state, call, Pair(None, pair.id, "declined"))

    def forget(self, state, call, _):
        """S14, S15; M10: the member deletes an invitation."""
        pair = state.pairs[call.of]
        if pair.state in (None, "pending", "accepted"):
            return None
        ends = not self.is_hub and pair.row == "Resigned"
        return put(state, call, Pair(None if ends else pair.row))

    def leave(self, state, _, __):
        """S5; M8."""
        current = administrator_of(state)
        if current is None:
            return None
        call = Call("leave", current)
        return put(state, call, Pair("Resigned", state.pairs[current].id, "left"))

    def rest(self, state, _, __):
        """M17: the member suspends its own session."""
        return self._session(state, "Paused")

    def resume(self, state, _, __):
        """M16."""
        return self._session(state, "Enabled")

    def _session(self, state, status):
        current, paused = administrator_of(state), status == "Paused"
        if current is None:
            return state._replace(paused=paused)
        return put(state, Call("", current), state.pairs[current]._replace(row=status), paused=paused)

    # What they see.

    def row(self, state, call, seen):
        return state if seen == state.pairs[call.of].row else None

    def member(self, state, call, seen):
        """The row as a plain list has it, which shows current members only."""
        row = state.pairs[call.of].row
        return state if seen == (row if row in MEMBERS else None) else None

    def invitations(self, state, _, seen):
        """`seen` has an id and a status for each administrator, or nothing."""
        for of, (pair, each) in enumerate(zip(state.pairs, seen)):
            if (pair.id is None) != (each is None):
                return None
            if each is not None:
                state = self._same(state, of, each[0])
                if state is None or each[1] != self._shown(pair):
                    return None
        return state

    def count(self, state, _, seen):
        return state if seen == sum(pair.state not in (None, "accepted") for pair in state.pairs) else None

    def administrator(self, state, _, seen):
        """`seen` has which one it is, the invitation's id and the status; or there is none."""
        current = administrator_of(state)
        if seen is None or current is None:
            return state if seen is None and current is None else None
        of, id, status = seen
        return self._same(state, of, id) if of == current and status == state.pairs[of].row else None

    def _shown(self, pair):
        """The status of an invitation (§5.5)."""
        if pair.state == "accepted":
            return pair.row
        return "Invited" if pair.state == "pending" or (self.is_hub and pair.state == "declined") else "Resigned"

    def _same(self, state, of, id):
        """The state in which an invitation has this id, if it can have it: no two have the same."""
        pair = state.pairs[of]
        if pair.id == id:
            return state
        if isinstance(pair.id, str) or id in state.known:
            return None
        return put(state, Call("", of), pair._replace(id=id))._replace(known=state.known | {id})


READS = {
    name: getattr(Reference, name) for name in ("row", "member", "invitations", "count", "administrator")
}
OF_BOTH = ("create", "invite", "remove", "delete", "accept", "decline", "forget", "leave")
OF_HUB = (*OF_BOTH, "withdraw")
OF_MACIE = (*OF_BOTH, "suspend", "rest", "resume")
CHANGES = {name: getattr(Reference, name) for name in {*OF_HUB, *OF_MACIE}}


def put(state, call, pair, paused=None):
    """The state with another pair of this call's administrator."""
    pairs = (*state.pairs[: call.of], pair, *state.pairs[call.of + 1 :])
    return state._replace(pairs=pairs, paused=state.paused if paused is None else paused)


def administrator_of(state):
    """Which one is the member's administrator, if any is."""
    return next((of for of, pair in enumerate(state.pairs) if pair.row in MEMBERS), None)
