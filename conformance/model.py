"""The services' own models, as the installed botocore has them: shapes, constraints, errors."""

import re
from functools import cache

import botocore.session


@cache
def service(name):
    """The model of a service, by the name that requests to it are signed with."""
    return botocore.session.get_session().get_service_model(name)


@cache
def operation(service_name, name):
    return service(service_name).operation_model(name)


def protocol(service_name):
    return service(service_name).metadata["protocol"]


def request(service_name, name):
    """How a request names an operation: method and path, form parameter, or header."""
    modelled = operation(service_name, name)
    if protocol(service_name) == "query":
        return f"Action={name}"
    if protocol(service_name) == "json":
        return f"X-Amz-Target: {modelled.metadata['targetPrefix']}.{name}"
    return f"{modelled.http['method']} {modelled.http['requestUri']}"


def wire_name(name, shape):
    """What a member is called on the wire."""
    return shape.serialization.get("name", name)


def location(shape):
    """Where a member of a request's input goes: `uri`, `querystring`, `header`, or, as None, the body."""
    return shape.serialization.get("location")


def members(shape, path="", above=()):
    """The path of every member of a shape, inside lists (`Members[]`) and maps (`Tags{}`) too."""
    if shape is None or shape.name in above:
        return
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            inner = f"{path}.{name}" if path else name
            yield inner
            yield from members(member, inner, (*above, shape.name))
    elif shape.type_name == "list":
        yield from members(shape.member, f"{path}[]", above)
    elif shape.type_name == "map":
        yield from members(shape.value, f"{path}{{}}", above)


def present(shape, value, path=""):
    """The path of every member that a value has."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, member in shape.members.items():
            if name in value:
                inner = f"{path}.{name}" if path else name
                yield inner
                yield from present(member, value[name], inner)
    elif shape.type_name == "list" and isinstance(value, list):
        for each in value:
            yield from present(shape.member, each, f"{path}[]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for each in value.values():
            yield from present(shape.value, each, f"{path}{{}}")


def errors(service_name, name):
    """The codes that an operation models, with their statuses."""
    return {shape.error_code: _status(shape) for shape in operation(service_name, name).error_shapes}


@cache
def all_errors(service_name):
    """The codes that any operation of a service models, with all statuses that they have."""
    found = {}
    for shape in service(service_name).error_shapes:
        found.setdefault(shape.error_code, set()).add(_status(shape))
    return found


@cache
def error_shape(service_name, code):
    """The shape of an error that any operation of a service models, or nothing."""
    found = [shape for shape in service(service_name).error_shapes if shape.error_code == code]
    return found[0] if found else None


def _status(shape):
    """A model that states no status leaves it to its protocol: 500 for faults of the service, 400 for all others."""
    stated = (shape.metadata.get("error") or {}).get("httpStatusCode")
    return stated or (500 if shape.name == "ServiceException" else 400)


# What the models' patterns have that Python's do not, as far as single characters matter.
_TRANSLATED = [
    (r"\u10000-\u10FFFF", "\U00010000-\U0010ffff"),
    (r"\p{L}", "a-zA-Z\u00c0-\u1fff"),
    (r"\p{Z}", " \u00a0\u2000-\u200a\u2028\u2029\u202f\u3000"),
    (r"\p{N}", "0-9\u0660-\u0669\uff10-\uff19"),
]


@cache
def pattern(text):
    """A pattern of a model. Whether it has to match the whole text, models do not say where it has no anchors."""
    for theirs, ours in _TRANSLATED:
        text = text.replace(theirs, ours)
    return re.compile(text, re.ASCII)
