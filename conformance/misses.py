"""Near misses: every request that differs in one byte of what a signature is about, and means something else."""

import re
from urllib.parse import unquote_to_bytes

from recorder import wire

SIGNED = re.compile(r"SignedHeaders=([a-z0-9;-]+)")


def misses(request):
    """Every alteration, as bytes: of method, target, signed headers, the authorization, and the body."""
    original = meaning(request.method, request.target, request.headers, request.body)
    for where, method, target, headers, body in _altered(request):
        try:
            same = meaning(method, target, headers, body) == original
        except ValueError:
            same = False
        if not same:
            yield where, method, wire(method, target, headers, body)


def _altered(request):
    yield from (("method", each, request.target, request.headers, request.body) for each in texts(request.method))
    yield from (("target", request.method, each, request.headers, request.body) for each in texts(request.target))
    signed = signed_headers(request)
    for number, (name, value) in enumerate(request.headers):
        if name.lower() not in (*signed, "authorization") or name.lower() == "content-length":
            continue
        for pair in [(each, value) for each in texts(name)] + [(name, each) for each in texts(value)]:
            headers = (*request.headers[:number], pair, *request.headers[number + 1 :])
            yield f"header {name}", request.method, request.target, headers, request.body
        without = (*request.headers[:number], *request.headers[number + 1 :])
        yield f"no {name}", request.method, request.target, without, request.body
        twice = (*request.headers, (name, value))
        yield f"twice {name}", request.method, request.target, twice, request.body
    for body in (each.encode("latin-1") for each in texts(request.body.decode("latin-1"))):
        yield "body", request.method, request.target, _framed(request.headers, body), body


def texts(text):
    """Every text that differs in one byte: by one, in case, dropped, doubled."""
    for at, one in enumerate(text):
        before, after = text[:at], text[at + 1 :]
        others = {chr((ord(one) + 1) % 256), one.swapcase(), "", one * 2} - {one}
        # What ends a line or a word of the request line is another request, not another byte of this one.
        yield from (before + other + after for other in sorted(others) if other not in ("\r", "\n", " ", "\0"))


def signed_headers(request):
    found = SIGNED.search(request.authorization or unquote_to_bytes(request.target).decode("latin-1"))
    assert found, request
    return found[1].split(";")


def _framed(headers, body):
    return tuple((name, str(len(body)) if name.lower() == "content-length" else value) for name, value in headers)


def meaning(method, target, headers, body):
    """What a signature is made of, without the freedom that HTTP and Signature Version 4 leave in writing it."""
    path, _, query = target.partition("?")
    pairs = [tuple(map(unquote_to_bytes, pair.partition("=")[::2])) for pair in query.split("&") if pair]
    by_name = {}
    for name, value in headers:
        by_name.setdefault(name.lower(), []).append(" ".join(value.split(" ")).strip(" \t"))
    authorization = by_name.pop("authorization", [""])
    parts = [tuple(re.findall(r"[^, \t]+", each)) for each in authorization]
    listed = SIGNED.search(" ".join(authorization) or unquote_to_bytes(query).decode("latin-1"))
    names = listed[1].split(";") if listed else []
    signed = [(name, [re.sub(r" +", " ", each) for each in by_name.get(name, [])]) for name in names]
    others = [(name, by_name.get(name)) for name in ("x-amz-date", "x-amz-security-token", "x-amz-content-sha256")]
    return method, path, sorted(pairs), parts, signed, others, body
