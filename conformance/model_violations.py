"""What breaks a model: from a valid input, every input that differs in one member and must not be taken.

Each constraint of each member is violated by itself: required, type, enum, pattern, range, length. Members in a body
can have the wrong JSON type; members in paths, query strings and forms are texts, so that only numbers and booleans
can be of the wrong type there.
"""

from dataclasses import dataclass
from typing import Any

import model

BODY, TEXT = "body", "text"

# What JSON has for each kind of shape but its own.
_NO_STRINGS = [7, True, [], {}]
_WRONG_TYPES = {
    "string": _NO_STRINGS,
    "integer": ["7", "text", True, 1.5, [], {}],
    "long": ["7", "text", True, 1.5, [], {}],
    "double": ["7", "text", True, [], {}],
    "float": ["7", "text", True, [], {}],
    "boolean": ["true", 1, [], {}],
    "list": ["text", 7, True, {}],
    "map": ["text", 7, True, []],
    "structure": ["text", 7, True, []],
    "timestamp": ["no time", [], {}],
}
_WRONG_TEXTS = {
    "integer": ["text", "1.5", "", "+", "9" * 30],
    "long": ["text", "1.5", "", "+", "9" * 30],
    "boolean": ["maybe", "", "1"],
    "timestamp": ["no time", ""],
}
# Texts that a pattern may forbid; the first ones are the shortest that most patterns do.
_UNUSUAL = ["", " ", "!", "é", "a b", "x", "-", "aws:x", "\x07", "\uff11" * 12, "1" * 13]
# Patterns that match every text: nothing violates them.
_MATCHES_ALL = {r"[\s\S]*"}


@dataclass(frozen=True)
class Violation:
    """An input that differs from a valid one in the member at `path`."""

    path: str
    kind: str
    bad: Any
    params: Any
    # In the place of the parameters' own body; only where the body as a whole is what is wrong.
    body: Any = None

    def __str__(self):
        return f"{self.path or 'the body'}: {self.kind}: {repr(self.bad)[:60]}"


MISSING = "not there"


def violations(service, operation, params):
    """Every violation of an operation's constraints that starts from these parameters."""
    shape = model.operation(service, operation).input_shape
    if shape is None:
        return
    place = TEXT if model.protocol(service) == "query" else BODY
    for path, kind, bad, broken in _inside_structure(shape, params, place):
        yield Violation(path, kind, bad, broken)
    if place == BODY and any(model.location(member) is None for member in shape.members.values()):
        for bad in _wrong_types(shape, params):
            yield Violation("", "type", bad, params, body=bad)


def _of(shape, value, place):
    """Yields path, kind, the bad value, and what becomes of `value` with it."""
    for kind, bad in _of_value(shape, value, place):
        yield "", kind, bad, bad
    if shape.type_name == "structure":
        yield from _inside_structure(shape, value, place)
    elif shape.type_name == "list":
        yield from _inside_list(shape, value, place)
    elif shape.type_name == "map":
        yield from _inside_map(shape, value, place)


def _inside_structure(shape, value, place):
    for name, member in shape.members.items():
        if name not in value:
            continue
        here = TEXT if model.location(member) else place
        others = {key: each for key, each in value.items() if key != name}
        if name in shape.required_members and model.location(member) != "uri":
            yield name, "missing", MISSING, others
            if here == BODY:
                yield name, "missing", None, {**value, name: None}
        for path, kind, bad, broken in _of(member, value[name], here):
            if model.location(member) == "uri" and bad == "":
                continue  # A path without the text of its parameter is another path.
            separator = "." if path and path[0] not in "[{" else ""
            yield f"{name}{separator}{path}", kind, bad, {**value, name: broken}


def _inside_list(shape, value, place):
    if not value:
        return
    first, *others = value
    if place == BODY:
        yield "[]", "type", None, [None, *others]
    for path, kind, bad, broken in _of(shape.member, first, place):
        yield _below("[]", path), kind, bad, [broken, *others]


def _inside_map(shape, value, place):
    if not value:
        return
    (key, first), *others = value.items()
    if place == BODY:
        yield "{}", "type", None, dict([(key, None), *others])
    for _, kind, bad, _ in _of(shape.key, key, TEXT):
        yield "{key}", kind, bad, dict([(bad, first), *others])
    for path, kind, bad, broken in _of(shape.value, first, place):
        yield _below("{}", path), kind, bad, dict([(key, broken), *others])


def _below(outer, path):
    return f"{outer}.{path}" if path and path[0] not in "[{" else f"{outer}{path}"


def _of_value(shape, value, place):
    for bad in _wrong_types(shape, value) if place == BODY else _WRONG_TEXTS.get(shape.type_name, []):
        yield "type", bad
    kind, low, high = shape.type_name, shape.metadata.get("min"), shape.metadata.get("max")
    if kind in ("integer", "long", "double", "float"):
        yield from [("too small", low - 1)] if low is not None else []
        yield from [("too large", high + 1)] if high is not None else []
    elif kind in ("string", "list", "map"):
        yield from [("too short", _shorter(value, low - 1))] if low else []
        yield from [("too long", _longer(value, high + 1))] if high is not None else []
    if kind == "string":
        yield from _of_text(shape, value)


def _of_text(shape, value):
    if shape.enum:
        others = ["NO_SUCH_VALUE", "", value.swapcase(), f" {value}"]
        yield from (("enum", other) for other in others if other not in shape.enum)
    elif (pattern := shape.metadata.get("pattern")) and pattern not in _MATCHES_ALL:
        yield from (("pattern", text) for text in _against(shape, value, model.pattern(pattern)))


def _against(shape, value, pattern):
    """Texts that break a pattern. Best are those in which it is not found at all, but some patterns are found in any."""
    candidates = _UNUSUAL + [f"{value}\x07", f"!{value}"]
    for found in (pattern.search, pattern.fullmatch):
        bad = [text for text in candidates if not found(text)]
        if bad:
            return [text for text in bad if _fits(shape, text)] or bad
    raise AssertionError(f"nothing is known that violates {pattern.pattern}")


def _fits(shape, text):
    """Whether the length alone is right, so that it is the pattern that is violated."""
    return shape.metadata.get("min", 0) <= len(text) <= shape.metadata.get("max", len(text))


def _wrong_types(shape, value):
    yield from _WRONG_TYPES[shape.type_name]
    if shape.type_name == "structure" and isinstance(value, dict) and value:
        # A structure in the form of a list: its members by their position.
        yield [value.get(name) for name in shape.members]


def _shorter(value, length):
    if isinstance(value, dict):
        return dict(list(value.items())[:length])
    return value[:length]


def _longer(value, length):
    """A value of this length, from elements that are valid by themselves."""
    assert value or isinstance(value, str), "an example's lists and maps have elements, so that there can be more"
    if isinstance(value, str):
        return value + (value[-1:] or "x") * (length - len(value))
    if isinstance(value, dict):
        (key, one), *_ = value.items()
        return {**value, **{f"{key}{number}": one for number in range(length - len(value))}}
    return value + value[-1:] * (length - len(value))
