"""Requests of an operation: by botocore's own serializer, and by one that takes any value for any member.

botocore cannot write what breaks its model: it checks, or fails half-way. What the lenient serializer makes of valid
input is compared with what botocore makes of it.
"""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from botocore.awsrequest import create_request_object, prepare_request_dict
from botocore.serialize import create_serializer

import model
from raw import segment

FORM = "application/x-www-form-urlencoded; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """What is sent, before it is signed."""

    method: str
    path: str
    body: bytes = b""
    headers: dict = field(default_factory=dict)

    def ask(self, caller, connection=None):
        return caller.ask(self.method, self.path, self.body or None, self.headers, connection)

    @property
    def meaning(self):
        """The request without the freedom that its protocol leaves: what two that say the same agree in."""
        path, query = urlsplit(self.path).path, sorted(parse_qsl(urlsplit(self.path).query, True))
        return self.method, path, query, self._said, self.headers.get("X-Amz-Target")

    @property
    def _said(self):
        if self.headers.get("Content-Type", "").startswith("application/x-www-form"):
            return sorted(parse_qsl(self.body.decode(), True))
        return json.loads(self.body or b"{}")


def by_botocore(service, operation, params):
    """The request that boto3 and the AWS CLI send; checks the parameters as they do."""
    modelled = model.operation(service, operation)
    made = create_serializer(model.protocol(service)).serialize_to_request(params, modelled)
    prepare_request_dict(made, endpoint_url="http://localhost")
    ready = create_request_object(made).prepare()
    url, body = urlsplit(ready.url), ready.body or b""
    body = body.encode() if isinstance(body, str) else body
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    kept = {name: text(value) for name, value in ready.headers.items() if name in ("X-Amz-Target", "Content-Type")}
    return Request(ready.method, path, body, kept)


def lenient(service, operation, params, body=None):
    """The request with these parameters, whatever they are; or with this body in the place of theirs."""
    modelled = model.operation(service, operation)
    protocol = model.protocol(service)
    if protocol == "rest-json":
        return _rest(modelled, params, body)
    if protocol == "json":
        target = f"{modelled.metadata['targetPrefix']}.{operation}"
        headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
        sent = _wire(modelled.input_shape, params) if body is None else body
        return Request("POST", "/", json.dumps(sent).encode(), headers)
    assert protocol == "query", protocol
    named = {"Action": operation, "Version": modelled.metadata["apiVersion"]}
    named |= dict(_flat(modelled.input_shape, params, ""))
    return Request("POST", "/", urlencode(named).encode(), {"Content-Type": FORM})


def _rest(modelled, params, body):
    path, query, sent = modelled.http["requestUri"], [], {}
    shapes = modelled.input_shape.members if modelled.input_shape else {}
    for name, value in params.items():
        shape = shapes[name]
        wire, place = model.wire_name(name, shape), model.location(shape)
        if place == "uri":
            path = path.replace(f"{{{wire}}}", segment(text(value)))
            path = path.replace(f"{{{wire}+}}", quote(text(value), safe="/-_.~"))
        elif place == "querystring":
            query += [(wire, text(each)) for each in (value if isinstance(value, list) else [value])]
        else:
            assert place is None, f"{name} in {place}"
            sent[wire] = _wire(shape, value)
    if query:
        path += "?" + urlencode(query, quote_via=quote)
    has_body = any(model.location(shape) is None for shape in shapes.values())
    written = json.dumps(sent if body is None else body).encode() if has_body else b""
    return Request(modelled.http["method"], path, written)


def _wire(shape, value):
    """A value as JSON has it. What does not fit its shape stays as it is."""
    if shape is None:
        return value
    if shape.type_name == "structure" and isinstance(value, dict):
        known = shape.members
        return {model.wire_name(name, known[name]): _wire(known[name], each) for name, each in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [_wire(shape.member, each) for each in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {key: _wire(shape.value, each) for key, each in value.items()}
    return value


def _flat(shape, value, prefix):
    """A value as parameters of a form: `Tags.member.1.Key`."""
    if shape is not None and shape.type_name == "structure" and isinstance(value, dict):
        for name, each in value.items():
            inner = model.wire_name(name, shape.members[name])
            yield from _flat(shape.members[name], each, f"{prefix}.{inner}" if prefix else inner)
    elif shape is not None and shape.type_name == "list" and isinstance(value, list):
        if not value:
            yield prefix, ""
        for number, each in enumerate(value, 1):
            yield from _flat(shape.member, each, f"{prefix}.{model.wire_name('member', shape.member)}.{number}")
    else:
        yield prefix, text(value)


def text(value):
    """A value in a path, a query string or a form."""
    if isinstance(value, bytes):
        return value.decode()
    return str(value).lower() if isinstance(value, bool) else str(value)
