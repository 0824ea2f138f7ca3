"""Answers against the model: names, types, formats and statuses, read from the bytes and not by an SDK."""

import json
import re
import xml.etree.ElementTree as ET

import model

TIMES = {
    "iso8601": lambda value: isinstance(value, str) and _ISO.fullmatch(value),
    "unixTimestamp": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
}
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
_TIME_OF = {"rest-json": "unixTimestamp", "json": "unixTimestamp", "query": "iso8601"}
_TYPES = {
    "string": str,
    "integer": int,
    "long": int,
    "double": (int, float),
    "float": (int, float),
    "boolean": bool,
    "list": list,
    "map": dict,
    "structure": dict,
}


def check_success(service, operation, reply, odd=()):
    """A successful answer is as the model says, but for odd members. Returns the path of every member that it has."""
    modelled = model.operation(service, operation)
    assert reply.status == modelled.http.get("responseCode", 200), reply
    assert reply.headers["x-amzn-requestid"], reply
    assert "x-amzn-errortype" not in reply.headers, reply
    shape = modelled.output_shape
    output = _output(service, modelled, reply)
    problems = list(_problems(shape, output, "", _TIME_OF[model.protocol(service)])) if shape else []
    assert [each for each in problems if each.partition(": ")[0] not in odd] == [], reply.body
    return set(_present(shape, output)) if shape else set()


def _output(service, modelled, reply):
    if model.protocol(service) == "query":
        assert reply.headers["content-type"].startswith("text/xml"), reply.headers
        return _from_xml(modelled, reply.body)
    if reply.status == 204:
        assert reply.body == b""
        return {}
    if model.protocol(service) == "json":
        assert reply.headers["content-type"] == "application/x-amz-json-1.1", reply.headers
        assert bool(reply.body) == (modelled.output_shape is not None), reply
        return json.loads(reply.body or b"{}")
    assert reply.headers["content-type"] == "application/json", reply.headers
    return json.loads(reply.body)


def _problems(shape, value, path, time):
    """What is wrong with a value, by the wire's names."""
    kind = shape.type_name
    if kind == "timestamp":
        if not TIMES[shape.serialization.get("timestampFormat", time)](value):
            yield f"{path}: {value!r} is no time in the format of the model"
        return
    if not isinstance(value, _TYPES[kind]) or (kind in ("integer", "long") and isinstance(value, bool)):
        yield f"{path}: {value!r} is no {kind}"
    elif kind == "structure":
        yield from _problems_inside(shape, value, path, time)
    elif kind == "list":
        for number, each in enumerate(value):
            yield from _problems(shape.member, each, f"{path}[{number}]", time)
    elif kind == "map":
        for key, each in value.items():
            yield from _problems(shape.key, key, f"{path}{{{key}}}", time)
            yield from _problems(shape.value, each, f"{path}{{{key}}}", time)
    elif kind == "string":
        yield from _problems_of_text(shape, value, path)


def _problems_inside(shape, value, path, time):
    wire = {model.wire_name(name, member): member for name, member in shape.members.items()}
    for name, each in value.items():
        if name in wire:
            yield from _problems(wire[name], each, f"{path}.{name}", time)
        else:
            yield f"{path}.{name}: not in the model"
    for name in shape.required_members:
        if model.wire_name(name, shape.members[name]) not in value:
            yield f"{path}.{name}: required, and not there"


def _problems_of_text(shape, value, path):
    allowed, low, high = shape.enum, shape.metadata.get("min"), shape.metadata.get("max")
    if allowed and value not in allowed:
        yield f"{path}: {value!r} is none of {allowed}"
    if (low and len(value) < low) or (high and len(value) > high):
        yield f"{path}: {value!r} is not {low} to {high} characters long"
    if "pattern" in shape.metadata and not model.pattern(shape.metadata["pattern"]).search(value):
        yield f"{path}: {value!r} does not match {shape.metadata['pattern']}"


def _present(shape, output):
    """The members that are there, by the model's names."""
    return model.present(shape, _by_model(shape, output))


def _by_model(shape, value):
    if shape.type_name == "structure":
        names = {model.wire_name(name, member): (name, member) for name, member in shape.members.items()}
        return {names[wire][0]: _by_model(names[wire][1], each) for wire, each in value.items()}
    if shape.type_name == "list":
        return [_by_model(shape.member, each) for each in value]
    if shape.type_name == "map":
        return {key: _by_model(shape.value, each) for key, each in value.items()}
    return value


def _from_xml(modelled, body):
    """The result of a query operation, as JSON would have it."""
    space = f"{{{modelled.metadata['xmlNamespace']}}}"
    root = ET.fromstring(body)
    assert root.tag == f"{space}{modelled.name}Response", root.tag
    assert root.findtext(f"{space}ResponseMetadata/{space}RequestId"), body
    if modelled.output_shape is None:
        return {}
    result = root.find(space + modelled.output_shape.serialization["resultWrapper"])
    assert result is not None, body
    return _element(modelled.output_shape, result, space)


def _element(shape, element, space):
    kind = shape.type_name
    if kind == "structure":
        wire = {model.wire_name(name, member): member for name, member in shape.members.items()}
        inside = {}
        for child in element:
            name = child.tag.removeprefix(space)
            inside[name] = _element(wire[name], child, space) if name in wire else child.text
        return inside
    if kind == "list":
        assert all(child.tag == f"{space}member" for child in element), element
        return [_element(shape.member, child, space) for child in element]
    text = element.text or ""
    if kind in ("integer", "long") and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def check_refusal(service, operation, reply, undocumented=None, elsewhere=()):
    """An error is worded as its service words errors, with the status of the model. Returns its code.

    The operation models it, unless its code is one of those that are modelled elsewhere in the service, or of those
    that are undocumented, with their statuses.
    """
    code = reply.code
    assert 400 <= reply.status < 500 and code, reply
    assert reply.headers["x-amzn-requestid"], reply
    assert code == _code_in_body(service, reply), reply
    statuses = {{**(undocumented or {}), **model.errors(service, operation)}.get(code)}
    if code in elsewhere:
        statuses = model.all_errors(service)[code]
    assert reply.status in statuses, f"{code} has status {statuses}, not {reply.status}: {reply.body}"
    return code


def _code_in_body(service, reply):
    """The code that the body gives, and the message's place in it. Macie's body has no code but the header's."""
    if model.protocol(service) == "query":
        root = ET.fromstring(reply.body)
        space = f"{{{model.service(service).metadata['xmlNamespace']}}}"
        assert root.tag == f"{space}ErrorResponse", reply.body
        assert root.findtext(f"{space}Error/{space}Message"), reply.body
        assert root.findtext(f"{space}Error/{space}Type") == "Sender", reply.body
        return root.findtext(f"{space}Error/{space}Code")
    body = json.loads(reply.body)
    if model.protocol(service) == "json":
        return _code_in_json(service, body, reply)
    if service == "macie2":
        assert list(body) == ["message"] and body["message"], body
        return reply.code
    assert body["Message"], body
    return body["Code"]


def _code_in_json(service, body, reply):
    """The type in the body. What else it has is all that the model's error has: message, and reason if it has one."""
    assert reply.headers["content-type"] == "application/x-amz-json-1.1", reply.headers
    code = body.pop("__type")
    shape = model.error_shape(service, code)
    if shape is None or not shape.members:
        assert list(body) == ["Message"] and body["Message"], reply.body
        return code
    problems = list(_problems(shape, body, "", _TIME_OF["json"]))
    assert problems == [] and set(body) == set(shape.members) and body["Message"], f"{problems} {reply.body}"
    return code
