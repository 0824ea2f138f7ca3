"""Linearizability by the algorithm of Wing and Gong, with the memory of Lowe: each set of operations that have taken effect is
looked at once with each state that it can lead to."""

from dataclasses import dataclass
from typing import Any

# The outcome of an operation of which nobody heard: it may have taken effect at any time since, or never.
UNKNOWN = object()


@dataclass(frozen=True)
class Operation:
    """One operation: when it was asked for and answered, by which node, what it was and what came of it."""

    began: float
    ended: float
    node: int
    call: Any
    outcome: Any

    def __str__(self):
        outcome = "?" if self.outcome is UNKNOWN else self.outcome
        return f"{self.began:.6f} to {self.ended:.6f} at node {self.node}: {self.call} -> {outcome}"


def order(history, reference):
    """The operations in an order in which one server could have carried them out; nothing if there is none.

    No operation comes before one that was answered before it was asked for. `reference` has the `start` and a function
    `step(state, call, outcome, number)` that gives the next state, or nothing if the outcome is impossible.
    """
    history = sorted(history, key=lambda operation: (operation.began, operation.ended))
    search = _Search(history, reference)
    return search.found()


class _Search:
    def __init__(self, history, reference):
        self.history, self.reference = history, reference
        self.known = [number for number, each in enumerate(history) if each.outcome is not UNKNOWN]
        self.all_known = sum(1 << number for number in self.known)

    def found(self):
        seen = {(0, self.reference.start)}
        path = [(0, self._next(0, self.reference.start), None)]
        while path:
            done, following, _ = path[-1]
            if done & self.all_known == self.all_known:
                return [self.history[number] for _, _, number in path[1:]]
            number, state = next(following, (None, None))
            if number is None:
                path.pop()
                continue
            done |= 1 << number
            if (done, state) not in seen:
                seen.add((done, state))
                path.append((done, self._next(done, state), number))
        return None

    def _next(self, done, state):
        """Each operation that may be the next to take effect, with the state after it."""
        first_end = min((self.history[n].ended for n in self.known if not done >> n & 1), default=float("inf"))
        for number, each in enumerate(self.history):
            if each.began > first_end:
                break
            if done >> number & 1:
                continue
            after = self.reference.step(state, each.call, each.outcome, number)
            if after is not None:
                yield number, after


def explain(history):
    """The history, a line for each operation, for whoever looks into it."""
    return "\n".join(str(each) for each in sorted(history, key=lambda operation: operation.began))
